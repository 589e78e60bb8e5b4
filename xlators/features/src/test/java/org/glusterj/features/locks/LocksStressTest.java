package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many owners at once, some of whom give up: nobody holds what another holds, and nothing is left over. */
class LocksStressTest {
    private static final int OWNERS = 24;
    private static final int ROUNDS = 300;
    private static final int BYTES = 8;

    private GraphFixture fixture;
    private LockRig rig;
    private long pins;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger grants = new AtomicInteger();

    @BeforeEach
    void build() throws Exception {
        fixture = GraphFixture.of("features/locks");
        rig = new LockRig(fixture);
        pins = rig.file.pins();
    }

    @AfterEach
    void end() {
        rig.close();
        fixture.close();
    }

    /** A kind of lock as lock and unlock of some bytes. */
    private interface Kind {
        Fop<?> op(boolean lock, int start, int length);
    }

    @Test
    void posixLocksExclude() throws Exception {
        run(
                (lock, start, length) ->
                        rig.posix(Flock.SETLKW, lock ? Flock.WRITE : Flock.UNLOCK, start, length));
    }

    @Test
    void rangeLocksExclude() throws Exception {
        run(
                (lock, start, length) ->
                        rig.range(Flock.SETLKW, lock ? Flock.WRITE : Flock.UNLOCK, start, length));
    }

    @Test
    void nameLocksExclude() throws Exception {
        run(
                (lock, start, length) ->
                        rig.name(
                                lock ? 0 : 1,
                                NameLock.WRITE,
                                start == 0 && length == BYTES ? null : "n" + start));
    }

    private void run(Kind kind) throws Exception {
        var holders = new AtomicIntegerArray(BYTES);
        var done = new CountDownLatch(OWNERS);
        for (int owner = 1; owner <= OWNERS; owner++) {
            int me = owner;
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    work(kind, me, holders);
                                } catch (Throwable e) {
                                    failure.compareAndSet(null, e);
                                } finally {
                                    done.countDown();
                                }
                            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("all come to an end").isTrue();
        assertThat(failure.get()).isNull();
        assertThat(grants.get()).isGreaterThan(OWNERS * ROUNDS / 2);
        assertThat(rig.held()).isZero();
        assertThat(rig.file.pins()).isEqualTo(pins);
        for (int client = 0; client < 3; client++) {
            fixture.graph()
                    .top()
                    .notify(new Event.ClientGone(new ClientId("client-" + client, client)));
        }
    }

    private void work(Kind kind, int owner, AtomicIntegerArray holders) throws FopException {
        var random = new Random(owner);
        for (int round = 0; round < ROUNDS; round++) {
            boolean whole = random.nextInt(8) == 0;
            int start = whole ? 0 : random.nextInt(BYTES);
            int length = whole ? BYTES : 1;
            var cancel = new Cancel();
            if (random.nextInt(4) == 0) {
                Thread.ofVirtual().start(cancel::fire);
            }
            var frame = LockRig.by(owner % 3, owner, cancel, Deadline.NONE);
            if (!lock(frame, kind.op(true, start, length))) {
                continue;
            }
            grants.incrementAndGet();
            var bytes = IntStream.range(start, start + length).boxed().toList();
            hold(holders, bytes);
            rig.call(LockRig.by(owner % 3, owner), kind.op(false, start, length));
        }
    }

    private boolean lock(Frame frame, Fop<?> op) throws FopException {
        try {
            rig.call(frame, op);
            return true;
        } catch (FopException why) {
            if (why.errno() == Errno.EINTR) {
                return false;
            }
            throw why;
        }
    }

    private static void hold(AtomicIntegerArray holders, List<Integer> bytes) {
        for (int at : bytes) {
            assertThat(holders.incrementAndGet(at)).as("holders of byte %d", at).isOne();
        }
        Thread.yield();
        for (int at : bytes) {
            holders.decrementAndGet(at);
        }
    }
}
