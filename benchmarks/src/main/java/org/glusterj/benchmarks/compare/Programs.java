package org.glusterj.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Workloads that are programs: tar, rm, and a second mount of the volume beside the one under load. Their output is in
 * {@code WORKDIR/programs.log}. One thread.
 */
final class Programs implements Workset {
    private static final long LIMIT_SECONDS = 1800;
    private static final long SPARE_SECONDS = 60;
    private static final long POLL_NANOS = 50_000_000;

    private final Path work;
    private final Path tree;
    private final Path archive;
    private final String rig;
    private long entries;

    /** {@code directory} is below the mount under load, {@code work} below neither. */
    Programs(Path work, Path directory, Path archive, String rig) {
        this.work = work;
        this.tree = directory.resolve("tree");
        this.archive = archive;
        this.rig = rig;
    }

    @Override
    public void prepare(Workload workload) throws IOException {
        switch (workload) {
            case UNTAR -> {
                if (Files.exists(tree)) {
                    remove();
                }
                Files.createDirectories(tree);
            }
            case RM_RF -> {
                if (!Files.exists(tree)) {
                    Files.createDirectories(tree);
                    extract();
                }
            }
            case MOUNT_SPARE -> {
                if (isOurs()) {
                    run(
                            List.of(
                                    home("bin/glusterj"),
                                    "--daemon",
                                    "--log-file",
                                    work.resolve("spare.log").toString(),
                                    "spare",
                                    "--dir",
                                    spares().toString()),
                            Map.of());
                    awaitSpare();
                }
            }
            default -> {}
        }
        if (entries == 0) {
            entries = countEntries();
        }
    }

    @Override
    public Timing measure(Workload workload) throws IOException {
        long start = System.nanoTime();
        switch (workload) {
            case UNTAR -> extract();
            case RM_RF -> remove();
            case MOUNT -> second("client-mount", work.resolve("no-spare"));
            case MOUNT_SPARE -> second("client-mount", spares());
            default -> throw new IllegalArgumentException(workload.toString());
        }
        long wall = System.nanoTime() - start;
        if (workload != Workload.MOUNT && workload != Workload.MOUNT_SPARE) {
            return new Timing(entries, wall, 0, 0);
        }
        second("client-umount", spares());
        if (workload == Workload.MOUNT_SPARE && isOurs()) {
            // the start of the next one is not part of what comes next
            awaitSpare();
            run(
                    List.of(home("bin/glusterj"), "spare", "--stop", "--dir", spares().toString()),
                    Map.of());
        }
        return new Timing(1, wall, 0, 0);
    }

    private static boolean isOurs() {
        return "glusterj".equals(System.getenv("RIG_CLIENT"));
    }

    private static String home(String path) {
        return Path.of(System.getenv("RIG_HOME"), path).toString();
    }

    private Path spares() {
        return work.resolve("spares");
    }

    private void awaitSpare() throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPARE_SECONDS);
        while (!isSpareThere()) {
            if (System.nanoTime() > limit) {
                throw new IOException("no spare waits after " + SPARE_SECONDS + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isSpareThere() throws IOException {
        try (var waiting = Files.newDirectoryStream(spares(), "request.*")) {
            return waiting.iterator().hasNext();
        }
    }

    private void extract() throws IOException {
        run(List.of("tar", "-x", "-f", archive.toString(), "-C", tree.toString()), Map.of());
    }

    private void remove() throws IOException {
        run(List.of("rm", "-rf", tree.toString()), Map.of());
    }

    private void second(String command, Path spares) throws IOException {
        run(
                List.of(rig, command),
                Map.of(
                        "RIG_MOUNT",
                        work.resolve("second").toString(),
                        "GLUSTERJ_SPARE_DIR",
                        spares.toString()));
    }

    private long countEntries() throws IOException {
        var process =
                new ProcessBuilder("tar", "-t", "-f", archive.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var lines = process.inputReader()) {
            return lines.lines().count();
        }
    }

    private static String lastLine(Path log) throws IOException {
        var lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** Runs to the end. */
    private void run(List<String> command, Map<String, String> environment) throws IOException {
        var log = work.resolve("programs.log").toFile();
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " takes more than " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + ": interrupted");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    command + " exits with " + process.exitValue() + ": " + lastLine(log.toPath()));
        }
    }
}
