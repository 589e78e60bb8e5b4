package org.glusterj.management.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.NewVolume;

/** Between volumes and their JSON. Pure. */
final class VolumeJson {
    private static final int DISTRIBUTE = 0;
    private static final int REPLICATE = 1;
    private static final int DISPERSE = 2;

    /** Added to the type of what is distributed over several subvolumes. */
    private static final int DISTRIBUTED = 2;

    private static final List<String> CREATED =
            List.of(
                    "cluster.granular-entry-heal",
                    "storage.fips-mode-rchecksum",
                    "transport.address-family",
                    "nfs.disable");

    private VolumeJson() {}

    static Api.VolumeInfo info(Volume volume) {
        var shape = volume.shape();
        int type = typeOf(shape);
        return new Api.VolumeInfo(
                volume.id().toString(),
                volume.name(),
                type != DISTRIBUTE && volume.distribution() > 1 ? type + DISTRIBUTED : type,
                "tcp",
                volume.distribution(),
                shape.replica(),
                shape.arbiter(),
                fragments(shape),
                data(shape),
                shape.redundancy(),
                ordered(volume.options(), shape),
                volume.state().ordinal(),
                subvolumes(volume),
                Map.of(),
                List.of());
    }

    /** As stock lists them: what was set later before what a volume has from its creation on. */
    private static Map<String, String> ordered(Map<String, String> options, Shape shape) {
        var all = new LinkedHashMap<>(options);
        CREATED.forEach(name -> move(name, all));
        if (shape.bricks() > 1) {
            move("performance.client-io-threads", all);
        }
        return all;
    }

    /** To the end. */
    private static void move(String name, Map<String, String> all) {
        var value = all.remove(name);
        if (value != null) {
            all.put(name, value);
        }
    }

    private static int typeOf(Shape shape) {
        if (shape.replica() > 1) {
            return REPLICATE;
        }
        return shape.disperse() > 1 ? DISPERSE : DISTRIBUTE;
    }

    /** 0 without erasure code. */
    private static int fragments(Shape shape) {
        return shape.disperse() > 1 ? shape.disperse() : 0;
    }

    private static int data(Shape shape) {
        return shape.disperse() > 1 ? shape.disperse() - shape.redundancy() : 0;
    }

    private static List<Api.Subvol> subvolumes(Volume volume) {
        var shape = volume.shape();
        int type = typeOf(shape);
        if (type == DISTRIBUTE) {
            return List.of(subvolume(volume, volume.name() + "-dht", type, 0, volume.bricks()));
        }
        var all = new ArrayList<Api.Subvol>();
        var kind = type == REPLICATE ? "-replicate-" : "-disperse-";
        for (int i = 0; i < volume.distribution(); i++) {
            int first = i * shape.bricks();
            var bricks = volume.bricks().subList(first, first + shape.bricks());
            all.add(subvolume(volume, volume.name() + kind + i, type, first, bricks));
        }
        return all;
    }

    private static Api.Subvol subvolume(
            Volume volume, String name, int type, int first, List<Brick> bricks) {
        var shape = volume.shape();
        var infos = new ArrayList<Api.BrickInfo>();
        for (int i = 0; i < bricks.size(); i++) {
            infos.add(brick(volume, first + i));
        }
        return new Api.Subvol(
                name,
                type,
                infos,
                shape.replica(),
                shape.arbiter(),
                fragments(shape),
                data(shape),
                shape.redundancy());
    }

    /** @param index of the brick in the volume */
    static Api.BrickInfo brick(Volume volume, int index) {
        var brick = volume.bricks().get(index);
        var shape = volume.shape();
        boolean arbiter = index % shape.bricks() >= shape.bricks() - shape.arbiter();
        var id =
                UUID.nameUUIDFromBytes(
                        (volume.id() + "/" + brick.number()).getBytes(StandardCharsets.US_ASCII));
        return new Api.BrickInfo(
                id.toString(),
                brick.path(),
                volume.id().toString(),
                volume.name(),
                brick.peer().toString(),
                brick.host(),
                arbiter ? 1 : 0);
    }

