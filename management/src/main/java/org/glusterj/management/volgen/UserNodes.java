package org.glusterj.management.volgen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;

/**
 * Translators of the users' own in bricks: {@code user.xlator.NAME PLACE} puts one of type {@code user/NAME} there,
 * with the options {@code user.xlator.NAME.OPTION VALUE}.
 */
final class UserNodes implements NodeSource {
    private static final String PREFIX = "user.xlator.";

    @Override
    public List<Volfile.Node> nodesAt(String place, Volume volume, Role role) {
        var nodes = new ArrayList<Volfile.Node>();
        if (role != Role.BRICK) {
            return nodes;
        }
        volume.options()
                .forEach(
                        (key, value) -> {
                            var name =
                                    key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : ".";
                            if (name.indexOf('.') < 0 && value.equals(place)) {
                                nodes.add(node(name, volume));
                            }
                        });
        return nodes;
    }

    private static Volfile.Node node(String name, Volume volume) {
        var options = new LinkedHashMap<String, String>();
        var prefix = PREFIX + name + ".";
        volume.options()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(prefix)) {
                                options.put(key.substring(key.lastIndexOf('.') + 1), value);
                            }
                        });
        return new Volfile.Node(volume.name() + "-" + name, "user/" + name, options, List.of());
    }
}
