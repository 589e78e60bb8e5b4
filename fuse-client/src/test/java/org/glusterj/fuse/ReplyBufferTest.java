package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.CarriedThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplyBufferTest {
    private final ReplyBuffer.Pool pool = new ReplyBuffer.Pool();

    @Test
    void whatWasGivenIsTakenAgain() {
        var one = pool.take();
        var two = pool.take();
        assertThat(two).isNotSameAs(one);
        pool.give(one);
        assertThat(pool.take()).isSameAs(one);
    }

    @Test
    void aRequestThatTakesOneStaysOnItsLoop() throws Exception {
        staysOnItsCarrier(pool::take);
    }

    @Test
    void aRequestThatGivesOneStaysOnItsLoop() throws Exception {
        var buffer = pool.take();
        staysOnItsCarrier(() -> pool.give(buffer));
    }

    /** Else the loop would get in line for the lock behind a request that only it can carry on. */
    private void staysOnItsCarrier(Runnable request) throws Exception {
        var done = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        try (var carrier = Executors.newSingleThreadExecutor()) {
            pool.lock.lock();
            try {
                CarriedThreads.on(carrier)
                        .orElseThrow()
                        .start(
                                () -> {
                                    request.run();
                                    done.countDown();
                                });
                while (!pool.lock.hasQueuedThreads()) {
                    Thread.onSpinWait();
                }
                carrier.execute(free::countDown);
                assertThat(free.await(200, TimeUnit.MILLISECONDS)).as("left").isFalse();
            } finally {
                pool.lock.unlock();
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
