package org.glusterj.protocol.client;

import java.time.Duration;
import org.glusterj.core.Environment;
import org.glusterj.program.Dump;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcConnection;
import org.glusterj.xdr.XdrReader;

/**
 * Notices that a brick is dead although its TCP connection is not (spec wire-protocol 13.1). The first request after
 * idleness brings a ping; after its reply it rests for the timeout and pings again only while requests are under way.
 * When a ping stays unanswered for the timeout and nothing arrived in that time, the connection is given up. What we
 * send shows no life: a kernel takes requests for a brick that hangs. Only a backlog in front of the ping counts, as
 * long as it drains. Guarded by the monitor, but for {@code idle}, which lets busy callers pass without it.
 */
final class Pinger {
    private static final RpcConnection.Procedure PING =
            new RpcConnection.Procedure(Programs.DUMP, Programs.DUMP_VERSION, Dump.PING);

    /** Less than this goes out within any timeout, so it is no excuse for a ping without an answer. */
    private static final long BACKLOG_BYTES = 256 << 10;

    private final Environment environment;
    private final RpcConnection connection;
    private final Duration timeout;
    private final Runnable dead;
    private Credential credential;
    private Environment.Timer timer;
    private long receivedAtLastLook;
    private long sentAtLastLook;
    private boolean backlogAtLastLook;
    private long sent;
    private boolean stopped;
    private volatile boolean idle = true;

    /** @param dead what to do with a dead connection; runs on a virtual thread */
    Pinger(
            Environment environment,
            RpcConnection connection,
            Credential credential,
            Duration timeout,
            Runnable dead) {
        this.environment = environment;
        this.connection = connection;
        this.credential = credential;
        this.timeout = timeout;
        this.dead = dead;
    }

    /** For the pings from now on. */
    synchronized void credential(Credential value) {
        credential = value;
    }

    /** A request was sent. Any thread. */
    void submitted() {
        if (idle && !timeout.isZero()) {
            begin();
        }
    }

    synchronized void stop() {
        stopped = true;
        idle = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    synchronized long pingsSent() {
        return sent;
    }

    private synchronized void begin() {
        if (idle && !stopped) {
            idle = false;
            ping();
        }
    }

    private void ping() {
        sent++;
        lookAgainLater();
        connection.call(credential, PING, RpcBody.EMPTY, new Ping(environment.nanoTime()));
    }

    private void lookAgainLater() {
        receivedAtLastLook = connection.bytesReceived();
        sentAtLastLook = connection.bytesSent();
        backlogAtLastLook = connection.queuedBytes() >= BACKLOG_BYTES;
        timer = environment.schedule(timeout, "ping-timeout", this::silent);
    }

    private boolean showsLife() {
        return connection.bytesReceived() != receivedAtLastLook
                || backlogAtLastLook && connection.bytesSent() != sentAtLastLook;
    }

    private void silent() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            if (showsLife()) {
                lookAgainLater();
                return;
            }
            stopped = true;
        }
        dead.run();
    }

    private synchronized void answered() {
        if (!stopped && timer.cancel()) {
            timer = environment.schedule(timeout, "ping-rest", this::rested);
        }
    }

    private synchronized void rested() {
        if (stopped) {
            return;
        }
        idle = true;
        // After the flag: a request sent meanwhile either sees it or is seen here.
        if (connection.pendingCalls() > 0) {
            idle = false;
            ping();
        }
    }

    final class Ping extends RpcCall {
        Ping(long startedNanos) {
            super(startedNanos);
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader body) {
            answered();
        }

        @Override
        protected void lost(Loss loss) {}
    }
}
