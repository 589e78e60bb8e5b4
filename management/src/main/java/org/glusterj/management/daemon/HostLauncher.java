package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Path;

/** Starts brick processes that outlive this one. */
@FunctionalInterface
public interface HostLauncher {
    /**
     * Returns once the process listens on {@code socket} and its number is in {@code pidFile}.
     *
     * @throws IOException with what the process said
     */
    void launch(Path pidFile, Path socket, Path log) throws IOException;
}
