package org.glusterj.cli.rebalance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.glusterj.core.Volfile;

/**
 * The part of a client's graph that a rebalance needs: distribute and what is below. What is above caches, or makes
 * several files of one. Pure.
 */
final class DistributeOnly {
    private static final String DISTRIBUTE = "cluster/distribute";

    private DistributeOnly() {}

    /** The volfile as it is when nothing in it distributes: then it is refused later, with a reason. */
    static Volfile of(Volfile volfile) {
        Volfile.Node top = null;
        for (var node : volfile.nodes()) {
            top = node.type().equals(DISTRIBUTE) ? node : top;
        }
        if (top == null) {
            return volfile;
        }
        var needed = new HashSet<String>();
        need(volfile, top.name(), needed);
        var kept = new ArrayList<Volfile.Node>();
        for (var node : volfile.nodes()) {
            if (needed.contains(node.name())) {
                kept.add(node);
            }
        }
        return new Volfile(kept);
    }

    private static void need(Volfile volfile, String name, Set<String> needed) {
        for (var node : volfile.nodes()) {
            if (node.name().equals(name) && needed.add(name)) {
                node.subvolumes().forEach(below -> need(volfile, below, needed));
            }
        }
    }
}
