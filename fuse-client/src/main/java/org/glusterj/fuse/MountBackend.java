package org.glusterj.fuse;

import java.io.IOException;

/** A way to put a graph under a mount point. Not thread-safe except for {@link #unmount}, which any thread may call. */
public interface MountBackend extends AutoCloseable {
    /**
     * Mounts and serves. When it returns, system calls on the mount point are answered.
     *
     * @throws IOException why not, in words for the user
     */
    void mount() throws IOException;

    /** Blocks until the mount is gone: unmounted by whomever, or aborted. */
    void awaitEnd() throws InterruptedException;

    /** Unmounts (lazily when busy); {@link #awaitEnd} then returns within seconds. */
    void unmount();

    /** Unmounts if need be and lets go of everything but the graph. */
    @Override
    void close();
}
