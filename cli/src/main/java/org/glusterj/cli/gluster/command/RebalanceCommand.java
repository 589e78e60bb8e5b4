package org.glusterj.cli.gluster.command;

import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import tools.jackson.databind.JsonNode;

/** {@code volume rebalance}: files to where new bricks want them. Stateless. */
final class RebalanceCommand {
    /** Stock's {@code gf_defrag_cmd}, which its XML shows as {@code op}. */
    private static final int START = 1;

    private static final int STATUS = 3;
    private static final int LAYOUT = 4;
    private static final int FORCE = 5;

    private RebalanceCommand() {}

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume rebalance",
                "<volume> {fix-layout start | start [force] | stop | status}",
                "volume rebalance <VOLNAME> {{fix-layout start} | {start [force]|stop|status}}",
                "move files to the bricks where a changed layout wants them",
                RebalanceCommand::run);
    }

    private static int run(Session session, Match words) throws CommandException {
        var volume = words.get("volume");
        var path = Session.volume(volume) + "/rebalance";
        if (words.has("start")) {
            return start(session, words, volume, path);
        }
        boolean stop = words.has("stop");
        var failure = Failure.of(prefix(volume) + "failed: ", "volRebalance").exits(1);
        return session.run(
                failure,
                rest -> stop ? rest.post(path + "/stop", Session.object()) : rest.get(path),
                answer -> {
                    RebalanceTable.text(session, answer, !stop);
                    session.say(
                            prefix(volume)
                                    + "success"
                                    + (stop
                                            ? ": "
                                                    + RebalanceTable.stopping(
                                                            "rebalance", "rebalance")
                                                    + "\n"
                                            : ""));
                },
                (xml, answer) ->
                        xml.element(
                                "volRebalance",
                                () -> {
                                    id(xml, answer);
                                    xml.leaf("op", STATUS);
                                    RebalanceTable.write(xml, answer);
                                }));
    }

    private static String prefix(String volume) {
        return "volume rebalance: " + volume + ": ";
    }

    private static void id(Xml xml, JsonNode answer) {
        xml.leaf("task-id", answer.path("rebalance-id").asString(""));
    }

    private static int start(Session session, Match words, String volume, String path)
            throws CommandException {
        boolean layout = words.has("fix-layout");
        boolean force = words.has("force");
        int op = layout ? LAYOUT : force ? FORCE : START;
        var request = Session.object();
        if (layout || force) {
            request.put("option", layout ? "fix-layout" : "force");
        }
        return session.run(
                Failure.of(prefix(volume) + "failed: ")
                        .element(xml -> xml.element("volRebalance", () -> xml.leaf("op", op))),
                rest -> rest.post(path + "/start", request),
                answer -> {
                    session.say(
                            prefix(volume)
                                    + "success: Rebalance on "
                                    + volume
                                    + " has been started successfully. Use rebalance status command to"
                                    + " check status of the rebalance process.");
                    session.say("ID: " + answer.path("rebalance-id").asString(""));
                },
                (xml, answer) ->
                        xml.element(
                                "volRebalance",
                                () -> {
                                    id(xml, answer);
                                    xml.leaf("op", op);
                                }));
    }
}
