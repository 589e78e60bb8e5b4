package org.glusterj.cli.heal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.glusterj.cli.gluster.command.HealReport;
import org.glusterj.core.Name;

/**
 * What {@code glusterj glustershd} or {@code glusterj heal-info} was asked to do.
 *
 * @param socket where a manager asks, or null
 * @param pidFile null = none
 * @param local names of the children on this node, byte strings; empty = all
 * @param once heal what can be, and end
 * @param full all of the tree, not only what is on the lists
 * @param connect how long bricks may take to connect before it goes on without them
 * @param report of heal-info
 * @param format of heal-info: text, xml or json
 */
record SelfHealOptions(
        Path volfile,
        Path socket,
        Path pidFile,
        Set<String> local,
        boolean once,
        boolean full,
        Duration connect,
        HealReport report,
        String format) {
    static final String USAGE =
            """
            usage: glusterj glustershd --volfile FILE [--local NAME,...|all] [--socket PATH] [--pid-file FILE]
                       [--once [--full]]
                   glusterj heal-info --volfile FILE [summary|split-brain] [--xml|--json]

              --volfile   a volume with cluster/replicate, as a client mounts it or as stock's self-heal daemon has it
              --local     the bricks' nodes that this process crawls through (default all)
              --socket    answers {"op":"status"}, "info" (with "kind": "summary" or "split-brain"), "heal", "full" and
                          "stop", one JSON object a line
              --once      heals what can be healed now, writes {"op":"status"}'s answer, and ends
              --full      looks at the whole tree first

            Exit codes: 0 done, 1 wrong usage, 2 failure, 3 something is not healed (--once).
            """;

    static final Duration CONNECT = Duration.ofSeconds(15);

    /** What is wrong with a command line, in a sentence. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static SelfHealOptions parse(String[] args) throws UsageException {
        Path volfile = null;
        Path socket = null;
        Path pidFile = null;
        Set<String> local = Set.of();
        boolean once = false;
        boolean full = false;
        var report = HealReport.ENTRIES;
        var format = "text";
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
            var name = equals < 0 ? args[i] : args[i].substring(0, equals);
            switch (name) {
                case "--once" -> once = true;
                case "--full" -> full = true;
                case "--xml", "--json" -> format = name.substring(2);
                case "summary" -> report = HealReport.SUMMARY;
                case "split-brain" -> report = HealReport.SPLIT_BRAIN;
                default -> {
                    if (equals < 0 && i + 1 >= args.length) {
                        throw new UsageException(name + " needs a value, or is not known");
                    }
                    var value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
                    switch (name) {
                        case "--volfile" -> volfile = path(name, value);
                        case "--socket" -> socket = path(name, value);
                        case "--pid-file" -> pidFile = path(name, value);
                        case "--local" -> local = names(value);
                        default -> throw new UsageException("unknown option " + name);
                    }
                }
            }
        }
        if (volfile == null) {
            throw new UsageException("--volfile is missing");
        }
        return new SelfHealOptions(
                volfile, socket, pidFile, local, once, full, CONNECT, report, format);
    }

    private static Path path(String name, String value) throws UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(name + " " + value + ": " + e.getMessage());
        }
    }

    private static Set<String> names(String value) {
        var names = new LinkedHashSet<String>();
        if (!value.equals("all")) {
            for (var name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(Name.ofText(name.strip()));
                }
            }
        }
        return names;
    }
}
