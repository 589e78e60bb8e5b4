package org.glusterj.cli.heal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.glusterj.core.Volfile;

/**
 * The graphs that a self-heal daemon runs: of each replicate node of a volfile, be it a client's or one for stock's
 * daemon, itself and what is below; it heals instead of replicating. Pure.
 */
final class HealVolfiles {
    private static final String REPLICATE = "cluster/replicate";
    private static final String SELF_HEAL = "cluster/self-heal";
    private static final String LOCAL = "local-subvolumes";

    private HealVolfiles() {}

    /** @param local names of the children on this node; empty = all */
    static List<Volfile> of(Volfile volfile, Set<String> local) {
        var all = new ArrayList<Volfile>();
        for (var node : volfile.nodes()) {
            if (node.type().equals(REPLICATE)) {
                var mine = new ArrayList<>(node.subvolumes());
                mine.retainAll(local);
                if (local.isEmpty() || !mine.isEmpty()) {
                    all.add(below(volfile, node, String.join(",", mine)));
                }
            }
        }
        return all;
    }

    private static Volfile below(Volfile volfile, Volfile.Node top, String local) {
        var needed = new HashSet<String>();
        need(volfile, top.name(), needed);
        needed.remove(top.name());
        var kept = new ArrayList<Volfile.Node>();
        for (var node : volfile.nodes()) {
            if (needed.contains(node.name())) {
                kept.add(node);
            }
        }
        var options = new LinkedHashMap<>(top.options());
        if (!local.isEmpty()) {
            options.put(LOCAL, local);
        }
        kept.add(new Volfile.Node(top.name(), SELF_HEAL, options, top.subvolumes()));
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
