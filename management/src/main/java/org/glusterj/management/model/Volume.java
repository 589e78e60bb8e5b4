package org.glusterj.management.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A volume as the pool has agreed on it.
 *
 * @param bricks in order: each {@link Shape#bricks()} neighbours are one subvolume
 * @param options set by somebody, under the names of {@code volume set}, sorted
 * @param version grows with each change of what graphs are made of
 * @param username with which trusted clients log in, a UUID's text
 * @param password a UUID's text
 */
public record Volume(
        String name,
        UUID id,
        Shape shape,
        State state,
        List<Brick> bricks,
        Map<String, String> options,
        int version,
        String username,
        String password) {
    /** In stock's words: {@code Created}, {@code Started}, {@code Stopped}. */
    public enum State {
        CREATED,
        STARTED,
        STOPPED
    }

    public Volume {
        bricks = List.copyOf(bricks);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** How many subvolumes files are distributed over. */
    public int distribution() {
        return bricks.size() / shape.bricks();
    }

    public Volume withState(State changed) {
        return new Volume(
                name, id, shape, changed, bricks, options, version + 1, username, password);
    }

    public Volume withOptions(Map<String, String> changed) {
        return new Volume(name, id, shape, state, bricks, changed, version + 1, username, password);
    }

    public Volume withBricks(Shape changedShape, List<Brick> changed) {
        return new Volume(
                name, id, changedShape, state, changed, options, version + 1, username, password);
    }
}
