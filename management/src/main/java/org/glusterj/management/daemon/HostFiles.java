package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a process is found again: by its pid file, or by its socket, which its command line names. Immutable.
 *
 * @param name of the process in logs
 */
record HostFiles(String name, Path pidFile, Path socket, Path log) {
    private static final Path PROC = Path.of("/proc");

    /** The process, if it runs and is really the one with that socket. */
    Optional<ProcessHandle> process() throws IOException {
        var noted = noted();
        return noted.isPresent() ? noted : unnoted();
    }

    private Optional<ProcessHandle> noted() throws IOException {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return isOurs(pid) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** One that was being started when the manager before was killed. */
    private Optional<ProcessHandle> unnoted() throws IOException {
        try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var one : all) {
                long pid = Long.parseLong(one.getFileName().toString());
                if (isOurs(pid) && !isShell(pid)) {
                    return ProcessHandle.of(pid);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(long pid) throws IOException {
        return read(pid, "cmdline").contains('\0' + socket.toString() + '\0');
    }

    /** The launcher names the socket, too. */
    private static boolean isShell(long pid) throws IOException {
        return read(pid, "comm").strip().endsWith("sh")
                || read(pid, "cmdline").split("\0", 2)[0].endsWith("sh");
    }

    /** Empty for a process that is gone. */
    private static String read(long pid, String file) throws IOException {
        try {
            var bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // ESRCH: it ended while it was read.
            if (!Files.exists(PROC.resolve(Long.toString(pid)))) {
                return "";
            }
            throw e;
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(pidFile);
        Files.deleteIfExists(socket);
    }
}
