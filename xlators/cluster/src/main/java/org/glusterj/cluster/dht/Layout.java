package org.glusterj.cluster.dht;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which hash values of a directory's names belong to which subvolume: one {@link Part} per subvolume, by its index.
 * Immutable and pure.
 *
 * @param type 0, or 1 for a layout that a user has set
 */
record Layout(List<Part> parts, int type) {
    /** Bytes of the xattr: commit hash, type, start, stop; big-endian words (spec dht 2, captured from 10.3). */
    static final int BYTES = 16;

    /** A commit hash that vouches for nothing. */
    static final int COMMIT_INVALID = 1;

    static final int TYPE_USER = 1;

    /** What is known of the directory on a subvolume. */
    enum State {
        /** It is there; its range may be stored or not. */
        PRESENT,
        /** It is not there. */
        MISSING,
        /** The subvolume cannot be asked. */
        DOWN,
        /** It is there but gets no range, as the subvolume is full. */
        FULL,
        /** It is there but gets no range, as the subvolume is to be removed. */
        LEAVING,
        /** Asking failed otherwise. */
        FAILED
    }

    /**
     * One subvolume's share. A range of start = stop = 0 is none.
     *
     * @param start first hash value, unsigned
     * @param stop last hash value, unsigned and inclusive
     * @param stored whether the range is the one on disk
     */
    record Part(State state, int commitHash, int start, int stop, boolean stored) {
        static final Part UNSET = new Part(State.PRESENT, 0, 0, 0, false);

        static Part without(State state) {
            return new Part(state, 0, 0, 0, false);
        }

        boolean hasRange() {
            return state == State.PRESENT && start != stop;
        }

        boolean covers(int hash) {
            return hasRange()
                    && Integer.compareUnsigned(start, hash) <= 0
                    && Integer.compareUnsigned(hash, stop) <= 0;
        }

        /** Hash values in common with {@code other}. */
        long overlap(Part other) {
            if (!hasRange() || !other.hasRange()) {
                return 0;
            }
            long first = Math.max(unsigned(start), unsigned(other.start));
            long last = Math.min(unsigned(stop), unsigned(other.stop));
            return Math.max(0, last - first + 1);
        }

        Part withCommitHash(int other) {
            return new Part(state, other, start, stop, stored);
        }

        boolean hasRangeOf(Part other) {
            return start == other.start && stop == other.stop && commitHash == other.commitHash;
        }
    }

    /** What is wrong with a layout; counts. */
    record Anomalies(int holes, int overlaps, int missing, int down, int failed) {
        boolean none() {
            return holes == 0 && overlaps == 0 && missing == 0;
        }

        boolean ring() {
            return holes > 0 || overlaps > 0;
        }

        /** Nobody may set right what nobody can see whole. */
        boolean healable() {
            return down == 0 && failed == 0;
        }
    }

    Layout {
        parts = List.copyOf(parts);
    }

    /** A layout in which no subvolume has a range yet. */
    static Layout unset(int subvolumes) {
        return new Layout(Collections.nCopies(subvolumes, Part.UNSET), 0);
    }

    /** The layout that the subvolumes tell of: {@code stored} has their xattrs, null where there is none. */
    static Layout of(State[] states, byte[][] stored) {
        var parts = new ArrayList<Part>(states.length);
        int type = 0;
        for (int i = 0; i < states.length; i++) {
            var bytes = states[i] == State.PRESENT ? stored[i] : null;
            if (bytes == null) {
                parts.add(Part.without(states[i]));
                continue;
            }
            var words = ByteBuffer.wrap(bytes);
            boolean known = bytes.length == BYTES && (words.getInt(4) & ~TYPE_USER) == 0;
            if (!known) {
                parts.add(Part.without(State.FAILED));
                continue;
            }
            type = Math.max(type, words.getInt(4));
            parts.add(
                    new Part(
                            State.PRESENT,
                            words.getInt(0),
                            words.getInt(8),
                            words.getInt(12),
                            true));
        }
        return new Layout(parts, type);
    }

    int size() {
        return parts.size();
    }

    Part part(int subvolume) {
        return parts.get(subvolume);
    }

    /** The xattr of one subvolume. */
    byte[] bytes(int subvolume) {
        var part = parts.get(subvolume);
        return ByteBuffer.allocate(BYTES)
                .putInt(part.commitHash())
                .putInt(type)
                .putInt(part.start())
                .putInt(part.stop())
                .array();
    }

    /** The subvolume that {@code hash} belongs to, -1 when none covers it. */
    int search(int hash) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).covers(hash)) {
                return i;
            }
        }
        return -1;
    }

    /** The commit hash that all stored ranges agree on: 0 when none is stored, invalid when they differ. */
    int commitHash() {
        int common = 0;
        for (var part : parts) {
            if (part.stored()) {
                if (common == 0) {
                    common = part.commitHash();
                } else if (common != part.commitHash()) {
                    return COMMIT_INVALID;
                }
            }
        }
        return common;
    }

    /** The subvolumes with a range, by its start. */
    List<Integer> inRingOrder() {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).hasRange()) {
                order.add(i);
            }
        }
        order.sort((a, b) -> Integer.compareUnsigned(parts.get(a).start(), parts.get(b).start()));
        return order;
    }

    /** Spec dht 3.2. */
    Anomalies anomalies() {
        int[] count = new int[State.values().length];
        for (var part : parts) {
            count[part.state().ordinal()]++;
        }
        int holes = 0;
        int overlaps = 0;
        long next = -1;
        long first = 0;
        for (int i : inRingOrder()) {
            var part = parts.get(i);
            long start = unsigned(part.start());
            if (next < 0) {
                first = start;
            } else if (start > next) {
                holes++;
            } else if (start < next) {
                overlaps++;
            }
            next = unsigned(part.stop()) + 1;
        }
        if (next < 0 || (next & 0xffffffffL) != first) {
            holes++;
        }
        return new Anomalies(
                holes,
                overlaps,
                count[State.MISSING.ordinal()],
                count[State.DOWN.ordinal()],
                count[State.FAILED.ordinal()]);
    }

    /** A copy in which {@code subvolume} has another part. */
    Layout with(int subvolume, Part part) {
        var changed = new ArrayList<>(parts);
        changed.set(subvolume, part);
        return new Layout(changed, type);
    }

    /** A copy that has the ranges of {@code before} for subvolumes that cannot be asked now. */
    Layout remembering(Layout before) {
        var result = this;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).state() == State.DOWN && before.part(i).hasRange()) {
                result = result.with(i, before.part(i));
            }
        }
        return result;
    }

    /** A copy whose ranges count as those on disk. */
    Layout stored() {
        var changed = new ArrayList<Part>(parts.size());
        for (var part : parts) {
            changed.add(new Part(part.state(), part.commitHash(), part.start(), part.stop(), true));
        }
        return new Layout(changed, type);
    }

    /** A copy in which what is on disk already counts as such. */
    Layout storedAsIn(Layout old) {
        var result = this;
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (old.part(i).stored() && part.hasRangeOf(old.part(i))) {
                var same =
                        new Part(part.state(), part.commitHash(), part.start(), part.stop(), true);
                result = result.with(i, same);
            }
        }
        return result;
    }

    static long unsigned(int value) {
        return value & 0xffffffffL;
    }

    /** The states of all subvolumes, a fresh array. */
    State[] states() {
        var states = new State[parts.size()];
        Arrays.setAll(states, i -> parts.get(i).state());
        return states;
    }
}
