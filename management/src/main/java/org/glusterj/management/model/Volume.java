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
 * @param task the last that was started, or null
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
        String password,
        Task task) {
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

    /** Without a task. */
    public Volume(
            String name,
            UUID id,
            Shape shape,
            State state,
            List<Brick> bricks,
            Map<String, String> options,
            int version,
            String username,
            String password) {
        this(name, id, shape, state, bricks, options, version, username, password, null);
    }

    /** How many subvolumes files are distributed over. */
    public int distribution() {
        return bricks.size() / shape.bricks();
    }

    /** The bricks of a subvolume. */
    public List<Brick> subvolume(int index) {
        return bricks.subList(index * shape.bricks(), (index + 1) * shape.bricks());
    }

    /** Whether the brick is being emptied, to be removed. */
    public boolean isLeaving(Brick brick) {
        return task != null && !task.stopped() && task.bricks().contains(brick.number());
    }

    public Volume withState(State changed) {
        return with(shape, changed, bricks, options, task);
    }

    public Volume withOptions(Map<String, String> changed) {
        return with(shape, state, bricks, changed, task);
    }

    public Volume withBricks(Shape changedShape, List<Brick> changed) {
        return with(changedShape, state, changed, options, task);
    }

    /** @param changed null = none */
    public Volume withTask(Task changed) {
        return with(shape, state, bricks, options, changed);
    }

    private Volume with(
            Shape newShape,
            State newState,
            List<Brick> newBricks,
            Map<String, String> newOptions,
            Task newTask) {
        return new Volume(
                name,
                id,
                newShape,
                newState,
                newBricks,
                newOptions,
                version + 1,
                username,
                password,
                newTask);
    }
}
