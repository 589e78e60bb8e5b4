package org.glusterj.storage.posix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.glusterj.core.Environment;
import org.glusterj.core.Workers;

/**
 * What a brick does by itself, again and again: check its disk, watch its free space, empty the landfill. Each chore
 * has
 * one timer and runs on a worker of its own pool, since its system calls may sleep; the next round is due only after
 * the
 * last has ended. Guarded by the monitor; ends with {@link #close}.
 */
final class Chores implements AutoCloseable {
    private static final int THREADS = 2;
    private static final Workers.Limits LIMITS =
            new Workers.Limits(
                    THREADS, THREADS, THREADS, THREADS, THREADS, 16, Duration.ofSeconds(10));

    /** How often a chore that is switched off asks whether it still is. */
    private static final Duration SWITCHED_OFF = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Environment environment;
    private final Workers workers;
    private final Workers.Client client;
    private final List<Chore> chores = new ArrayList<>();
    private boolean closed;

    Chores(Environment environment, String brick) {
        this.environment = environment;
        workers = environment.workers(brick + "-chores", LIMITS);
        client = workers.client();
    }

    /** One of them; {@code timer} is guarded by the monitor of the chores. */
    private final class Chore {
        final Supplier<Duration> pause;
        final String name;
        final Runnable body;
        Environment.Timer timer;

        Chore(Supplier<Duration> pause, String name, Runnable body) {
            this.pause = pause;
            this.name = name;
            this.body = body;
        }

        void wind() {
            var wanted = pause.get();
            if (wanted == null) {
                return;
            }
            boolean off = wanted.isZero();
            synchronized (Chores.this) {
                if (!closed) {
                    timer =
                            environment.schedule(
                                    off ? SWITCHED_OFF : wanted,
                                    name,
                                    off ? this::wind : this::due);
                }
            }
        }

        private void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }

        private void due() {
            if (!client.submit(Workers.Priority.LOW, this::round)) {
                wind();
            }
        }

        private void round() {
            try {
                body.run();
            } finally {
                wind();
            }
        }
    }

    /** Runs {@code body} after each pause, first after one pause; zero switches it off for now, null ends it. */
    synchronized void every(Supplier<Duration> pause, String name, Runnable body) {
        var chore = new Chore(pause, name, body);
        chores.add(chore);
        chore.wind();
    }

    /** Starts nothing any more and waits a while for what runs. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            chores.forEach(Chore::cancel);
        }
        workers.drain(PATIENCE);
        workers.close();
    }
}
