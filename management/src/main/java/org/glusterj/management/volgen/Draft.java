package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Volfile;

/** A node while its graph is made. Options are in the order they were first set. Of one thread. */
final class Draft {
    final String name;
    final String type;
    final boolean bare;
    final Map<String, String> options = new LinkedHashMap<>();
    final List<String> children;

    Draft(String name, String type, boolean bare, List<String> children) {
        this.name = name;
        this.type = type;
        this.bare = bare;
        this.children = List.copyOf(children);
    }

    /** Stock writes options in the reverse of the order in which they were first set. */
    Volfile.Node finished() {
        var written = new LinkedHashMap<String, String>();
        var keys = new ArrayList<>(options.keySet()).reversed();
        keys.forEach(key -> written.put(key, options.get(key)));
        return new Volfile.Node(name, type, written, children);
    }
}
