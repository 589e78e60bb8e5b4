package org.glusterj.features.index;

/**
 * What is known of an inode's entries in the lists, kept in its slot. Guarded by its monitor, which is held across a
 * whole XATTROP, so that entries follow the counters in their order.
 */
final class Entered {
    /** Bits of the lists that have an entry for sure. */
    private int in;

    /** Bits of those that have none for sure. */
    private int out;

    boolean isIn(IndexList list) {
        assert Thread.holdsLock(this);
        return (in & list.bit()) != 0;
    }

    boolean isOut(IndexList list) {
        assert Thread.holdsLock(this);
        return (out & list.bit()) != 0;
    }

    void entered(IndexList list) {
        assert Thread.holdsLock(this);
        in |= list.bit();
        out &= ~list.bit();
    }

    void left(IndexList list) {
        assert Thread.holdsLock(this);
        out |= list.bit();
        in &= ~list.bit();
    }
}
