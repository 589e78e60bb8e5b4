package org.glusterj.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A FUSE mount made through the setuid helper {@code fusermount3}, for users who may not call mount(2). The helper
 * opens /dev/fuse with the caller's rights, mounts, and sends the descriptor over a socket it finds in {@code
 * _FUSE_COMMFD}.
 *
 * <p>With the option {@code auto_unmount} (which works only together with {@code allow_other}) the helper stays as a
 * child, blocked on the socket, and unmounts lazily when the other end closes: by {@link #close}, or because this
 * process died in whatever way. Without it the helper is gone when {@link #mount} returns.
 *
 * <p>May be used from any platform thread, one at a time. The descriptor belongs to the caller, the socket to this
 * object.
 */
public final class Fusermount implements AutoCloseable {

    private static final String HELPER = "fusermount3";

    /** The socket's number in the helper. */
    private static final int COMM_FD = 3;

    /** How long the helper gets to unmount and end once its socket is closed. */
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private final Syscalls sys = Syscalls.system();
    private final int deviceFd;
    private final int helperPid;
    private int socket;

    private Fusermount(int deviceFd, int helperPid, int socket) {
        this.deviceFd = deviceFd;
        this.helperPid = helperPid;
        this.socket = socket;
    }

    /**
     * Mounts and returns with the device's descriptor (close-on-exec); the kernel has then queued INIT on it.
     *
     * @param mountpoint an existing directory, as a byte string
     * @param options for {@code -o}: fsname=, subtype=, ro, allow_other, default_permissions,
     *     max_read=, auto_unmount …; the helper adds fd, rootmode, user_id and group_id
     * @throws IOException with the helper's own words when it refuses, or when it does not answer in time
     */
    public static Fusermount mount(String mountpoint, String options, Duration within)
            throws IOException {
        Objects.requireNonNull(mountpoint);
        Syscalls sys = Syscalls.system();
        int[] ends = new int[2];
        int type = DeviceSyscalls.SOCK_STREAM | DeviceSyscalls.SOCK_CLOEXEC;
        ChildProgram.check(sys.socketpair(DeviceSyscalls.AF_UNIX, type, 0, ends), "socketpair");
        int theirs = ChildProgram.lift(ends[0]);
        boolean stays = List.of(options.split(",")).contains("auto_unmount");
        boolean keep = false;
        int fd = -1;
        try (ChildProgram helper = start(theirs, mountpoint, options, within)) {
            fd = receive(helper, ends[1]);
            if (stays) {
                helper.detach();
            } else {
                helper.expectSuccess();
            }
            keep = true;
            return new Fusermount(fd, helper.pid(), stays ? ends[1] : -1);
        } finally {
            if (!keep || !stays) {
                sys.close(ends[1]);
            }
            if (!keep && fd >= 0) {
                sys.close(fd);
            }
        }
    }

    /**
     * Unmounts a FUSE mount of this user.
     *
     * @param lazy detach now even if busy, end when the last user is gone
     * @throws IOException with the helper's own words when it refuses, or when it does not end in time
     */
    public static void unmount(String mountpoint, boolean lazy, Duration within)
            throws IOException {
        List<String> command =
                lazy
                        ? List.of(HELPER, "-u", "-z", "--", mountpoint)
                        : List.of(HELPER, "-u", "--", mountpoint);
        try (ChildProgram helper = ChildProgram.start(command, environment(), List.of(), within)) {
            helper.expectSuccess();
        }
    }

    /** The open /dev/fuse of the mount; the caller closes it. */
    public int deviceFd() {
        return deviceFd;
    }

    /** Lets a waiting helper unmount and waits for its end; does nothing without {@code auto_unmount}. */
    @Override
    public void close() throws IOException {
        if (socket >= 0) {
            sys.close(socket);
            socket = -1;
            ChildProgram.reap(helperPid, System.nanoTime() + END_WITHIN.toNanos());
        }
    }

    /** Starts the helper and gives the socket's other end away to it. */
    private static ChildProgram start(
            int socket, String mountpoint, String options, Duration within) throws IOException {
        ChildProgram.check(socket, "fcntl");
        try {
            List<String> environment = new ArrayList<>(environment());
            environment.add("_FUSE_COMMFD=" + COMM_FD);
            return ChildProgram.start(
                    List.of(HELPER, "-o", options, "--", mountpoint),
                    environment,
                    List.of(new Spawn.Given(socket, COMM_FD)),
                    within);
        } finally {
            Syscalls.system().close(socket);
        }
    }

    private static int receive(ChildProgram helper, int socket) throws IOException {
        Syscalls sys = Syscalls.system();
        int ready = sys.poll(socket, PollFds.POLLIN, helper.millisLeft());
        if (ready == 0) {
            throw new IOException(HELPER + " did not answer in time");
        }
        int fd = sys.receiveFd(socket);
        if (fd < 0) {
            throw helper.failed();
        }
        return fd;
    }

    private static List<String> environment() {
        String path = System.getenv("PATH");
        return List.of("PATH=" + (path != null ? path : "/usr/bin:/bin"), "LC_ALL=C");
    }
}
