package org.glusterj.cli.gluster.command;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The nodes of a rebalance, or of a brick that is emptied, in text and XML. Stateless. */
final class RebalanceTable {
    private static final String ROW = "%40s %16s %13s %13s %13s %13s %20s %s";
    private static final String LAYOUT_ROW = "%35s %50s %s";

    /** Seconds before stock estimates. */
    private static final long ESTIMATE_FROM = 600;

    private RebalanceTable() {}

    /** Stock's sentences behind a stop; {@code who} as it writes it. */
    static String stopping(String who, String what) {
        return who
                + " process may be in the middle of a file migration.\n"
                + "The process will be fully stopped once the migration of the file is complete.\n"
                + "Please check "
                + what
                + " process for completion before doing any further brick related tasks on the"
                + " volume.";
    }

    static void text(Session session, JsonNode answer, boolean estimate) {
        var nodes = nodes(answer);
        if (answer.path("type").asString("").equals("fix-layout")) {
            session.say("%35s %41s %27s".formatted("Node", "status", "run time in h:m:s"));
            session.say("%35s %41s %27s".formatted("---------", "-----------", "------------"));
            nodes.forEach(
                    n -> session.say(LAYOUT_ROW.formatted(name(n), state(n), time(n, "run-time"))));
            return;
        }
        session.say(
                ROW.formatted(
                        "Node",
                        "Rebalanced-files",
                        "size",
                        "scanned",
                        "failures",
                        "skipped",
                        "status",
                        " run time in h:m:s"));
        session.say(
                ROW.formatted(
                        "---------",
                        "-----------",
                        "-----------",
                        "-----------",
                        "-----------",
                        "-----------",
                        "------------",
                        "    --------------"));
        nodes.forEach(node -> row(session, node));
        if (estimate) {
            estimate(session, nodes);
        }
    }

    private static void row(Session session, JsonNode node) {
        session.say(
                ROW.formatted(
                        name(node),
                        number(node, "rebalanced-files"),
                        Sizes.shown(number(node, "size")),
                        number(node, "lookedup"),
                        number(node, "failed"),
                        number(node, "skipped"),
                        state(node),
                        time(node, "run-time")));
    }

    private static void estimate(Session session, List<JsonNode> nodes) {
        long left = nodes.stream().mapToLong(node -> number(node, "time-left")).max().orElse(0);
        if (left > 0) {
            session.say(
                    "Estimated time left for rebalance to complete : "
                            + "%8d:%02d:%02d".formatted(left / 3600, left / 60 % 60, left % 60));
            return;
        }
        if (nodes.stream().noneMatch(node -> state(node).equals("in progress"))) {
            return;
        }
        long run = nodes.stream().mapToLong(node -> number(node, "run-time")).max().orElse(0);
        session.say(
                run <= ESTIMATE_FROM
                        ? "The estimated time for rebalance to complete will be unavailable for the"
                                + " first 10 minutes."
                        : "Rebalance estimated time unavailable. Please try again later.");
    }

    /** Those that took part. */
    private static List<JsonNode> nodes(JsonNode answer) {
        return answer.path("nodes-status")
                .valueStream()
                .filter(node -> !state(node).equals("not started"))
                .toList();
    }

    private static String name(JsonNode node) {
        return node.path("node").asString(node.path("peerid").asString(""));
    }

    private static String state(JsonNode node) {
        return node.path("status").asString("not started");
    }

    /** GlusterD-2 has numbers as text here. */
    private static long number(JsonNode node, String name) {
        return (long) decimal(node, name);
    }

    private static double decimal(JsonNode node, String name) {
        var value = node.path(name);
        if (value.isNumber()) {
            return value.asDouble();
        }
        try {
            return Double.parseDouble(value.asString("0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String time(JsonNode node, String name) {
        long seconds = number(node, name);
        return "%8d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static void write(Xml xml, JsonNode answer) {
        xml.leaf("nodeCount", answer.path("nodes-status").size());
        var nodes = nodes(answer);
        for (var node : nodes) {
            xml.element(
                    "node",
                    () -> {
                        xml.leaf("nodeName", name(node));
                        xml.leaf("id", node.path("peerid").asString(""));
                        counts(xml, List.of(node));
                    });
        }
        xml.element("aggregate", () -> counts(xml, nodes));
    }

    private static void counts(Xml xml, List<JsonNode> nodes) {
        xml.leaf("files", sum(nodes, "rebalanced-files")).leaf("size", sum(nodes, "size"));
        xml.leaf("lookups", sum(nodes, "lookedup")).leaf("failures", sum(nodes, "failed"));
        xml.leaf("skipped", sum(nodes, "skipped"));
        var state = worst(nodes);
        xml.leaf("status", Tasks.number(state)).leaf("statusStr", state);
        double run = nodes.stream().mapToDouble(node -> decimal(node, "run-time")).max().orElse(0);
        xml.leaf("runtime", String.format(Locale.ROOT, "%.2f", run));
    }

    private static long sum(List<JsonNode> nodes, String name) {
        return nodes.stream().mapToLong(node -> number(node, name)).sum();
    }

    /** Failed before in progress before all else, as stock's glusterd aggregates. */
    private static String worst(List<JsonNode> nodes) {
        for (var end : List.of("failed", "in progress", "stopped")) {
            for (var node : nodes) {
                if (state(node).endsWith(end)) {
                    return state(node);
                }
            }
        }
        return nodes.isEmpty() ? "not started" : state(nodes.getFirst());
    }
}
