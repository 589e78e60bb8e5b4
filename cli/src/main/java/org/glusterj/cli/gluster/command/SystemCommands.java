package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import org.glusterj.cli.gluster.rest.RefusedException;

/** What programs ask of the manager by {@code system::}. Stateless. */
final class SystemCommands {
    private SystemCommands() {}

    static List<Command<Session>> commands() {
        return List.of(
                Command.of(
                        Group.SYSTEM,
                        "system:: uuid get",
                        "",
                        "system:: uuid get",
                        "show which node this is",
                        SystemCommands::uuid),
                Command.of(
                        Group.SYSTEM,
                        "system:: getwd",
                        "",
                        "system:: getwd",
                        "show where the manager keeps its state",
                        (session, words) -> {
                            session.say("/var/lib/glusterd");
                            return 0;
                        }));
    }

    private static int uuid(Session session, Match words) throws CommandException {
        String id;
        try {
            id = PeerCommands.local(session).path("id").asString();
        } catch (RefusedException e) {
            return session.refused(Failure.of("uuid get: failed: "), e);
        }
        return session.show(
                Session.object().put("id", id),
                () -> session.say("UUID: " + id),
                xml -> xml.element("uuidGenerate", () -> xml.leaf("uuid", id)));
    }
}
