package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interruptions that meet a grant, come before their wait or after it: no lock without a holder, no strange EINTR. */
class InterruptRacesTest {
    private static final String WHOLE_FILE = "glusterfs.intrlk.tposix.kblocked.0,0-0";
    private static final int ROUNDS = 2_000;

    private GraphFixture fixture;
    private LockRig rig;

    @BeforeEach
    void build() throws Exception {
        fixture = GraphFixture.of("features/locks");
        rig = new LockRig(fixture);
    }

    @AfterEach
    void end() {
        rig.close();
        fixture.close();
    }

    private void interrupt(int client, int owner) {
        try {
            rig.call(LockRig.by(client, owner), new Fop.Fgetxattr(rig.fd, WHOLE_FILE, Xdata.NULL));
        } catch (FopException why) {
            throw new AssertionError(why);
        }
    }

    private Fop.Lk whole(int cmd, int type) {
        return rig.posix(cmd, type, 0, 0);
    }

    @Test
    void anInterruptionThatOvertookItsWaitEndsIt() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var overtaken = LockRig.by(2, 2);
        interrupt(2, 2);
        var other = rig.waiting(LockRig.by(2, 3), whole(Flock.SETLKW, Flock.WRITE));
        assertThat(rig.errno(overtaken, whole(Flock.SETLKW, Flock.WRITE))).isSameAs(Errno.EINTR);
        var again = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(other);
        rig.call(LockRig.by(2, 3), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(again);
    }

    @Test
    void anEarlyInterruptionIsForgottenAfterAMoment() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var overtaken = LockRig.by(2, 2);
        interrupt(2, 2);
        fixture.environment().advance(Duration.ofMillis(1_001));
        var waiter = rig.waiting(overtaken, whole(Flock.SETLKW, Flock.WRITE));
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(waiter);
    }

    @Test
    void anInterruptionThatCameAfterTheGrantEndsNobodysNextWait() throws Exception {
        rig.call(LockRig.by(2, 2), whole(Flock.SETLK, Flock.WRITE));
        rig.call(LockRig.by(2, 2), whole(Flock.SETLK, Flock.UNLOCK));
        interrupt(2, 2);
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var waiter = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(waiter);
    }

    @Test
    void anInterruptionThatWasOvertakenEndsNoLaterWait() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var late = LockRig.by(2, 2);
        var waiter = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
        rig.call(late, new Fop.Fgetxattr(rig.fd, WHOLE_FILE, Xdata.NULL));
        assertThat(waiter).isNotDone();
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(waiter);
    }

    @Test
    void nonBlockingRequestsNeverAnswerEintr() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        interrupt(2, 2);
        assertThat(rig.errno(LockRig.by(2, 2), whole(Flock.SETLK, Flock.WRITE)))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void whetherGrantOrInterruptionWinsTheAnswerTellsWhoHolds() throws Exception {
        int interrupted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
            var waiter = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
            boolean got = race(waiter);
            assertThat(rig.held()).as("round %d", round).isEqualTo(got ? 1 : 0);
            interrupted += got ? 0 : 1;
            rig.call(LockRig.by(2, 2), whole(Flock.SETLK, Flock.UNLOCK));
            fixture.environment().advance(Duration.ofSeconds(2));
        }
        assertThat(interrupted).as("both happen").isPositive().isLessThan(ROUNDS);
    }

    private boolean race(CompletableFuture<org.glusterj.core.Reply.Lk> waiter) throws Exception {
        var go = new CountDownLatch(1);
        var unlock =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        go.await();
                                        rig.call(
                                                LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
                                    } catch (FopException | InterruptedException e) {
                                        waiter.completeExceptionally(e);
                                    }
                                });
        go.countDown();
        interrupt(2, 2);
        unlock.join(TimeUnit.SECONDS.toMillis(10));
        try {
            LockRig.granted(waiter);
            return true;
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(((FopException) e.getCause()).errno()).isSameAs(Errno.EINTR);
            return false;
        }
    }
}
