package org.glusterj.protocol.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Name;
import org.glusterj.core.XlatorContext;

/**
 * The client's names, one per connection, so that fds and locks die with the connection they belong to (spec
 * wire-protocol 7.4). Up to the graph's number they are the same for all graphs of one mount: bricks of ours let only
 * such a client take locks along. Thread-safe.
 */
final class Identity {
    private final XlatorContext context;
    private final String host = hostName();
    private final AtomicInteger connections = new AtomicInteger();

    Identity(XlatorContext context) {
        this.context = context;
    }

    /** A name nobody had before. */
    String next() {
        var graph = context.graph();
        return "CTX_ID:"
                + graph.family()
                + "-GRAPH_ID:"
                + graph.number()
                + "-PID:"
                + ProcessHandle.current().pid()
                + "-HOST:"
                + host
                + "-PC_NAME:"
                + context.name()
                + "-RECON_NO:-"
                + connections.getAndIncrement();
    }

    private static String hostName() {
        try {
            return Name.ofText(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException elsewhereThanLinux) {
            return "localhost";
        }
    }
}
