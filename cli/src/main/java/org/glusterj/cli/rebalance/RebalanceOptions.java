package org.glusterj.cli.rebalance;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.glusterj.cluster.dht.RebalanceTask.Action;
import org.glusterj.core.Name;

/**
 * What {@code glusterj rebalance} was asked to do.
 *
 * @param socket where a manager asks, or null: then the process ends with its work
 * @param pidFile null = none
 * @param statusFile gets the last status when the work has ended, or null
 * @param local names of the subvolumes whose files are moved, byte strings; empty = all
 * @param commitHash null = a fresh one
 */
record RebalanceOptions(
        Path volfile,
        Action action,
        Path socket,
        Path pidFile,
        Path statusFile,
        Set<String> local,
        Integer commitHash) {
    static final String USAGE =
            """
            usage: glusterj rebalance --volfile FILE --action fix-layout|start|start-force|remove
                       [--local NAME,...|all] [--socket PATH] [--pid-file FILE] [--status-file FILE]
                       [--commit-hash N]

              --volfile      the volume as a client mounts it
              --action       fix-layout: all bricks get their share of new names; start: files move, too, unless
                             that makes a brick the fuller one; start-force: whatever the fill; remove: files leave
                             the bricks that the volfile has as decommissioned-bricks
              --local        subvolumes of distribute whose files this process moves (default all)
              --socket       answers {"op":"status"} and {"op":"stop"}, one JSON object a line; the process then stays
                             after its work until it is told to stop, or nobody has asked for ten minutes
              --status-file  gets the last status when the work has ended
              --commit-hash  the same for all processes of one rebalance (default a fresh one)

            Exit codes: 0 completed or stopped, 1 wrong usage, 2 failure.
            """;

    /** What is wrong with a command line, in a sentence. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static RebalanceOptions parse(String[] args) throws UsageException {
        Path volfile = null;
        Action action = null;
        Path socket = null;
        Path pidFile = null;
        Path statusFile = null;
        Set<String> local = Set.of();
        Integer commitHash = null;
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
            var name = equals < 0 ? args[i] : args[i].substring(0, equals);
            var value = equals < 0 ? word(args, ++i, name) : args[i].substring(equals + 1);
            switch (name) {
                case "--volfile" -> volfile = path(name, value);
                case "--action" -> action = action(value);
                case "--socket" -> socket = path(name, value);
                case "--pid-file" -> pidFile = path(name, value);
                case "--status-file" -> statusFile = path(name, value);
                case "--local" -> local = names(value);
                case "--commit-hash" -> commitHash = hash(value);
                default -> throw new UsageException("unknown option " + name);
            }
        }
        if (volfile == null || action == null) {
            throw new UsageException((volfile == null ? "--volfile" : "--action") + " is missing");
        }
        return new RebalanceOptions(
                volfile, action, socket, pidFile, statusFile, local, commitHash);
    }

    private static String word(String[] args, int at, String name) throws UsageException {
        if (at >= args.length) {
            throw new UsageException(name + " needs a value");
        }
        return args[at];
    }

    private static Path path(String name, String value) throws UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(name + " " + value + ": " + e.getMessage());
        }
    }

    private static Action action(String word) throws UsageException {
        var action = Action.of(word);
        if (action == null) {
            throw new UsageException("there is no action " + word);
        }
        return action;
    }

    private static Set<String> names(String value) {
        if (value.equals("all")) {
            return Set.of();
        }
        var names = new LinkedHashSet<String>();
        for (var name : value.split(",")) {
            if (!name.isBlank()) {
                names.add(Name.ofText(name.strip()));
            }
        }
        return names;
    }

    private static Integer hash(String value) throws UsageException {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new UsageException("--commit-hash is a number below 2^32, not " + value);
        }
    }
}
