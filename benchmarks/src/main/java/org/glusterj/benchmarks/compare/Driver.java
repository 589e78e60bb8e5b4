package org.glusterj.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Loads one mount at the request of {@link Compare}: {@code java ... Driver OPS ENTRIES MEBIBYTES WORKDIR}, inside a
 * sandbox. Requests are lines on standard input, each answered by a line that begins with "ok" or "fail"; it ends when
 * there are no more. {@code run WORKLOAD THREADS} answers ops, nanoseconds (all, p50, p99), and milliseconds of CPU of
 * the client and of the server; {@code memory} and {@code mount} answer what {@link Mounted} says. One thread, beside
 * those of the crews.
 */
final class Driver {
    private static final int WARMUP_ROUNDS = 3;
    private static final int WARMUP_OPS = 1000;

    private final int ops;
    private final int entries;
    private final int mebibytes;
    private final Path work;
    private final Mounted mounted;

    /** One for each kind and number of callers that was asked for. */
    private final Map<String, Workset> worksets = new HashMap<>();

    private Driver(int ops, int entries, int mebibytes, Path work) {
        this.ops = ops;
        this.entries = entries;
        this.mebibytes = mebibytes;
        this.work = work;
        this.mounted = Mounted.fromEnvironment(work);
    }

    public static void main(String[] args) throws IOException {
        var driver =
                new Driver(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        Path.of(args[3]));
        driver.warmUp();
        System.out.println("ok ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(driver.answer(line.split(" ")));
        }
    }

    /** Compiles this process's own code on a local directory, so that it is not what the first rounds measure. */
    private void warmUp() throws IOException {
        try (var crew = Crew.below(work.resolve("local"), 1)) {
            var files = new SmallFiles(crew, Math.min(ops, WARMUP_OPS));
            for (int i = 0; i < WARMUP_ROUNDS; i++) {
                for (var workload : Workload.values()) {
                    if (workload.kind() == Workload.Kind.SMALL) {
                        files.prepare(workload);
                        files.measure(workload);
                    }
                }
            }
        }
    }

    private String answer(String[] request) {
        try {
            return switch (request[0]) {
                case "run" -> "ok " + run(Workload.of(request[1]), Integer.parseInt(request[2]));
                case "memory" -> "ok " + mounted.memory();
                case "mount" -> "ok " + mounted.mountLine();
                default -> "fail unknown request " + request[0];
            };
        } catch (IOException | UsageException | RuntimeException e) {
            return "fail " + String.join(" ", request) + ": " + e;
        }
    }

    private String run(Workload workload, int threads) throws IOException {
        var workset = workset(workload.kind(), threads);
        workset.prepare(workload);
        mounted.chill();
        var before = mounted.cpu();
        var timing = workset.measure(workload);
        mounted.settle();
        var after = mounted.cpu();
        return "%d %d %d %d %d %d"
                .formatted(
                        timing.ops(),
                        timing.wallNanos(),
                        timing.p50Nanos(),
                        timing.p99Nanos(),
                        after.clientMillis() - before.clientMillis(),
                        after.serverMillis() - before.serverMillis());
    }

    private Workset workset(Workload.Kind kind, int threads) throws IOException {
        var name = kind + "-" + threads;
        var workset = worksets.get(name);
        if (workset == null) {
            workset = make(kind, threads, mounted.mount().resolve(name));
            worksets.put(name, workset);
        }
        return workset;
    }

    private Workset make(Workload.Kind kind, int threads, Path base) throws IOException {
        int several = threads > 1 ? 2 * ops : ops;
        return switch (kind) {
            case SMALL -> new SmallFiles(Crew.below(base, threads), several);
            case LISTING -> new Listing(base, threads, entries);
            case SEQUENTIAL -> BulkFiles.sequential(base, mebibytes);
            case RANDOM -> BulkFiles.random(base, threads, several, mebibytes);
            case PROGRAM ->
                    new Programs(
                            work,
                            Files.createDirectories(base),
                            Path.of(System.getenv("COMPARE_TREE")),
                            System.getenv("COMPARE_RIG"));
        };
    }
}
