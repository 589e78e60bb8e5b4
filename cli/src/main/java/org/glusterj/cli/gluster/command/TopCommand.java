package org.glusterj.cli.gluster.command;

import java.util.List;
import java.util.Locale;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** {@code volume top}: the files that are used most. Stateless. */
final class TopCommand {
    /** In the order of stock's {@code topOp}, from 1. */
    private static final List<String> METRICS =
            List.of("open", "read", "write", "opendir", "readdir", "read-perf", "write-perf");

    private static final int LIST_MAX = 100;
    private static final double MICROS = 1e6;

    private TopCommand() {}

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume top",
                "<volume> {clear [brick <brick>]"
                        + " | {open | read | write | opendir | readdir}"
                        + " [nfs | brick <brick> | list-cnt <listed:word>]..."
                        + " | {read-perf | write-perf}"
                        + " [bs <size:word> | count <times:word> | brick <brick>"
                        + " | list-cnt <listed:word>]...}",
                "volume top <VOLNAME> {open|read|write|opendir|readdir|clear} [nfs|brick <brick>]"
                        + " [list-cnt <value>] | {read-perf|write-perf} [bs <size> count <count>]"
                        + " [brick <brick>] [list-cnt <value>]",
                "show which files are used most, or how fast a brick reads or writes",
                TopCommand::run);
    }

    private static int run(Session session, Match words) throws CommandException {
        var volume = Session.volume(words.get("volume")) + "/top";
        if (words.has("clear")) {
            var brick = words.has("brick") ? brickQuery(words, "?") : "";
            return show(session, words, rest -> rest.delete(volume + brick, null));
        }
        var path = new StringBuilder(volume).append('/').append(metric(words));
        path.append("?count=").append(listed(words));
        if (words.has("brick")) {
            path.append(brickQuery(words, "&"));
        }
        if (words.has("size") != words.has("times")) {
            throw CommandException.usage("Need to give both 'bs' and 'count'");
        }
        if (words.has("size")) {
            path.append("&block-size=").append(number(words, "size", "block size"));
            path.append("&block-count=").append(number(words, "times", "count"));
        }
        return show(session, words, rest -> rest.get(path.toString()));
    }

    /** The word and its argument have one name; the argument is the last. */
    private static String brickQuery(Match words, String separator) {
        return separator + "brick=" + Session.segment(words.all("brick").getLast());
    }

    private static String metric(Match words) {
        return METRICS.stream().filter(words::has).findFirst().orElseThrow();
    }

    private static int listed(Match words) throws CommandException {
        var word = words.get("listed");
        if (word == null) {
            return LIST_MAX;
        }
        if (!word.matches("\\d{1,3}") || Integer.parseInt(word) > LIST_MAX) {
            throw CommandException.usage("list-cnt should be between 0 to 100");
        }
        return Integer.parseInt(word);
    }

    private static int number(Match words, String name, String shown) throws CommandException {
        var word = words.get(name);
        if (!word.matches("[1-9]\\d{0,8}")) {
            throw CommandException.usage(shown + " should be a positive number, not " + word);
        }
        return Integer.parseInt(word);
    }

    private static int show(Session session, Match words, Session.Call call)
            throws CommandException {
        JsonNode bricks;
        try {
            bricks = session.ask(call);
        } catch (RefusedException e) {
            return session.refused(e, e.getMessage(), "volume top unsuccessful");
        }
        return session.show(
                bricks,
                () -> bricks.forEach(brick -> text(session, words, brick)),
                xml -> write(xml, words, bricks));
    }

    private static void text(Session session, Match words, JsonNode brick) {
        var name = brick.path("brick").asString("");
        if (words.has("clear")) {
            session.say("Cleared stats for brick " + name);
            return;
        }
        session.say("Brick: " + name);
        if (words.has("open")) {
            session.say(
                    "Current open fds: %d, Max open fds: %d, Max openfd time: %s"
                            .formatted(
                                    brick.path("current-open").asLong(0),
                                    brick.path("max-open").asLong(0),
                                    brick.path("max-open-time").asString("N/A")));
        }
        if (brick.has("throughput")) {
            session.say(
                    String.format(
                            Locale.ROOT,
                            "Throughput %.2f MBps time %.4f secs",
                            brick.path("throughput").asDouble(0),
                            brick.path("time").asDouble(0) / MICROS));
        }
        if (brick.path("files").isEmpty()) {
            return;
        }
        boolean speed = words.has("read-perf") || words.has("write-perf");
        var row = "%4s %-47s %-26s";
        if (speed) {
            session.say(row.formatted("MBps", "Filename", "Time"));
            session.say(row.formatted("====", "========", "===="));
        } else {
            session.say("Count\t\tfilename\n=======================");
        }
        for (var file : brick.path("files")) {
            long count = file.path("count").asLong(0);
            var path = file.path("name").asString("");
            session.say(
                    speed
                            ? row.formatted(count, path, textTime(file.path("time").asString("")))
                            : count + "\t\t" + path);
        }
    }

    /** Stock's text has the fraction behind the zone. */
    private static String textTime(String time) {
        return time.replaceFirst("(\\.\\d+) (\\+\\d+)$", " $2$1");
    }

    private static void write(Xml xml, Match words, JsonNode bricks) {
        xml.element(
                "volTop",
                () -> {
                    xml.leaf("brickCount", bricks.size());
                    if (!words.has("clear")) {
                        xml.leaf("topOp", METRICS.indexOf(metric(words)) + 1);
                    }
                    bricks.forEach(
                            brick -> xml.element("brick", () -> writeBrick(xml, words, brick)));
                });
    }

    private static void writeBrick(Xml xml, Match words, JsonNode brick) {
        xml.leaf("name", brick.path("brick").asString(""));
        xml.leaf("members", brick.path("files").size());
        if (words.has("open")) {
            xml.leaf("currentOpen", brick.path("current-open").asLong(0));
            xml.leaf("maxOpen", brick.path("max-open").asLong(0));
            xml.leaf("maxOpenTime", brick.path("max-open-time").asString("N/A"));
        }
        if (brick.has("throughput")) {
            var form = "%f";
            xml.leaf(
                    "throughput",
                    String.format(Locale.ROOT, form, brick.path("throughput").asDouble(0)));
            xml.leaf("timeTaken", String.format(Locale.ROOT, form, brick.path("time").asDouble(0)));
        }
        for (var file : brick.path("files")) {
            xml.element(
                    "file",
                    () -> {
                        xml.leaf("filename", file.path("name").asString(""));
                        xml.leaf("count", file.path("count").asLong(0));
                        if (file.has("time")) {
                            xml.leaf("time", file.path("time").asString(""));
                        }
                    });
        }
    }
}
