package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/**
 * The mount under load and the processes behind it: makes it cold, and reads what they have used. One thread.
 *
 * @param servers process ids of the bricks
 */
record Mounted(Path work, Path mount, String client, List<String> servers, String glusterd) {
    private static final Syscalls SYS = Syscalls.system();
    private static final long MILLIS_PER_TICK = 10;
    private static final int QUIET_LOOKS = 3;
    private static final int LOOKS_MAX = 100;
    private static final long LOOK_MILLIS = 20;

    /** CPU time so far, user and system, of all threads there are and were. */
    record Cpu(long clientMillis, long serverMillis) {}

    static Mounted fromEnvironment(Path work) {
        var environment = System.getenv();
        return new Mounted(
                work,
                work.resolve("mnt"),
                environment.get("COMPARE_CLIENT_PID"),
                Arrays.asList(environment.get("COMPARE_SERVER_PIDS").split(" ")),
                environment.get("COMPARE_GLUSTERD_PID"));
    }

    /**
     * Writes back what the file system of the bricks holds, so that nobody pays for the work of the run before, and
     * makes the kernel forget the names, attributes and pages of the mount: remounting prunes every dentry that
     * nobody uses, and with it the inode.
     */
    void chill() throws IOException {
        int fd =
                Caller.check(
                        SYS.openat(At.AT_FDCWD, work.toString(), OpenFlags.O_DIRECTORY, 0), "open");
        Caller.check(SYS.syncfs(fd), "syncfs");
        Caller.close(fd);
        long flags = DeviceSyscalls.MS_REMOUNT | DeviceSyscalls.MS_RELATIME;
        Caller.check(SYS.mount(null, mount.toString(), null, flags, null), "remount");
        settle();
    }

    /**
     * Waits until the processes behind the mount rest, 2 s at most: FORGET and RELEASE come without being waited for.
     */
    void settle() throws IOException {
        int quiet = 0;
        var before = cpu();
        for (int i = 0; i < LOOKS_MAX && quiet < QUIET_LOOKS; i++) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
            var now = cpu();
            quiet = now.equals(before) ? quiet + 1 : 0;
            before = now;
        }
    }

    Cpu cpu() throws IOException {
        long server = 0;
        for (var pid : servers) {
            server += cpuMillis(pid);
        }
        return new Cpu(cpuMillis(client), server);
    }

    private static long cpuMillis(String pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1);
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
    }

    /**
     * Resident memory in KiB, now and the most there was, of the client, of the bricks together, and of the stock
     * management daemon beside them (zeros where the server is its own): six numbers.
     */
    String memory() throws IOException {
        var manager = glusterd.isEmpty() ? List.<String>of() : List.of(glusterd);
        return memory(List.of(client)) + " " + memory(servers) + " " + memory(manager);
    }

    private static String memory(List<String> pids) throws IOException {
        long now = 0;
        long most = 0;
        for (var pid : pids) {
            for (var line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
                if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                    long kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
                    now += line.startsWith("VmRSS:") ? kilobytes : 0;
                    most += line.startsWith("VmHWM:") ? kilobytes : 0;
                }
            }
        }
        return now + " " + most;
    }

    /** The line of /proc/self/mounts that shows the mount's options. */
    String mountLine() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.split(" ")[1].equals(mount.toString()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("not mounted: " + mount));
        }
    }
}
