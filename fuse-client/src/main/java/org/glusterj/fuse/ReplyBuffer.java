package org.glusterj.fuse;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Payload;
import org.glusterj.core.Pinned;
import org.glusterj.fuse.kernel.KernelReply;
import org.glusterj.linux.GatherWriter;

/**
 * The native memory to build one reply in and to send it from. Pooled: at most {@value #POOLED} idle ones are kept,
 * more
 * are left to the collector. Owned by one request at a time.
 */
final class ReplyBuffer {
    private static final int POOLED = 256;

    private final KernelReply reply = new KernelReply();
    private final GatherWriter writer = new GatherWriter();

    KernelReply reply() {
        return reply;
    }

    /** Sends the reply that was built; result as write(2). */
    long send(int device, long unique) {
        return writer.write(device, reply.success(unique, 0));
    }

    /** Sends what was built followed by {@code content}, uncopied. */
    long send(int device, long unique, Payload content) {
        MemorySegment head = reply.success(unique, content.size());
        return writer.writev(device, head, content.segments());
    }

    long sendFailure(int device, long unique, int errno) {
        return writer.write(device, reply.failure(unique, errno));
    }

    /** The idle buffers of a mount. Thread-safe; an event loop takes the lock too, see {@link Pinned}. */
    static final class Pool {
        /** Guards {@code idle}. */
        final ReentrantLock lock = new ReentrantLock();

        private final ArrayDeque<ReplyBuffer> idle = new ArrayDeque<>();

        ReplyBuffer take() {
            ReplyBuffer buffer;
            try (var here = Pinned.here()) {
                lock.lock();
                try {
                    buffer = idle.pollLast();
                } finally {
                    lock.unlock();
                }
            }
            return buffer == null ? new ReplyBuffer() : buffer;
        }

        void give(ReplyBuffer buffer) {
            try (var here = Pinned.here()) {
                lock.lock();
                try {
                    if (idle.size() < POOLED) {
                        idle.addLast(buffer);
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
