package org.glusterj.benchmarks.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is measured, in the order of a round: each finds what it needs where the one before left it, so that little is
 * spent on preparations. Names are cold: before each run the kernel forgets every name and page of the mount.
 */
enum Workload {
    CREATE(Kind.SMALL, "create, write 4 KiB, close"),
    STAT(Kind.SMALL, "statx"),
    READ(Kind.SMALL, "open, read 4 KiB, close"),
    APPEND(Kind.SMALL, "open O_APPEND, write 4 KiB, close"),
    OVERWRITE(Kind.SMALL, "open, write 4 KiB over the old ones, close"),
    SETXATTR(Kind.SMALL, "setxattr of 32 bytes"),
    GETXATTR(Kind.SMALL, "getxattr of 32 bytes"),
    CHMOD(Kind.SMALL, "fchmodat"),
    RENAME(Kind.SMALL, "renameat2 to a new name of the same directory"),
    UNLINK(Kind.SMALL, "unlinkat"),
    SYMLINK(Kind.SMALL, "symlinkat"),
    MKDIR(Kind.SMALL, "mkdirat"),
    RMDIR(Kind.SMALL, "unlinkat AT_REMOVEDIR"),
    LIST(Kind.LISTING, "the system calls of ls -l, per entry"),
    SEQ_WRITE(Kind.SEQUENTIAL, "write 1 MiB, buffered, into a new file"),
    SEQ_READ(Kind.SEQUENTIAL, "read 1 MiB, buffered"),
    SEQ_WRITE_DIRECT(Kind.SEQUENTIAL, "write 1 MiB, O_DIRECT, into a new file"),
    SEQ_READ_DIRECT(Kind.SEQUENTIAL, "read 1 MiB, O_DIRECT"),
    RANDOM_READ(Kind.RANDOM, "pread 4 KiB"),
    RANDOM_WRITE(Kind.RANDOM, "pwrite 4 KiB"),
    RANDOM_WRITE_FSYNC(Kind.RANDOM, "pwrite 4 KiB, fsync"),
    UNTAR(Kind.PROGRAM, "tar -x of a source tree, per entry"),
    RM_RF(Kind.PROGRAM, "rm -rf of that tree, per entry"),
    MOUNT(Kind.PROGRAM, "mount until the root answers"),
    MOUNT_SPARE(Kind.PROGRAM, "the same while a \"glusterj spare\" waits; stock as ever");

    /** How the number of operations is chosen, and whether several threads make sense. */
    enum Kind {
        SMALL(true),
        LISTING(true),
        SEQUENTIAL(false),
        RANDOM(true),
        PROGRAM(false);

        private final boolean threaded;

        Kind(boolean threaded) {
            this.threaded = threaded;
        }

        boolean threaded() {
            return threaded;
        }
    }

    private final Kind kind;
    private final String operation;

    Workload(Kind kind, String operation) {
        this.kind = kind;
        this.operation = operation;
    }

    Kind kind() {
        return kind;
    }

    /** What one operation is. */
    String operation() {
        return operation;
    }

    static Workload of(String name) throws UsageException {
        return Arrays.stream(values())
                .filter(workload -> workload.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("no workload " + name + "; there are " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(Workload::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
