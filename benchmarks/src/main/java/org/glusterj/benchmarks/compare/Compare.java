package org.glusterj.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * {@code benchmarks/compare}: starts the cells, lets them take turns at each workload of each round, and writes the
 * results. All cells live from the first to the last round; only one is under load at a time. Exit codes: 0 done, 1
 * wrong usage, 2 failed (what was measured until then is written, with the logs of the cells). One thread; the
 * shutdown hook ends the sides whatever that thread does.
 */
final class Compare {
    private final CompareOptions options;
    private final Path root = Path.of(System.getProperty("compare.root"));
    private final Path scratch = Path.of(System.getProperty("compare.scratch"));
    private final List<Side> sides = new CopyOnWriteArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private volatile boolean ending;

    private Compare(CompareOptions options) {
        this.options = options;
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(CompareOptions.USAGE);
            return 0;
        }
        try {
            return new Compare(CompareOptions.parse(args)).compare(String.join(" ", args));
        } catch (UsageException e) {
            System.err.println("compare: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            System.err.println("compare: " + e.getMessage());
            return 2;
        }
    }

    private int compare(String arguments) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        var out = out();
        var run = describe(arguments);
        boolean complete = start(tree()) && takeTurns();
        if (ending) {
            return 2;
        }
        run.put("loadAfter", Machine.load());
        run.put("complete", complete);
        var results = new Results(run);
        for (var side : sides) {
            if (complete) {
                results.describe(side);
            } else {
                side.keepLogs(out.resolve("logs"));
            }
        }
        System.out.print(results.write(out, options.cells(), samples));
        System.out.println("\nwritten to " + out);
        return complete ? 0 : 2;
    }

    private Map<String, Object> describe(String arguments) throws IOException {
        return Json.object(
                "date", OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS),
                "command", ("benchmarks/compare " + arguments).strip(),
                "machine", Machine.facts(root, scratch),
                "options", optionsAsMap(),
                "loadBefore", Machine.load());
    }

    private Map<String, Object> optionsAsMap() {
        return Json.object(
                "shape", options.shape(),
                "bricks", options.bricks(),
                "rounds", options.rounds(),
                "warmup", options.warmup(),
                "threads", options.threads(),
                "workloads", options.workloads(),
                "cells", options.cells(),
                "ops", options.ops(),
                "entries", options.entries(),
                "mebibytes", options.mebibytes(),
                "tree", options.tree() == null ? "HEAD" : options.tree());
    }

    /** Starts the cells side by side; false when one failed, which was said. */
    private boolean start(Path tree) {
        try {
            for (var cell : options.cells()) {
                say("starting " + cell);
                sides.add(Side.start(cell, scratch, root, options, tree));
            }
            for (var side : sides) {
                side.awaitReady();
            }
            return true;
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** The archive for untar; without {@code --tree} the sources at HEAD. */
    private Path tree() throws IOException {
        if (options.tree() != null) {
            return options.tree();
        }
        var tree = scratch.resolve("tree.tar");
        var git = List.of("git", "-C", root.toString(), "archive", "--output=" + tree, "HEAD");
        var process =
                new ProcessBuilder(git)
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("git archive failed; name a tar file: --tree FILE");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
        return tree;
    }

    /** All rounds; false when a cell failed, which was said. */
    private boolean takeTurns() {
        try {
            for (int round = 1 - options.warmup(); round <= options.rounds(); round++) {
                say(round < 1 ? "warm-up" : "round " + round + " of " + options.rounds());
                round(round);
            }
            return true;
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** Says why, unless the cells were ended on purpose; false. */
    private boolean failed(IOException why) {
        if (!ending) {
            System.err.println("compare: " + why.getMessage());
        }
        return false;
    }

    private void round(int round) throws IOException {
        for (var workload : options.workloads()) {
            var callers = workload.kind().threaded() ? options.threads() : List.of(1);
            for (int threads : callers) {
                for (var side : round % 2 == 0 ? sides.reversed() : sides) {
                    var sample = side.run(workload, threads, round);
                    if (round > 0) {
                        samples.add(sample);
                    }
                }
            }
        }
    }

    private Path out() {
        if (options.out() != null) {
            return options.out();
        }
        var time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
        return root.resolve("benchmarks/target/compare").resolve(time);
    }

    private void say(String what) {
        System.err.printf("%5d s  %s%n", (System.nanoTime() - startNanos) / 1_000_000_000, what);
    }

    private void end() {
        ending = true;
        sides.forEach(Side::close);
    }
}
