package org.glusterj.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A short-lived helper program started by {@link Spawn}, its standard error caught. Used by one thread, which closes
 * it; every wait ends at the deadline given at the start.
 */
final class ChildProgram implements AutoCloseable {

    /** What is kept of a helper's complaint. */
    private static final int COMPLAINT_BYTES = 4096;

    /** Children are given descriptors at numbers below this. */
    private static final int FIRST_FREE_FD = 10;

    private static final int PAUSE_MILLIS = 2;

    private static final long KILLED_WITHIN_NANOS = 1_000_000_000;

    private final Syscalls sys = Syscalls.system();
    private final String program;
    private final long endNanos;
    private final int pid;
    private int stderr;
    private boolean reaped;

    private ChildProgram(String program, long endNanos, int pid, int stderr) {
        this.program = program;
        this.endNanos = endNanos;
        this.pid = pid;
        this.stderr = stderr;
    }

    /** Starts the helper with /dev/null as input and output; {@code given} as in {@link Spawn}. */
    static ChildProgram start(
            List<String> command,
            List<String> environment,
            List<Spawn.Given> given,
            Duration within)
            throws IOException {
        Syscalls sys = Syscalls.system();
        long endNanos = System.nanoTime() + within.toNanos();
        int[] pipe = new int[2];
        check(sys.pipe2(pipe, OpenFlags.O_CLOEXEC), "pipe2");
        int theirs = lift(pipe[1]);
        int pid = theirs;
        if (theirs >= 0) {
            List<Spawn.Given> all = new ArrayList<>(given);
            all.add(new Spawn.Given(theirs, 2));
            pid = sys.spawn(new Spawn(command, environment, all, true));
            sys.close(theirs);
        }
        if (pid < 0) {
            sys.close(pipe[0]);
            throw new IOException(command.getFirst() + ": " + LinuxErrno.text(pid));
        }
        return new ChildProgram(command.getFirst(), endNanos, pid, pipe[0]);
    }

    /** Moves a descriptor out of the way of the numbers that children get; the new one, or minus errno. */
    static int lift(int fd) {
        Syscalls sys = Syscalls.system();
        int lifted = sys.fcntl(fd, DeviceSyscalls.F_DUPFD_CLOEXEC, FIRST_FREE_FD);
        sys.close(fd);
        return lifted;
    }

    static int check(int result, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": " + LinuxErrno.text(result));
        }
        return result;
    }

    /** Milliseconds left, at least 0. */
    int millisLeft() {
        long left = (endNanos - System.nanoTime()) / 1_000_000;
        return (int) Math.clamp(left, 0, Integer.MAX_VALUE);
    }

    /** Waits for the end and throws what the helper complained about, unless its exit code is 0. */
    void expectSuccess() throws IOException {
        String complaint = complaint();
        int status = reap();
        if (status != 0) {
            throw failure(complaint, status);
        }
    }

    /** The exception for a helper that did not do its work, with its words. */
    IOException failed() throws IOException {
        String complaint = complaint();
        return failure(complaint, reap());
    }

    int pid() {
        return pid;
    }

    /** Leaves the running child to its owner, who reaps {@link #pid()}. */
    void detach() {
        reaped = true;
    }

    @Override
    public void close() {
        if (stderr >= 0) {
            sys.close(stderr);
            stderr = -1;
        }
        if (!reaped) {
            reaped = true;
            sys.kill(pid, ProcessSyscalls.SIGKILL);
            try {
                reap(pid, System.nanoTime() + KILLED_WITHIN_NANOS);
            } catch (IOException stuck) {
                // A helper stuck in the kernel stays a zombie of this process; nothing more can be
                // done about it.
            }
        }
    }

    private IOException failure(String complaint, int status) {
        String how =
                (status & 0x7f) != 0 ? "signal " + (status & 0x7f) : "exit code " + (status >> 8);
        return new IOException(program + " (" + how + "): " + complaint);
    }

    /** Standard error up to its end, the deadline or 4,096 bytes. */
    private String complaint() {
        StringBuilder text = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(COMPLAINT_BYTES);
            while (text.length() < COMPLAINT_BYTES
                    && sys.poll(stderr, PollFds.POLLIN, millisLeft()) > 0) {
                int bytes = (int) sys.read(stderr, buffer);
                if (bytes <= 0) {
                    break;
                }
                text.append(Scratch.text(buffer, 0, bytes));
            }
        }
        return text.toString().strip();
    }

    private int reap() throws IOException {
        int status = reap(pid, endNanos);
        reaped = true;
        return status;
    }

    /** Waits until {@code endNanos} for a child's end and returns its wait status. */
    static int reap(int pid, long endNanos) throws IOException {
        Syscalls sys = Syscalls.system();
        int[] status = new int[1];
        while (true) {
            int got = sys.waitpid(pid, status, ProcessSyscalls.WNOHANG);
            if (got == pid) {
                return status[0];
            }
            if (got < 0 && got != -LinuxErrno.EINTR) {
                throw new IOException("waitpid: " + LinuxErrno.text(got));
            }
            if (System.nanoTime() - endNanos >= 0) {
                throw new IOException("child " + pid + " did not end in time");
            }
            sys.poll(-1, 0, PAUSE_MILLIS);
        }
    }
}
