package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;

/** A posix lock on the brick, held for one channel. {@code valid} is guarded by this object's monitor. */
final class GlusterFileLock extends FileLock {
    private final GlusterFileChannel channel;
    private boolean valid = true;

    GlusterFileLock(GlusterFileChannel channel, long position, long size, boolean shared) {
        super(channel, position, size, shared);
        this.channel = channel;
    }

    @Override
    public synchronized boolean isValid() {
        return valid && channel.isOpen();
    }

    @Override
    public synchronized void release() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (valid) {
            valid = false;
            channel.unlock(this);
        }
    }

    /** After the channel closed: the brick has dropped the lock. */
    synchronized void invalidate() {
        valid = false;
    }
}
