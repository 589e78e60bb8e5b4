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
 * idleness brings a ping, and while requests are under way each look that finds nothing arrived since the one before
 * brings another, unless one is on its way. A brick from which nothing came for the timeout is given up, at the
 * latest then: what arrived between two looks counts as of the earlier one. Time in which it could not look, because
 * the machine slept or the process was stopped, is not silence of the brick. What we send shows no life: a kernel
 * takes requests for a brick that hangs. Only a backlog in front of the ping counts, as long as it drains. Guarded
 * by the monitor, but for {@code idle}, which lets busy callers pass without it.
 */
final class Pinger {
    /** How often it looks within the timeout: one part of it is how much too early it may give up. */
    static final int LOOKS = 32;

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
    private long lastLookNanos;
    private long silentNanos;
    private long sent;
    private boolean unanswered;
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
            silentNanos = 0;
            remember();
            ping();
            lookAgainLater();
        }
    }

    private void ping() {
        sent++;
        unanswered = true;
        connection.call(credential, PING, RpcBody.EMPTY, new Ping(environment.nanoTime()));
    }

    private void remember() {
        lastLookNanos = environment.nanoTime();
        receivedAtLastLook = connection.bytesReceived();
        sentAtLastLook = connection.bytesSent();
        backlogAtLastLook = connection.queuedBytes() >= BACKLOG_BYTES;
    }

    private void lookAgainLater() {
        long pause = Math.min(timeout.toNanos() - silentNanos, pauseNanos());
        timer = environment.schedule(Duration.ofNanos(pause), "ping-timeout", this::look);
    }

    private long pauseNanos() {
        return timeout.toNanos() / LOOKS;
    }

    private boolean showsLife() {
        return connection.bytesReceived() != receivedAtLastLook
                || backlogAtLastLook && connection.bytesSent() != sentAtLastLook;
    }

    private void look() {
        synchronized (this) {
            if (stopped || !isSilentForTooLong()) {
                return;
            }
            stopped = true;
        }
        dead.run();
    }

    /** Looks, and arranges for the next look when there is need for one. */
    private boolean isSilentForTooLong() {
        boolean quiet = !showsLife();
        long since = Math.min(environment.nanoTime() - lastLookNanos, 2 * pauseNanos());
        silentNanos = quiet ? silentNanos + since : since;
        remember();
        if (quiet && silentNanos >= timeout.toNanos()) {
            return true;
        }
        if (!unanswered && connection.pendingCalls() == 0) {
            idle = true;
            // After the flag: a request sent meanwhile either sees it or is seen here.
            if (connection.pendingCalls() == 0) {
                return false;
            }
            idle = false;
        }
        if (quiet && !unanswered) {
            ping();
        }
        lookAgainLater();
        return false;
    }

    private synchronized void answered() {
        unanswered = false;
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
