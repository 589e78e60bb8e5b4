package org.glusterj.cli.gluster.command;

import java.util.List;
import org.glusterj.cli.gluster.grammar.Command;
import org.glusterj.cli.gluster.grammar.Command.Group;
import org.glusterj.cli.gluster.grammar.CommandException;
import org.glusterj.cli.gluster.grammar.Match;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code volume create}: what its counts say of the bricks' order, with stock's checks in stock's words, and the
 * request. Used for one command line.
 */
final class CreateCommand {
    private static final String USAGE =
            "volume create <NEW-VOLNAME> [[replica <COUNT> [arbiter <COUNT>]]|[replica 2 thin-arbiter"
                    + " 1]] [disperse [<COUNT>]] [disperse-data <COUNT>] [redundancy <COUNT>]"
                    + " [transport <tcp|rdma|tcp,rdma>] <NEW-BRICK> <TA-BRICK>... [force]";

    private final Match words;
    private final List<String> bricks;
    private int replica = 1;
    private int arbiter;
    private int disperse;
    private int redundancy;

    private CreateCommand(Match words) {
        this.words = words;
        this.bricks = words.all("brick");
    }

    static Command<Session> command() {
        return Command.of(
                Group.VOLUME,
                "volume create",
                "<volume> [replica <replicas:count> [arbiter <arbiters:count>"
                        + " | thin-arbiter <thins:count>] | disperse [<fragments:number>]"
                        + " | disperse-data <data:count> | redundancy <parity:count>"
                        + " | transport {tcp | rdma | tcp,rdma}]... <brick>... [force]"
                        + " | <volume> force",
                USAGE,
                "make a volume of directories; it is to be started then",
                (session, match) -> new CreateCommand(match).run(session));
    }

    private int run(Session session) throws CommandException {
        var name = words.get("volume");
        checkName(name);
        if (bricks.isEmpty()) {
            throw CommandException.usage("No bricks specified");
        }
        once("replica", "disperse", "disperse-data", "redundancy", "transport");
        if (words.has("rdma") || words.has("tcp,rdma")) {
            throw CommandException.failure("transport rdma is not there: use tcp");
        }
        if (words.has("thin-arbiter")) {
            throw CommandException.failure("thin-arbiter is not supported yet: use arbiter 1");
        }
        if (words.has("replica")) {
            replicas();
        } else if (words.has("disperse") || words.has("disperse-data") || words.has("redundancy")) {
            fragments();
        }
        Bricks.check(bricks);
        int neighbours = Math.max(replica, Math.max(disperse, 1));
        if (bricks.size() % neighbours != 0) {
            throw CommandException.usage(
                    "number of bricks is not a multiple of "
                            + (disperse > 0 ? "disperse" : "replica")
                            + " count: "
                            + bricks.size()
                            + " bricks, count "
                            + neighbours);
        }
        if (replica == 2
                && arbiter == 0
                && !session.confirm()
                        .test(
                                "Two copies can come to disagree, and none is right then; replica 3 or"
                                        + " an arbiter prevents it. Create it all the same?")) {
            return 0;
        }
        var request = request(name, neighbours);
        return session.run(
                Failure.of("volume create: " + name + ": failed: "),
                rest -> rest.post("/volumes", request),
                volume ->
                        session.say(
                                "volume create: "
                                        + name
                                        + ": success: please start the volume to access data"),
                (xml, volume) ->
                        VolumeCommands.write(
                                xml, "volCreate", name, volume.path("id").asString("")));
    }

    private static void checkName(String name) throws CommandException {
        if (name.equals("all") || name.equals("help")) {
            throw CommandException.usage("\"" + name + "\" cannot be the name of a volume.");
        }
        for (int c : name.chars().toArray()) {
            if (c < 0x80 && Character.isLetterOrDigit(c) || c == '-' || c == '_') {
                continue;
            }
            if (c == '/') {
                throw CommandException.usage(null);
            }
            throw CommandException.usage(
                    "Volume name should not contain \""
                            + (char) c
                            + "\" character.\n"
                            + "Volume names can onlycontain alphanumeric, '-' and '_' characters.");
        }
    }

