package org.glusterj.management.volume;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.management.model.Shape;

/**
 * A volume as somebody wants it.
 *
 * @param bricks in order, each {@link Shape#bricks()} neighbours one subvolume
 * @param force take brick directories that should not be used, and replicas on one node
 */
public record NewVolume(
        String name, Shape shape, List<Place> bricks, Map<String, String> options, boolean force) {
    /** Where a brick shall be: on a node of the pool (by id, or by host name when null), at an absolute path. */
    public record Place(UUID peer, String host, String path) {}

    public NewVolume {
        bricks = List.copyOf(bricks);
        options = Map.copyOf(options);
    }
}
