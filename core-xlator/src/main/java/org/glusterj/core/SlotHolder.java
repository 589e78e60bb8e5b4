package org.glusterj.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What inodes and fds have in common: one value per {@link Slot}. The values of one graph form a bank, an array of the
 * registry they belong to, the next bank and the values; while a mount goes from one graph to another there are two,
 * the newer one first. Banks are allocated with the first value; elements are read and written with volatile semantics,
 * everything else is guarded by the holder's monitor.
 */
public abstract sealed class SlotHolder permits Inode, Fd {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int OWNER = 0;
    private static final int NEXT = 1;
    private static final int FIRST = 2;
    private static final Object[] NONE = {null, null};

    private volatile Object[] banks = NONE;

    final Object slotValue(Slots owner, int index) {
        var bank = bankOf(owner);
        int at = FIRST + index;
        return at < bank.length ? ELEMENT.getVolatile(bank, at) : null;
    }

    private Object[] bankOf(Slots owner) {
        var bank = banks;
        while (bank[OWNER] != owner) {
            bank = (Object[]) ELEMENT.getVolatile(bank, NEXT);
            if (bank == null) {
                return NONE;
            }
        }
        return bank;
    }

    /** Replaces {@code expected} by {@code value}; false when the slot holds something else. */
    final synchronized boolean replaceSlot(Slots owner, int index, Object expected, Object value) {
        if (slotValue(owner, index) != expected) {
            return false;
        }
        int at = FIRST + index;
        var bank = bankOf(owner);
        if (at >= bank.length) {
            bank = grown(bank, owner, at + 1);
        }
        ELEMENT.setVolatile(bank, at, value);
        return true;
    }

    private Object[] grown(Object[] bank, Slots owner, int length) {
        var larger = Arrays.copyOf(bank, length);
        if (bank == NONE) {
            larger[OWNER] = owner;
            larger[NEXT] = banks == NONE ? null : banks;
            banks = larger;
        } else {
            relink(bank, larger);
        }
        return larger;
    }

    /** Puts {@code by} in the place of {@code bank}. */
    private void relink(Object[] bank, Object[] by) {
        if (banks == bank) {
            banks = by == null ? NONE : by;
            return;
        }
        var before = banks;
        while (before[NEXT] != bank) {
            before = (Object[]) before[NEXT];
        }
        ELEMENT.setVolatile(before, NEXT, by);
    }

    final synchronized Object swapSlot(Slots owner, int index, Object value) {
        var before = slotValue(owner, index);
        replaceSlot(owner, index, before, value);
        return before;
    }

    final int slotCount(Slots owner) {
        return bankOf(owner).length - FIRST;
    }

    final synchronized void removeBank(Slots owner) {
        var bank = bankOf(owner);
        if (bank != NONE) {
            relink(bank, (Object[]) bank[NEXT]);
        }
    }

    /** Empties the slots of every graph. */
    final void dropSlots() {
        for (var bank = banks; bank != NONE; bank = banks) {
            ((Slots) bank[OWNER]).drop(this);
        }
    }
}
