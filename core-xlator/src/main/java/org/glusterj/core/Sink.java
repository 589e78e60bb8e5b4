package org.glusterj.core;

/**
 * Where a started fop puts its outcome. Implementations only store and wake: they run on event loops and must neither
 * block nor run translator code.
 */
public interface Sink<R extends Reply> {
    void ok(R reply);

    void failed(FopException why);
}
