package org.glusterj.cli.gluster.command;

import java.util.HashSet;
import java.util.List;
import org.glusterj.cli.gluster.grammar.CommandException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bricks as command lines name them, {@code HOST:/PATH}, and as the manager does. Stateless. */
final class Bricks {
    private Bricks() {}

    static String host(String brick) {
        return brick.substring(0, brick.indexOf(":/"));
    }

    /** Without a slash at its end. */
    static String path(String brick) {
        var path = brick.substring(brick.indexOf(":/") + 1);
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    /** A {@code BrickReq}. */
    static ObjectNode request(String brick) {
        return Session.object().put("host", host(brick)).put("path", path(brick));
    }

    /** Checks what stock's command line checks before it asks its manager. */
    static void check(List<String> bricks) throws CommandException {
        var seen = new HashSet<String>();
        for (var brick : bricks) {
            var host = host(brick);
            if (isLoopback(host)) {
                throw CommandException.usage(
                        "Please provide a valid hostname/ip other than localhost, 127.0.0.1 or"
                                + " loopback address (0.0.0.0 to 0.255.255.255).");
            }
            if (!seen.add(host + ":" + path(brick))) {
                throw CommandException.usage("Found duplicate exports " + brick);
            }
        }
    }

    /** As stock does: only the one address, and not all of 127/8. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("127.0.0.1")
                || host.startsWith("0.")
                || host.equals("::1");
    }

    /** {@code HOST:PATH} of a {@code BrickInfo}. */
    static String name(JsonNode info) {
        return info.path("host").asString("") + ":" + info.path("path").asString("");
    }
}
