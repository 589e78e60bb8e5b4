package org.glusterj.management.volgen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;

/** Volumes as those of which stock's graphs were recorded. */
public final class StockVolumes {
    private static final UUID ID = new UUID(0, 0x1d);
    private static final Map<String, Shape> SHAPES =
            Map.of(
                    "single", Shape.DISTRIBUTE,
                    "dist", Shape.DISTRIBUTE,
                    "rep", new Shape(3, 0, 1, 0),
                    "arb", new Shape(3, 1, 1, 0),
                    "disp", new Shape(1, 0, 6, 2),
                    "drep", new Shape(3, 0, 1, 0));
    private static final Map<String, Integer> BRICKS =
            Map.of("single", 1, "dist", 3, "rep", 3, "arb", 3, "disp", 6, "drep", 6);

    private StockVolumes() {}

    /** As the script {@code option-effects} creates them. */
    public static Volume named(String name) {
        var bricks = new ArrayList<Brick>();
        for (int i = 0; i < BRICKS.get(name); i++) {
            bricks.add(new Brick(i, ID, "192.0.2.1", "/srv/" + name + "/brick" + (i + 1)));
        }
        return new Volume(
                name,
                ID,
                SHAPES.get(name),
                Volume.State.CREATED,
                bricks,
                Defaults.created(SHAPES.get(name)),
                1,
                "00000000-0000-0000-0000-0000000000aa",
                "00000000-0000-0000-0000-0000000000bb");
    }

    /** Of a folder of {@code goldens}, from glusterd's own record of the volume. */
    static Volume recorded(String folder) {
        var settings = new TreeMap<String, String>();
        var facts = new HashMap<String, String>();
        var bricks = new ArrayList<Brick>();
        for (var line : lines("goldens/" + folder + "/glusterd-info.txt")) {
            int equals = line.indexOf('=');
            var key = line.substring(0, equals);
            var value = line.substring(equals + 1);
            if (key.startsWith("brick-")) {
                int colon = value.indexOf(':');
                bricks.add(
                        new Brick(
                                bricks.size(),
                                ID,
                                value.substring(0, colon),
                                value.substring(colon + 1).replace('-', '/')));
            } else if (key.indexOf('.') > 0) {
                settings.put(key, value);
            } else {
                facts.put(key, value);
            }
        }
        var shape =
                facts.get("type").equals("4")
                        ? new Shape(
                                1,
                                0,
                                Integer.parseInt(facts.get("disperse_count")),
                                Integer.parseInt(facts.get("redundancy_count")))
                        : new Shape(
                                Integer.parseInt(facts.get("replica_count")),
                                Integer.parseInt(facts.getOrDefault("arbiter_count", "0")),
                                1,
                                0);
        return new Volume(
                bricks.getFirst().path().split("/")[2],
                UUID.fromString(facts.get("volume-id")),
                shape,
                Volume.State.CREATED,
                bricks,
                settings,
                1,
                facts.get("username"),
                facts.get("password"));
    }

    /** Lines of a resource beside this class. */
    public static List<String> lines(String name) {
        try (var in = StockVolumes.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean has(String name) {
        return StockVolumes.class.getResource(name) != null;
    }
}
