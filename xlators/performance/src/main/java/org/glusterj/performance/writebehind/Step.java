package org.glusterj.performance.writebehind;

/**
 * What may have to wait for writes that were there before it. Guarded by the monitor of its {@link Ledger}, as all it
 * has.
 */
abstract sealed class Step permits Turn, Write {
    /** Writes that must be done first. */
    int blockers;

    /** The last of them is done; monitor held. */
    abstract void freed(Ledger ledger);
}
