package org.glusterj.cli.gluster.command;

import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;
import tools.jackson.databind.JsonNode;

/** {@code volume heal}. Stock has XML for {@code info} only, and so has this. Stateless. */
final class HealCommand {
    /** Stock's exit codes of {@code info} are negated errnos, cut to an octet. */
    private static final int EXIT_MASK = 0xff;

    private static final int ENOENT = 2;
    private static final int EINVAL = 22;
    private static final int HTTP_NOT_FOUND = 404;
    private static final String UNSUCCESSFUL = " has been unsuccessful:";

    private HealCommand() {}

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume heal",
                "<volume> [enable | disable | full"
                        + " | statistics [heal-count [replica <replica:brick>]]"
                        + " | info [summary | split-brain]"
                        + " | split-brain {bigger-file <file:path> | latest-mtime <file:path>"
                        + " | source-brick <source:brick> [<file:path>]}"
                        + " | granular-entry-heal {enable | disable}]",
                "volume heal <VOLNAME> [enable | disable | full |statistics [heal-count [replica"
                        + " <HOSTNAME:BRICKNAME>]] |info [summary | split-brain] |split-brain"
                        + " {bigger-file <FILE> | latest-mtime <FILE> |source-brick"
                        + " <HOSTNAME:BRICKNAME> [<FILE>]} |granular-entry-heal {enable | disable}]",
                "show what copies lack of each other, and have it healed",
                HealCommand::run);
    }

    private static int run(Session session, Match words) throws CommandException {
        var volume = words.get("volume");
        if (words.has("split-brain") && !words.has("info")) {
            return splitBrain(session, words, volume);
        }
        if (words.has("info")) {
            return info(session, words, volume);
        }
        if (words.has("statistics")) {
            return statistics(session, words, volume);
        }
        if (words.has("enable") || words.has("disable")) {
            return option(session, words, volume);
        }
        var type = words.has("full") ? "full" : "index";
        return act(
                session,
                "Launching heal operation to perform " + type + " self heal on volume " + volume,
                "\nUse heal info commands to check status.",
                rest -> rest.post(Session.volume(volume) + "/heal?type=" + type, Session.object()));
    }

    private static int option(Session session, Match words, String volume) throws CommandException {
        boolean granular = words.has("granular-entry-heal");
        boolean on = words.has("enable");
        var request = Session.object().put("allow-advanced-options", true);
        request.putObject("options")
                .put(
                        granular ? "cluster.granular-entry-heal" : "cluster.self-heal-daemon",
                        granular ? (on ? "enable" : "disable") : on ? "on" : "off");
        return act(
                session,
                (on ? "Enable " : "Disable ")
                        + (granular ? "granular entry heal" : "heal")
                        + " on volume "
                        + volume,
                "",
                rest -> rest.post(Session.volume(volume) + "/options", request));
    }

    private static int act(Session session, String what, String more, Session.Call call)
            throws CommandException {
        JsonNode answer;
        try {
            answer = session.ask(call);
        } catch (RefusedException e) {
            return session.refused(e, what + UNSUCCESSFUL, e.getMessage());
        }
        if (session.isJson()) {
            session.json(answer);
        } else {
            session.say(what + " has been successful " + more);
        }
        return 0;
    }

    private static int splitBrain(Session session, Match words, String volume)
            throws CommandException {
        var operation = words.oneOf("bigger-file", "latest-mtime", "source-brick");
        var request = Session.object();
        if (words.has("file")) {
            request.put("filename", words.get("file"));
        }
        if (words.has("source")) {
            request.put("hostname", Bricks.host(words.get("source")));
            request.put("brickname", Bricks.path(words.get("source")));
        }
        try {
            var path = Session.volume(volume) + "/split-brain/" + operation;
            var answer = session.ask(rest -> rest.post(path, request));
            if (session.isJson()) {
                session.json(answer);
            } else {
                session.say(answer.path("note").asString("Healed " + words.get("file") + "."));
            }
            return 0;
        } catch (RefusedException e) {
            return notHealed(session, e);
        }
    }

    /** The manager tells the exit code of stock's glfsheal for the case. */
    private static int notHealed(Session session, RefusedException e) {
        if (session.isJson()) {
            session.json(e.json());
        } else {
            session.say(e.getMessage());
        }
        if (session.format() == Session.Format.TEXT) {
            session.say("Volume heal failed.");
        }
        int missing = -ENOENT & EXIT_MASK;
        return e.opErrno(e.status() == HTTP_NOT_FOUND ? missing : EINVAL);
    }

    private static int statistics(Session session, Match words, String volume)
            throws CommandException {
        boolean count = words.has("heal-count");
        var path = Session.volume(volume) + (count ? "/heal-count" : "/statistics") + "/heal-info";
        var what =
                (count ? "Gathering count of entries to be healed" : "Gathering crawl statistics")
                        + " on volume "
                        + volume;
        JsonNode bricks;
        try {
            bricks = session.ask(rest -> rest.get(path));
        } catch (RefusedException e) {
            return session.refused(e, what + UNSUCCESSFUL, e.getMessage());
        }
        if (session.isJson()) {
            session.json(bricks);
            return 0;
        }
        session.say(what + " has been successful ");
        if (!count) {
            session.say("------------------------------------------------");
        }
        for (var brick : bricks) {
            session.say("\nBrick " + brick.path("name").asString(""));
            session.say("Number of entries: " + brick.path("entries").asLong(0));
        }
        return 0;
    }

    private static int info(Session session, Match words, String volume) throws CommandException {
        var kind =
                words.has("summary")
                        ? HealReport.SUMMARY
                        : words.has("split-brain") ? HealReport.SPLIT_BRAIN : HealReport.ENTRIES;
        JsonNode bricks;
        try {
            bricks =
                    session.ask(
                            rest -> rest.get(Session.volume(volume) + kind.path() + "/heal-info"));
        } catch (RefusedException e) {
            return refused(session, e);
        }
        switch (session.format()) {
            case JSON -> session.json(bricks);
            case XML -> session.out().print(kind.xml(bricks, 0, 0, ""));
            case TEXT -> kind.text(bricks, session::say);
        }
        return 0;
    }

    private static int refused(Session session, RefusedException e) {
        int errno = e.opErrno(e.status() == HTTP_NOT_FOUND ? ENOENT : EINVAL);
        switch (session.format()) {
            case JSON -> session.json(e.json());
            case XML ->
                    session.out()
                            .print(
                                    HealReport.ENTRIES.xml(
                                            Session.object(), -1, errno, e.getMessage()));
            case TEXT -> {
                session.say(e.getMessage());
                session.say("Volume heal failed.");
            }
        }
        return -errno & EXIT_MASK;
    }
}
