package org.glusterj.core;

import java.util.function.Supplier;

/**
 * A translator's typed place in every inode (or fd) of its graph, obtained once from {@link XlatorContext}. Values that
 * hold resources implement {@link AutoCloseable}: they are closed when the inode is forgotten or the fd released.
 * Thread-safe.
 *
 * @param <T> the value's type
 */
public final class Slot<T> {
    private final Slots owner;
    private final int index;
    private final Class<T> type;

    Slot(Slots owner, int index, Class<T> type) {
        this.owner = owner;
        this.index = index;
        this.type = type;
    }

    /** The value, or null when none was stored: the one place where null means "nothing here yet". */
    public T get(SlotHolder holder) {
        return type.cast(holder.slotValue(owner, index));
    }

    /** Stores {@code value} and returns what was there before (null if nothing). */
    public T set(SlotHolder holder, T value) {
        return type.cast(holder.swapSlot(owner, index, value));
    }

    /** The value, created on first use; {@code maker} may run more than once under a race, one result wins. */
    public T getOrCreate(SlotHolder holder, Supplier<T> maker) {
        var present = get(holder);
        while (present == null) {
            var made = maker.get();
            present = holder.replaceSlot(owner, index, null, made) ? made : get(holder);
        }
        return present;
    }

    /** Stores {@code value} only over {@code expected} (null = nothing). */
    public boolean replace(SlotHolder holder, T expected, T value) {
        return holder.replaceSlot(owner, index, expected, value);
    }

    public T remove(SlotHolder holder) {
        return set(holder, null);
    }
}
