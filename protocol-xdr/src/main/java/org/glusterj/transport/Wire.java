package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.core.Pinned;
import org.glusterj.rpc.RecordMark;
import org.glusterj.rpc.RecordReassembler;
import org.glusterj.rpc.RpcHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * One connection, common to both ends: the last handler of its pipeline. Inbound methods run on the event loop; sending
 * is for any thread. A record that is no RPC message, or too long, ends this connection and no other. Bugs of a handler
 * do the same.
 */
abstract class Wire extends ChannelInboundHandlerAdapter implements Outbound.Owner {
    private static final Log LOG = Log.of(Wire.class);

    /** Room for most requests and replies without growing. */
    private static final int HEAD_BYTES = 512;

    private final Channel channel;
    private final Outbound outbound;
    private final RecordReassembler records;
    private final boolean hasTls;
    private volatile long bytesReceived;
    private final AtomicBoolean slow = new AtomicBoolean();
    private volatile boolean ended;
    private boolean active;
    private boolean started;
    private IOException why;

    Wire(Channel channel, TransportOptions options) {
        this.channel = channel;
        outbound = new Outbound(channel, options.maxQueuedBytes(), this);
        records = new RecordReassembler(PooledByteBufAllocator.DEFAULT, options.maxRecordBytes());
        hasTls = options.tls().isPresent();
    }

    /** Connected. Event loop. */
    abstract void started();

    /** A message arrived; {@code body} is the receiver's to release. Event loop. */
    abstract void received(RpcHeader header, ByteBuf body);

    /** Ended after {@link #started}, or without it when the TLS handshake failed. Event loop, once. */
    abstract void ended(boolean wasStarted, IOException why);

    @Override
    public void drained(long bytesLeft) {}

    @Override
    public void unsent(long delta) {}

    /**
     * What has arrived of a record that is not complete takes so many bytes now. Event loop.
     *
     * @param another whether it is another record than the last time
     */
    void unfinished(int heldBytes, boolean another) {}

    /** Takes records of up to {@code bytes} from now on. */
    final void maxRecordBytes(int bytes) {
        records.maxBytes(bytes);
    }

    final Channel channel() {
        return channel;
    }

    /** An empty record: its mark is filled in by {@link #send}. */
    static ByteBuf newRecord() {
        return Payload.allocateBuffer(HEAD_BYTES).writeInt(0);
    }

    /**
     * Appends header and body to a new record.
     *
     * @throws RuntimeException from {@code body}; nothing is left allocated then
     */
    static ByteBuf encode(RpcHeader header, RpcBody body) {
        var record = newRecord();
        // It may grow.
        try (var here = Pinned.here()) {
            var out = new XdrWriter(record);
            header.encode(out);
            body.encode(out);
            return record;
        } catch (RuntimeException | Error e) {
            Payload.release(record);
            throw e;
        }
    }

    /** Sends a record and raw bytes behind it; takes over both. False when there was no room. */
    final boolean send(ByteBuf record, Payload payload) {
        return send(record, payload, null);
    }

    /** As {@link #send(ByteBuf, Payload)}; {@code sent} runs once, when the record is sent or never will be. */
    final boolean send(ByteBuf record, Payload payload, Runnable sent) {
        return send(record, payload, sent, false);
    }

    /** @param patient nobody waits for it: it may wait a moment for company */
    final boolean send(ByteBuf record, Payload payload, Runnable sent, boolean patient) {
        int length = record.readableBytes() - RecordMark.BYTES + payload.size();
        record.setInt(record.readerIndex(), RecordMark.single(length));
        return outbound.offer(record, payload.duplicate(), sent, patient);
    }

    public final boolean isOpen() {
        return !ended && channel.isActive();
    }

    /** TCP was connected at some time. Event loop. */
    final boolean wasActive() {
        return active;
    }

    final boolean hasEnded() {
        return ended;
    }

    public final SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    public final SocketAddress localAddress() {
        return channel.localAddress();
    }

    public final long queuedBytes() {
        return outbound.bytes();
    }

    /** Of {@link #bytesSent}, those that the network has taken. */
    final long bytesTaken() {
        return outbound.bytesSent();
    }

    public final long bytesReceived() {
        return bytesReceived;
    }

    public final long bytesSent() {
        return outbound.bytesWritten();
    }

    /** Ends the connection; {@link #ended} follows on the event loop. */
    public void close() {
        channel.close();
    }

    final SslHandler tls() {
        return channel.pipeline().get(SslHandler.class);
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        active = true;
        if (!hasTls) {
            start();
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                start();
            } else {
                LOG.say(TransportMessage.TLS_FAILED, remoteAddress(), done.cause());
                fail(new IOException("TLS handshake failed: " + done.cause().getMessage()));
            }
        }
    }

    private void start() {
        started = true;
        started();
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        boolean complete = false;
        try {
            bytesReceived += in.readableBytes();
            for (var record = records.next(in); record != null; record = records.next(in)) {
                complete = true;
                read(record);
                if (ended || !channel.isActive()) {
                    return;
                }
            }
        } catch (XdrException e) {
            undecodable(e);
        } catch (RuntimeException | AssertionError | StackOverflowError bug) {
            LOG.say(TransportMessage.HANDLER_BUG, bug, remoteAddress());
            fail(new IOException("bug in a handler: " + bug));
        } finally {
            in.release();
            unfinished(records.heldBytes(), complete);
        }
    }

    private void read(ByteBuf record) throws XdrException {
        RpcHeader header;
        try {
            header = RpcHeader.decode(new XdrReader(record));
        } catch (XdrException | RuntimeException e) {
            record.release();
            throw e;
        }
        received(header, record);
    }

    /** The peer does not speak the protocol: ends the connection. Event loop. */
    final void undecodable(XdrException e) {
        LOG.say(TransportMessage.RECORD_UNDECODABLE, remoteAddress(), e.getMessage());
        fail(new IOException("undecodable record: " + e.getMessage()));
    }

    /** Ends the connection for a reason. */
    final void fail(IOException reason) {
        if (why == null) {
            why = reason;
        }
        channel.close();
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            outbound.schedule();
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        end();
    }

    /** A channel that is closed before it was active reports no more than this. */
    @Override
    public final void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        outbound.close();
        records.close();
        unfinished(0, false);
        ended(started, why == null ? new IOException("the peer closed the connection") : why);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.say(TransportMessage.CONNECTION_FAILED, remoteAddress(), cause);
        fail(cause instanceof IOException io ? io : new IOException(cause.toString(), cause));
    }

    /** Ends the connection because of what it holds. Any thread. */
    final void endToFreeMemory() {
        if (isOpen() && slow.compareAndSet(false, true)) {
            LOG.say(TransportMessage.MEMORY_SHORT, remoteAddress(), queuedBytes());
            channel.close();
        }
    }

    /** Nothing fits into the queue any more. */
    final void tooSlow() {
        if (isOpen() && slow.compareAndSet(false, true)) {
            LOG.say(TransportMessage.PEER_TOO_SLOW, remoteAddress(), queuedBytes());
            channel.close();
        }
    }
}
