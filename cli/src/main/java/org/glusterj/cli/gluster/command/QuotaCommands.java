package org.glusterj.cli.gluster.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** Limits of directories, by GlusterD-2's quota paths. Stateless. */
final class QuotaCommands {
    private static final Failure FAILURE = Failure.of("quota command failed : ", "volQuota");
    private static final String USAGE =
            """
            volume quota <VOLNAME> {enable|disable|list [<path> ...]| list-objects [<path> ...] | remove <path>| \
            remove-objects <path> | default-soft-limit <percent>}
            volume quota <VOLNAME> {limit-usage <path> <size> [<percent>]}
            volume quota <VOLNAME> {limit-objects <path> <number> [<percent>]}
            volume quota <VOLNAME> {alert-time|soft-timeout|hard-timeout} {<time>}
            """;
    private static final String SYNTAX =
            "<volume> {enable | disable | {list | list-objects} [<path>...]"
                    + " | {remove | remove-objects} <path>"
                    + " | {limit-usage | limit-objects} <path> <limit:word> [<percent:word>]"
                    + " | default-soft-limit <value>"
                    + " | {alert-time | soft-timeout | hard-timeout} <value>}";
    private static final int PERCENT_MAX = 100;

    /** Stock's exit code of a list that failed. */
    private static final int LIST_FAILED = 2;