    private void once(String... options) throws CommandException {
        for (var option : options) {
            if (words.count(option) > 1) {
                throw CommandException.usage(option + " option given twice");
            }
        }
    }

    private void replicas() throws CommandException {
        if (words.has("disperse") || words.has("disperse-data") || words.has("redundancy")) {
            throw CommandException.usage("replicated-dispersed volume is not supported");
        }
        replica = number(words.get("replicas"));
        if (replica < 2) {
            throw CommandException.usage("replica count should be greater than 1");
        }
        if (words.has("arbiter")) {
            arbiter = number(words.get("arbiters"));
            if (arbiter != 1 || replica != 2 && replica != 3) {
                throw CommandException.usage(
                        "For arbiter configuration, replica count must be 2 and arbiter count must"
                                + " be 1. The 3rd brick of the replica will be the arbiter");
            }
            replica = 3;
        }
    }

    /** Any two of the three counts give the third; fragments alone choose their redundancy. */
    private void fragments() throws CommandException {
        int count = words.has("fragments") ? number(words.get("fragments")) : 0;
        int data = words.has("disperse-data") ? positive("disperse-data", "data") : 0;
        redundancy = words.has("redundancy") ? positive("redundancy", "parity") : 0;
        if (words.has("fragments") && count <= 2) {
            throw CommandException.usage("disperse count must be greater than 2");
        }
        if (count == 0) {
            count = data > 0 && redundancy > 0 ? data + redundancy : bricks.size();
        }
        if (data > 0 && redundancy == 0) {
            redundancy = count - data;
        }
        if (redundancy == 0) {
            redundancy = bestRedundancy(count);
        }
        if (data > 0 && data + redundancy != count) {
            throw CommandException.usage(
                    "Disperse count(%d) should be equal to sum of disperse-data count(%d) and redundancy count(%d)"
                            .formatted(count, data, redundancy));
        }
        if (redundancy < 1 || 2 * redundancy >= count) {
            throw CommandException.usage(
                    "redundancy must be greater than or equal to 1 and less than %d for a disperse %d volume"
                            .formatted((count + 1) / 2, count));
        }
        disperse = count;
    }

    private int positive(String option, String argument) throws CommandException {
        int value = number(words.get(argument));
        if (value < 1) {
            throw CommandException.usage(option + " must be greater than 0");
        }
        return value;
    }

    /** The largest redundancy that leaves a power of two of data fragments; 1 when there is none. */
    private static int bestRedundancy(int count) {
        for (int r = (count - 1) / 2; r > 0; r--) {
            if (Integer.bitCount(count - r) == 1) {
                return r;
            }
        }
        return 1;
    }

    /** Zero for what is no number. */
    private static int number(String word) {
        return word.matches("\\d{1,9}") ? Integer.parseInt(word) : 0;
    }

    private ObjectNode request(String name, int neighbours) {
        boolean force = words.has("force");
        var request = Session.object().put("name", name).put("transport", "tcp");
        request.put("force", force);
        var subvols = request.putArray("subvols");
        for (int i = 0; i < bricks.size(); i += neighbours) {
            var subvol = subvols.addObject();
            if (disperse > 0) {
                subvol.put("type", "disperse").put("disperse-count", disperse);
                subvol.put("disperse-data", disperse - redundancy);
                subvol.put("disperse-redundancy", redundancy);
            } else {
                subvol.put("type", replica > 1 ? "replicate" : "distribute");
                subvol.put("replica", replica).put("arbiter", arbiter);
            }
            var of = subvol.putArray("bricks");
            for (int k = i; k < i + neighbours; k++) {
                var brick = Bricks.request(bricks.get(k));
                if (arbiter > 0 && k == i + neighbours - 1) {
                    brick.put("type", "arbiter");
                }
                of.add(brick);
            }
        }
        return request;
    }
}
