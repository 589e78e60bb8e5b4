package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The callers that load a mount at the same time, each in a directory of its own and on a platform thread of its own.
 * One thread uses a crew at a time; it is closed by who made it.
 */
final class Crew implements AutoCloseable {
    /** One operation: what a caller does in its {@code n}-th turn. */
    interface Turn {
        void take(Caller caller, int n) throws IOException;
    }

    private final List<Caller> callers = new ArrayList<>();

    /** {@code count} callers in the directories {@code c0}, {@code c1}, ... of {@code base}, which are made. */
    static Crew below(Path base, int count) throws IOException {
        var crew = new Crew();
        for (int i = 0; i < count; i++) {
            var directory = Files.createDirectories(base.resolve("c" + i));
            crew.callers.add(new Caller(i, directory.toString()));
        }
        return crew;
    }

    /** {@code count} callers in the same directory. */
    static Crew in(Path directory, int count) throws IOException {
        var crew = new Crew();
        for (int i = 0; i < count; i++) {
            crew.callers.add(new Caller(i, directory.toString()));
        }
        return crew;
    }

    int size() {
        return callers.size();
    }

    /** How many turns each caller takes so that all of them together take at least {@code ops}. */
    int turnsEach(int ops) {
        return (ops + size() - 1) / size();
    }

    /** Every caller takes {@code turns} turns; the clock runs from when all may start until all are done. */
    Timing run(int turns, Turn turn) throws IOException {
        var go = new CountDownLatch(1);
        var failure = new AtomicReference<IOException>();
        var nanos = new long[size()][turns];
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < size(); i++) {
            var caller = callers.get(i);
            var times = nanos[i];
            threads.add(
                    Thread.ofPlatform().start(() -> takeTurns(caller, times, turn, go, failure)));
        }
        long start = System.nanoTime();
        go.countDown();
        for (var thread : threads) {
            join(thread);
        }
        long wall = System.nanoTime() - start;
        if (failure.get() != null) {
            throw failure.get();
        }
        long[] sorted = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Timing(
                sorted.length,
                wall,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)]);
    }

    private static void takeTurns(
            Caller caller,
            long[] times,
            Turn turn,
            CountDownLatch go,
            AtomicReference<IOException> failure) {
        try {
            go.await();
            for (int n = 0; n < times.length; n++) {
                long from = System.nanoTime();
                turn.take(caller, n);
                times[n] = System.nanoTime() - from;
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new IOException("interrupted"));
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    @Override
    public void close() {
        callers.forEach(Caller::close);
    }
}
