package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Options of a volume and of the pool: set, get, reset. Stateless. */
final class OptionCommands {
    private static final Failure SET =
            Failure.of("volume set: failed: ", "volSet").output("Set volume unsuccessful");
    private static final Failure RESET = Failure.of("volume reset: failed: ", "volReset");
    private static final Failure GET =
            Failure.of("volume get option: failed: ", "volGetopts")
                    .output("volume get option: failed: %s")
                    .exits(1);
    private static final int KEY_COLUMNS = 40;
    private static final int VALUE_COLUMNS = 39;

    private OptionCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.VOLUME,
                        "volume set",
                        "{help | <volume> group <file:word> | {all | <volume>} {<key> <value>}...}",
                        "volume set <VOLNAME> <KEY> <VALUE>\nvolume set <VOLNAME> group <GROUP>",
                        "set options of a volume, or all those of a file of "
                                + "/var/lib/glusterd/groups; \"volume set help\" describes them",
                        OptionCommands::set),
                Command.of(
                        Group.VOLUME,
                        "volume get",
                        "{all | <volume>} <key>",
                        "volume get <VOLNAME|all> <key|all>",
                        "show options of a volume; with \"all\" as the volume those of the pool",
                        OptionCommands::get),
                Command.of(
                        Group.VOLUME,
                        "volume reset",
                        "{all | <volume>} [force | <key> [force]]",
                        "volume reset <VOLNAME> [option] [force]",
                        "put an option, or all of them, back to the default",
                        OptionCommands::reset));
    }

    private static String options(Match words) {
        return words.has("volume")
                ? Session.volume(words.get("volume")) + "/options"
                : "/cluster/options";
    }

    private static int set(Session session, Match words) throws CommandException {
        if (words.has("help")) {
            return help(session);
        }
        var request = Session.object();
        request.put("allow-advanced-options", true).put("allow-experimental-options", true);
        request.put("allow-deprecated-options", true);
        if (words.has("group")) {
            request.put("group", words.get("file"));
        }
        var options = request.putObject("options");
        for (int i = 0; i < words.all("key").size(); i++) {
            options.put(words.all("key").get(i), words.all("value").get(i));
        }
        return session.run(
                SET,
                rest -> rest.post(options(words), request),
                "volume set: success",
                "Set volume successful");
    }

    private static int help(Session session) throws CommandException {
        return session.run(
                Failure.of("volume set: failed: ", "volSet"),
                rest -> rest.get("/options"),
                all -> all.forEach(option -> help(session, option)),
                (xml, all) ->
                        xml.element("options", () -> all.forEach(option -> help(xml, option))));
    }

    private static void help(Session session, JsonNode option) {
        session.say("Option: " + option.path("name").asString(""));
        session.say("Default Value: " + option.path("default-value").asString("(null)"));
        session.say("Description: " + option.path("description").asString(""));
        session.say("");
    }

    private static void help(Xml xml, JsonNode option) {
        xml.element(
                "option",
                () -> {
                    xml.leaf("defaultValue", option.path("default-value").asString(""));
                    xml.leaf("description", option.path("description").asString(""));
                    xml.leaf("name", option.path("name").asString(""));
                });
    }

    private static int get(Session session, Match words) throws CommandException {
        var key = words.get("key");
        var path = options(words) + (key.equals("all") ? "" : "/" + Session.segment(key));
        return session.run(
                GET,
                rest -> rest.get(path),
                answer -> {
                    say(session, "Option", "Value");
                    say(session, "------", "-----");
                    list(answer).forEach(o -> say(session, name(o), value(o)));
                },
                (xml, answer) ->
                        xml.element(
                                "volGetopts",
                                () -> {
                                    xml.leaf("count", list(answer).size());
                                    list(answer).forEach(o -> write(xml, o));
                                }));
    }

    private static void write(Xml xml, JsonNode option) {
        xml.element("Opt", () -> xml.leaf("Option", name(option)).leaf("Value", value(option)));
    }

    private static void say(Session session, String key, String value) {
        session.say(("%-" + KEY_COLUMNS + "s %-" + VALUE_COLUMNS + "s").formatted(key, value));
    }

    private static JsonNode list(JsonNode answer) {
        return answer.isArray() ? answer : JsonNodeFactory.instance.arrayNode().add(answer);
    }

    /** GlusterD-2 says {@code key} for the pool's options. */
    private static String name(JsonNode option) {
        return option.path("name").asString(option.path("key").asString(""));
    }

    private static String value(JsonNode option) {
        boolean modified = option.path("modified").asBoolean(false);
        var value = option.path("value");
        if (!modified && (value.isMissingNode() || value.isNull())) {
            var other = option.path("default-value");
            value = other.isMissingNode() ? option.path("default") : other;
        }
        var shown = value.isMissingNode() || value.isNull() ? "(null)" : value.asString();
        boolean bare = modified || option.path("no-default").asBoolean(false);
        return bare ? shown : shown + " (DEFAULT)";
    }

    private static int reset(Session session, Match words) throws CommandException {
        var request = Session.object();
        var key = words.get("key");
        if (key != null) {
            request.putArray("options").add(key);
        } else {
            request.put("all", true);
        }
        request.put("force", words.has("force"));
        return session.run(
                RESET,
                rest -> rest.delete(options(words), request),
                "volume reset: success: reset volume successful",
                "reset volume successful");
    }
}
