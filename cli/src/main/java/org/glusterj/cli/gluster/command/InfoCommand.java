package org.glusterj.cli.gluster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** {@code volume info}: what volumes are. Stateless. */
final class InfoCommand {
    private static final Failure FAILURE = Failure.of("");

    /** {@code EG_NOVOL}: stock's opErrno where it knows no such volume. */
    private static final int NO_VOLUME = 30806;

    /** Stock's numbers, that of the plain kind; plus 5 when it is distributed. */
    private static final Map<String, Integer> TYPES =
            Map.of(
                    "Distribute", 0,
                    "Replicate", 2,
                    "Disperse", 4,
                    "Distributed-Replicate", 7,
                    "Distributed-Disperse", 9);

    private static final List<String> TRANSPORTS = List.of("tcp", "rdma", "tcp,rdma");

    private InfoCommand() {}

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume info",
                "[all | <volume>]",
                "volume info [all|<VOLNAME>]",
                "show what volumes are made of",
                InfoCommand::run);
    }

    private static int run(Session session, Match words) throws CommandException {
        var name = words.get("volume");
        if (name == null) {
            return session.run(
                    FAILURE,
                    rest -> rest.get("/volumes"),
                    volumes -> {
                        if (volumes.isEmpty()) {
                            session.err().println("No volumes present");
                        }
                        sorted(volumes).forEach(volume -> text(session, volume));
                    },
                    (xml, volumes) -> write(xml, sorted(volumes)));
        }
        JsonNode volume;
        try {
            volume = session.ask(rest -> rest.get(Session.volume(name)));
        } catch (RefusedException e) {
            return missing(session, name, e);
        }
        return session.show(
                volume, () -> text(session, volume), xml -> write(xml, List.of(volume)));
    }

    private static int missing(Session session, String name, RefusedException e) {
        boolean none = e.status() == 404;
        if (session.isXml()) {
            session.out()
                    .print(
                            Session.document(
                                    -1,
                                    e.opErrno(NO_VOLUME),
                                    none ? "Volume does not exist" : e.getMessage(),
                                    xml -> write(xml, List.of())));
            return 0;
        }
        if (session.isJson()) {
            session.json(e.json());
            return 1;
        }
        session.err().println(none ? "Volume " + name + " does not exist" : e.getMessage());
        return 1;
    }

    private static List<JsonNode> sorted(JsonNode volumes) {
        var all = new ArrayList<JsonNode>();
        volumes.forEach(all::add);
        all.sort((a, b) -> a.path("name").asString().compareTo(b.path("name").asString()));
        return all;
    }

    private static void text(Session session, JsonNode volume) {
        session.say(" ");
        session.say("Volume Name: " + volume.path("name").asString());
        session.say("Type: " + Volumes.type(volume));
        session.say("Volume ID: " + volume.path("id").asString());
        session.say("Status: " + Volumes.state(volume));
        session.say("Snapshot Count: " + volume.path("snap-list").size());
        session.say("Number of Bricks: " + count(volume));
        session.say("Transport-type: " + transport(volume));
        session.say("Bricks:");
        int number = 0;
        for (var brick : Volumes.bricks(volume)) {
            var arbiter = Volumes.isArbiter(brick) ? " (arbiter)" : "";
            session.say("Brick" + ++number + ": " + Bricks.name(brick) + arbiter);
        }
        if (!volume.path("options").isEmpty()) {
            session.say("Options Reconfigured:");
            volume.path("options")
                    .properties()
                    .forEach(o -> session.say(o.getKey() + ": " + o.getValue().asString()));
        }
    }

    /** {@code 2 x (2 + 1) = 6}, or one number when bricks are only distributed over. */
    private static String count(JsonNode volume) {
        int all = Volumes.bricks(volume).size();
        int disperse = volume.path("disperse-count").asInt(0);
        int redundancy = volume.path("disperse-redundancy-count").asInt(0);
        int arbiter = arbiters(volume);
        int copies = copies(volume);
        if (disperse > 1) {
            return "%d x (%d + %d) = %d"
                    .formatted(all / disperse, disperse - redundancy, redundancy, all);
        }
        if (arbiter > 0) {
            return "%d x (%d + %d) = %d".formatted(all / copies, copies - arbiter, arbiter, all);
        }
        return copies > 1
                ? "%d x %d = %d".formatted(all / copies, copies, all)
                : Integer.toString(all);
    }

    private static int arbiters(JsonNode volume) {
        boolean some = Volumes.bricks(volume).stream().anyMatch(Volumes::isArbiter);
        return volume.path("arbiter-count").asInt(some ? 1 : 0);
    }

    /** Bricks of a replica set, the arbiter too: GlusterD-2's replica-count may or may not count it. */
    private static int copies(JsonNode volume) {
        int subvols = volume.path("subvols").size();
        int replica = volume.path("replica-count").asInt(1);
        if (replica <= 1 || subvols == 0) {
            return 1;
        }
        return Math.max(replica, Volumes.bricks(volume).size() / subvols);
    }

    private static String transport(JsonNode volume) {
        return volume.path("transport").asString("tcp");
    }

    private static void write(Xml xml, List<JsonNode> volumes) {
        xml.element(
                "volInfo",
                () ->
                        xml.element(
                                "volumes",
                                () -> {
                                    volumes.forEach(volume -> write(xml, volume));
                                    xml.leaf("count", volumes.size());
                                }));
    }

    private static void write(Xml xml, JsonNode volume) {
        xml.element(
                "volume",
                () -> {
                    counts(xml, volume);
                    xml.element(
                            "bricks",
                            () -> Volumes.bricks(volume).forEach(brick -> writeBrick(xml, brick)));
                    var options = volume.path("options");
                    xml.leaf("optCount", options.size());
                    if (!options.isEmpty()) {
                        xml.element(
                                "options", () -> options.properties().forEach(o -> option(xml, o)));
                    }
                });
    }

    private static void option(Xml xml, Map.Entry<String, JsonNode> option) {
        xml.element(
                "option",
                () ->
                        xml.leaf("name", option.getKey())
                                .leaf("value", option.getValue().asString()));
    }

    private static void counts(Xml xml, JsonNode volume) {
        int all = Volumes.bricks(volume).size();
        int disperse = volume.path("disperse-count").asInt(0);
        int dispersed = disperse > 1 ? disperse : 0;
        var type = Volumes.type(volume);
        xml.leaf("name", volume.path("name").asString());
        xml.leaf("id", volume.path("id").asString());
        xml.leaf("status", Volumes.stateNumber(volume));
        xml.leaf("statusStr", Volumes.state(volume));
        xml.leaf("snapshotCount", volume.path("snap-list").size());
        xml.leaf("brickCount", all);
        xml.leaf("distCount", all / Math.max(copies(volume), Math.max(1, dispersed)));
        xml.leaf("replicaCount", copies(volume)).leaf("arbiterCount", arbiters(volume));
        xml.leaf("disperseCount", dispersed);
        xml.leaf(
                "redundancyCount",
                dispersed > 0 ? volume.path("disperse-redundancy-count").asInt(0) : 0);
        xml.leaf("type", TYPES.getOrDefault(type, 0)).leaf("typeStr", type);
        xml.leaf("transport", Math.max(0, TRANSPORTS.indexOf(transport(volume))));
    }

    private static void writeBrick(Xml xml, JsonNode brick) {
        var name = Bricks.name(brick);
        var node = brick.path("peer-id").asString("");
        xml.line(
                "brick",
                " uuid=\"" + node + "\"",
                name,
                "name",
                name,
                "hostUuid",
                node,
                "isArbiter",
                Volumes.isArbiter(brick) ? "1" : "0");
    }
}
