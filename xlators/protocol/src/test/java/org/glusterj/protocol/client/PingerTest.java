package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.glusterj.core.Caller;
import org.glusterj.core.Payload;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Credential;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcConnection;
import org.junit.jupiter.api.Test;

class PingerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(42);
    private static final Duration ALMOST = TIMEOUT.minusMillis(1);
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final int BACKLOG = 8 << 20;

    private final ManualEnvironment environment = new ManualEnvironment();
    private final Line line = new Line();
    private int deaths;
    private final Pinger pinger =
            new Pinger(
                    environment,
                    line,
                    new Credential.GlusterfsV2(0, 0, 0, new int[0], Caller.ROOT.effectiveOwner()),
                    TIMEOUT,
                    () -> deaths++);

    private void request() {
        line.send(100);
        line.pending++;
        pinger.submitted();
    }

    private void assertDeadAfterTheTimeoutOnly() {
        environment.advance(ALMOST);
        assertThat(deaths).isZero();
        environment.advance(INSTANT);
        assertThat(deaths).isOne();
    }

    @Test
    void aSilentBrickIsDeadAfterOneTimeout() {
        request();
        assertDeadAfterTheTimeoutOnly();
        assertThat(pinger.pingsSent()).isOne();
    }

    @Test
    void requestsThatNobodyAnswersDoNotKeepABrickAlive() {
        request();
        for (int i = 0; i < 41; i++) {
            environment.advance(Duration.ofSeconds(1));
            request();
        }
        assertThat(deaths).isZero();
        environment.advance(Duration.ofSeconds(1));
        assertThat(deaths).isOne();
    }

    @Test
    void whateverArrivesShowsLife() {
        request();
        environment.advance(ALMOST);
        line.received += 4;
        environment.advance(INSTANT);
        assertDeadAfterTheTimeoutOnly();
    }

    /** The ping waits behind what was queued before; that may take its time on a slow line. */
    @Test
    void aBacklogThatDrainsShowsLifeAndOneThatStandsDoesNot() {
        line.queued = BACKLOG;
        request();
        environment.advance(ALMOST);
        line.sent += BACKLOG / 2;
        line.queued -= BACKLOG / 2;
        environment.advance(INSTANT);
        assertDeadAfterTheTimeoutOnly();
    }

    @Test
    void afterAnAnswerItRestsAndPingsAgainForWhatIsUnderWay() {
        request();
        line.answerPing();
        environment.advance(ALMOST);
        assertThat(pinger.pingsSent()).isOne();
        environment.advance(INSTANT);
        assertThat(pinger.pingsSent()).isEqualTo(2);
        assertDeadAfterTheTimeoutOnly();
    }

    @Test
    void anIdleConnectionIsLeftInPeace() {
        request();
        line.answerPing();
        line.pending = 0;
        environment.advance(TIMEOUT);
        assertThat(environment.pendingTimers()).isZero();
        request();
        assertThat(pinger.pingsSent()).isEqualTo(2);
    }

    @Test
    void aStoppedOneHoldsItsPeace() {
        request();
        pinger.stop();
        environment.advance(TIMEOUT);
        assertThat(deaths).isZero();
        assertThat(environment.pendingTimers()).isZero();
    }

    /** A connection that counts; what is sent goes out at once. */
    private static final class Line implements RpcConnection {
        private final Deque<Pinger.Ping> pings = new ArrayDeque<>();
        private int pending;
        private long received;
        private long sent;
        private long queued;

        void send(int bytes) {
            sent += bytes;
        }

        void answerPing() {
            received += 24;
            pings.remove().replied(AcceptStat.SUCCESS, null);
        }

        @Override
        public void call(
                Credential credential,
                Procedure procedure,
                RpcBody body,
                Payload payload,
                RpcCall call) {
            send(80);
            pings.add((Pinger.Ping) call);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public SocketAddress remoteAddress() {
            return null;
        }

        @Override
        public SocketAddress localAddress() {
            return null;
        }

        @Override
        public int pendingCalls() {
            return pending;
        }

        @Override
        public int expire(long nanoTime) {
            return 0;
        }

        @Override
        public long queuedBytes() {
            return queued;
        }

        @Override
        public long bytesReceived() {
            return received;
        }

        @Override
        public long bytesSent() {
            return sent;
        }

        @Override
        public void close() {}
    }
}
