package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Payload;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the time into {@code .glusterfs/health_check} and reads it back: a disk that cannot do that must not serve
 * clients (spec brick-format 8). A full disk is not sick: who would free space on it needs the brick, so the file is
 * overwritten in place, and no space for it is no failure. Run by {@link Chores}; a round that hangs is found by its
 * watchdog timer. State: the number of the round under way, atomic.
 */
final class HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);
    private static final String FILE = "health_check";
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss +0000").withZone(ZoneOffset.UTC);

    private final Brick brick;
    private final Runnable onFailure;
    private final AtomicLong round = new AtomicLong();

    /** @param onFailure told once per failed round, on the thread that found out */
    HealthCheck(Brick brick, Runnable onFailure) {
        this.brick = brick;
        this.onFailure = onFailure;
    }

    /** One round. */
    void check() {
        long mine = round.incrementAndGet();
        var timeout = brick.options().healthCheckTimeout();
        var watchdog =
                timeout.isZero()
                        ? null
                        : brick.environment()
                                .schedule(timeout, "health-watchdog", () -> hung(mine));
        var failure = writeAndRead();
        if (watchdog != null) {
            watchdog.cancel();
        }
        if (failure != null && round.compareAndSet(mine, mine + 1)) {
            failed(failure);
        }
    }

    private void hung(long mine) {
        if (round.compareAndSet(mine, mine + 1)) {
            failed("no answer in " + brick.options().healthCheckTimeout());
        }
    }

    private void failed(String why) {
        LOG.atError()
                .addKeyValue("brick", brick.name())
                .addKeyValue("directory", brick.options().directory())
                .addKeyValue("why", why)
                .log("health check failed, the brick goes down");
        onFailure.run();
    }

    /** Null when all is well. */
    private String writeAndRead() {
        var now = Instant.ofEpochSecond(0, brick.environment().epochNanos());
        byte[] text = FORMAT.format(now).getBytes(StandardCharsets.US_ASCII);
        int flags =
                OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
        int fd = brick.sys.openat(brick.handles, FILE, flags, 0644);
        if (fd < 0) {
            return "open: " + LinuxErrno.text(fd);
        }
        try (var written = Payload.copyOf(text);
                var read =
                        Payload.of(Payload.allocateBuffer(text.length).writerIndex(text.length))) {
            MemorySegment to = written.segments()[0];
            MemorySegment from = read.segments()[0];
            long result = brick.sys.pwrite(fd, to, 0);
            if (result == -LinuxErrno.ENOSPC || result == -LinuxErrno.EDQUOT) {
                return null;
            }
            if (result != text.length) {
                return "write: " + (result < 0 ? LinuxErrno.text((int) result) : result + " bytes");
            }
            result = brick.sys.pread(fd, from, 0);
            if (result != text.length) {
                return "read: " + (result < 0 ? LinuxErrno.text((int) result) : result + " bytes");
            }
            return to.mismatch(from) == -1 ? null : "other bytes came back";
        } finally {
            brick.sys.close(fd);
        }
    }
}
