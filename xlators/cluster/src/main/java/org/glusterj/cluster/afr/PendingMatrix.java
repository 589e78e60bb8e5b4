package org.glusterj.cluster.afr;

import java.util.List;
import org.glusterj.core.Xdata;

/**
 * Who accuses whom of having missed changes of one kind: {@code count(i, j)} is what child i says child j has missed
 * (spec afr 4 and 6). Immutable, made of the answers to a lookup or an xattrop; the rules are pure functions of it.
 */
public final class PendingMatrix {
    private final int size;
    private final int[] counts;
    private final int[] dirty;
    private final Copies answered;

    private PendingMatrix(int size, int[] counts, int[] dirty, Copies answered) {
        this.size = size;
        this.counts = counts;
        this.dirty = dirty;
        this.answered = answered;
    }

    /**
     * @param replies what each child answered, by index; null = did not answer
     */
    public static PendingMatrix of(ChangeType type, PendingKeys keys, List<Xdata> replies) {
        int size = keys.size();
        var counts = new int[size * size];
        var dirty = new int[size];
        var answered = Copies.NONE;
        for (int i = 0; i < size; i++) {
            var reply = replies.get(i);
            if (reply == null) {
                continue;
            }
            answered = answered.with(i);
            dirty[i] = keys.dirty(reply).of(type);
            for (int j = 0; j < size; j++) {
                counts[i * size + j] = keys.of(j, reply).of(type);
            }
        }
        return new PendingMatrix(size, counts, dirty, answered);
    }

    public int size() {
        return size;
    }

    /** The children that answered. */
    public Copies answered() {
        return answered;
    }

    /** How many changes {@code accuser} says {@code accused} has missed. */
    public int count(int accuser, int accused) {
        return counts[accuser * size + accused];
    }

    /** How many changes are or were under way on {@code child}. */
    public int dirty(int child) {
        return dirty[child];
    }

    public boolean anyDirty() {
        for (int one : dirty) {
            if (one != 0) {
                return true;
            }
        }
        return false;
    }

    public boolean anyPending() {
        for (int one : counts) {
            if (one != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whom anybody accuses, be it himself: these are neither read from nor sources of a change (spec afr 4 and 5). */
    public Copies accused() {
        var accused = Copies.NONE;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                if (count(i, j) != 0) {
                    accused = accused.with(j);
                }
            }
        }
        return accused;
    }

    /** Who accuses himself; his accusations of others count for nothing. */
    public Copies selfAccused() {
        var accused = Copies.NONE;
        for (int i = 0; i < size; i++) {
            if (count(i, i) != 0) {
                accused = accused.with(i);
            }
        }
        return accused;
    }

    /** How many that do not accuse themselves accuse {@code child}. */
    public int accusers(int child) {
        int accusers = 0;
        for (int i = 0; i < size; i++) {
            if (count(i, child) != 0 && count(i, i) == 0) {
                accusers++;
            }
        }
        return accusers;
    }

    /**
     * Where a heal copies from and to.
     *
     * @param sources may be copied from; none = {@link #splitBrain}
     * @param sinks have missed something that a source has; all that are locked in a split-brain
     * @param witness by child: how much it saw of changes that are not known to have ended; breaks ties among sources
     * @param splitBrain each accuses the other, nobody is right
     */
    public record Direction(Copies sources, Copies sinks, List<Long> witness, boolean splitBrain) {}

    /**
     * The direction of a heal of this kind of change. All children must have answered: one that did not may know
     * better.
     *
     * @param type as of the matrix; for entries nobody is excused by a minority's accusation
     * @param locked those under the heal's lock; the others are no sources
     * @param quorum accusations by fewer than so many do not count when nobody would be left; 0 = they always count
     */
    public Direction direction(ChangeType type, Copies locked, int quorum) {
        var fools = selfAccused();
        var sources = locked;
        for (int j = 0; j < size; j++) {
            if (accusers(j) > 0) {
                sources = sources.without(j);
            }
        }
        var sinks = Copies.NONE;
        for (int i = 0; i < size; i++) {
            if (sources.has(i) && !fools.has(i)) {
                sinks = sinks.plus(accusedBy(i));
            }
        }
        if (sources.isEmpty() && type != ChangeType.ENTRY) {
            for (int j = 0; j < size; j++) {
                if (locked.has(j) && accusers(j) < quorum) {
                    sources = sources.with(j);
                }
            }
        }
        boolean splitBrain = sources.isEmpty();
        if (splitBrain) {
            sinks = sinks.plus(locked);
        }
        return new Direction(sources, sinks, witnesses(fools), splitBrain);
    }

    private Copies accusedBy(int accuser) {
        var accused = Copies.NONE;
        for (int j = 0; j < size; j++) {
            if (count(accuser, j) != 0) {
                accused = accused.with(j);
            }
        }
        return accused;
    }

    /** Besides dirty counts, those of changelogs of old releases, where a brick accused itself before a change. */
    private List<Long> witnesses(Copies fools) {
        var seen = new Long[size];
        boolean othersAccused = false;
        for (int i = 0; i < size; i++) {
            othersAccused |= !accusedBy(i).without(i).isEmpty();
        }
        for (int i = 0; i < size; i++) {
            long count = dirty[i];
            if (fools.has(i)) {
                boolean accuses = !accusedBy(i).without(i).isEmpty();
                for (int j = 0; j < size; j++) {
                    boolean own = i == j;
                    if (!own || accuses || !othersAccused) {
                        count += count(i, j);
                    }
                }
            }
            seen[i] = count;
        }
        return List.of(seen);
    }
}
