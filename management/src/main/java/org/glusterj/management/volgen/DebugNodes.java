package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;

/** Translators that trace, fail or delay, above the translator that their option names: {@code debug.trace posix}. */
final class DebugNodes implements NodeSource {
    private static final List<String> NAMES = List.of("trace", "error-gen", "delay-gen");

    @Override
    public List<Volfile.Node> nodesAt(String place, Volume volume, Role role) {
        var nodes = new ArrayList<Volfile.Node>();
        for (var name : NAMES) {
            if (place.equals(volume.options().get("debug." + name))) {
                nodes.add(
                        new Volfile.Node(
                                volume.name() + "-" + name, "debug/" + name, Map.of(), List.of()));
            }
        }
        return nodes;
    }
}
