package org.glusterj.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.FopException;
import org.glusterj.core.GraphException;

/** One seed of one scenario, from an empty volume to the verdict. Used by one thread. */
public final class Run {
    private static final Duration SETUP = Duration.ofMinutes(1);
    private static final Duration WORK = Duration.ofMinutes(20);
    private static final Duration POST_OP = Duration.ofSeconds(15);
    private static final Duration HEAL = Duration.ofMinutes(10);
    private static final int CRAWLS = 8;
    private static final Duration BUSY = Duration.ofMillis(60);

    /**
     * What came out.
     *
     * @param complaints what was wrong; empty = nothing
     * @param digest of all that happened, in its order
     * @param log all that happened, where that was kept
     */
    public record Result(
            long seed, List<String> complaints, long digest, long events, List<String> log) {}

    private final Scheduler scheduler;
    private final Cluster cluster;
    private final Workload workload;
    private final Faults faults;
    private final long seed;
    private final int[] left;
    private boolean prepared;
    private String broken;

    private Run(Scenario scenario, long seed, Planted.Bug bug, boolean keepsLog)
            throws GraphException {
        this.seed = seed;
        scheduler = new Scheduler(seed, keepsLog);
        cluster = new Cluster(scheduler, scenario, bug);
        workload =
                switch (scenario.workload()) {
                    case "writes" -> new Writes(cluster);
                    default -> throw new IllegalArgumentException(scenario.workload());
                };
        faults = new Faults(cluster);
        left = new int[scenario.clients()];
        java.util.Arrays.fill(left, scenario.operations());
    }

    /** Runs it; with the log when {@code keepsLog}. */
    public static Result of(Scenario scenario, long seed, boolean keepsLog) {
        return of(scenario, seed, Planted.Bug.NONE, keepsLog);
    }

    static Result of(Scenario scenario, long seed, Planted.Bug bug, boolean keepsLog) {
        try {
            return new Run(scenario, seed, bug, keepsLog).run();
        } catch (GraphException e) {
            throw new IllegalStateException(e);
        }
    }

    private Result run() throws GraphException {
        var complaints = new ArrayList<String>();
        try {
            prepare();
            work();
            settle(complaints);
        } catch (Stuck why) {
            complaints.add(why.getMessage());
        }
        for (var life : cluster.lives()) {
            if (life.failure() != null) {
                complaints.add(life.name() + " threw " + trace(life.failure()));
            }
        }
        var log = scheduler.log();
        return new Result(seed, complaints, log.digest(), log.count(), log.lines());
    }

    private static String trace(Throwable bug) {
        var text = new java.io.StringWriter();
        bug.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    /** What must come to an end does not. */
    private static final class Stuck extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stuck(String what) {
            super(what);
        }
    }

    private void prepare() throws GraphException {
        cluster.healer().start();
        var first = cluster.clients().getFirst();
        for (var client : cluster.clients()) {
            client.start(client == first ? this::prepareAndWork : this::work);
        }
        if (!scheduler.runUntil(() -> prepared, SETUP)) {
            throw new Stuck("the volume was not prepared: " + broken);
        }
        scheduler.note("prepared");
    }

    private void prepareAndWork(ClientNode client) {
        while (!cluster.isHealthy()) {
            client.process().sleep(BUSY);
        }
        try {
            workload.prepare(client);
            prepared = true;
        } catch (FopException why) {
            broken = why.toString();
        }
        work(client);
    }

    private void work(ClientNode client) {
        while (!prepared) {
            client.process().sleep(BUSY);
        }
        var random = client.process().random();
        while (left[client.index()] > 0) {
            left[client.index()]--;
            workload.operate(client);
            client.process().sleep(Duration.ofNanos(random.nextLong(BUSY.toNanos())));
        }
        client.finished();
    }

    private void work() throws GraphException {
        for (var client : cluster.clients()) {
            client.next(this::work);
        }
        faults.begin();
        boolean done = scheduler.runUntil(this::isWorkDone, WORK);
        scheduler.note("end of faults");
        faults.end();
        for (var client : cluster.clients()) {
            if (!client.isUp()) {
                client.restart();
            }
        }
        if (!done && !scheduler.runUntil(this::isWorkDone, WORK)) {
            throw new Stuck("a client waits for ever");
        }
        if (!scheduler.runUntil(
                () -> cluster.clients().stream().allMatch(ClientNode::seesAll), WORK)) {
            throw new Stuck("not all bricks can be reached");
        }
    }

    private boolean isWorkDone() {
        return cluster.clients().stream().allMatch(ClientNode::isFinished);
    }

    private void settle(List<String> complaints) {
        scheduler.runUntil(() -> false, POST_OP);
        for (int i = 0; i < CRAWLS && !cluster.pending().isEmpty(); i++) {
            cluster.healer().crawl();
            if (!scheduler.runUntil(() -> !cluster.healer().isCrawling(), HEAL)) {
                throw new Stuck("a crawl does not end");
            }
        }
        scheduler.runUntil(() -> false, POST_OP);
        compare(complaints);
        complaints.addAll(workload.check(cluster.bricks().getFirst()));
    }

    private void compare(List<String> complaints) {
        var first = cluster.bricks().getFirst();
        for (var brick : cluster.bricks()) {
            var tree = shown(brick);
            if (!tree.equals(shown(first))) {
                complaints.add("brick " + brick.index() + " differs: " + tree + shown(first));
            }
            if (brick.locks() != 0) {
                complaints.add("brick " + brick.index() + " has locks of nobody: " + brick.locks());
            }
            for (var gfid : SimIndex.listed(brick.disk(), "trusted.afr.")) {
                complaints.add(
                        "brick " + brick.index() + " counts at " + gfid + counters(brick, gfid));
            }
        }
    }

    private static String counters(BrickNode brick, org.glusterj.core.Gfid gfid) {
        var text = new StringBuilder();
        brick.disk()
                .xattrs(gfid)
                .forEach(
                        (key, value) ->
                                text.append(' ')
                                        .append(key)
                                        .append('=')
                                        .append(java.util.HexFormat.of().formatHex(value)));
        return text.toString();
    }

    /** Without the hidden directory, which each copy has only when it is needed. */
    private static java.util.Map<String, String> shown(BrickNode brick) {
        var tree = new java.util.TreeMap<>(brick.disk().tree());
        tree.keySet().removeIf(path -> path.startsWith("/.glusterfs-anonymous-inode"));
        return tree;
    }
}
