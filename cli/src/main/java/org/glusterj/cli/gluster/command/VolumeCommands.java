package org.glusterj.cli.gluster.command;

import java.nio.file.Path;
import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** What a volume goes through: start, stop, delete; and the list of volumes. Stateless. */
final class VolumeCommands {
    private VolumeCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.VOLUME,
                        "volume list",
                        "[<word>...]",
                        "volume list",
                        "name all volumes",
                        VolumeCommands::list),
                Command.of(
                        Group.VOLUME,
                        "volume start",
                        "<volume> [force]",
                        "volume start <VOLNAME> [force]",
                        "start the bricks of a volume; force: also those that died",
                        VolumeCommands::start),
                Command.of(
                        Group.VOLUME,
                        "volume stop",
                        "<volume> [force]",
                        "volume stop <VOLNAME> [force]",
                        "stop the bricks of a volume",
                        VolumeCommands::stop),
                Command.of(
                        Group.VOLUME,
                        "volume delete",
                        "<volume>",
                        "volume delete <VOLNAME>",
                        "forget a stopped volume; its bricks keep their data",
                        VolumeCommands::delete),
                Command.of(
                        Group.VOLUME,
                        "volume adopt",
                        "<volume> --from <directory:word>",
                        "volume adopt <VOLNAME> --from <DIRECTORY>",
                        "take over a stopped volume from the directory of a stock glusterd",
                        VolumeCommands::adopt));
    }

    private static int list(Session session, Match words) throws CommandException {
        return session.run(
                Failure.of("volume list: failed: "),
                rest -> rest.get("/volumes"),
                volumes -> {
                    if (volumes.isEmpty()) {
                        session.err().println("No volumes present in cluster");
                    }
                    names(volumes).forEach(session::say);
                },
                (xml, volumes) ->
                        xml.element(
                                "volList",
                                () -> {
                                    xml.leaf("count", volumes.size());
                                    names(volumes).forEach(name -> xml.leaf("volume", name));
                                }));
    }

    static List<String> names(JsonNode volumes) {
        return volumes.valueStream()
                .map(volume -> volume.path("name").asString())
                .sorted()
                .toList();
    }

    private static int start(Session session, Match words) throws CommandException {
        var name = words.get("volume");
        var request = Session.object().put("force-start-bricks", words.has("force"));
        return change(session, name, "start", request, "volStart");
    }

    private static int stop(Session session, Match words) throws CommandException {
        var name = words.get("volume");
        if (!session.confirm().test("Nobody can use the data of " + name + " then. Stop it?")) {
            return 0;
        }
        var request = Session.object().put("force", words.has("force"));
        return change(session, name, "stop", request, "volStop");
    }

    private static int delete(Session session, Match words) throws CommandException {
        var name = words.get("volume");
        if (!session.confirm().test("The pool forgets all about " + name + ". Delete it?")) {
            return 0;
        }
        var failure = Failure.of("volume delete: " + name + ": failed: ");
        var id = session.isXml() ? id(session, name) : "";
        return session.run(
                failure,
                rest -> rest.delete(Session.volume(name), null),
                gone -> session.say("volume delete: " + name + ": success"),
                (xml, gone) -> write(xml, "volDelete", name, id));
    }

    /** The directory is the manager's to read; a name without a slash at its beginning is meant here. */
    private static int adopt(Session session, Match words) throws CommandException {
        var name = words.get("volume");
        var directory = Path.of(words.get("directory")).toAbsolutePath().normalize();
        return session.run(
                Failure.of("volume adopt: " + name + ": failed: "),
                rest ->
                        rest.post(
                                Session.volume(name) + "/adopt",
                                Session.object().put("from", directory.toString())),
                volume ->
                        session.say(
                                "volume adopt: "
                                        + name
                                        + ": success: please start the volume to access data"),
                (xml, volume) -> write(xml, "volAdopt", name, volume.path("id").asString("")));
    }

    /** Empty where there is no such volume: the request itself tells why. */
    private static String id(Session session, String name) throws CommandException {
        try {
            return session.ask(rest -> rest.get(Session.volume(name))).path("id").asString("");
        } catch (RefusedException e) {
            return "";
        }
    }

    private static int change(
            Session session, String name, String verb, JsonNode request, String element)
            throws CommandException {
        return session.run(
                Failure.of("volume " + verb + ": " + name + ": failed: "),
                rest -> rest.post(Session.volume(name) + "/" + verb, request),
                volume -> session.say("volume " + verb + ": " + name + ": success"),
                (xml, volume) -> write(xml, element, name, volume.path("id").asString("")));
    }

    static void write(Xml xml, String element, String name, String id) {
        xml.element(
                element, () -> xml.element("volume", () -> xml.leaf("name", name).leaf("id", id)));
    }
}
