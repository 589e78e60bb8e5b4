package org.glusterj.cluster.afr;

/** The kinds of change that are counted apart; the order is that of the counters on disk (spec afr 1). */
public enum ChangeType {
    DATA,
    METADATA,
    ENTRY
}
