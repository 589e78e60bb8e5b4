package org.glusterj.management.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.glusterj.management.model.Shape;

/**
 * A volume as a stock glusterd keeps it below its working directory (captured from 10.3): {@code vols/NAME/info} has a
 * line {@code KEY=VALUE} for each property, for each option that was set and for each brick, {@code
 * brick-N=HOST:-PATH-WITH-DASHES}, which is the name of a file of such lines in {@code vols/NAME/bricks}. Immutable.
 *
 * @param bricks in order
 * @param options all that glusterd holds for set
 */
record StockVolume(
        UUID id,
        Shape shape,
        boolean everStarted,
        List<StockBrick> bricks,
        Map<String, String> options,
        String username,
        String password) {
    /**
     * A brick.
     *
     * @param number of its {@code NAME-client-N}
     * @param peer the node's id
     */
    record StockBrick(int number, UUID peer, String host, String path) {}

    StockVolume {
        bricks = List.copyOf(bricks);
        options = Map.copyOf(options);
    }

    /** What {@code info} has beside options and bricks. */
    private static final Set<String> PROPERTIES =
            Set.of(
                    "type",
                    "count",
                    "status",
                    "sub_count",
                    "stripe_count",
                    "replica_count",
                    "arbiter_count",
                    "thin_arbiter_count",
                    "disperse_count",
                    "redundancy_count",
                    "version",
                    "transport-type",
                    "volume-id",
                    "username",
                    "password",
                    "op-version",
                    "client-op-version",
                    "quota-version",
                    "tier-enabled",
                    "parent_volname",
                    "restored_from_snap",
                    "snap-max-hard-limit",
                    "ta-version",
                    "global-option-version");

    private static final String BRICK = "brick-";

    private static final int DISTRIBUTE = 0;
    private static final int REPLICATE = 2;
    private static final int DISPERSE = 4;
    private static final int REBALANCES = 1;

    /**
     * @param directory glusterd's working directory
     * @throws CommandException when it is not there, cannot be understood, or is of a kind that we have not got; with
     *     the file and the line's key
     */
    static StockVolume read(Path directory, String name) throws CommandException {
        var home = directory.resolve("vols").resolve(name);
        var info = Lines.of(home.resolve("info"));
        info.require("tier-enabled", 0, "tiers are not supported");
        info.require("thin_arbiter_count", 0, "thin arbiters are not supported");
        info.require("transport-type", 0, "transports other than tcp are not supported");
        Lines.of(home.resolve("node_state.info"))
                .refuse(
                        "rebalance_status",
                        REBALANCES,
                        "files of it are being migrated; finish or stop that first");
        return new StockVolume(
                info.uuid("volume-id"),
                shape(info),
                info.number("status", 0) != 0,
                bricks(info, home.resolve("bricks"), name),
                options(info),
                info.uuid("username").toString(),
                info.uuid("password").toString());
    }

    private static Shape shape(Lines info) throws CommandException {
        int replica = info.number("replica_count", 1);
        int disperse = info.number("disperse_count", 0);
        return switch (info.number("type", -1)) {
            case DISTRIBUTE -> Shape.DISTRIBUTE;
            case REPLICATE -> new Shape(replica, info.number("arbiter_count", 0), 1, 0);
            case DISPERSE -> new Shape(1, 0, disperse, info.number("redundancy_count", 0));
            default -> throw info.wrong("type", "volumes of this type are not supported");
        };
    }

    private static List<StockBrick> bricks(Lines info, Path directory, String volume)
            throws CommandException {
        var bricks = new ArrayList<StockBrick>();
        int count = info.number("count", 0);
        for (int i = 0; i < count; i++) {
            var file = info.text(BRICK + i);
            if (file.indexOf('/') >= 0) {
                throw info.wrong(BRICK + i, "no name of a file");
            }
            bricks.add(brick(Lines.of(directory.resolve(file)), volume));
        }
        return bricks;
    }

    private static StockBrick brick(Lines lines, String volume) throws CommandException {
        lines.require(
                "decommissioned", 0, "it is being removed; commit that or stop it with stock's");
        var client = volume + "-client-";
        var id = lines.text("brick-id");
        if (!id.startsWith(client) || !id.substring(client.length()).matches("\\d{1,6}")) {
            throw lines.wrong("brick-id", "expected " + client + "N");
        }
        return new StockBrick(
                Integer.parseInt(id.substring(client.length())),
                lines.uuid("uuid"),
                lines.text("hostname"),
                lines.text("path"));
    }

    private static Map<String, String> options(Lines info) {
        var options = new LinkedHashMap<>(info.values());
        options.keySet().removeIf(key -> PROPERTIES.contains(key) || key.startsWith(BRICK));
        return options;
    }

    /** A file of {@code KEY=VALUE} lines. */
    private record Lines(Path file, Map<String, String> values) {
        /** Such files are some kilobytes. */
        private static final long MAX_BYTES = 1 << 20;

        static Lines of(Path file) throws CommandException {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw CommandException.invalid(file + " is too large for a file of glusterd's");
                }
                var values = new LinkedHashMap<String, String>();
                for (var line : Files.readAllLines(file)) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(line.substring(0, equals), line.substring(equals + 1));
                    }
                }
                return new Lines(file, values);
            } catch (NoSuchFileException missing) {
                throw new CommandException(
                        CommandException.Kind.MISSING, "There is no file " + file, missing);
            } catch (IOException e) {
                throw CommandException.invalid(file + " cannot be read: " + BrickMark.reason(e));
            }
        }

        CommandException wrong(String key, String why) {
            return CommandException.invalid(
                    file + ": " + key + "=" + values.getOrDefault(key, "") + ": " + why);
        }

        String text(String key) throws CommandException {
            var value = values.get(key);
            if (value == null || value.isEmpty()) {
                throw CommandException.invalid(file + " lacks " + key);
            }
            return value;
        }

        int number(String key, int fallback) throws CommandException {
            var value = values.get(key);
            if (value == null) {
                return fallback;
            }
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw wrong(key, "no number");
            }
        }

        UUID uuid(String key) throws CommandException {
            try {
                return UUID.fromString(text(key));
            } catch (IllegalArgumentException e) {
                throw wrong(key, "no uuid");
            }
        }

        void require(String key, int wanted, String otherwise) throws CommandException {
            if (number(key, wanted) != wanted) {
                throw wrong(key, otherwise);
            }
        }

        void refuse(String key, int unwanted, String why) throws CommandException {
            if (number(key, 0) == unwanted) {
                throw wrong(key, why);
            }
        }
    }
}
