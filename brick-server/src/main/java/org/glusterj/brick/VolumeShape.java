package org.glusterj.brick;

import java.util.Set;
import org.glusterj.core.GraphException;
import org.glusterj.core.Name;
import org.glusterj.core.Volfile;

/**
 * What volume a brick is of. A brick's own volfile does not tell replicas from plain bricks, the volume's does. Our
 * bricks keep no index of heals yet and refuse the counters that replicas and fragments begin a change with, which
 * their users would learn at the end of their first write.
 */
final class VolumeShape {
    private static final String SERVER = "-server";
    private static final Set<String> UNSERVED = Set.of("cluster/replicate", "cluster/disperse");

    private VolumeShape() {}

    /**
     * @param brick volfile of a brick
     * @param link to who has the volume's volfile; nothing is refused when it has none
     * @throws BrickException when the volume has replicas or fragments
     */
    static void requireServable(Volfile brick, ManagementLink link, String brickName)
            throws BrickException {
        var top = brick.top().name();
        if (!top.endsWith(SERVER)) {
            return;
        }
        var volume = top.substring(0, top.length() - SERVER.length());
        var text = link.volfileIfAny(volume, brickName);
        if (text == null) {
            return;
        }
        try {
            for (var node : Volfile.parse(text).nodes()) {
                if (UNSERVED.contains(node.type())) {
                    throw new BrickException(
                            "volume "
                                    + Name.toText(volume)
                                    + " has "
                                    + node.type()
                                    + ": bricks of replicated and dispersed volumes cannot be"
                                    + " served yet");
                }
            }
        } catch (GraphException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }
}
