package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A carrier and the virtual threads it carries wait for one lock. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinnedTest {
    @Test
    void aCarrierWaitsBehindItsOwnThreadForALock() throws Exception {
        var lock = new ReentrantLock();
        var both = new CountDownLatch(2);
        var carrier = Executors.newSingleThreadExecutor(body -> daemon(body));
        var carried = CarriedThreads.on(carrier).orElseThrow();
        lock.lock();
        try {
            carried.start(
                    () -> {
                        try (var here = Pinned.here()) {
                            takeAndGive(lock, both);
                        }
                    });
            await(() -> lock.getQueueLength() == 1);
            var free = new CountDownLatch(1);
            carrier.execute(
                    () -> {
                        free.countDown();
                        takeAndGive(lock, both);
                    });
            // The carrier of one that is not pinned is free, and then waits behind it.
            assertThat(free.await(200, TimeUnit.MILLISECONDS)).as("left its carrier").isFalse();
        } finally {
            lock.unlock();
        }
        assertThat(both.await(10, TimeUnit.SECONDS)).as("both had the lock").isTrue();
        carrier.shutdown();
    }

    @Test
    void nestsAndEndsWithTheLastClose() throws Exception {
        var carrier = Executors.newSingleThreadExecutor(body -> daemon(body));
        var goOn = new CountDownLatch(1);
        var thread =
                CarriedThreads.on(carrier)
                        .orElseThrow()
                        .start(
                                () -> {
                                    try (var outer = Pinned.here();
                                            var inner = Pinned.here()) {
                                        assertThat(outer).isSameAs(inner).isNotNull();
                                    }
                                    try {
                                        goOn.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        await(() -> thread.getState() == Thread.State.WAITING);
        var free = new CountDownLatch(1);
        carrier.execute(free::countDown);
        assertThat(free.await(10, TimeUnit.SECONDS)).as("the carrier is free").isTrue();
        goOn.countDown();
        thread.join();
        carrier.shutdown();
    }

    @Test
    void platformThreadsHaveNothingToDo() {
        assertThat(Pinned.here()).isNull();
    }

    private static void takeAndGive(ReentrantLock lock, CountDownLatch done) {
        lock.lock();
        lock.unlock();
        done.countDown();
    }

    private static Thread daemon(Runnable body) {
        return Thread.ofPlatform().daemon().unstarted(body);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
