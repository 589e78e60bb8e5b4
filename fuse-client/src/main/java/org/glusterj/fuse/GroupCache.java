package org.glusterj.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;

/**
 * The supplementary groups of callers, which FUSE does not send: read from /proc and kept for gid-timeout, as stock
 * does.
 * A process whose number was given to another is noticed by its start time, looked at again once a second. Bounded:
 * {@value #PLACES} places, a collision replaces. Thread-safe: entries are immutable.
 */
final class GroupCache {
    private static final Log LOG = Log.of(GroupCache.class);
    private static final int PLACES = 4096;
    private static final long RECHECK_NANOS = 1_000_000_000L;
    private static final int[] NONE = {};

    private record Entry(
            int pid,
            int uid,
            int gid,
            long start,
            long readNanos,
            long checkedNanos,
            int[] groups) {}

    private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(PLACES);
    private final Environment environment;
    private final Path proc;
    private final long timeoutNanos;

    GroupCache(Environment environment, Path proc, Duration timeout) {
        this.environment = environment;
        this.proc = proc;
        this.timeoutNanos = timeout.toNanos();
    }

    /** The groups of thread {@code pid}; none for root (who needs none) and for the kernel's own work. */
    int[] of(int pid, int uid, int gid) {
        if (pid == 0 || uid == 0) {
            return NONE;
        }
        int place = (pid * 0x9E3779B9) >>> 20;
        long now = environment.nanoTime();
        var known = entries.get(place);
        if (known != null
                && known.pid() == pid
                && known.uid() == uid
                && known.gid() == gid
                && now - known.readNanos() < timeoutNanos) {
            if (now - known.checkedNanos() < RECHECK_NANOS) {
                return known.groups();
            }
            if (start(pid) == known.start()) {
                entries.set(
                        place,
                        new Entry(
                                pid,
                                uid,
                                gid,
                                known.start(),
                                known.readNanos(),
                                now,
                                known.groups()));
                return known.groups();
            }
        }
        return read(pid, uid, gid, place, now);
    }

    /**
     * Whether the groups kept of {@code pid} were older than what /proc tells now, which is kept then: after a refusal,
     * since a process may change its groups and remain the same otherwise.
     */
    boolean changed(int pid, int uid, int gid) {
        if (pid == 0 || uid == 0) {
            return false;
        }
        int place = (pid * 0x9E3779B9) >>> 20;
        var known = entries.get(place);
        var now = read(pid, uid, gid, place, environment.nanoTime());
        return known != null && known.pid() == pid && !Arrays.equals(known.groups(), now);
    }

    private int[] read(int pid, int uid, int gid, int place, long now) {
        long start = start(pid);
        try {
            var status =
                    Files.readString(proc.resolve(pid + "/status"), StandardCharsets.ISO_8859_1);
            var groups = parse(status);
            if (start >= 0) {
                entries.set(place, new Entry(pid, uid, gid, start, now, now, groups));
            }
            return groups;
        } catch (IOException | NumberFormatException e) {
            // the caller may be gone, or live in a pid namespace that this process does not see
            LOG.say(FuseMessage.GROUPS_UNKNOWN, pid, e.toString());
            return NONE;
        }
    }

    /** The process's start in clock ticks since boot, -1 when it cannot be read. */
    private long start(int pid) {
        try {
            var stat = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return parseStart(stat);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Field 22 of /proc/PID/stat; the command in parentheses may hold blanks and parentheses. */
    static long parseStart(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[19]);
    }

    /** The gids of the line {@code Groups:} of /proc/PID/status. */
    static int[] parse(String status) {
        int at = status.indexOf("\nGroups:");
        if (at < 0) {
            return NONE;
        }
        int from = at + 8;
        int to = status.indexOf('\n', from);
        var line = status.substring(from, to < 0 ? status.length() : to).trim();
        if (line.isEmpty()) {
            return NONE;
        }
        var words = line.split("\\s+");
        var groups = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            groups[i] = Integer.parseUnsignedInt(words[i]);
        }
        return groups;
    }
}
