package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.glusterj.core.ClientId;
import org.glusterj.core.Flock;
import org.glusterj.core.LkOwner;

/** The interval set against a map of bytes that cannot be wrong. */
class PosixLockListProperties {
    /** Bytes that are looked at one by one; the last one stands for all further ones. */
    private static final int BYTES = 24;

    private static final int NONE = -1;
    private static final PosixLock.Traits PLAIN =
            new PosixLock.Traits(1, false, PosixLock.Kind.UNKNOWN);
    private static final List<Owner> OWNERS = owners();

    private static List<Owner> owners() {
        var one = new ClientLocks(new ClientId("one", 1), new ClientLocks.Total());
        var two = new ClientLocks(new ClientId("two", 2), new ClientLocks.Total());
        return List.of(
                new Owner(one, LkOwner.of(1L)),
                new Owner(one, LkOwner.of(2L)),
                new Owner(two, LkOwner.of(1L)));
    }

    record Step(int owner, int type, int start, int length) {
        PosixLock lock() {
            long end = length == 0 ? Long.MAX_VALUE : start + length - 1;
            return new PosixLock(OWNERS.get(owner), type, start, end, 1, PLAIN, 1, 0, 0);
        }

        boolean covers(int at) {
            return at >= start && (length == 0 || at < start + length);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, OWNERS.size() - 1),
                        Arbitraries.of(Flock.READ, Flock.WRITE, Flock.UNLOCK),
                        Arbitraries.integers().between(0, BYTES - 2),
                        Arbitraries.integers().between(0, 10))
                .as(Step::new)
                .filter(step -> step.start() + step.length() < BYTES)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void holdsWhatAMapOfBytesHolds(@ForAll("steps") List<Step> steps) {
        var list = new PosixLockList();
        var map = new int[OWNERS.size()][BYTES];
        for (var row : map) {
            java.util.Arrays.fill(row, NONE);
        }
        for (var step : steps) {
            boolean conflicts = step.type() != Flock.UNLOCK && conflictsInMap(map, step);
            if (step.type() != Flock.UNLOCK) {
                assertThat(list.conflict(step.lock()) != null).as("%s", step).isEqualTo(conflicts);
            }
            if (!conflicts) {
                list.set(step.lock());
                setInMap(map, step);
            }
            assertSame(list, map);
        }
    }

    private static boolean conflictsInMap(int[][] map, Step step) {
        for (int owner = 0; owner < map.length; owner++) {
            for (int at = 0; at < BYTES; at++) {
                int held = map[owner][at];
                if (owner != step.owner()
                        && step.covers(at)
                        && held != NONE
                        && (held == Flock.WRITE || step.type() == Flock.WRITE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void setInMap(int[][] map, Step step) {
        for (int at = 0; at < BYTES; at++) {
            if (step.covers(at)) {
                map[step.owner()][at] = step.type() == Flock.UNLOCK ? NONE : step.type();
            }
        }
    }

    private static void assertSame(PosixLockList list, int[][] map) {
        int segments = 0;
        for (int owner = 0; owner < map.length; owner++) {
            for (int at = 0; at < BYTES; at++) {
                assertThat(heldAt(list, OWNERS.get(owner), at)).isEqualTo(map[owner][at]);
                boolean starts = at == 0 || map[owner][at - 1] != map[owner][at];
                segments += starts && map[owner][at] != NONE ? 1 : 0;
            }
        }
        assertThat(list.size()).as("joined neighbours").isEqualTo(segments);
    }

    /** The type held at a byte; fails when two locks of an owner overlap. */
    private static int heldAt(PosixLockList list, Owner owner, int at) {
        int type = NONE;
        for (var lock : list.all()) {
            if (lock.owner().equals(owner) && lock.overlaps(at, at)) {
                assertThat(type).as("overlap at %d", at).isEqualTo(NONE);
                type = lock.type();
            }
        }
        return type;
    }

    @Property
    void theConflictReportedIsTheLowest(@ForAll("steps") List<Step> steps) {
        var list = new PosixLockList();
        for (var step : steps) {
            if (step.type() == Flock.UNLOCK || list.conflict(step.lock()) == null) {
                list.set(step.lock());
            }
        }
        var wanted =
                new PosixLock(OWNERS.get(0), Flock.WRITE, 0, Long.MAX_VALUE, 1, PLAIN, 1, 0, 0);
        var lowest =
                list.all().stream()
                        .filter(lock -> !lock.owner().equals(OWNERS.get(0)))
                        .mapToLong(PosixLock::start)
                        .min();
        var conflict = list.conflict(wanted);
        assertThat(conflict == null).isEqualTo(lowest.isEmpty());
        lowest.ifPresent(start -> assertThat(conflict.start()).isEqualTo(start));
    }
}
