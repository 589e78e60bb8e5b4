package org.glusterj.management.volgen;

/** Who runs a graph. */
public enum Role {
    BRICK,
    CLIENT,
    HEAL,
    REBALANCE;

    /** Whether options for graphs of {@code kind} go into such a graph. */
    boolean takes(String kind) {
        return kind.equals(this == BRICK ? "brick" : "client");
    }
}
