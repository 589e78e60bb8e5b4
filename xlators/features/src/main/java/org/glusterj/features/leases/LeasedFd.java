package org.glusterj.features.leases;

import org.glusterj.core.Gfid;

/** Under which lease id a file was opened ({@link Gfid#NULL} = none), and whether for writing. */
record LeasedFd(InodeLeases leases, Gfid leaseId, boolean writes) implements AutoCloseable {
    @Override
    public void close() {
        leases.closed(this);
    }
}
