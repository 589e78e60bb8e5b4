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
 * When a ping stays unanswered for the timeout and not a byte moved in that time, the connection is given up. Guarded
 * by
 * the monitor, but for {@code idle}, which lets busy callers pass without it.
 */
final class Pinger {
    private static final RpcConnection.Procedure PING =
            new RpcConnection.Procedure(Programs.DUMP, Programs.DUMP_VERSION, Dump.PING);

    private final Environment environment;
    private final RpcConnection connection;
    private final Duration timeout;
    private final Runnable dead;
    private Credential credential;
    private Environment.Timer timer;
    private long bytesAtLastLook;
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
        bytesAtLastLook = bytesMoved();
        timer = environment.schedule(timeout, "ping-timeout", this::silent);
        connection.call(credential, PING, RpcBody.EMPTY, new Ping(environment.nanoTime()));
    }

    private long bytesMoved() {
        return connection.bytesReceived() + connection.bytesSent();
    }

    private void silent() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            long now = bytesMoved();
            if (now != bytesAtLastLook) {
                bytesAtLastLook = now;
                timer = environment.schedule(timeout, "ping-timeout", this::silent);
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

    private final class Ping extends RpcCall {
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
