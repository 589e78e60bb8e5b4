package org.glusterj.core;

/** What a brick tells a client unasked (spec wire-protocol 12). */
public sealed interface UpcallBody {
    Gfid gfid();

    Xdata xdata();

    /** @param flags event bits @param expireSeconds the feature's time-out */
    record CacheInvalidation(
            Gfid gfid,
            int flags,
            int expireSeconds,
            Iatt iatt,
            Iatt parent,
            Iatt oldParent,
            Xdata xdata)
            implements UpcallBody {}

    record RecallLease(Gfid gfid, int leaseType, Gfid tid, Xdata xdata) implements UpcallBody {}

    record InodelkContention(Gfid gfid, Flock flock, int pid, String domain, Xdata xdata)
            implements UpcallBody {}

    record EntrylkContention(Gfid gfid, int type, int pid, String name, String domain, Xdata xdata)
            implements UpcallBody {}
}
