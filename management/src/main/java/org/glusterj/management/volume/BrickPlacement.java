package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.StoreException;

/** What a volume may be called and where its bricks may be, as far as no disk is asked. Thread-safe. */
final class BrickPlacement {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int NAME_LENGTH_MAX = 255;
    private static final int PATH_LENGTH_MAX = 4095;
    private static final int PATH_PART_MAX = 255;

    /** What stock's own command line does not take for a name. */
    private static final Set<String> RESERVED =
            Set.of("all", "volume", "type", "subvolumes", "option", "end-volume");

    private final PeerRecords peers;

    BrickPlacement(PeerRecords peers) {
        this.peers = peers;
    }

    static void requireName(String name) throws CommandException {
        if (name.length() > NAME_LENGTH_MAX) {
            throw CommandException.invalid("Volume name exceeds 256 characters.");
        }
        if (RESERVED.contains(name)) {
            throw CommandException.invalid("\"" + name + "\" cannot be the name of a volume.");
        }
        if (!NAME.matcher(name).matches() || name.startsWith("-")) {
            throw CommandException.invalid(
                    "Volume names can only contain alphanumeric, '-' and '_' characters.");
        }
    }

    /** Bricks numbered from {@code first} on, with their nodes. */
    List<Brick> place(List<NewVolume.Place> places, int first) throws CommandException {
        var placed = new ArrayList<Brick>();
        var seen = new HashSet<String>();
        for (var place : places) {
            var brick = place(place, first + placed.size());
            if (!seen.add(brick.peer() + brick.path())) {
                throw CommandException.invalid("Found duplicate exports " + brick.name());
            }
            placed.add(brick);
        }
        return placed;
    }

    private Brick place(NewVolume.Place place, int number) throws CommandException {
        var path = plain(place.path());
        if (!path.startsWith("/")) {
            throw CommandException.invalid(
                    "Wrong brick type: "
                            + place.host()
                            + ":"
                            + path
                            + ", use <HOSTNAME>:<export-dir-abs-path>");
        }
        try {
            var peer = place.peer() == null ? nodeOf(place.host()) : place.peer();
            var host = place.host() == null ? nameOf(peer) : place.host();
            var brick = new Brick(number, peer, host, path);
            boolean longPart =
                    List.of(path.split("/")).stream().anyMatch(p -> p.length() > PATH_PART_MAX);
            if (path.length() > PATH_LENGTH_MAX || longPart) {
                throw CommandException.invalid("brick path " + brick.name() + " is too long.");
            }
            return brick;
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    private UUID nodeOf(String host) throws StoreException, CommandException {
        var node = peers.byHost(host);
        if (node.isEmpty()) {
            throw CommandException.invalid("Host " + host + " is not in 'Peer in Cluster' state");
        }
        return node.get();
    }

    private String nameOf(UUID peer) throws StoreException, CommandException {
        var found = peers.find(peer);
        if (found.isEmpty()) {
            throw CommandException.invalid("peer " + peer + " is not in the pool");
        }
        return found.get().name();
    }

    /** Without double slashes and without one at the end. */
    private static String plain(String path) {
        var single = path.replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/")
                ? single.substring(0, single.length() - 1)
                : single;
    }

    /** Whole subvolumes, each of them on as many nodes as it has bricks unless forced. */
    static void requireShape(Shape shape, List<Brick> placed, boolean force)
            throws CommandException {
        int size = shape.bricks();
        boolean replicated = shape.replica() > 1;
        if (placed.isEmpty() || placed.size() % size != 0) {
            throw CommandException.invalid(
                    "number of bricks is not a multiple of "
                            + (replicated ? "replica" : "disperse")
                            + " count");
        }
        for (int i = 0; i < placed.size() && !force; i += size) {
            var nodes =
                    placed.subList(i, i + size).stream()
                            .map(Brick::peer)
                            .collect(Collectors.toSet());
            if (nodes.size() < size) {
                throw CommandException.invalid(
                        "Multiple bricks of a "
                                + (replicated ? "replicate" : "disperse")
                                + " volume are present on the same server. This setup is not"
                                + " optimal. Bricks should be on different nodes to have best fault"
                                + " tolerant configuration. Use 'force' at the end of the command"
                                + " if you want to override this behavior. ");
            }
        }
    }

    /** The volume's bricks at {@code places}. */
    List<Brick> find(Volume volume, List<NewVolume.Place> places) throws CommandException {
        var found = new ArrayList<Brick>();
        for (var place : places) {
            found.add(find(volume, place(place, 0)));
        }
        return found;
    }

    private static Brick find(Volume volume, Brick like) throws CommandException {
        for (var brick : volume.bricks()) {
            if (brick.peer().equals(like.peer()) && brick.path().equals(like.path())) {
                return brick;
            }
        }
        throw CommandException.invalid(
                "Incorrect brick " + like.name() + " for volume " + volume.name());
    }
}
