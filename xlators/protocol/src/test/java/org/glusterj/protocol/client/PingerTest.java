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
    private static final Duration LOOK = TIMEOUT.dividedBy(Pinger.LOOKS);
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

    /** In steps, so that each timer runs when it is due. */
    private void advance(Duration by) {
        for (long i = 0; i < by.toMillis(); i++) {
            environment.advance(INSTANT);
        }
    }

    private void assertDeadAfterTheTimeoutOnly() {
        advance(ALMOST);
        assertThat(deaths).isZero();
        advance(INSTANT);
        assertThat(deaths).isOne();
    }

    private void assertDeadWithinTheLastLook() {
        advance(TIMEOUT.minus(LOOK));
        assertThat(deaths).isZero();
        advance(LOOK);
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
            advance(Duration.ofSeconds(1));
            request();
        }
        assertThat(deaths).isZero();
        advance(Duration.ofSeconds(1));
        assertThat(deaths).isOne();
    }

    @Test
    void whateverArrivesShowsLifeAsOfTheLookBefore() {
        request();
        advance(LOOK.multipliedBy(10));
        line.received += 4;
        assertDeadWithinTheLastLook();
    }

    /** The ping waits behind what was queued before; that may take its time on a slow line. */
    @Test
    void aBacklogThatDrainsShowsLifeAndOneThatStandsDoesNot() {
        line.queued = BACKLOG;
        request();
        advance(LOOK.multipliedBy(10));
        line.sent += BACKLOG / 2;
        line.queued -= BACKLOG / 2;
        assertDeadWithinTheLastLook();
    }

    @Test
    void aBrickThatFreezesWhileItWorksIsGivenUpWithinTheTimeout() {
        request();
        line.answerPing();
        for (int i = 0; i < 100; i++) {
            advance(LOOK.minusMillis(100));
            line.received += 50;
            request();
        }
        assertDeadWithinTheLastLook();
    }

    @Test
    void aBusyConnectionIsNotPinged() {
        request();
        line.answerPing();
        for (int i = 0; i < 100; i++) {
            advance(LOOK);
            line.received += 50;
        }
        assertThat(pinger.pingsSent()).isOne();
    }

    @Test
    void aSlowRequestKeepsABrickThatAnswersPings() {
        request();
        for (int i = 0; i < 100; i++) {
            if (!line.pings.isEmpty()) {
                line.answerPing();
            }
            advance(LOOK);
        }
        assertThat(deaths).isZero();
        assertThat(pinger.pingsSent()).isBetween(40L, 60L);
    }

    @Test
    void anIdleConnectionIsLeftInPeace() {
        request();
        line.answerPing();
        line.pending = 0;
        advance(TIMEOUT);
        assertThat(environment.pendingTimers()).isZero();
        request();
        assertThat(pinger.pingsSent()).isEqualTo(2);
        line.pending = 0;
        line.answerPing();
        advance(TIMEOUT);
        assertThat(deaths).isZero();
    }

    @Test
    void timeInWhichNobodyCouldLookIsNoSilence() {
        request();
        environment.advance(TIMEOUT.multipliedBy(10));
        assertThat(deaths).isZero();
        line.answerPing();
        line.pending = 0;
        advance(TIMEOUT);
        assertThat(deaths).isZero();
    }

    @Test
    void aStoppedOneHoldsItsPeace() {
        request();
        pinger.stop();
        advance(TIMEOUT);
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
