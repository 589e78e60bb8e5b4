package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;

/**
 * Commands of stock that are parsed as stock does and refused by name: snapshots, geo-replication, NFS-Ganesha and
 * what of bitrot and {@code system::} has nothing behind it. Stateless.
 */
final class LaterCommands {
    private static final int EOPNOTSUPP = 95;
    private static final String SNAPSHOTS = "snapshot ";
    private static final String BITROT = "volume bitrot";
    private static final String BITROT_USAGE =
            """
            volume bitrot <VOLNAME> {enable|disable}
            volume bitrot <VOLNAME> signing-time <time-in-secs>
            volume bitrot <VOLNAME> signer-threads <count>
            volume bitrot <volname> scrub-throttle {lazy|normal|aggressive}
            volume bitrot <volname> scrub-frequency {hourly|daily|weekly|biweekly|monthly}
            volume bitrot <volname> scrub {pause|resume|status|ondemand}
            """;

    private LaterCommands() {}

    static List<Command<Session>> snapshots() {
        return List.of(
                snapshot(
                        "create",
                        "<snapname:word> <volume> [no-timestamp] [description <text:word>]",
                        "create <snapname> <volname> [no-timestamp] [description <description>]",
                        "keep a volume as it is"),
                snapshot(
                        "clone",
                        "<clonename:word> <snapname:word>",
                        "clone <clonename> <snapname>",
                        "make a volume of a snapshot"),
                snapshot(
                        "restore",
                        "<snapname:word>",
                        "restore <snapname>",
                        "put a volume back to a snapshot"),
                snapshot(
                        "status",
                        "[volume <volume> | <snapname:word>]",
                        "status [(snapname | volume <volname>)]",
                        "show the bricks of snapshots"),
                snapshot(
                        "info",
                        "[volume <volume> | <snapname:word>]",
                        "info [(snapname | volume <volname>)]",
                        "show what snapshots are"),
                snapshot("list", "[<volume>]", "list [volname]", "name snapshots"),
                snapshot(
                        "config",
                        "[<volume>] [snap-max-hard-limit <hard:word>"
                                + " | snap-max-soft-limit <soft:word> | auto-delete {enable | disable}"
                                + " | activate-on-create {enable | disable}]...",
                        "config [volname] ([snap-max-hard-limit <count>] [snap-max-soft-limit"
                                + " <percent>]) | ([auto-delete <enable|disable>])|"
                                + " ([activate-on-create <enable|disable>])",
                        "limit snapshots"),
                snapshot(
                        "delete",
                        "{all | volume <volume> | <snapname:word>}",
                        "delete (all | snapname | volume <volname>)",
                        "forget snapshots"),
                snapshot(
                        "activate",
                        "<snapname:word> [force]",
                        "activate <snapname> [force]",
                        "start the bricks of a snapshot"),
                snapshot(
                        "deactivate",
                        "<snapname:word>",
                        "deactivate <snapname>",
                        "stop the bricks of a snapshot"));
    }

    private static Command<Session> snapshot(
            String verb, String syntax, String usage, String help) {
        return Command.of(
                Group.SNAPSHOT,
                SNAPSHOTS + verb,
                syntax,
                SNAPSHOTS + usage,
                help,
                (session, words) -> later(session, SNAPSHOTS + verb + ": failed: ", "snapshots"));
    }

    static List<Command<Session>> others() {
        return List.of(
                Command.of(
                        Group.BITROT,
                        BITROT,
                        "<volume> {enable | disable | signing-time <value> | signer-threads <value>"
                                + " | scrub-throttle {lazy | normal | aggressive}"
                                + " | scrub-frequency {hourly | daily | weekly | biweekly | monthly}"
                                + " | scrub {pause | resume | status | ondemand}}",
                        BITROT_USAGE,
                        "sign files, and look whether they are still what was signed",
                        (session, words) -> {
                            if (!words.has("enable") && !words.has("disable")) {
                                return later(session, BITROT + ": failed: ", "the scrubber");
                            }
                            return bitrot(session, words.get("volume"), words.has("enable"));
                        }),
                Command.of(
                        Group.VOLUME,
                        "volume geo-replication",
                        "<word>...",
                        """
                        volume geo-replication [<PRIMARY-VOLNAME>] [<SECONDARY-IP>]::[<SECONDARY-VOLNAME>] {\\
                         create [[ssh-port n] [[no-verify] \\
                         | [push-pem]]] [force] \\
                         | start [force] \\
                         | stop [force] \\
                         | pause [force] \\
                         | resume [force] \\
                         | config [[[\\!]<option>] [<value>]] \\
                         | status [detail] \\
                         | delete [reset-sync-time]}\s""",
                        "keep a copy of a volume elsewhere (not supported yet)",
                        (session, words) ->
                                later(session, "volume geo-replication: failed: ", "sessions")),
                Command.of(
                        Group.GLOBAL,
                        "nfs-ganesha",
                        "{enable | disable}",
                        "nfs-ganesha {enable| disable} ",
                        "serve volumes by NFS-Ganesha (not supported yet)",
                        (session, words) -> later(session, "nfs-ganesha: failed: ", "NFS")),
                Command.of(
                        Group.GLOBAL,
                        "get-state",
                        "[<word>...]",
                        "get-state [<daemon>] [[odir </path/to/output/dir/>] [file <filename>]]"
                                + " [detail|volumeoptions]",
                        "write down what the manager knows (not supported yet: see --json)",
                        (session, words) -> later(session, "get-state: failed: ", "the dump")));
    }

    private static int bitrot(Session session, String volume, boolean enable)
            throws CommandException {
        var verb = enable ? "enable" : "disable";
        return session.run(
                Failure.of("volume bitrot: failed: "),
                rest -> rest.post(Session.volume(volume) + "/bitrot/" + verb, Session.object()),
                done ->
                        session.say(
                                "volume bitrot: success bitrot " + verb + "d for volume " + volume),
                (xml, done) -> {});
    }

    private static int later(Session session, String prefix, String what) {
        var reason = what + ": not supported yet";
        if (session.isXml()) {
            session.out().print(Session.document(-1, EOPNOTSUPP, reason, xml -> {}));
            return 0;
        }
        if (session.isJson()) {
            var error = Session.object();
            error.putArray("errors").addObject().put("code", EOPNOTSUPP).put("message", reason);
            session.json(error);
            return 1;
        }
        session.err().println(prefix + reason);
        return 1;
    }
}
