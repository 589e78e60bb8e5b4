package org.glusterj.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All connections between processes and bricks, and what keeps them from being made. Messages of one connection keep
 * their order in each direction, as TCP's do; those of several overtake each other.
 */
final class Network {
    private static final Duration FASTEST = Duration.ofNanos(50_000);
    private static final Duration SLOWEST = Duration.ofMillis(3);

    /** One message in so many is as slow as this. */
    private static final int STRAGGLERS = 40;

    private static final Duration STRAGGLING = Duration.ofMillis(400);

    private record Pair(String process, int brick) {}

    private final Scheduler scheduler;
    private final BrickNode[] bricks;
    private final List<Connection> open = new ArrayList<>();
    private final Set<Pair> parted = new HashSet<>();
    private long connections;

    Network(Scheduler scheduler, int bricks) {
        this.scheduler = scheduler;
        this.bricks = new BrickNode[bricks];
    }

    Scheduler scheduler() {
        return scheduler;
    }

    void add(BrickNode brick) {
        bricks[brick.index()] = brick;
    }

    BrickNode brick(int index) {
        return bricks[index];
    }

    /** Null when the brick cannot be reached now. */
    Connection connect(Link link, SimProcess client, int brick) {
        if (!bricks[brick].isUp() || parted.contains(new Pair(client.name(), brick))) {
            return null;
        }
        var made = new Connection(this, link, client, bricks[brick], ++connections);
        open.add(made);
        return made;
    }

    void closed(Connection connection) {
        open.remove(connection);
    }

    long delay() {
        var random = scheduler.random();
        boolean straggles = random.nextInt(STRAGGLERS) == 0;
        return scheduler.between(FASTEST, straggles ? STRAGGLING : SLOWEST);
    }

    /** No message between the two arrives any more, until {@link #join}. */
    void part(String process, int brick) {
        scheduler.note("part " + process + " from " + brick);
        parted.add(new Pair(process, brick));
        breakAll(process, brick, Duration.ofSeconds(3));
    }

    void join(String process, int brick) {
        if (parted.remove(new Pair(process, brick))) {
            scheduler.note("join " + process + " and " + brick);
        }
    }

    void joinAll() {
        parted.clear();
    }

    /** Connections end; new ones can be made. */
    void breakAll(String process, int brick, Duration noticed) {
        for (var connection : List.copyOf(open)) {
            if (connection.isBetween(process, brick)) {
                connection.cut(noticed);
            }
        }
    }

    void died(SimProcess process) {
        for (var connection : List.copyOf(open)) {
            if (connection.isOf(process)) {
                connection.cut(Duration.ofMillis(500));
            }
        }
    }
}
