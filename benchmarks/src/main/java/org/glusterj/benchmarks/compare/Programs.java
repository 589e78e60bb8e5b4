package org.glusterj.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Workloads that are programs: tar, rm, and a second mount of the volume beside the one under load. Their output is in
 * {@code WORKDIR/programs.log}. One thread.
 */
final class Programs implements Workset {
    private static final long LIMIT_SECONDS = 1800;

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
            case MOUNT -> second("client-mount");
            default -> throw new IllegalArgumentException(workload.toString());
        }
        long wall = System.nanoTime() - start;
        if (workload == Workload.MOUNT) {
            second("client-umount");
        }
        return new Timing(workload == Workload.MOUNT ? 1 : entries, wall, 0, 0);
    }

    private void extract() throws IOException {
        run(List.of("tar", "-x", "-f", archive.toString(), "-C", tree.toString()), null);
    }

    private void remove() throws IOException {
        run(List.of("rm", "-rf", tree.toString()), null);
    }

    private void second(String command) throws IOException {
        run(List.of(rig, command), work.resolve("second"));
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

    /** Runs to the end; {@code mount} is where the scripts shall mount, null for programs that do not. */
    private void run(List<String> command, Path mount) throws IOException {
        var log = work.resolve("programs.log").toFile();
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .redirectInput(new File("/dev/null"));
        if (mount != null) {
            builder.environment().put("RIG_MOUNT", mount.toString());
        }
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
