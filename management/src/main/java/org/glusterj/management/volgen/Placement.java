package org.glusterj.management.volgen;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.glusterj.management.options.Options;
import org.glusterj.management.options.VolumeOption;

/** Sets the options of a volume on the nodes they belong to, in the order of the table. */
final class Placement {
    private final Role role;
    private final Scope scope;
    private final Map<String, List<Draft>> byType;

    Placement(Role role, Scope scope, List<Draft> nodes) {
        this.role = role;
        this.scope = scope;
        this.byType = nodes.stream().collect(Collectors.groupingBy(node -> node.type));
    }

    /** First the options for graphs of this role, then those for a type of translator anywhere. */
    void run() {
        for (var row : Options.rows()) {
            int colon = row.where().indexOf(':');
            if (colon > 0 && role.takes(row.where().substring(0, colon))) {
                set(row, row.where().substring(colon + 1), true);
            }
        }
        for (var row : Options.rows()) {
            int colon = row.where().indexOf(':');
            if (colon < 0 && !row.where().equals("-")) {
                set(row, row.where(), false);
            } else if (role == Role.HEAL && row.where().startsWith("heal:")) {
                set(row, row.where().substring(colon + 1), false);
            }
        }
    }

    private void set(VolumeOption row, String option, boolean bareToo) {
        var nodes = byType.getOrDefault(row.translator(), List.of());
        var value = scope.set(row.key()).or(() -> row.written() ? row.initial() : Optional.empty());
        if (value.isEmpty()) {
            return;
        }
        for (var node : nodes) {
            if (bareToo || !node.bare) {
                node.options.put(scope.fill(option).orElseThrow(), value.get());
            }
        }
    }
}
