package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bricks that come to a volume, leave it, or take another's place. Stateless. */
final class BrickCommands {
    private static final Failure ADD = Failure.of("volume add-brick: failed: ", "volAddBrick");

    private BrickCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.VOLUME,
                        "volume add-brick",
                        "<volume> [replica <replicas:count> [arbiter <arbiters:count>]] <brick>..."
                                + " [force]",
                        "volume add-brick <VOLNAME> [<replica> <COUNT> [arbiter <COUNT>]]"
                                + " <NEW-BRICK> ... [force]",
                        "take more bricks into a volume; with replica: more copies",
                        BrickCommands::add),
                Command.of(
                        Group.VOLUME,
                        "volume remove-brick",
                        "<volume> [replica <replicas:count>] <brick>..."
                                + " {start | stop | status | commit | force}",
                        "volume remove-brick <VOLNAME> [replica <COUNT>] <BRICK> ..."
                                + " <start|stop|status|commit|force>",
                        "start: move the data of bricks to the others; commit: take them out then;"
                                + " force: take them out with their data",
                        BrickCommands::remove),
                Command.of(
                        Group.VOLUME,
                        "volume replace-brick",
                        "<volume> <source-brick:word> <new-brick:word> <commit:word> <force:word>",
                        "volume replace-brick <VOLNAME> <SOURCE-BRICK> <NEW-BRICK> {commit force}",
                        "put an empty brick in a brick's place; the other copies fill it",
                        BrickCommands::replace),
                Command.of(
                        Group.VOLUME,
                        "volume reset-brick",
                        "<volume> <source-brick:word> {start | <new-brick:word> commit [force]}",
                        "volume reset-brick <VOLNAME> <SOURCE-BRICK> {{start} | {<NEW-BRICK>"
                                + " commit}}",
                        "start: stop a brick to give it another disk; commit: use it again",
                        BrickCommands::reset));
    }

    private static int replicas(Match words, int least, String complaint) throws CommandException {
        var word = words.get("replicas");
        int count = word.matches("\\d{1,9}") ? Integer.parseInt(word) : 0;
        if (count < least) {
            throw CommandException.usage(complaint);
        }
        return count;
    }

    private static int add(Session session, Match words) throws CommandException {
        var request = Session.object();
        if (words.has("replica")) {
            request.put("replica", replicas(words, 2, "replica count should be greater than 1"));
        }
        if (words.has("arbiter")) {
            if (!words.get("arbiters").equals("1")) {
                throw CommandException.usage("arbiter count must be 1");
            }
            request.put("arbiter", 1);
        }
        Bricks.check(words.all("brick"));
        var bricks = request.putArray("bricks");
        words.all("brick").forEach(brick -> bricks.add(Bricks.request(brick)));
        request.put("force", words.has("force"));
        var volume = words.get("volume");
        return session.run(
                ADD,
                rest -> rest.post(Session.volume(volume) + "/expand", request),
                "volume add-brick: success",
                "Add Brick successful");
    }

    private static int remove(Session session, Match words) throws CommandException {
        var request = Session.object();
        if (words.has("replica")) {
            request.put(
                    "replica",
                    replicas(
                            words,
                            1,
                            "replica count should be greater than 0 in case of remove-brick"));
        }
        var action = words.oneOf("start", "stop", "status", "commit", "force");
        request.put("action", action);
        var bricks = request.putArray("bricks");
        words.all("brick").forEach(brick -> bricks.add(Bricks.request(brick)));
        if (action.equals("force")
                && !session.confirm().test("What is on the bricks goes with them. Remove them?")) {
            return 0;
        }
        if (action.equals("commit")
                && !session.confirm()
                        .test("Files that were not moved go with the bricks. Remove them?")) {
            return 0;
        }
        var verb = action.equals("force") ? "commit force" : action;
        JsonNode answer;
        try {
            answer =
                    session.ask(
                            rest ->
                                    rest.post(
                                            Session.volume(words.get("volume")) + "/shrink",
                                            request));
        } catch (RefusedException e) {
            var failure =
                    Failure.of("volume remove-brick " + verb + ": failed: ")
                            .element(xml -> xml.element("volRemoveBrick", () -> {}));
            return session.refused(failure, e);
        }
        show(session, verb, answer);
        return 0;
    }

    private static void show(Session session, String verb, JsonNode answer) {
        boolean table = verb.equals("status") || verb.equals("stop");
        if (session.isJson()) {
            session.json(answer);
            return;
        }
        if (session.isXml()) {
            session.out()
                    .print(
                            Session.document(
                                    0,
                                    0,
                                    table ? "" : "Remove Brick " + verb + " successful",
                                    xml ->
                                            xml.element(
                                                    "volRemoveBrick",
                                                    () -> write(xml, table, verb, answer))));
            return;
        }
        if (table) {
            RebalanceTable.text(session, answer, verb.equals("status"));
            if (verb.equals("stop")) {
                session.say(RebalanceTable.stopping("'remove-brick'", "remove-brick"));
            }
            return;
        }
        session.say("volume remove-brick " + verb + ": success");
        if (verb.equals("start")) {
            session.say("ID: " + answer.path("rebalance-id").asString(""));
        } else if (verb.equals("commit")) {
            session.say(
                    "Check the removed bricks to ensure all files are migrated.\n"
                            + "If files with data are found on the brick path, copy them via a"
                            + " gluster mount point before re-purposing the removed brick. ");
        }
    }

    private static void write(Xml xml, boolean table, String verb, JsonNode answer) {
        if (!verb.equals("commit force")) {
            xml.leaf("task-id", answer.path("rebalance-id").asString(""));
        }
        if (table) {
            RebalanceTable.write(xml, answer);
        }
    }

    private static void checkBrick(String brick) throws CommandException {
        if (brick.indexOf(":/") <= 0) {
            throw CommandException.usage(
                    "wrong brick type: " + brick + ", use <HOSTNAME>:<export-dir-abs-path>");
        }
    }

    private static int replace(Session session, Match words) throws CommandException {
        checkBrick(words.get("source-brick"));
        checkBrick(words.get("new-brick"));
        var commit = words.get("commit");
        var force = words.get("force");
        if (!commit.equals("commit") || !force.equals("force")) {
            throw CommandException.usage(
                    "Invalid option '%s' '%s' for replace-brick. Please enter valid replace-brick command"
                            .formatted(commit, force));
        }
        Bricks.check(List.of(words.get("new-brick")));
        var request = of(words).put("force", true);
        request.set("new-brick", Bricks.request(words.get("new-brick")));
        return changed(
                session,
                "replace-brick",
                "replace-brick commit force",
                rest -> rest.post(Session.volume(words.get("volume")) + "/replacebrick", request));
    }

    private static int reset(Session session, Match words) throws CommandException {
        checkBrick(words.get("source-brick"));
        boolean commit = words.has("commit");
        var request = of(words).put("action", commit ? "commit" : "start");
        if (commit) {
            checkBrick(words.get("new-brick"));
            request.set("new-brick", Bricks.request(words.get("new-brick")));
            request.put("force", words.has("force"));
        }
        var verb =
                !commit
                        ? "reset-brick start"
                        : words.has("force") ? "reset-brick commit force" : "reset-brick commit";
        return changed(
                session,
                "reset-brick",
                verb,
                rest -> rest.post(Session.volume(words.get("volume")) + "/resetbrick", request));
    }

    private static ObjectNode of(Match words) {
        var source = words.get("source-brick");
        return Session.object()
                .put("src-host", Bricks.host(source))
                .put("src-brickpath", Bricks.path(source));
    }

    /** Stock's XML has the sentence of a success in {@code opErrstr}. */
    private static int changed(Session session, String command, String verb, Session.Call call)
            throws CommandException {
        JsonNode answer;
        try {
            answer = session.ask(call);
        } catch (RefusedException e) {
            return session.refused(Failure.of("volume " + command + ": failed: "), e);
        }
        var done = verb + " operation successful";
        switch (session.format()) {
            case JSON -> session.json(answer);
            case XML -> session.out().print(Session.document(0, 0, done, xml -> {}));
            case TEXT -> session.say("volume " + command + ": success: " + done);
        }
        return 0;
    }
}
