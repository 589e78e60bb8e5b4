package org.glusterj.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A graph as text describes it: nodes in definition order, each naming only nodes defined before it; the last one is
 * the
 * top (spec wire-protocol 17).
 */
public record Volfile(List<Node> nodes) {
    public Volfile {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a volfile has at least one node");
        }
    }

    /** One {@code volume ... end-volume} block; option order is kept. */
    public record Node(
            String name, String type, Map<String, String> options, List<String> subvolumes) {
        public Node {
            Objects.requireNonNull(name);
            Objects.requireNonNull(type);
            options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
            subvolumes = List.copyOf(subvolumes);
        }
    }

    public Node top() {
        return nodes.getLast();
    }

    /** Same nodes, types and edges; options may differ. Then a running graph can be reconfigured in place. */
    public boolean hasShapeOf(Volfile other) {
        if (nodes.size() != other.nodes.size()) {
            return false;
        }
        for (int i = 0; i < nodes.size(); i++) {
            var mine = nodes.get(i);
            var theirs = other.nodes.get(i);
            if (!mine.name().equals(theirs.name())
                    || !mine.type().equals(theirs.type())
                    || !mine.subvolumes().equals(theirs.subvolumes())) {
                return false;
            }
        }
        return true;
    }

    /** Parses volfile text. @throws GraphException with the line and what was expected */
    public static Volfile parse(String text) throws GraphException {
        return new VolfileParser(text).parse();
    }

    /** The text of this volfile in the layout glusterd writes. */
    public String write() {
        return VolfileWriter.write(this);
    }
}
