package org.glusterj.cli.heal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.GraphException;
import org.glusterj.core.Name;
import org.glusterj.core.SystemEnvironment;

/**
 * {@code glusterj heal-empty}: has the bricks of a volume say of new ones, which are not served yet, that they have
 * missed everything. A manager runs it before it serves them. Runs on the main thread.
 */
public final class EmptyBricksCommand {
    private static final String USAGE =
            """
            usage: glusterj heal-empty --volfile FILE --empty NAME,...

              --volfile   the volume as clients will mount it, the new bricks among its cluster/replicate
              --empty     the new bricks' nodes there; they must not be served yet

            Exit codes: 0 the copies of each new brick say so, 1 wrong usage, 2 failure.
            """;

    private static final int OK = 0;
    private static final int WRONG = 1;
    private static final int FAILED = 2;
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private EmptyBricksCommand() {}

    /** Returns the exit code. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.print(USAGE);
            return OK;
        }
        Path volfile = null;
        var empty = new LinkedHashSet<String>();
        try {
            for (int i = 0; i + 1 < args.length; i += 2) {
                switch (args[i]) {
                    case "--volfile" -> volfile = Path.of(args[i + 1]);
                    case "--empty" -> addNames(args[i + 1], empty);
                    default -> {
                        return wrong(err, "unknown option " + args[i]);
                    }
                }
            }
        } catch (InvalidPathException e) {
            return wrong(err, e.getMessage());
        }
        if (args.length % 2 != 0 || volfile == null || empty.isEmpty()) {
            return wrong(err, "--volfile and --empty, each with a value");
        }
        return run(volfile, empty, err);
    }

    private static void addNames(String list, Set<String> names) {
        for (var name : list.split(",")) {
            if (!name.isBlank()) {
                names.add(Name.ofText(name.strip()));
            }
        }
    }

    private static int wrong(PrintStream err, String what) {
        err.println("glusterj heal-empty: " + what);
        err.print(USAGE);
        return WRONG;
    }

    private static int run(Path volfile, Set<String> empty, PrintStream err) {
        Environment environment = SystemEnvironment.get();
        try (var graphs = HealGraphs.open(environment, volfile, empty)) {
            graphs.awaitAll(CONNECT);
            graphs.accuseEmpty(empty);
            return OK;
        } catch (IOException | GraphException | FopException e) {
            err.println("glusterj heal-empty: " + e.getMessage());
            return FAILED;
        }
    }
}
