package org.glusterj.brick;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glusterj.transport.TransportOptions;

/** How many descriptors this process may have (the soft limit, which the JVM has raised to the hard one). Pure. */
final class OpenFileLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";

    /** For a process without limit, or one whose limit is not known. */
    static final int DEFAULT = 1 << 16;

    private OpenFileLimit() {}

    /** For fds of clients: half. The rest is for connections, directories and the JVM. */
    static int forClients() {
        return ofProcess() / 2;
    }

    /** How servers listen: connections of one port take at most an eighth of the descriptors. */
    static TransportOptions transport() {
        var usual = TransportOptions.DEFAULT;
        int most = Math.min(usual.maxConnections(), Math.max(ofProcess() / 8, 64));
        return usual.withMaxConnections(most);
    }

    static int ofProcess() {
        try {
            return of(Files.readAllLines(LIMITS));
        } catch (IOException unknown) {
            return DEFAULT;
        }
    }

    /** @param lines of {@code /proc/PID/limits} */
    static int of(List<String> lines) {
        for (var line : lines) {
            if (line.startsWith(ROW)) {
                var soft = line.substring(ROW.length()).strip().split("\\s+")[0];
                return soft.matches("[0-9]{1,9}") ? Integer.parseInt(soft) : DEFAULT;
            }
        }
        return DEFAULT;
    }
}
