package org.glusterj.brick;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.glusterj.core.Graph;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;
import org.glusterj.protocol.server.ClientView;
import org.glusterj.protocol.server.ProtocolServer;

/**
 * What a brick tells a manager that asks for its status, with the keys of stock 10.3 (glusterfsd-mgmt, server,
 * client_t, inode, fd and stack there; facts only). Reads a graph that serves; what it tells may have changed by then.
 */
final class BrickReport {
    private final Graph graph;
    private final OldDict out = OldDict.empty();

    private BrickReport(Graph graph) {
        this.graph = graph;
    }

    /** Null when it does not know {@code command}. */
    static OldDict of(Graph graph, int command) {
        var report = new BrickReport(graph);
        switch (command) {
            case BrickOps.STATUS_MEM -> report.memory();
            case BrickOps.STATUS_CLIENTS, BrickOps.STATUS_CLIENT_LIST -> report.clients();
            case BrickOps.STATUS_INODE -> report.inodes();
            case BrickOps.STATUS_FD -> report.descriptors();
            case BrickOps.STATUS_CALLPOOL -> report.calls();
            default -> {
                return null;
            }
        }
        return report.out;
    }

    /** Files that clients have open now. */
    static int openFds(Graph graph) {
        var clients = new BrickReport(graph).views();
        return clients.stream().mapToInt(client -> client.fds().count()).sum();
    }

    /** The brick's directory; null when the graph has no disk. */
    static Path disk(Graph graph) {
        return graph.volfile().nodes().stream()
                .filter(node -> node.type().equals("storage/posix"))
                .map(node -> Path.of(Name.toText(node.options().get("directory"))))
                .findFirst()
                .orElse(null);
    }

    private List<ClientView> views() {
        return ((ProtocolServer) graph.top()).views();
    }

    /** Of the process: heap, and memory outside of it as mapped. A Java process has none of the other figures. */
    private void memory() {
        var runtime = Runtime.getRuntime();
        var direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .toList();
        out.putNumber("mallinfo.arena", runtime.totalMemory())
                .putNumber("mallinfo.ordblks", 0)
                .putNumber("mallinfo.smblks", 0)
                .putNumber(
                        "mallinfo.hblks",
                        direct.stream().mapToLong(BufferPoolMXBean::getCount).sum())
                .putNumber(
                        "mallinfo.hblkhd",
                        direct.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum())
                .putNumber("mallinfo.usmblks", 0)
                .putNumber("mallinfo.fsmblks", 0)
                .putNumber("mallinfo.uordblks", runtime.totalMemory() - runtime.freeMemory())
                .putNumber("mallinfo.fordblks", runtime.freeMemory())
                .putNumber("mallinfo.keepcost", 0);
    }

    private void clients() {
        int count = 0;
        for (var client : views()) {
            var key = "client" + count++;
            out.putText(key + ".hostname", client.address())
                    .putNumber(key + ".bytesread", client.bytesReceived())
                    .putNumber(key + ".byteswrite", client.bytesSent())
                    .putNumber(key + ".opversion", client.greeting().opVersion())
                    .putText(key + ".name", client.greeting().process());
        }
        out.putNumber("clientcount", count);
    }

    /** One table for all clients. */
    private void inodes() {
        var usage = graph.inodes().usage();
        out.putNumber("conn0.itable.lru_limit", usage.limit())
                .putNumber("conn0.itable.active_size", usage.active())
                .putNumber("conn0.itable.lru_size", usage.unused())
                .putNumber("conn0.itable.purge_size", 0)
                .putNumber("conncount", 1);
    }

    /** Stock has the keys and, in 10.3, tells of no connection. */
    private void descriptors() {
        int count = 0;
        for (var client : views()) {
            var table = "conn" + count++ + ".fdtable";
            var fds = client.fds();
            out.putNumber(table + ".refcount", 1)
                    .putNumber(table + ".maxfds", fds.size())
                    .putNumber(table + ".firstfree", fds.firstFree());
            for (var fd : fds.open()) {
                var entry = table + ".fdentry" + fd.number();
                out.putNumber(entry + ".pid", fd.pid())
                        .putNumber(entry + ".refcount", fd.references())
                        .putNumber(entry + ".flags", fd.flags());
            }
            out.putNumber(table + ".openfds", fds.count());
        }
        out.putNumber("conncount", count);
    }

    /** A request of ours has no stack of frames to look at: one, of the translator that took it in. */
    private void calls() {
        int count = 0;
        for (var client : views()) {
            for (var call : client.calls()) {
                var stack = "callpool.stack" + count++;
                out.putNumber(stack + ".uid", call.uid())
                        .putNumber(stack + ".gid", call.gid())
                        .putNumber(stack + ".pid", call.pid())
                        .putNumber(stack + ".unique", call.unique())
                        .putText(stack + ".op", call.fop())
                        .putNumber(stack + ".type", 1)
                        .putNumber(stack + ".count", 1)
                        .putText(stack + ".frame0.translator", graph.top().name())
                        .putNumber(stack + ".frame0.complete", 0);
            }
        }
        out.putNumber("callpool.count", count);
    }
}
