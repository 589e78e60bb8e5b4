package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Workers.Limits;
import org.glusterj.core.Workers.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How {@link WorkerPool} orders, bounds and ends work. */
class WorkerPoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<WorkerPool> pools = new ArrayList<>();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    private WorkerPool pool(int threads, int least, int queued, Duration idle) {
        var pool =
                new WorkerPool(
                        "test",
                        new Limits(threads, threads, threads, threads, least, queued, idle));
        pools.add(pool);
        return pool;
    }

    private WorkerPool oneThread() {
        return pool(1, 1, 100, PATIENCE);
    }

    @AfterEach
    void closePools() {
        pools.forEach(WorkerPool::close);
    }

    /** Occupies one thread until the returned latch is released. */
    private static CountDownLatch occupy(Workers.Client client, Priority priority)
            throws InterruptedException {
        var started = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        assertThat(
                        client.submit(
                                priority,
                                () -> {
                                    started.countDown();
                                    awaitQuietly(release);
                                }))
                .isTrue();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody released the worker");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void urgentWorkOvertakesWhatWaits() throws InterruptedException {
        var pool = oneThread();
        var client = pool.client();
        var release = occupy(client, Priority.NORMAL);
        client.submit(Priority.LEAST, () -> ran.add("least"));
        client.submit(Priority.LOW, () -> ran.add("low"));
        client.submit(Priority.NORMAL, () -> ran.add("normal"));
        client.submit(Priority.HIGH, () -> ran.add("high"));
        release.countDown();
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(ran).containsExactly("high", "normal", "low", "least");
    }

    @Test
    void clientsTakeTurnsWithinAPriority() throws InterruptedException {
        var pool = oneThread();
        var greedy = pool.client();
        var modest = pool.client();
        var release = occupy(greedy, Priority.LOW);
        for (int i = 0; i < 3; i++) {
            greedy.submit(Priority.LOW, () -> ran.add("greedy"));
        }
        modest.submit(Priority.LOW, () -> ran.add("modest"));
        release.countDown();
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(ran).containsExactly("greedy", "modest", "greedy", "greedy");
    }

    @Test
    void theWorkOfOneClientKeepsItsOrder() {
        var pool = oneThread();
        var client = pool.client();
        for (int i = 0; i < 50; i++) {
            var label = Integer.toString(i);
            client.submit(Priority.HIGH, () -> ran.add(label));
        }
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(ran).hasSize(50).startsWith("0", "1", "2").endsWith("48", "49");
    }

    @Test
    void aPriorityAtItsLimitLeavesTheOtherThreadsToTheRest() throws InterruptedException {
        var pool = pool(3, 1, 100, PATIENCE);
        var client = pool.client();
        var release = occupy(client, Priority.LEAST);
        client.submit(Priority.LEAST, () -> ran.add("second least"));
        var normalDone = new CountDownLatch(1);
        client.submit(Priority.NORMAL, normalDone::countDown);
        assertThat(normalDone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
        release.countDown();
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(ran).containsExactly("second least");
    }

    @Test
    void asManyRunAtOnceAsThereAreThreads() throws InterruptedException {
        var pool = pool(4, 1, 100, PATIENCE);
        var client = pool.client();
        var all = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            client.submit(
                    Priority.NORMAL,
                    () -> {
                        all.countDown();
                        awaitQuietly(all);
                    });
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.drain(PATIENCE)).isTrue();
    }

    @Test
    void aFullQueueAndAClosedPoolRefuse() throws InterruptedException {
        var pool = pool(1, 1, 2, PATIENCE);
        var client = pool.client();
        var release = occupy(client, Priority.NORMAL);
        assertThat(client.submit(Priority.NORMAL, () -> ran.add("a"))).isTrue();
        assertThat(client.submit(Priority.NORMAL, () -> ran.add("b"))).isTrue();
        assertThat(client.submit(Priority.HIGH, () -> ran.add("c"))).isFalse();
        assertThat(pool.queued()).isEqualTo(2);
        release.countDown();
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(client.submit(Priority.HIGH, () -> ran.add("d"))).isFalse();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void drainingGivesUpWhenWorkDoesNotEnd() throws InterruptedException {
        var pool = oneThread();
        var release = occupy(pool.client(), Priority.NORMAL);
        assertThat(pool.drain(Duration.ofMillis(20))).isFalse();
        release.countDown();
        assertThat(pool.drain(PATIENCE)).isTrue();
    }

    @Test
    void workThatThrowsDoesNotEndItsThread() {
        var pool = oneThread();
        var client = pool.client();
        client.submit(
                Priority.HIGH,
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        client.submit(Priority.HIGH, () -> ran.add("next"));
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void workIsNeverLostWhileIdleThreadsEndAndStart() {
        var pool = pool(4, 1, 100_000, Duration.ofNanos(1));
        var done = new AtomicInteger();
        var clients = List.of(pool.client(), pool.client(), pool.client());
        for (int i = 0; i < 20_000; i++) {
            var priority = Priority.values()[i % 4];
            assertThat(clients.get(i % 3).submit(priority, done::incrementAndGet)).isTrue();
        }
        assertThat(pool.drain(PATIENCE)).isTrue();
        assertThat(done).hasValue(20_000);
    }
}