    private static final Map<String, Integer> UNITS =
            Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30, "TB", 40, "PB", 50);

    private QuotaCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.QUOTA,
                        "volume quota",
                        SYNTAX,
                        USAGE,
                        "limit the size of directories, and how many files they hold",
                        QuotaCommands::run),
                Command.of(
                        Group.QUOTA,
                        "volume inode-quota",
                        "<volume> enable",
                        "volume inode-quota <VOLNAME> enable",
                        "count files for limits, too",
                        QuotaCommands::inodes));
    }

    private static int inodes(Session session, Match words) throws CommandException {
        var request = Session.object().put("objects", true);
        return quota(session, rest -> rest.post(quota(words), request));
    }

    private static int run(Session session, Match words) throws CommandException {
        var volume = words.get("volume");
        if (words.has("enable")) {
            return quota(session, rest -> rest.post(quota(words), Session.object()));
        }
        if (words.has("disable")) {
            return session.confirm().test("All limits of " + volume + " are forgotten. Go on?")
                    ? quota(session, rest -> rest.delete(quota(words), null))
                    : 0;
        }
        if (words.has("value")) {
            var name =
                    words.oneOf("default-soft-limit", "alert-time", "soft-timeout", "hard-timeout");
            return option(session, volume, "features." + name, words.get("value"));
        }
        var path = quota(words) + "/limit";
        if (words.has("list") || words.has("list-objects")) {
            return list(session, words, path);
        }
        var request = Session.object().put("path", words.get("path"));
        boolean objects = words.has("limit-objects") || words.has("remove-objects");
        if (words.has("limit")) {
            request.put(
                    objects ? "object-count-limit" : "size-usage-limit",
                    size(words.get("limit"), objects));
            if (words.has("percent")) {
                request.put("soft-limit-percent", percent(words.get("percent")));
            }
            return quota(session, rest -> rest.post(path, request));
        }
        request.put("objects", objects);
        return quota(session, rest -> rest.delete(path, request));
    }

    private static String quota(Match words) {
        return "/quota/" + Session.segment(words.get("volume"));
    }

    private static int option(Session session, String volume, String key, String value)
            throws CommandException {
        var request = Session.object().put("allow-advanced-options", true);
        request.putObject("options").put(key, value);
        return quota(session, rest -> rest.post(Session.volume(volume) + "/options", request));
    }

    private static int quota(Session session, Session.Call call) throws CommandException {
        return session.run(
                FAILURE,
                call,
                done -> session.say("volume quota : success"),
                (xml, done) -> xml.leaf("cliOp", "volQuota"));
    }

    private static long size(String word, boolean objects) throws CommandException {
        var number = word.replaceFirst("(?i)[kmgtp]?b$", "");
        var unit = word.substring(number.length()).toUpperCase(Locale.ROOT);
        boolean right = number.matches("\\d{1,18}") && (unit.isEmpty() || !objects);
        long value = right ? Long.parseLong(number) : 0;
        int shift = UNITS.getOrDefault(unit, 0);
        if (value <= 0 || value > Long.MAX_VALUE >> shift) {
            throw CommandException.usage(
                    "Please enter an integer value in the range of (1 - 9223372036854775807)");
        }
        return value << shift;
    }

    private static int percent(String word) throws CommandException {
        var number = word.replaceFirst("%$", "");
        if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > PERCENT_MAX) {
            throw CommandException.usage("the percentage should be between 0 and 100, not " + word);
        }
        return Integer.parseInt(number);
    }

    private static int list(Session session, Match words, String path) throws CommandException {
        boolean objects = words.has("list-objects");
        JsonNode all;
        try {
            all = session.ask(rest -> rest.get(path));
        } catch (RefusedException e) {
            session.refused(FAILURE, e);
            return LIST_FAILED;
        }
        var wanted = words.all("path");
        var limits =
                all.valueStream()
                        .filter(l -> wanted.isEmpty() || wanted.contains(l.path("path").asString()))
                        .filter(l -> l.path("objects").asBoolean(false) == objects)
                        .toList();
        return session.show(
                all,
                () -> text(session, words.get("volume"), objects, limits),
                xml -> write(xml, limits));
    }

    private static void text(
            Session session, String volume, boolean objects, List<JsonNode> limits) {
        if (limits.isEmpty()) {
            session.say("quota: No quota configured on volume " + volume);
            return;
        }
        if (objects) {
            session.say(
                    "                  Path                   Hard-limit   Soft-limit      Files"
                            + "       Dirs     Available  Soft-limit exceeded? Hard-limit exceeded?");
            session.say("-".repeat(143));
        } else {
            session.say(
                    "                  Path                   Hard-limit  Soft-limit      Used "
                            + " Available  Soft-limit exceeded? Hard-limit exceeded?");
            session.say("-".repeat(127));
        }
        limits.forEach(limit -> session.say(objects ? files(limit) : sizes(limit)));
    }

    private static String sizes(JsonNode limit) {
        return "%-40s %7s %7s(%s) %8s %7s %15s %20s"
                .formatted(
                        limit.path("path").asString(""),
                        Sizes.shown(limit, "hard-limit"),
                        percentOf(limit),
                        Sizes.shown(limit, "soft-limit"),
                        Sizes.shown(limit, "used"),
                        Sizes.shown(limit, "available"),
                        yes(limit, "soft-limit-exceeded"),
                        yes(limit, "hard-limit-exceeded"));
    }

    private static String files(JsonNode limit) {
        return "%-40s %9d %9s(%d) %10d %9d %11d %15s %20s"
                .formatted(
                        limit.path("path").asString(""),
                        limit.path("hard-limit").asLong(0),
                        percentOf(limit),
                        limit.path("soft-limit").asLong(0),
                        limit.path("files").asLong(0),
                        limit.path("directories").asLong(0),
                        limit.path("available").asLong(0),
                        yes(limit, "soft-limit-exceeded"),
                        yes(limit, "hard-limit-exceeded"));
    }

    private static String percentOf(JsonNode limit) {
        long hard = Math.max(1, limit.path("hard-limit").asLong(1));
        long soft = limit.path("soft-limit").asLong(0);
        return Math.round(soft * 100.0 / hard) + "%";
    }

    private static String yes(JsonNode limit, String name) {
        return limit.path(name).asBoolean(false) ? "Yes" : "No";
    }

    private static void write(Xml xml, List<JsonNode> limits) {
        xml.element("volQuota", () -> limits.forEach(limit -> writeLimit(xml, limit)));
    }

    private static void writeLimit(Xml xml, JsonNode limit) {
        xml.element(
                "limit",
                () -> {
                    xml.leaf("path", limit.path("path").asString(""));
                    xml.leaf("hard_limit", limit.path("hard-limit").asLong(0));
                    xml.leaf("soft_limit_percent", percentOf(limit));
                    xml.leaf("soft_limit_value", limit.path("soft-limit").asLong(0));
                    if (limit.path("objects").asBoolean(false)) {
                        xml.leaf("file_count", limit.path("files").asLong(0));
                        xml.leaf("dir_count", limit.path("directories").asLong(0));
                        xml.leaf("available", limit.path("available").asLong(0));
                    } else {
                        xml.leaf("used_space", limit.path("used").asLong(0));
                        xml.leaf("avail_space", limit.path("available").asLong(0));
                    }
                    xml.leaf("sl_exceeded", yes(limit, "soft-limit-exceeded"));
                    xml.leaf("hl_exceeded", yes(limit, "hard-limit-exceeded"));
                });
    }
}
