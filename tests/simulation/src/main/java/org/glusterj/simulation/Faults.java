package org.glusterj.simulation;

import java.time.Duration;
import java.util.List;
import org.glusterj.core.GraphException;

/** What fails, when, and when it comes back: decided by the scheduler's seed. On the scheduler's thread. */
final class Faults {
    private static final Duration OFTEN = Duration.ofMillis(30);
    private static final Duration SELDOM = Duration.ofMillis(1500);
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATE = Duration.ofSeconds(4);

    private final Cluster cluster;
    private final Scheduler scheduler;
    private final Scenario scenario;
    private final List<String> kinds;
    private BrickNode victim;
    private boolean over;

    Faults(Cluster cluster) {
        this.cluster = cluster;
        scheduler = cluster.scheduler();
        scenario = cluster.scenario();
        kinds = scenario.faults().stream().sorted().toList();
    }

    void begin() {
        next();
    }

    /** Nothing fails any more, and all that was away comes back. */
    void end() throws GraphException {
        over = true;
        cluster.network().joinAll();
        for (var brick : cluster.bricks()) {
            if (!brick.isUp()) {
                brick.start();
            }
        }
        if (!cluster.healer().isUp()) {
            cluster.healer().start();
        }
    }

    private void next() {
        long pause = scheduler.between(OFTEN, SELDOM);
        scheduler.after(Duration.ofNanos(pause), this::strike);
    }

    private void strike() {
        if (over) {
            return;
        }
        if (!scenario.calm() || cluster.isHealthy()) {
            var kind = kinds.get(scheduler.random().nextInt(kinds.size()));
            strike(kind, victim());
        }
        next();
    }

    private BrickNode victim() {
        if (victim == null || !scenario.tolerated() || cluster.isHealthy()) {
            int brick = scheduler.random().nextInt(cluster.bricks().size());
            victim = cluster.bricks().get(brick);
        }
        return victim;
    }

    private void strike(String kind, BrickNode brick) {
        switch (kind) {
            case "kill", "power" -> crash(brick, kind.equals("power"));
            case "break" ->
                    cluster.network().breakAll(anyone(), brick.index(), Duration.ofSeconds(1));
            case "part" -> part(anyone(), brick.index());
            case "client" -> crash(cluster.clients().get(anyClient()));
            case "healer" -> crashHealer();
            default -> throw new IllegalStateException(kind);
        }
    }

    private int anyClient() {
        return scheduler.random().nextInt(cluster.clients().size());
    }

    private String anyone() {
        int who = scheduler.random().nextInt(cluster.clients().size() + 1);
        return who == 0 ? cluster.healer().name() : cluster.clients().get(who - 1).name();
    }

    private void later(Restart what) {
        scheduler.after(
                Duration.ofNanos(scheduler.between(SOON, LATE)),
                () -> {
                    try {
                        if (!over) {
                            what.run();
                        }
                    } catch (GraphException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private interface Restart {
        void run() throws GraphException;
    }

    private void crash(BrickNode brick, boolean power) {
        long down = cluster.bricks().stream().filter(one -> !one.isUp()).count();
        if (down >= scenario.away() || !brick.isUp()) {
            return;
        }
        brick.crash(power);
        later(brick::start);
    }

    private void part(String who, int brick) {
        cluster.network().part(who, brick);
        later(() -> cluster.network().join(who, brick));
    }

    private void crash(ClientNode client) {
        if (client.isUp()) {
            client.crash();
            later(client::restart);
        }
    }

    private void crashHealer() {
        if (cluster.healer().isUp()) {
            cluster.healer().crash();
            later(cluster.healer()::start);
        }
    }
}
