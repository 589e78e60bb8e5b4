package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Payload;

/**
 * What waits to be written on one connection. Any thread offers; the event loop writes all that has gathered and
 * flushes once, so that the replies of many threads leave in few writev calls. While the network takes no more
 * (Netty's high water mark) the rest stays here. Owns the buffers it holds.
 */
final class Outbound implements Runnable {
    /** Told what happens. */
    interface Owner {
        /** A pass wrote something, or what it wrote was sent. Event loop. */
        void drained(long bytesLeft);

        /** The bytes that are not sent yet became more or less. Any thread. */
        void unsent(long delta);
    }

    /** Fewer bytes in the channel count as sent; of more the owner hears when they are. */
    private static final int COUNTED_BYTES = 64 << 10;

    /** @param sent told once, when the bytes are sent or never will be; null = nobody asks */
    private record Message(ByteBuf head, ByteBuf payload, Runnable sent) {
        int bytes() {
            return head.readableBytes() + payload.readableBytes();
        }

        void release() {
            Payload.release(head);
            Payload.release(payload);
            if (sent != null) {
                sent.run();
            }
        }

        /** A promise that tells {@code sent}. */
        ChannelPromise promise(Channel channel) {
            return sent == null
                    ? channel.voidPromise()
                    : channel.newPromise().addListener(done -> sent.run());
        }
    }

    /** Most time a patient message waits for one that is not. */
    private static final int PATIENCE_MILLIS = 1;

    private final Channel channel;
    private final long maxBytes;
    private final Owner owner;

    /** Bound: {@code maxBytes}, counted in {@link #bytes}. */
    private final ConcurrentLinkedQueue<Message> queue = new ConcurrentLinkedQueue<>();

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** A look for patient messages is on its way. */
    private final AtomicBoolean looking = new AtomicBoolean();

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
     * @param sent runs once, when the message is sent or never will be, on any thread; null = nobody asks
     * @param patient nobody waits for it: it leaves with the next message, or a moment later
     * @return false when there is no room; then both are released and nothing is sent
     */
    boolean offer(ByteBuf head, ByteBuf payload, Runnable sent, boolean patient) {
        var message = new Message(head, payload, sent);
        int size = message.bytes();
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            message.release();
            return false;
        }
        queue.add(message);
        owner.unsent(size);
        if (patient) {
            scheduleLater();
        } else {
            schedule();
        }
        return true;
    }

    private void scheduleLater() {
        if (looking.get() || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().schedule(this::look, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            looking.set(false);
            schedule();
        }
    }

    private void look() {
        looking.set(false);
        if (closed || !queue.isEmpty()) {
            schedule();
        }
    }

    /** Bytes queued here or inside the channel. */
    long bytes() {
        return bytes.get() + (channel.isActive() ? pendingInChannel() : 0);
    }

    /** Bytes handed to the channel so far. */
    long bytesWritten() {
        return bytesWritten;
    }

    /** Bytes that left the channel so far. */
    long bytesSent() {
        return bytesWritten - pendingInChannel();
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
        if (written + pendingInChannel() < COUNTED_BYTES) {
            owner.unsent(-written);
        } else {
            // Nothing, which is sent when all before it is.
            channel.write(Unpooled.EMPTY_BUFFER).addListener(sent -> sent(written));
        }
        channel.flush();
    }

    private void sent(long written) {
        owner.unsent(-written);
        owner.drained(bytes());
    }

    private int write(Message message) {
        int size = message.bytes();
        bytes.addAndGet(-size);
        if (message.payload.isReadable()) {
            channel.write(message.head, channel.voidPromise());
            channel.write(message.payload, message.promise(channel));
        } else {
            message.payload.release();
            channel.write(message.head, message.promise(channel));
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
