package org.glusterj.features.locks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.glusterj.core.Dump;
import org.glusterj.core.Flock;

/** Writes locks as stock's statedump does. Stateless. */
final class LockDump {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx").withZone(ZoneOffset.UTC);

    private static final String ENTRYLK = "xlator.feature.locks.lock-dump.domain.entrylk.entrylk";

    private LockDump() {}

    static void write(Dump out, String xlator, InodeLocks inode) {
        out.section("xlator.features.locks." + xlator + ".inode")
                .put("path", inode.inode().table().pathOf(inode.inode()))
                .put("mandatory", 0);
        inode.look(
                view -> {
                    names(out, view);
                    ranges(out, view);
                    posix(out, view.posix());
                    // Removals do not wait for locks here.
                    out.put("removes_pending", 0);
                    return null;
                });
    }

    private static void names(Dump out, InodeLocks.View view) {
        if (view.names().isEmpty()) {
            return;
        }
        int count = view.names().values().stream().mapToInt(LockQueue::count).sum();
        out.put("entrylk-count", count);
        view.names()
                .forEach(
                        (domain, queue) -> {
                            out.put("lock-dump.domain.domain", domain);
                            int i = 0;
                            for (var lock : queue.held()) {
                                out.put(ENTRYLK + "[" + i++ + "](ACTIVE)", name(lock, true));
                            }
                            for (var lock : queue.waiting()) {
                                out.put(ENTRYLK + "[" + i++ + "](BLOCKED)", name(lock, false));
                            }
                        });
    }

    private static void ranges(Dump out, InodeLocks.View view) {
        if (view.ranges().isEmpty()) {
            return;
        }
        int count = view.ranges().values().stream().mapToInt(LockQueue::count).sum();
        out.put("inodelk-count", count);
        view.ranges()
                .forEach(
                        (domain, queue) -> {
                            out.put("lock-dump.domain.domain", domain);
                            int i = 0;
                            for (var lock : queue.held()) {
                                out.put("inodelk.inodelk[" + i++ + "](ACTIVE)", range(lock, true));
                            }
                            for (var lock : queue.waiting()) {
                                out.put(
                                        "inodelk.inodelk[" + i++ + "](BLOCKED)",
                                        range(lock, false));
                            }
                        });
    }

    private static void posix(Dump out, PosixLocks locks) {
        if (locks.count() == 0) {
            return;
        }
        out.put("posixlk-count", locks.count());
        int i = 0;
        for (var lock : locks.held()) {
            out.put("posixlk.posixlk[" + i++ + "](ACTIVE)", posix(lock, true));
        }
        for (var waiter : locks.waiting()) {
            out.put("posixlk.posixlk[" + i++ + "](BLOCKED)", posix(waiter.lock(), false));
        }
    }

    private static String posix(PosixLock lock, boolean held) {
        var flock = lock.toFlock();
        return flock(flock.type(), flock.start(), flock.len())
                + who(lock.owner(), lock.pid(), lock.since(), granted(lock, held));
    }

    private static String range(RangeLock lock, boolean held) {
        var flock = lock.flock();
        return flock(flock.type(), flock.start(), flock.len())
                + who(lock.owner(), lock.pid(), lock.since(), held ? lock.grantedAt() : 0);
    }

    private static String name(NameLock lock, boolean held) {
        return "type="
                + (lock.type() == NameLock.WRITE ? "ENTRYLK_WRLCK" : "ENTRYLK_RDLCK")
                + " on basename="
                + (lock.lockedName().isEmpty() ? "(null)" : lock.lockedName())
                + who(lock.owner(), lock.pid(), lock.since(), held ? lock.grantedAt() : 0);
    }

    private static String flock(int type, long start, long length) {
        return "type="
                + (type == Flock.WRITE ? "WRITE" : "READ")
                + ", whence=0, start="
                + start
                + ", len="
                + length;
    }

    /** A lock that did not wait was granted when it was asked for. */
    private static long granted(PosixLock lock, boolean held) {
        long granted = lock.granted() == 0 ? lock.since() : lock.granted();
        return held ? granted : 0;
    }

    /** @param granted 0 for a lock that waits; other than {@code since} when it has waited */
    private static String who(Owner owner, int pid, long since, long granted) {
        var client = owner.client().id();
        return ", pid = "
                + Long.toUnsignedString(pid)
                + ", owner="
                + owner.key()
                + ", client=0x"
                + Long.toHexString(client.connection())
                + ", connection-id="
                + client.uid()
                + (granted == since ? "" : ", blocked at " + time(since))
                + (granted == 0 ? "" : ", granted at " + time(granted));
    }

    private static String time(long nanos) {
        return TIME.format(Instant.ofEpochSecond(nanos / 1_000_000_000L));
    }
}
