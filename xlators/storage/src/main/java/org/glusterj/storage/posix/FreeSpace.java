package org.glusterj.storage.posix;

import org.glusterj.linux.StatvfsBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the file system has more free, what it keeps for root included, than the reserve; fops look at {@link
 * Brick#isFull()}. Run by {@link Chores}, and by fops of a full brick; one round at a time, guarded by the monitor.
 */
final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);

    private final Brick brick;
    private final StatvfsBuf buffer = new StatvfsBuf();

    FreeSpace(Brick brick) {
        this.brick = brick;
    }

    synchronized void check() {
        if (brick.sys.fstatvfs(brick.root, buffer) < 0) {
            return;
        }
        long reserved =
                Reserve.parse(brick.options().reserve()).blocks(buffer.blocks(), buffer.frsize());
        boolean full = reserved > 0 && buffer.bfree() <= reserved;
        if (full != brick.isFull()) {
            brick.full(full);
            LOG.atWarn()
                    .addKeyValue("brick", brick.name())
                    .addKeyValue("full", full)
                    .addKeyValue("free", buffer.bfree() * buffer.frsize())
                    .addKeyValue("reserve", reserved * buffer.frsize())
                    .log(full ? "free space is below the reserve" : "free space is enough again");
        }
    }
}
