package org.glusterj.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;

/**
 * The log file of a process is what its launcher opened as its stderr. A file that was renamed meanwhile is left by
 * opening the one of its first name again: what whoever rotates logs asks for with SIGHUP, as of stock's processes.
 * Thread-safe.
 */
public final class LogFile {
    private static final int STDERR = 2;
    private static final Path LINK = Path.of("/proc/self/fd/" + STDERR);

    private final Syscalls syscalls;
    private final Path path;
    private final int fd;

    /**
     * @param path where the log is
     * @param fd that is written to
     */
    LogFile(Syscalls syscalls, Path path, int fd) {
        this.syscalls = syscalls;
        this.path = path;
        this.fd = fd;
    }

    /** From now on SIGHUP opens the log file again; without one, for stderr is something else, all stays as it is. */
    public static void reopenOnHangup() {
        try {
            var path = Files.readSymbolicLink(LINK);
            if (Files.isRegularFile(path)) {
                var log = new LogFile(Syscalls.system(), path, STDERR);
                Signal.handle(new Signal("HUP"), signal -> log.reopen());
            }
        } catch (IOException | IllegalArgumentException noFile) {
            // The process cannot see its own stderr, or has a signal of its own: nothing to rotate.
        }
    }

    /** @return false when it cannot be opened; the old file is written to as before */
    boolean reopen() {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND;
        int fresh = syscalls.openat(0, path.toString(), flags | OpenFlags.O_CLOEXEC, 0600);
        if (fresh < 0) {
            return false;
        }
        boolean done = syscalls.dup2(fresh, fd) >= 0;
        syscalls.close(fresh);
        return done;
    }
}
