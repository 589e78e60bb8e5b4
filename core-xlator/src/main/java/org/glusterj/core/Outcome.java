package org.glusterj.core;

/** How one child of a fan-out answered. */
public sealed interface Outcome<R extends Reply> {
    Subvolume child();

    record Ok<R extends Reply>(Subvolume child, R reply) implements Outcome<R> {}

    record Failed<R extends Reply>(Subvolume child, FopException why) implements Outcome<R> {}
}
