package org.glusterj.protocol.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Environment;
import org.glusterj.core.Gfid;
import org.glusterj.core.Name;

/**
 * The client's names, one per connection, so that fds and locks die with the connection they belong to (spec
 * wire-protocol 7.4): the same but for a counter. Thread-safe.
 */
final class Identity {
    private final String prefix;
    private final AtomicInteger connections = new AtomicInteger();

    Identity(Environment environment, String node) {
        var random = environment.random();
        var context = new Gfid(random.nextLong(), random.nextLong());
        prefix =
                "CTX_ID:"
                        + context
                        + "-GRAPH_ID:0-PID:"
                        + ProcessHandle.current().pid()
                        + "-HOST:"
                        + hostName()
                        + "-PC_NAME:"
                        + node
                        + "-RECON_NO:-";
    }

    /** A name nobody had before. */
    String next() {
        return prefix + connections.getAndIncrement();
    }

    private static String hostName() {
        try {
            return Name.ofText(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException elsewhereThanLinux) {
            return "localhost";
        }
    }
}
