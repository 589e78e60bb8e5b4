package org.glusterj.cli.gluster.command;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A {@code VolumeInfo}: its type and state as words, or as GlusterD-2's numbers. Stateless. */
final class Volumes {
    static final String STARTED = "Started";

    private static final List<String> TYPES =
            List.of(
                    "Distribute",
                    "Replicate",
                    "Disperse",
                    "Distributed-Replicate",
                    "Distributed-Disperse");

    private static final List<String> STATES = List.of("Created", STARTED, "Stopped");

    private Volumes() {}

    static String type(JsonNode volume) {
        return word(volume.path("type"), TYPES);
    }

    static String state(JsonNode volume) {
        return word(volume.path("state"), STATES);
    }

    /** Stock's number of the state. */
    static int stateNumber(JsonNode volume) {
        return Math.max(0, STATES.indexOf(state(volume)));
    }

    static boolean isArbiter(JsonNode brick) {
        var type = brick.path("type");
        return type.isNumber() ? type.asInt() == 1 : type.asString("").equalsIgnoreCase("arbiter");
    }

    static List<JsonNode> bricks(JsonNode volume) {
        return volume.path("subvols")
                .valueStream()
                .flatMap(subvol -> subvol.path("bricks").valueStream())
                .toList();
    }

    private static String word(JsonNode value, List<String> words) {
        int number = value.isNumber() ? value.asInt() : -1;
        return number >= 0 && number < words.size() ? words.get(number) : value.asString("");
    }
}
