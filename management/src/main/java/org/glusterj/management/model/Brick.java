package org.glusterj.management.model;

import java.util.UUID;

/**
 * A brick of a volume.
 *
 * @param number of the brick's {@code V-client-N} node in graphs. It stays the brick's own when others are removed,
 * and
 *     is never given twice within a volume
 * @param peer the node it lives on
 * @param host as the volume's creator named the node
 * @param path absolute, without a slash at its end
 */
public record Brick(int number, UUID peer, String host, String path) {
    /** {@code HOST:PATH}, as commands name it. */
    public String name() {
        return host + ":" + path;
    }
}
