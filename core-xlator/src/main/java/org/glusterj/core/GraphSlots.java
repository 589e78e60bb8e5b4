package org.glusterj.core;

/** The slot registries of one graph: one for inodes, one for fds. */
final class GraphSlots {
    private final Slots inodes = new Slots();
    private final Slots fds = new Slots();

    Slots inodes() {
        return inodes;
    }

    Slots fds() {
        return fds;
    }
}
