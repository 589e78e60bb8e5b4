package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a process is found again: its pid file and its socket, which its command line names. Immutable.
 *
 * @param name of the process in logs
 */
record HostFiles(String name, Path pidFile, Path socket, Path log) {
    /** The process, if it runs and is really the one with that socket. */
    Optional<ProcessHandle> process() throws IOException {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            var command =
                    new String(
                            Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")),
                            StandardCharsets.UTF_8);
            return command.contains('\0' + socket.toString() + '\0')
                    ? ProcessHandle.of(pid)
                    : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(pidFile);
        Files.deleteIfExists(socket);
    }
}
