package org.glusterj.performance.quickread;

import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Inode;
import org.glusterj.core.Slot;
import org.glusterj.core.XlatorContext;

/**
 * Tells whether content that was read at some time may be older than a change made through this graph, or told by the
 * brick, since. Both ends of a change and the begin of a reading are numbers of one sequence. Thread-safe.
 */
final class Changes {
    private final Slot<Long> last;
    private volatile long unknown;
    private final AtomicLong sequence = new AtomicLong();

    Changes(XlatorContext context) {
        last = context.inodeSlot(Long.class);
    }

    /** The number to ask {@link #since} about later. */
    long now() {
        return sequence.get();
    }

    /** A change begins or has ended, well or not. */
    void mark(Inode inode) {
        last.set(inode, sequence.incrementAndGet());
    }

    /** Another client changed an object that the table does not know. */
    void markUnknown() {
        unknown = sequence.incrementAndGet();
    }

    /** Whether {@link #markUnknown} was called after {@code number}. */
    boolean unknownSince(long number) {
        return unknown > number;
    }

    /** Whether a change began or ended after {@code number}. */
    boolean since(Inode inode, long number) {
        var change = last.get(inode);
        return change != null && change > number;
    }
}
