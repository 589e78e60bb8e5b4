package org.glusterj.cli.gluster.command;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code volume status}: the processes of volumes, and what they tell of themselves. Used for one command line. */
final class StatusCommand {
    static final String LINE = "-".repeat(78);
    static final String HALF_LINE = "-".repeat(46);
    private static final Failure FAILURE = Failure.of("", "volStatus");

    /** Columns of a brick's name; a longer one goes over several lines. */
    private static final int NAME_COLUMNS = 43;

    private final Session session;

    /** Null for processes and tasks. */
    private final String what;

    /** {@code shd}, {@code nfs}, {@code quotad}, a brick, or null for all. */
    private final String process;

    private StatusCommand(Session session, Match words) {
        this.session = session;
        what = words.get("status");
        process = words.get("process") != null ? words.get("process") : service(words);
    }

    private static String service(Match words) {
        for (var service : List.of("nfs", "shd", "quotad")) {
            if (words.has(service)) {
                return service;
            }
        }
        return null;
    }

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume status",
                "[[all] [<status>] | <volume> [nfs | shd | quotad | <process:brick>] [<status>]]",
                "volume status [all | <VOLNAME> [nfs|shd|<BRICK>|quotad]]"
                        + " [detail|clients|mem|inode|fd|callpool|tasks|client-list]",
                "show the processes of volumes, and what they tell of themselves",
                (session, words) ->
                        new StatusCommand(session, words)
                                .run(words.has("volume") ? words.get("volume") : null));
    }

    private int run(String name) throws CommandException {
        if (name != null) {
            JsonNode status;
            try {
                status = ask(name);
            } catch (RefusedException e) {
                return session.refused(FAILURE, e);
            }
            return session.show(status, () -> text(status), xml -> volumes(xml, List.of(status)));
        }
        return all();
    }

    private int all() throws CommandException {
        List<String> names;
        try {
            names = VolumeCommands.names(session.ask(rest -> rest.get("/volumes")));
        } catch (RefusedException e) {
            return session.refused(FAILURE, e);
        }
        if (names.isEmpty() && session.format() == Session.Format.TEXT) {
            session.err().println("No volumes present");
            return 0;
        }
        var found = JsonNodeFactory.instance.arrayNode();
        for (var name : names) {
            try {
                var status = ask(name);
                found.add(status);
                if (session.format() == Session.Format.TEXT) {
                    text(status);
                }
            } catch (RefusedException e) {
                if (session.format() == Session.Format.TEXT) {
                    session.err().println(e.getMessage());
                    session.say(" ");
                }
            }
        }
        return session.show(found, () -> {}, xml -> volumes(xml, found));
    }

    private JsonNode ask(String name) throws CommandException, RefusedException {
        var status = session.ask(rest -> rest.get(path(name)));
        var volume = status.path("info");
        if (!Volumes.state(volume).equals(Volumes.STARTED)) {
            throw RefusedException.of("Volume " + name + " is not started");
        }
        if (isBrick() && processes(status).isEmpty()) {
            throw RefusedException.of("No brick " + process + " in volume " + name);
        }
        if ("shd".equals(process) && Volumes.type(volume).equals("Distribute")) {
            throw RefusedException.of("Volume " + name + " is not Self-heal compatible");
        }
        var member = "client-list".equals(what) ? "clients" : what;
        boolean own = member != null && !member.equals("detail") && !member.equals("tasks");
        if (own && processes(status).stream().anyMatch(b -> isOnline(b) && !b.has(member))) {
            throw RefusedException.of("this manager does not tell " + what + " of bricks yet");
        }
        return status;
    }

    private boolean isBrick() {
        return process != null && process.contains(":/");
    }

    private String path(String name) {
        var query = new StringBuilder("?what=").append(what == null ? "processes" : what);
        if ("detail".equals(what)) {
            query.append("&detail=true");
        }
        if (process != null) {
            query.append("&process=").append(Session.segment(process));
        }
        return Session.volume(name) + "/status" + query;
    }

    private void volumes(Xml xml, Iterable<JsonNode> found) {
        xml.element(
                "volStatus",
                () -> xml.element("volumes", () -> found.forEach(status -> write(xml, status))));
    }

    /** Bricks, then services. Stock knows no nfs and shows all for it. */
    private List<JsonNode> processes(JsonNode status) {
        var all = new ArrayList<JsonNode>();
        if (!"shd".equals(process) && !"quotad".equals(process)) {
            status.path("bricks")
                    .valueStream()
                    .filter(brick -> isWanted(brick.path("info")))
                    .forEach(all::add);
        }
        boolean services = what == null && !isBrick();
        if (services) {
            status.path("services").forEach(all::add);
        }
        return all;
    }

    private boolean isWanted(JsonNode info) {
        return !isBrick() || Bricks.name(info).equals(process);
    }

    private void text(JsonNode status) {
        var volume = name(status);
        if ("tasks".equals(what)) {
            Tasks.text(session, volume, status.path("tasks"));
            return;
        }
        if (what != null && !what.equals("detail")) {
            StatusDetails.text(session, what, volume, processes(status));
            return;
        }
        session.say("Status of volume: " + volume);
        if (what == null) {
            session.say(
                    "Gluster process                             TCP Port  RDMA Port  Online  Pid");
            session.say(LINE);
            processes(status).forEach(this::line);
            session.say(" ");
            if (process == null) {
                Tasks.text(session, volume, status.path("tasks"));
            }
            return;
        }
        processes(status).forEach(brick -> StatusDetails.detail(session, brick));
        session.say(" ");
    }

    private static String name(JsonNode status) {
        return status.path("info").path("name").asString("");
    }

    private void line(JsonNode process) {
        var name = title(process);
        while (name.length() > NAME_COLUMNS) {
            session.say(name.substring(0, NAME_COLUMNS));
            name = name.substring(NAME_COLUMNS);
        }
        var row = "%-" + NAME_COLUMNS + "s %-10s%-11s%-8s%-5s";
        session.say(
                row.formatted(
                        name, port(process), rdma(process), online(process), pid(process, "N/A")));
    }

    /** {@code Brick HOST:PATH} or {@code Self-heal Daemon on HOST}. */
    static String title(JsonNode process) {
        return process.has("info")
                ? "Brick " + Bricks.name(process.path("info"))
                : process.path("name").asString("") + " on " + process.path("host").asString("");
    }

    static String port(JsonNode process) {
        int port = process.path("port").asInt(0);
        return isOnline(process) && port > 0 ? Integer.toString(port) : "N/A";
    }

    static String rdma(JsonNode process) {
        return port(process).equals("N/A") ? "N/A" : "0";
    }

    static String online(JsonNode process) {
        return isOnline(process) ? "Y" : "N";
    }

    static String pid(JsonNode process, String none) {
        return isOnline(process) ? Integer.toString(process.path("pid").asInt(-1)) : none;
    }

    private static boolean isOnline(JsonNode process) {
        return process.path("online").asBoolean(false);
    }

    private void write(Xml xml, JsonNode status) {
        xml.element(
                "volume",
                () -> {
                    xml.leaf("volName", name(status));
                    if (!"tasks".equals(what)) {
                        var processes = processes(status);
                        xml.leaf("nodeCount", processes.size());
                        processes.forEach(one -> node(xml, one));
                    }
                    if (process == null && (what == null || what.equals("tasks"))) {
                        Tasks.write(xml, status.path("tasks"));
                    }
                });
    }

    private void node(Xml xml, JsonNode process) {
        boolean brick = process.has("info");
        var of = brick ? process.path("info") : process;
        xml.element(
                "node",
                () -> {
                    var first = brick ? of.path("host") : of.path("name");
                    var second = brick ? of.path("path") : of.path("host");
                    xml.leaf("hostname", first.asString("")).leaf("path", second.asString(""));
                    xml.leaf("peerid", of.path("peer-id").asString(""));
                    xml.leaf("status", isOnline(process) ? 1 : 0).leaf("port", port(process));
                    xml.element("ports", () -> xml.leaf("tcp", port(process)).leaf("rdma", "N/A"));
                    xml.leaf("pid", pid(process, "-1"));
                    if (what != null) {
                        StatusDetails.write(xml, what, process);
                    }
                });
    }
}
