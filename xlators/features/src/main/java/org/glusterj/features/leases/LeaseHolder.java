package org.glusterj.features.leases;

import org.glusterj.core.ClientId;

/** The leases taken under one lease id on one inode, counted by type. Guarded by the owner's monitor. */
final class LeaseHolder {
    static final int READ = 1;
    static final int WRITE = 2;

    private final ClientId client;
    private final int[] counts = new int[3];

    LeaseHolder(ClientId client) {
        this.client = client;
    }

    ClientId client() {
        return client;
    }

    void add(int type) {
        counts[type]++;
    }

    void remove(int type) {
        counts[type]--;
    }

    /** Leases in all. */
    int count() {
        return counts[READ] + counts[WRITE];
    }

    /** The union of the types. */
    int types() {
        return (counts[READ] > 0 ? READ : 0) | (counts[WRITE] > 0 ? WRITE : 0);
    }
}
