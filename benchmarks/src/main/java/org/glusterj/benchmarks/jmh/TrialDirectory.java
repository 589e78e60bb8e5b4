package org.glusterj.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * A fresh directory of one trial. {@code benchmarks/jmh} names a scratch directory in {@value #SCRATCH}; what is below
 * it stays until all trials are over, because ext4 passes over the inodes deleted in the last five minutes one by one
 * whenever it makes a new one near them. Without, the directory is removed with the trial. Used by one thread.
 */
final class TrialDirectory implements AutoCloseable {
    private static final String SCRATCH = "glusterj.scratch";

    private final Path path;
    private final boolean kept;

    private TrialDirectory(Path path, boolean kept) {
        this.path = path;
        this.kept = kept;
    }

    /** @param directory where to put it unless there is a scratch directory */
    static TrialDirectory below(String directory) throws IOException {
        var scratch = System.getProperty(SCRATCH, "");
        var parent = Path.of(scratch.isEmpty() ? directory : scratch);
        var path = Files.createTempDirectory(parent, "glusterj-jmh");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TrialDirectory(path, !scratch.isEmpty());
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            return;
        }
        try (var all = Files.walk(path)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
