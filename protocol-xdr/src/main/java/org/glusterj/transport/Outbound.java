package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be written on one connection. Any thread offers; the event loop writes all that has gathered and
 * flushes once, so that the replies of many threads leave in few writev calls. While the network takes no more
 * (Netty's high water mark) the rest stays here. Owns the buffers it holds.
 */
final class Outbound implements Runnable {
    /** Told what happens. */
    interface Owner {
        /** A pass wrote something. Event loop. */
        void drained(long bytesLeft);

        /** The bytes that are not sent yet became more or less. Any thread. */
        void unsent(long delta);
    }

    /** Passes of fewer bytes count as sent when the channel has them: its high water mark bounds what they add. */
    private static final int COUNTED_PASS_BYTES = 64 << 10;

    private record Message(ByteBuf head, ByteBuf payload) {
        int bytes() {
            return head.readableBytes() + payload.readableBytes();
        }

        void release() {
            head.release();
            payload.release();
        }
    }

    private final Channel channel;
    private final long maxBytes;
    private final Owner owner;

    /** Bound: {@code maxBytes}, counted in {@link #bytes}. */
    private final ConcurrentLinkedQueue<Message> queue = new ConcurrentLinkedQueue<>();

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long bytesWritten;
    private volatile boolean closed;

    Outbound(Channel channel, long maxBytes, Owner owner) {
        this.channel = channel;
        this.maxBytes = maxBytes;
        this.owner = owner;
    }

    /**
     * Queues a message and takes over both references.
     *
     * @return false when there is no room; then both are released and nothing is sent
     */
    boolean offer(ByteBuf head, ByteBuf payload) {
        var message = new Message(head, payload);
        int size = message.bytes();
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            message.release();
            return false;
        }
        queue.add(message);
        owner.unsent(size);
        schedule();
        return true;
    }

    /** Bytes queued here or inside the channel. */
    long bytes() {
        return bytes.get() + (channel.isActive() ? pendingInChannel() : 0);
    }

    /** Bytes handed to the channel so far. */
    long bytesWritten() {
        return bytesWritten;
    }

    void schedule() {
        if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().execute(this);
        } catch (RejectedExecutionException e) {
            // The event loop has ended, so nobody writes any more.
            closed = true;
            scheduled.set(false);
            releaseAll();
        }
    }

    /** The connection ended: everything queued, now or later, is released. Event loop. */
    void close() {
        closed = true;
        releaseAll();
    }

    /** Writes what has gathered. Event loop. */
    @Override
    public void run() {
        // Before the first poll: an offer that this pass misses finds the flag down and schedules
        // the next.
        scheduled.set(false);
        if (closed) {
            releaseAll();
            return;
        }
        long written = 0;
        while (channel.isWritable()) {
            var message = queue.poll();
            if (message == null) {
                break;
            }
            written += write(message);
        }
        if (written > 0) {
            bytesWritten += written;
            flush(written);
            owner.drained(bytes());
        }
        if (channel.isWritable() && !queue.isEmpty()) {
            schedule();
        }
    }

    private void flush(long written) {
        if (written < COUNTED_PASS_BYTES) {
            owner.unsent(-written);
        } else {
            // Nothing, which is sent when all before it is.
            channel.write(Unpooled.EMPTY_BUFFER).addListener(sent -> owner.unsent(-written));
        }
        channel.flush();
    }

    private int write(Message message) {
        int size = message.bytes();
        bytes.addAndGet(-size);
        channel.write(message.head, channel.voidPromise());
        if (message.payload.isReadable()) {
            channel.write(message.payload, channel.voidPromise());
        } else {
            message.payload.release();
        }
        return size;
    }

    private long pendingInChannel() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private void releaseAll() {
        for (var message = queue.poll(); message != null; message = queue.poll()) {
            int size = message.bytes();
            bytes.addAndGet(-size);
            owner.unsent(-size);
            message.release();
        }
    }
}
