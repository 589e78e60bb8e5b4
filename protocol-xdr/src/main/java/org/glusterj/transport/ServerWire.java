package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.glusterj.core.Payload;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.rpc.RpcHeader;
import org.glusterj.xdr.XdrException;

/**
 * A connection at its server. Reading stops while the handler wants it so or while too many replies wait; both flags
 * and {@code handler} belong to the event loop.
 */
final class ServerWire extends Wire implements RpcPeer {
    /** Replies waiting for a client that does not read before its socket is no longer read. */
    static final int CONGESTED_BYTES = 8 << 20;

    /** The same while replies to all clients together take much memory. */
    static final int CONGESTED_SHARE_BYTES = 512 << 10;

    /** What a client has to read between two looks while memory is short. */
    static final int LEAST_PROGRESS_BYTES = 64 << 10;

    /** Longest record of a client that is not trusted yet: handshakes and questions are much shorter. */
    static final int UNTRUSTED_RECORD_BYTES = 64 << 10;

    private final RpcAcceptor acceptor;
    private final ServerMemory memory;
    private final int maxRecordBytes;
    private final AtomicInteger callbackXid = new AtomicInteger(1);
    private volatile RpcHandler handler;
    private boolean paused;
    private boolean congested;

    /** The server has no room for more of unfinished records; written by {@link ServerMemory} under its monitor. */
    private volatile boolean heldBack;

    private final Object telling = new Object();

    /** What the handler was told last; guarded by {@link #telling}. */
    private boolean told;

    /** Bytes that the network had taken when {@link #isStuck} was asked the last time. */
    private volatile long takenBefore;

    private volatile boolean waitedBefore;

    /** {@link #unfinishedSince} of a connection without an unfinished record. */
    private volatile long unfinishedSince = Long.MAX_VALUE;

    private int unfinishedBytes;

    ServerWire(
            Channel channel, TransportOptions options, RpcAcceptor acceptor, ServerMemory memory) {
        super(channel, options);
        this.acceptor = acceptor;
        this.memory = memory;
        maxRecordBytes = options.maxRecordBytes();
        maxRecordBytes(Math.min(maxRecordBytes, UNTRUSTED_RECORD_BYTES));
        memory.add(this);
    }

    @Override
    public void trust() {
        maxRecordBytes(maxRecordBytes);
    }

    /**
     * When the record began that is not complete, as a number of {@link ServerMemory}; MAX_VALUE without one and while
     * it is this server that does not read.
     */
    long unfinishedSince() {
        return heldBack || !channel().config().isAutoRead() ? Long.MAX_VALUE : unfinishedSince;
    }

    /** As {@link #unfinishedSince}, whether it is read or not. */
    long begun() {
        return unfinishedSince;
    }

    /** Stops or goes on reading, for want of room. */
    void holdBack(boolean now) {
        heldBack = now;
        onLoop(this::applyReading);
    }

    /** Whether much waited the last time this was asked, and waits, and hardly anything was taken meanwhile. */
    boolean isStuck() {
        long taken = bytesTaken();
        boolean waits = queuedBytes() > CONGESTED_SHARE_BYTES;
        boolean stuck = waits && waitedBefore && taken - takenBefore < LEAST_PROGRESS_BYTES;
        waitedBefore = waits;
        takenBefore = taken;
        return stuck;
    }

    @Override
    void unfinished(int heldBytes, boolean another) {
        if (heldBytes == 0) {
            unfinishedSince = Long.MAX_VALUE;
        } else if (another || unfinishedSince == Long.MAX_VALUE) {
            unfinishedSince = memory.nextBegin();
        }
        int delta = heldBytes - unfinishedBytes;
        if (delta != 0) {
            unfinishedBytes = heldBytes;
            memory.unfinished(this, delta);
        }
    }

    @Override
    public void unsent(long delta) {
        memory.unsent(delta);
    }

    @Override
    void started() {
        handler = acceptor.accepted(this);
        if (handler == null) {
            close();
        }
    }

    @Override
    void received(RpcHeader header, ByteBuf body) {
        if (header instanceof CallHeader call && handler != null) {
            handler.call(call, body);
            return;
        }
        body.release();
        undecodable(new XdrException("a reply, which no server waits for"));
    }

    @Override
    void ended(boolean wasStarted, IOException why) {
        memory.remove(this);
        if (handler != null) {
            handler.closed();
        }
    }

    @Override
    public String certificateName() {
        var tls = tls();
        if (tls == null) {
            return null;
        }
        try {
            var chain = tls.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? CommonName.of(certificate.getSubjectX500Principal())
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public void reply(CallHeader call, RpcBody body, Payload payload, Runnable sent) {
        ByteBuf record;
        try {
            record = encode(ReplyHeader.success(call.xid()), body);
        } catch (RuntimeException | Error e) {
            payload.close();
            throw e;
        }
        queue(record, payload, sent);
    }

    @Override
    public void reject(CallHeader call, AcceptStat stat) {
        if (stat == AcceptStat.SUCCESS) {
            throw new IllegalArgumentException("rejected with SUCCESS");
        }
        var header =
                stat == AcceptStat.AUTH_ERROR
                        ? ReplyHeader.rejectedCredential(call.xid())
                        : new ReplyHeader(call.xid(), stat);
        queue(encode(header, RpcBody.EMPTY), Payload.EMPTY, null);
    }

    @Override
    public void callback(int procedure, RpcBody body) {
        var header =
                new CallHeader(
                        callbackXid.getAndIncrement(),
                        Programs.CALLBACK,
                        Programs.CALLBACK_VERSION,
                        procedure,
                        Credential.NONE);
        queue(encode(header, body), Payload.EMPTY, null);
    }

    private void queue(ByteBuf record, Payload payload, Runnable sent) {
        if (!send(record, payload, sent)) {
            // A lost reply would leave a client waiting, so the connection goes with it.
            tooSlow();
        } else if (queuedBytes() > congestedBytes()) {
            // At once, since many more replies may be on their way before the event loop gets
            // there.
            tell(true);
            onLoop(this::checkCongestion);
        }
    }

    private int congestedBytes() {
        return memory.isTight() ? CONGESTED_SHARE_BYTES : CONGESTED_BYTES;
    }

    private void checkCongestion() {
        drained(queuedBytes());
    }

    @Override
    public void drained(long bytesLeft) {
        int most = congestedBytes();
        boolean now = congested ? bytesLeft > most / 4 : bytesLeft > most;
        if (now != congested) {
            congested = now;
            applyReading();
        }
        tell(now);
    }

    private void tell(boolean now) {
        var listener = handler;
        synchronized (telling) {
            if (told != now && listener != null) {
                told = now;
                listener.congested(now);
            }
        }
    }

    @Override
    public void pauseReading() {
        onLoop(() -> setPaused(true));
    }

    @Override
    public void resumeReading() {
        onLoop(() -> setPaused(false));
    }

    private void setPaused(boolean value) {
        paused = value;
        applyReading();
    }

    private void applyReading() {
        channel().config().setAutoRead(!paused && !congested && !heldBack);
    }

    @Override
    public boolean execute(Runnable task) {
        try {
            channel().eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    private void onLoop(Runnable action) {
        var loop = channel().eventLoop();
        if (loop.inEventLoop()) {
            action.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(action);
        }
    }
}
