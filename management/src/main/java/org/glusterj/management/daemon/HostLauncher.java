package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

    /**
     * Runs a command of {@code glusterj} to its end.
     *
     * @param most time that it may take
     * @return what it wrote to stdout
     * @throws IOException with what it said when its exit code is not 0, and when it takes too long
     */
    default String run(List<String> command, Duration most) throws IOException {
        throw new IOException("no distribution to run " + command.getFirst() + " with");
    }
}
