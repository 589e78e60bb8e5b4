package org.glusterj.fuse;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Objects by number, for node ids and handles: an array in segments that only grow, read without a lock and without
 * boxing. A number is {@code incarnation << 32 | index + 1}; a freed index comes back with the next incarnation, so an
 * old number finds nothing. Adding and removing are guarded by the table's monitor.
 *
 * <p>Bound: {@value #SEGMENTS} × {@value #SEGMENT_SIZE} objects at a time; adding more throws.
 *
 * @param <T> the objects' type
 */
final class IdTable<T> {
    private static final int SEGMENT_BITS = 10;
    private static final int SEGMENT_SIZE = 1 << SEGMENT_BITS;
    private static final int SEGMENTS = 1 << 15;

    private record Cell<T>(long id, T value) {}

    private final AtomicReferenceArray<AtomicReferenceArray<Cell<T>>> segments =
            new AtomicReferenceArray<>(SEGMENTS);
    private final int firstIndex;
    private int next;
    private int[] free = new int[64];
    private int[] incarnations = new int[64];
    private int freeCount;
    private volatile int size;

    /** @param reserved numbers 1 to {@code reserved} are never given out */
    IdTable(int reserved) {
        firstIndex = reserved;
        next = reserved;
    }

    /** The number for a new object; {@code maker} gets it. */
    synchronized long add(LongFunction<T> maker) {
        int index;
        int incarnation;
        if (freeCount > 0) {
            freeCount--;
            index = free[freeCount];
            incarnation = incarnations[freeCount];
        } else if (next < SEGMENTS * SEGMENT_SIZE) {
            index = next++;
            incarnation = 0;
        } else {
            throw new IllegalStateException("more than " + next + " objects");
        }
        long id = (long) incarnation << 32 | index + 1;
        segment(index).set(index & SEGMENT_SIZE - 1, new Cell<>(id, maker.apply(id)));
        size++;
        return id;
    }

    /** The object of that number, or null. */
    T get(long id) {
        var cell = cell(id);
        return cell == null ? null : cell.value();
    }

    /** Takes the object out; null when it is not there (any more). */
    synchronized T remove(long id) {
        var cell = cell(id);
        if (cell == null) {
            return null;
        }
        int index = (int) id - 1;
        segments.get(index >>> SEGMENT_BITS).set(index & SEGMENT_SIZE - 1, null);
        size--;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
            incarnations = Arrays.copyOf(incarnations, freeCount * 2);
        }
        free[freeCount] = index;
        incarnations[freeCount] = (int) (id >>> 32) + 1 & Integer.MAX_VALUE;
        freeCount++;
        return cell.value();
    }

    /** Some object that {@code wanted} accepts, or null. Looks at all of them. */
    T find(Predicate<T> wanted) {
        int end;
        synchronized (this) {
            end = next;
        }
        for (int index = firstIndex; index < end; index++) {
            var cell = segments.get(index >>> SEGMENT_BITS).get(index & SEGMENT_SIZE - 1);
            if (cell != null && wanted.test(cell.value())) {
                return cell.value();
            }
        }
        return null;
    }

    /**
     * Shows objects to {@code wantsMore} from place {@code from} on, each once, until it says no.
     *
     * @return the place to go on from next time
     */
    int around(int from, Predicate<T> wantsMore) {
        int end;
        synchronized (this) {
            end = next;
        }
        int places = end - firstIndex;
        for (int passed = 0; passed < places; passed++) {
            int index = firstIndex + (from - firstIndex + passed) % places;
            var cell = segments.get(index >>> SEGMENT_BITS).get(index & SEGMENT_SIZE - 1);
            if (cell != null && !wantsMore.test(cell.value())) {
                return index + 1;
            }
        }
        return from;
    }

    /** Where {@link #around} may begin. */
    int first() {
        return firstIndex;
    }

    /** Shows every object to {@code taker}; those that come or go meanwhile perhaps. */
    void forEach(Consumer<T> taker) {
        find(
                value -> {
                    taker.accept(value);
                    return false;
                });
    }

    int size() {
        return size;
    }

    /** Takes everything out. */
    void drain(Consumer<T> taker) {
        int end;
        synchronized (this) {
            end = next;
        }
        for (int index = firstIndex; index < end; index++) {
            var cell = segments.get(index >>> SEGMENT_BITS).get(index & SEGMENT_SIZE - 1);
            if (cell != null && remove(cell.id()) != null) {
                taker.accept(cell.value());
            }
        }
    }

    private Cell<T> cell(long id) {
        int index = (int) id - 1;
        if (index < 0 || index >= SEGMENTS * SEGMENT_SIZE) {
            return null;
        }
        var segment = segments.get(index >>> SEGMENT_BITS);
        var cell = segment == null ? null : segment.get(index & SEGMENT_SIZE - 1);
        return cell != null && cell.id() == id ? cell : null;
    }

    private AtomicReferenceArray<Cell<T>> segment(int index) {
        int at = index >>> SEGMENT_BITS;
        var segment = segments.get(at);
        if (segment == null) {
            segment = new AtomicReferenceArray<>(SEGMENT_SIZE);
            segments.set(at, segment);
        }
        return segment;
    }
}
