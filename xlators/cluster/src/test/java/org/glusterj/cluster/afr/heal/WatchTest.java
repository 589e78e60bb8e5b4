package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.glusterj.core.Environment;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the daemon crawls, and that it waits in between. */
@Timeout(300)
class WatchTest {
    private static final int WATCHES = 3;

    /**
     * The first waits of the daemon's watches for their next crawl are over at once, as if the time had passed; later
     * ones end by a wish only. Thread-safe.
     */
    private static final class Waits implements Environment {
        private final Environment system = SystemEnvironment.get();
        private final AtomicInteger skipped;
        private final AtomicLong ahead = new AtomicLong();
        private final Semaphore begun = new Semaphore(0);

        Waits(int skipped) {
            this.skipped = new AtomicInteger(skipped);
        }

        /** Until {@code waits} more have begun. */
        void await(int waits) throws InterruptedException {
            assertThat(begun.tryAcquire(waits, 2, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public void parkUntil(long deadlineNanos) {
            boolean watch = Thread.currentThread().getName().startsWith("self-heal-");
            if (!watch || deadlineNanos == Long.MAX_VALUE) {
                system.parkUntil(deadlineNanos);
                return;
            }
            begun.release();
            if (skipped.getAndDecrement() > 0) {
                ahead.addAndGet(Math.max(0, deadlineNanos - nanoTime()));
            } else {
                LockSupport.park();
            }
        }

        @Override
        public long nanoTime() {
            return system.nanoTime() + ahead.get();
        }

        @Override
        public long epochNanos() {
            return system.epochNanos();
        }

        @Override
        public void spawn(String name, Runnable body) {
            system.spawn(name, body);
        }

        @Override
        public Environment.Timer schedule(Duration delay, String name, Runnable body) {
            return system.schedule(delay, name, body);
        }

        @Override
        public boolean sleep(Duration duration) {
            return system.sleep(duration);
        }

        @Override
        public RandomGenerator random() {
            return system.random();
        }
    }

    @Test
    void goesOnHoweverLongNobodyAsks() throws Exception {
        int intervals = 80;
        var waits = new Waits(WATCHES * intervals);
        try (var trio = new Trio(waits)) {
            trio.daemon().begin();
            waits.await(WATCHES * intervals + WATCHES);
        }
    }

    @Test
    void theWholeTreeWaitsForACopyThatIsDown() throws Exception {
        var waits = new Waits(0);
        try (var trio = new Trio(waits)) {
            var file = trio.create(Trio.ALL, trio.root(), "f", "text");
            trio.write(Trio.GOOD, file, 4, " and more");
            trio.door(1).shut();
            trio.daemon().begin();
            waits.await(WATCHES);
            trio.daemon().request(true);
            waits.await(WATCHES);
            assertThat(trio.content(2, "f")).isEqualTo("text");
            trio.door(1).open();
            while (!trio.content(2, "f").equals("text and more")) {
                waits.await(1);
            }
        }
    }
}
