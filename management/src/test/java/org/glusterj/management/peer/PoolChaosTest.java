package org.glusterj.management.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.management.store.StoreException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes of a pool are stopped, started and cut off by a seed while writers on all of them count up one key, each
 * step under the condition of what it read. The steps that were acknowledged must form one line: no number is given
 * twice, none that was acknowledged is lost, and no revision goes back. Snapshots are so frequent that who returns
 * gets one.
 */
class PoolChaosTest {
    private static final String KEY = "counter";

    @TempDir Path directory;

    @Test
    void threeNodes() throws Exception {
        run(3, 1, 4);
    }

    @Test
    @Tag("long")
    void threeNodesLong() throws Exception {
        for (int seed = 2; seed <= 12; seed++) {
            run(3, seed, 15);
        }
    }

    @Test
    @Tag("long")
    void fiveNodesLong() throws Exception {
        for (int seed = 13; seed <= 20; seed++) {
            run(5, seed, 15);
        }
    }

    /**
     * An acknowledged change, or one whose fate is unknown.
     *
     * @param revision 0 when unknown
     */
    private record Step(int value, long revision) {}

    private void run(int count, int seed, int faults) throws Exception {
        var steps = new ConcurrentLinkedQueue<Step>();
        var stop = new CountDownLatch(1);
        try (var nodes = new Nodes(directory.resolve("seed" + seed), 30)) {
            nodes.pool(count);
            Nodes.put(nodes.get(1), KEY, "0");
            var writers = new ArrayList<Thread>();
            for (int number = 1; number <= count; number++) {
                int mine = number;
                writers.add(Thread.ofVirtual().start(() -> count(nodes, mine, stop, steps)));
            }
            var random = new Random(seed);
            for (int fault = 0; fault < faults; fault++) {
                disturb(nodes, count, random, steps);
            }
            stop.countDown();
            for (var writer : writers) {
                writer.join();
            }
            check(nodes, steps, seed);
        }
    }

    /** One node goes, by death or by a cut; work goes on without it; it comes back. */
    private static void disturb(
            Nodes nodes, int count, Random random, ConcurrentLinkedQueue<Step> steps)
            throws Exception {
        int victim = 1 + random.nextInt(count);
        if (random.nextBoolean()) {
            synchronized (nodes) {
                nodes.stop(victim);
            }
            awaitProgress(steps);
            synchronized (nodes) {
                nodes.start(victim);
            }
        } else {
            nodes.network.cut(nodes.port(victim), nodes.ports());
            awaitProgress(steps);
            nodes.network.heal();
        }
        awaitProgress(steps);
    }

    private static void awaitProgress(ConcurrentLinkedQueue<Step> steps) {
        long before = steps.stream().filter(step -> step.revision() > 0).count();
        Nodes.await(
                "progress",
                () -> steps.stream().filter(step -> step.revision() > 0).count() > before + 5);
    }

    private static void count(
            Nodes nodes, int number, CountDownLatch stop, ConcurrentLinkedQueue<Step> steps) {
        try {
            while (!stop.await(5, TimeUnit.MILLISECONDS)) {
                Pool pool;
                synchronized (nodes) {
                    pool = nodes.get(number);
                }
                if (pool != null) {
                    step(pool, steps);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void step(Pool pool, ConcurrentLinkedQueue<Step> steps) {
        int next = 0;
        try {
            var entry = pool.store().get(KEY).orElseThrow();
            next = Integer.parseInt(new String(entry.value())) + 1;
            var done = Nodes.putIf(pool, KEY, entry.revision(), "" + next);
            if (done.isPresent()) {
                steps.add(new Step(next, done.get()));
            }
        } catch (StoreException away) {
            if (next > 0 && !away.isCertain()) {
                steps.add(new Step(next, 0));
            }
        }
    }

    private static void check(Nodes nodes, Iterable<Step> steps, int seed) throws Exception {
        var acknowledged = new HashMap<Integer, Long>();
        var unknown = new ArrayList<Integer>();
        for (var step : steps) {
            if (step.revision() == 0) {
                unknown.add(step.value());
            } else {
                assertThat(acknowledged.put(step.value(), step.revision()))
                        .as("%d was given twice, seed %d", step.value(), seed)
                        .isNull();
            }
        }
        int last = Integer.parseInt(Nodes.get(nodes.get(1), KEY));
        for (int value = 1; value <= last; value++) {
            assertThat(acknowledged.containsKey(value) || unknown.contains(value))
                    .as("%d comes from somewhere, seed %d", value, seed)
                    .isTrue();
        }
        assertThat(acknowledged.keySet()).as("none is lost").allMatch(value -> value <= last);
        List<Map.Entry<Integer, Long>> inOrder = new ArrayList<>(acknowledged.entrySet());
        inOrder.sort(Map.Entry.comparingByKey());
        assertThat(inOrder.stream().map(Map.Entry::getValue)).isSorted();
        for (var pool : nodes.running().values()) {
            assertThat(Nodes.get(pool, KEY)).isEqualTo("" + last);
        }
    }
}
