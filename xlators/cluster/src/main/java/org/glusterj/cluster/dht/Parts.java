package org.glusterj.cluster.dht;

import org.glusterj.core.Environment;

/** The parts of a distribute translator that a rebalance uses too. */
record Parts(
        Environment environment,
        Whereabouts where,
        Lookups lookups,
        DirectoryHeal heal,
        Locks locks,
        LinkFile links,
        FreeSpace space) {
    Children children() {
        return where.children();
    }
}
