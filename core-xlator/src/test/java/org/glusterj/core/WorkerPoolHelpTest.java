package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Workers.Limits;
import org.glusterj.core.Workers.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a front runs itself of what it offered to a {@link WorkerPool}, and what it leaves to the pool's threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkerPoolHelpTest {
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final AtomicLong clock = new AtomicLong();
    private final WorkerPool pool =
            new WorkerPool("test", new Limits(4, 4, 4, 4, 1, 100, IDLE), clock::get);
    private final Workers.Client client = pool.client();
    private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        pool.close();
    }

    private record Piece(Runnable body, boolean isQuick) implements Workers.Quick {
        @Override
        public void run() {
            body.run();
        }
    }

    private Workers.Quick quick() {
        return new Piece(() -> ran.add(Thread.currentThread()), true);
    }

    private Workers.Quick slow() {
        return new Piece(() -> ran.add(Thread.currentThread()), false);
    }

    @Test
    void quickWorkRunsOnTheThreadThatOfferedIt() {
        assertThat(client.offer(Priority.NORMAL, quick())).isTrue();
        assertThat(client.offer(Priority.HIGH, quick())).isTrue();
        assertThat(ran).isEmpty();
        pool.help();
        assertThat(ran).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(pool.queued()).isZero();
    }

    @Test
    void otherWorkIsLeftToTheThreads() throws InterruptedException {
        client.offer(Priority.NORMAL, slow());
        client.offer(Priority.NORMAL, quick());
        pool.help();
        assertThat(ran.take()).isNotNull();
        assertThat(ran.take()).isNotNull();
    }

    @Test
    void threadsTakeTheirPartOfMuchWork() throws InterruptedException {
        var others = new CountDownLatch(1);
        // The helper's first piece waits until a thread of the pool has run one.
        client.offer(Priority.NORMAL, new Piece(() -> await(others), true));
        for (int i = 0; i < 5; i++) {
            client.offer(
                    Priority.NORMAL,
                    new Piece(
                            () -> {
                                ran.add(Thread.currentThread());
                                others.countDown();
                            },
                            true));
        }
        pool.help();
        assertThat(ran.take()).isNotEqualTo(Thread.currentThread());
    }

    @ParameterizedTest
    @CsvSource({"1_000_000, 10_000_000", "3_000_000, 30_000_000", "5_000_000_000, 100_000_000"})
    void nobodyHelpsForTenTimesAsLongAsASlowPieceTook(String took, String pause)
            throws InterruptedException {
        client.offer(Priority.NORMAL, new Piece(() -> clock.addAndGet(nanos(took)), true));
        pool.help();
        clock.addAndGet(nanos(pause) - 1);
        client.offer(Priority.NORMAL, quick());
        assertThat(ran.take()).isNotEqualTo(Thread.currentThread());
        clock.addAndGet(1);
        client.offer(Priority.NORMAL, quick());
        pool.help();
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    private static long nanos(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    @Test
    void aFailingPieceDoesNotEndTheHelp() {
        client.offer(
                Priority.NORMAL,
                new Piece(
                        () -> {
                            throw new IllegalStateException("for the log");
                        },
                        true));
        client.offer(Priority.NORMAL, quick());
        pool.help();
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void drainingWaitsForTheHelper() {
        client.offer(Priority.NORMAL, quick());
        pool.help();
        assertThat(pool.drain(IDLE)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
