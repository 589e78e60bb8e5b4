package org.glusterj.management.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volume.Bricks;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.VolumeCommands;

/** Figures of this node in Prometheus' text format 0.0.4, looked up at each scrape. Thread-safe. */
final class Metrics {
    private static final int PAGE_BYTES = 4096;

    private final VolumeCommands volumes;
    private final Bricks bricks;
    private final Pool pool;
    private final IntSupplier stockConnections;

    Metrics(VolumeCommands volumes, Bricks bricks, Pool pool, IntSupplier stockConnections) {
        this.volumes = volumes;
        this.bricks = bricks;
        this.pool = pool;
        this.stockConnections = stockConnections;
    }

    String text() throws CommandException {
        var out = new StringBuilder();
        var all = volumes.list();
        head(out, "glusterj_volumes", "Volumes of the pool by state.");
        for (var state : Volume.State.values()) {
            long count = all.stream().filter(v -> v.state() == state).count();
            line(out, "glusterj_volumes", "state", state.name().toLowerCase(Locale.ROOT), count);
        }
        var nodes = pool.nodes();
        head(out, "glusterj_peers", "Nodes of the pool, this one included.");
        line(out, "glusterj_peers", nodes.size());
        head(out, "glusterj_peers_online", "Nodes that answer.");
        line(out, "glusterj_peers_online", nodes.stream().filter(Pool.Node::online).count());
        bricks(out, all);
        head(out, "glusterj_stock_connections", "Clients and bricks connected to port 24007.");
        line(out, "glusterj_stock_connections", stockConnections.getAsInt());
        head(out, "process_resident_memory_bytes", "Memory of the manager.");
        line(out, "process_resident_memory_bytes", residentBytes());
        return out.toString();
    }

    /** The lines of one figure stay together. */
    private void bricks(StringBuilder out, List<Volume> all) {
        var clients = new StringBuilder();
        head(out, "glusterj_brick_up", "Whether a brick of this node is served.");
        head(clients, "glusterj_brick_clients", "Clients of a brick.");
        for (var volume : all) {
            for (var state : bricks.states(volume.id()).entrySet()) {
                var labels = labels(volume, state.getKey());
                line(out, "glusterj_brick_up" + labels, state.getValue().online() ? 1 : 0);
                line(clients, "glusterj_brick_clients" + labels, state.getValue().clients());
            }
        }
        out.append(clients);
    }

    private static String labels(Volume volume, int number) {
        var path =
                volume.bricks().stream()
                        .filter(brick -> brick.number() == number)
                        .map(brick -> brick.path())
                        .findFirst()
                        .orElse("");
        return "{volume=\"" + volume.name() + "\",brick=\"" + escaped(path) + "\"}";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static long residentBytes() {
        try {
            var fields = Files.readString(Path.of("/proc/self/statm")).split(" ");
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void head(StringBuilder out, String name, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" gauge\n");
    }

    private static void line(StringBuilder out, String name, long value) {
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void line(StringBuilder out, String name, String label, String is, long value) {
        line(out, name + "{" + label + "=\"" + is + "\"}", value);
    }
}
