package org.glusterj.management.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param reset true: its disk is being replaced, it is not served until that is done; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Brick(int number, UUID peer, String host, String path, Boolean reset) {
    @JsonCreator
    public Brick {}

    public Brick(int number, UUID peer, String host, String path) {
        this(number, peer, host, path, null);
    }

    /** @param now whether its disk is being replaced */
    public Brick withReset(boolean now) {
        return new Brick(number, peer, host, path, now ? true : null);
    }

    /** Whether it shall be served while its volume is. */
    public boolean served() {
        return reset == null;
    }

    /** {@code HOST:PATH}, as commands name it. */
    public String name() {
        return host + ":" + path;
    }
}
