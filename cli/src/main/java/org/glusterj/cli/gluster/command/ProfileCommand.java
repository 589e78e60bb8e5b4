package org.glusterj.cli.gluster.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** {@code volume profile}: calls, latencies and block sizes of bricks. Stateless. */
final class ProfileCommand {
    /** Stock's {@code profileOp}. */
    private static final int START = 1;

    private static final int STOP = 2;
    private static final int INFO = 3;

    /** Block sizes side by side. */
    private static final int BLOCKS_IN_A_ROW = 3;

    private static final long LARGEST_BLOCK = 1L << 31;

    private static final JsonNode NO_BRICKS = JsonNodeFactory.instance.arrayNode();

    private ProfileCommand() {}

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume profile",
                "<volume> {start | stop | info [peek | incremental [peek] | cumulative | clear]}"
                        + " [nfs]",
                "volume profile <VOLNAME> {start|info [peek|incremental [peek]|cumulative|clear]|stop}"
                        + " [nfs]",
                "count and time the calls of bricks",
                ProfileCommand::run);
    }

    private static int run(Session session, Match words) throws CommandException {
        var volume = words.get("volume");
        var option = option(words);
        int op = words.has("info") ? INFO : words.has("start") ? START : STOP;
        return session.run(
                Failure.of("").element(xml -> write(xml, volume, op, option, NO_BRICKS)),
                rest -> rest.get(Session.volume(volume) + "/profile/" + option),
                bricks -> text(session, volume, op, option, bricks),
                (xml, bricks) -> write(xml, volume, op, option, bricks));
    }

    /** GlusterD-2's words: {@code info-incremental-peek}. */
    private static String option(Match words) {
        if (!words.has("info")) {
            return words.has("start") ? "start" : "stop";
        }
        var option = "info";
        for (var more : List.of("incremental", "cumulative", "clear", "peek")) {
            option += words.has(more) ? "-" + more : "";
        }
        return option;
    }

    private static void text(
            Session session, String volume, int op, String option, JsonNode bricks) {
        if (op != INFO) {
            session.say(
                    (op == START ? "Starting" : "Stopping")
                            + " volume profile on "
                            + volume
                            + " has been successful ");
            return;
        }
        for (var brick : bricks) {
            var title = "Brick: " + brick.path("brick-name").asString("");
            session.say(title);
            session.say("-".repeat(title.length()));
            if (option.endsWith("-clear")) {
                session.say("Cleared stats.");
                continue;
            }
            if (!option.contains("incremental")) {
                session.say("Cumulative Stats:");
                stats(session, brick.path("cumulative-stats"));
            }
            if (!option.contains("cumulative")) {
                var interval = brick.path("interval-stats");
                session.say("Interval " + interval.path("interval").asString("0") + " Stats:");
                stats(session, interval);
            }
        }
    }

    private static void stats(Session session, JsonNode stats) {
        var used = new ArrayList<JsonNode>();
        for (var block : stats.path("blocks")) {
            if (block.path("reads").asLong(0) > 0 || block.path("writes").asLong(0) > 0) {
                used.add(block);
            }
        }
        for (int i = 0; i < used.size(); i += BLOCKS_IN_A_ROW) {
            blocks(session, used.subList(i, Math.min(used.size(), i + BLOCKS_IN_A_ROW)));
        }
        var fops = new ArrayList<>(stats.path("stat-info").properties());
        if (!fops.isEmpty()) {
            fops(session, fops);
        }
        session.say(" ");
        session.say("%12s: %s seconds".formatted("Duration", number(stats, "duration")));
        session.say("%12s: %s bytes".formatted("Data Read", number(stats, "data-read")));
        session.say("%12s: %s bytes".formatted("Data Written", number(stats, "data-write")));
        session.say(" ");
    }

    private static void blocks(Session session, List<JsonNode> blocks) {
        var size = new StringBuilder("   Block Size: ");
        var reads = new StringBuilder(" No. of Reads: ");
        var writes = new StringBuilder("No. of Writes: ");
        for (var block : blocks) {
            size.append("%21s".formatted(block.path("size").asLong() + "b+ "));
            reads.append("%20d ".formatted(block.path("reads").asLong(0)));
            writes.append("%20d ".formatted(block.path("writes").asLong(0)));
        }
        session.say(size.toString());
        session.say(reads.toString());
        session.say(writes.toString());
    }

    /** By their share of the time. */
    private static void fops(Session session, List<Map.Entry<String, JsonNode>> fops) {
        var row = "%10s %13s %13s %13s %14s %11s";
        session.say(
                row.formatted(
                        "%-latency",
                        "Avg-latency", "Min-Latency", "Max-Latency", "No. of calls", "Fop"));
        session.say(
                row.formatted(
                        "---------",
                        "-----------",
                        "-----------",
                        "-----------",
                        "------------",
                        "----"));
        double all = fops.stream().mapToDouble(fop -> time(fop.getValue())).sum();
        fops.sort(Comparator.comparingDouble(fop -> time(fop.getValue())));
        for (var fop : fops) {
            var of = fop.getValue();
            session.say(
                    String.format(
                            Locale.ROOT,
                            "%10.2f %10.2f ns %10.2f ns %10.2f ns %14d %11s",
                            all > 0 ? time(of) * 100 / all : 0.0,
                            decimal(of, "avglatency"),
                            decimal(of, "minlatency"),
                            decimal(of, "maxlatency"),
                            (long) decimal(of, "hits"),
                            fop.getKey()));
        }
    }

    private static double time(JsonNode fop) {
        return decimal(fop, "hits") * decimal(fop, "avglatency");
    }

    /** GlusterD-2 has numbers as text here. */
    private static double decimal(JsonNode of, String name) {
        var value = of.path(name);
        try {
            return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asString("0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long number(JsonNode of, String name) {
        return (long) decimal(of, name);
    }

    private static void write(Xml xml, String volume, int op, String option, JsonNode bricks) {
        xml.element(
                "volProfile",
                () -> {
                    xml.leaf("volname", volume).leaf("profileOp", op);
                    if (op == INFO) {
                        xml.leaf("brickCount", bricks.size());
                        bricks.forEach(brick -> writeBrick(xml, option, brick));
                    }
                });
    }

    private static void writeBrick(Xml xml, String option, JsonNode brick) {
        xml.element(
                "brick",
                () -> {
                    xml.leaf("brickName", brick.path("brick-name").asString(""));
                    if (option.endsWith("-clear")) {
                        xml.leaf("clearStats", "Cleared stats.");
                        return;
                    }
                    if (!option.contains("incremental")) {
                        xml.element(
                                "cumulativeStats",
                                () -> writeStats(xml, brick.path("cumulative-stats")));
                    }
                    if (!option.contains("cumulative")) {
                        xml.element(
                                "intervalStats",
                                () -> writeStats(xml, brick.path("interval-stats")));
                    }
                });
    }

    private static void writeStats(Xml xml, JsonNode stats) {
        xml.element("blockStats", () -> writeBlocks(xml, stats.path("blocks")));
        xml.element(
                "fopStats",
                () ->
                        stats.path("stat-info").properties().stream()
                                .filter(fop -> decimal(fop.getValue(), "avglatency") > 0)
                                .forEach(fop -> xml.element("fop", () -> writeFop(xml, fop))));
        xml.leaf("duration", number(stats, "duration"));
        xml.leaf("totalRead", number(stats, "data-read"));
        xml.leaf("totalWrite", number(stats, "data-write"));
    }

    /** All sizes that a request may have, those that did not occur too. */
    private static void writeBlocks(Xml xml, JsonNode used) {
        for (long size = 1; size <= LARGEST_BLOCK; size *= 2) {
            long at = size;
            var block =
                    used.valueStream()
                            .filter(one -> one.path("size").asLong(0) == at)
                            .findFirst()
                            .orElse(MissingNode.getInstance());
            xml.element(
                    "block",
                    () -> {
                        xml.leaf("size", at);
                        xml.leaf("reads", block.path("reads").asLong(0));
                        xml.leaf("writes", block.path("writes").asLong(0));
                    });
        }
    }

    private static void writeFop(Xml xml, Map.Entry<String, JsonNode> fop) {
        xml.leaf("name", fop.getKey()).leaf("hits", number(fop.getValue(), "hits"));
        for (var name : List.of("avg", "min", "max")) {
            double value = decimal(fop.getValue(), name + "latency");
            xml.leaf(name + "Latency", String.format(Locale.ROOT, "%f", value));
        }
    }
}