    /** What a request wants. All its subvolumes must have one shape; those that only distribute are one list. */
    static NewVolume wanted(Api.VolCreateReq request) throws CommandException {
        if (request.name() == null || request.name().isEmpty()) {
            throw CommandException.invalid("the volume's name is missing");
        }
        if (request.transport() != null
                && !request.transport().isEmpty()
                && !request.transport().equals("tcp")) {
            throw CommandException.invalid(
                    "transport-type " + request.transport() + " is not supported");
        }
        if (request.subvols() == null || request.subvols().isEmpty()) {
            throw CommandException.invalid("the volume has no subvolumes");
        }
        Shape shape = null;
        var places = new ArrayList<NewVolume.Place>();
        for (var subvolume : request.subvols()) {
            var own = shape(subvolume);
            if (shape != null && !own.equals(shape)) {
                throw CommandException.invalid("the subvolumes differ in their shape");
            }
            shape = own;
            if (orEmpty(subvolume.bricks()).isEmpty()) {
                throw CommandException.invalid("a subvolume has no bricks");
            }
            for (var brick : orEmpty(subvolume.bricks())) {
                places.add(place(brick));
            }
        }
        return new NewVolume(
                request.name(),
                shape,
                places,
                request.options() == null ? Map.of() : request.options(),
                Boolean.TRUE.equals(request.force()));
    }

    private static Shape shape(Api.SubvolReq subvolume) throws CommandException {
        int bricks = orEmpty(subvolume.bricks()).size();
        var type = subvolume.type() == null ? "distribute" : subvolume.type();
        return switch (type) {
            case "", "distribute" -> Shape.DISTRIBUTE;
            case "replicate" -> {
                int replica = positive(subvolume.replica(), bricks);
                int arbiter = positive(subvolume.arbiter(), 0);
                if (replica < 2) {
                    throw CommandException.invalid("replica count should be greater than 1");
                }
                if (arbiter > 1 || (arbiter == 1 && replica != 3)) {
                    throw CommandException.invalid(
                            "For arbiter configuration, replica count must be 3 and arbiter count"
                                    + " must be 1. The 3rd brick of the replica will be the"
                                    + " arbiter");
                }
                yield new Shape(replica, arbiter, 1, 0);
            }
            case "disperse" -> disperse(subvolume, bricks);
            default -> throw CommandException.invalid("subvolume type " + type + " is not known");
        };
    }

    private static Shape disperse(Api.SubvolReq subvolume, int bricks) throws CommandException {
        int given = positive(subvolume.redundancy(), 0);
        int data = positive(subvolume.data(), 0);
        int count = positive(subvolume.disperse(), data > 0 && given > 0 ? data + given : bricks);
        int redundancy = given > 0 ? given : data > 0 ? count - data : usual(count);
        if (count < 3) {
            throw CommandException.invalid("disperse count must be greater than 2");
        }
        if (redundancy < 1 || 2 * redundancy >= count) {
            throw CommandException.invalid(
                    "redundancy must be greater than or equal to 1 and less than "
                            + count / 2
                            + " for a disperse "
                            + count
                            + " volume");
        }
        return new Shape(1, 0, count, redundancy);
    }

    /** The largest redundancy with which the number of data bricks is a power of two, as stock offers it; or 1. */
    private static int usual(int count) {
        for (int redundancy = (count - 1) / 2; redundancy > 1; redundancy--) {
            if (Integer.bitCount(count - redundancy) == 1) {
                return redundancy;
            }
        }
        return 1;
    }

    private static int positive(Integer given, int otherwise) {
        return given == null || given <= 0 ? otherwise : given;
    }

    static List<NewVolume.Place> places(List<Api.BrickReq> bricks) throws CommandException {
        var places = new ArrayList<NewVolume.Place>();
        for (var brick : orEmpty(bricks)) {
            places.add(place(brick));
        }
        if (places.isEmpty()) {
            throw CommandException.invalid("the request has no bricks");
        }
        return places;
    }

    private static NewVolume.Place place(Api.BrickReq brick) throws CommandException {
        if (brick.path() == null || brick.path().isEmpty()) {
            throw CommandException.invalid("a brick has no path");
        }
        boolean somewhere = brick.host() != null && !brick.host().isBlank();
        if (brick.peerid() == null && !somewhere) {
            throw CommandException.invalid(
                    "brick " + brick.path() + " has neither peerid nor host");
        }
        return new NewVolume.Place(
                id(brick.peerid()), somewhere ? brick.host() : null, brick.path());
    }

    private static UUID id(String text) throws CommandException {
        try {
            return text == null || text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.invalid("peerid '" + text + "' is not a UUID");
        }
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
