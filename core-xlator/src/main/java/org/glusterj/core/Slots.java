package org.glusterj.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Hands out the slots of one graph and tells their owners when a holder goes. Filled while the graph is built,
 * read-only afterwards; registering is guarded by the monitor.
 */
final class Slots {
    private record Owner(BiConsumer<SlotHolder, Object> onDrop) {}

    private final List<Owner> owners = new ArrayList<>();

    synchronized <T> Slot<T> register(Class<T> type, BiConsumer<SlotHolder, Object> onDrop) {
        owners.add(new Owner(onDrop));
        return new Slot<>(this, owners.size() - 1, type);
    }

    /** Empties every slot of this graph in {@code holder}: owners are told, closeable values closed. */
    void drop(SlotHolder holder) {
        for (int i = 0; i < holder.slotCount(this); i++) {
            var value = holder.swapSlot(this, i, null);
            if (value != null) {
                Owner owner;
                synchronized (this) {
                    owner = owners.get(i);
                }
                owner.onDrop().accept(holder, value);
            }
        }
        holder.removeBank(this);
    }
}
