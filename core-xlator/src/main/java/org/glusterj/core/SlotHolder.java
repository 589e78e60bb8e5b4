package org.glusterj.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What inodes and fds have in common: one value per {@link Slot}. The array is allocated with the first value; elements
 * are read and written with volatile semantics, growth is guarded by the holder's monitor.
 */
public abstract sealed class SlotHolder permits Inode, Fd {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final Object[] NONE = {};

    private volatile Object[] values = NONE;

    final Object slotValue(int index) {
        var array = values;
        return index < array.length ? ELEMENT.getVolatile(array, index) : null;
    }

    /** Replaces {@code expected} by {@code value}; false when the slot holds something else. */
    final synchronized boolean replaceSlot(int index, Object expected, Object value) {
        if (slotValue(index) != expected) {
            return false;
        }
        if (index >= values.length) {
            values = Arrays.copyOf(values, index + 1);
        }
        ELEMENT.setVolatile(values, index, value);
        return true;
    }

    final synchronized Object swapSlot(int index, Object value) {
        var before = slotValue(index);
        replaceSlot(index, before, value);
        return before;
    }

    final int slotCount() {
        return values.length;
    }
}
