package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts processes that outlive this one. */
@FunctionalInterface
public interface HostLauncher {
    /**
     * Returns once the process listens on its socket and its number is in {@code pidFile}.
     *
     * @param command a command of {@code glusterj} and its arguments, among them the socket's path
     * @throws IOException with what the process said
     */
    void launch(Path pidFile, Path log, List<String> command) throws IOException;
}
