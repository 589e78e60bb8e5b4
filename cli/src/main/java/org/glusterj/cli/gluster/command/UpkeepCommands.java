package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** What is done with running volumes: statedumps, locks, logs, barriers, sync. Stateless. */
final class UpkeepCommands {
    private static final Failure DUMP = Failure.of("volume statedump: failed: ", "volStatedump");
    private static final Failure ROTATE = Failure.of("volume log-rotate: failed: ", "volLogRotate");
    private static final Failure SYNC =
            Failure.of("volume sync: failed: ", "volSync").output("volume sync: failed: %s");

    private UpkeepCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.VOLUME,
                        "volume statedump",
                        "<volume> [client <process:word> | [nfs | quotad] [all | mem | iobuf |"
                                + " callpool | priv | fd | inode | history]...]",
                        "volume statedump <VOLNAME> [[nfs|quotad] [all|mem|iobuf|callpool|priv|fd|inode|history]..."
                                + " | [client <hostname:process-id>]]",
                        "have bricks, or a client, write down their state",
                        UpkeepCommands::statedump),
                Command.of(
                        Group.VOLUME,
                        "volume clear-locks",
                        "<volume> <path> kind {blocked | granted | all}"
                                + " {inode [<range:word>] | entry [<range:word>] | posix [<range:word>]}",
                        "volume clear-locks <VOLNAME> <path> kind"
                                + " {blocked|granted|all}{inode [range]|entry [basename]|posix [range]}",
                        "take locks of a path away from whoever holds them",
                        UpkeepCommands::clearLocks),
                Command.of(
                        Group.VOLUME,
                        "volume log",
                        "<volume> rotate [<brick>]",
                        "volume log <VOLNAME> rotate [BRICK]",
                        "begin new log files",
                        UpkeepCommands::rotate),
                Command.of(
                        Group.VOLUME,
                        "volume sync",
                        "<host> [all | <volume>]",
                        "volume sync <HOSTNAME> [all|<VOLNAME>]",
                        "take over what another node knows of volumes",
                        UpkeepCommands::sync),
                Command.of(
                        Group.VOLUME,
                        "volume barrier",
                        "<volume> {enable | disable}",
                        "volume barrier <VOLNAME> {enable|disable}",
                        "hold back what changes files, and let it go",
                        UpkeepCommands::barrier));
    }

    private static int statedump(Session session, Match words) throws CommandException {
        var request = Session.object();
        var client = words.get("process");
        if (client != null) {
            int colon = client.lastIndexOf(':');
            if (colon <= 0 || !client.substring(colon + 1).matches("\\d{1,9}")) {
                throw CommandException.usage(
                        "'" + client + "' is not <hostname:process-id> of a client");
            }
            request.putObject("client")
                    .put("host", client.substring(0, colon))
                    .put("pid", Integer.parseInt(client.substring(colon + 1)));
        } else {
            request.put("quotad", words.has("quotad")).put("nfs", words.has("nfs"));
            var options = request.putArray("options");
            for (var option :
                    List.of("all", "mem", "iobuf", "callpool", "priv", "fd", "inode", "history")) {
                if (words.has(option)) {
                    options.add(option);
                }
            }
        }
        return session.run(
                DUMP,
                rest -> rest.post(Session.volume(words.get("volume")) + "/statedump", request),
                "volume statedump: success",
                "Volume statedump successful");
    }

    private static int clearLocks(Session session, Match words) throws CommandException {
        var request = Session.object().put("path", words.get("path"));
        request.put("kind", words.oneOf("blocked", "granted", "all"));
        request.put("type", words.oneOf("inode", "entry", "posix"));
        if (words.has("range")) {
            request.put("range", words.get("range"));
        }
        var path = Session.volume(words.get("volume")) + "/clear-locks";
        JsonNode bricks;
        try {
            bricks = session.ask(rest -> rest.post(path, request));
        } catch (RefusedException e) {
            return session.refused(e, "Volume clear-locks unsuccessful", e.getMessage());
        }
        if (session.isJson()) {
            session.json(bricks);
            return 0;
        }
        session.say("Volume clear-locks successful");
        boolean none = true;
        for (var brick : bricks) {
            var message = brick.path("message").asString("");
            if (!message.isEmpty()) {
                session.say(message);
                none = false;
            }
        }
        if (none) {
            session.say("No locks cleared.");
        }
        return 0;
    }

    private static int rotate(Session session, Match words) throws CommandException {
        var request = Session.object();
        if (words.has("brick")) {
            request.put("brick", words.get("brick"));
        }
        return session.run(
                ROTATE,
                rest -> rest.post(Session.volume(words.get("volume")) + "/log-rotate", request),
                "volume log-rotate: success",
                "log rotate successful");
    }

    private static int sync(Session session, Match words) throws CommandException {
        var request = Session.object().put("host", words.get("host"));
        if (words.has("volume")) {
            request.put("volume", words.get("volume"));
        }
        if (!session.confirm().test("Volumes may be out of reach meanwhile. Go on?")) {
            return 0;
        }
        return session.run(
                SYNC,
                rest -> rest.post("/peers/sync", request),
                "volume sync: success",
                "volume sync: success");
    }

    /** Stock has no XML for it. */
    private static int barrier(Session session, Match words) throws CommandException {
        var request = Session.object().put("enable", words.has("enable"));
        var path = Session.volume(words.get("volume")) + "/barrier";
        try {
            var done = session.ask(rest -> rest.post(path, request));
            if (session.isJson()) {
                session.json(done);
            } else {
                session.say("volume barrier: command successful");
            }
            return 0;
        } catch (RefusedException e) {
            return session.refused(e, "volume barrier: command unsuccessful : " + e.getMessage());
        }
    }
}
