package org.glusterj.management.store;

class MemoryStoreTest extends ClusterStoreContract {
    @Override
    ClusterStore open() {
        return new MemoryStore();
    }
}
