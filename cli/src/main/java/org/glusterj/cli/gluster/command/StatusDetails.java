package org.glusterj.cli.gluster.command;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What bricks tell of themselves in {@code volume status}: detail, clients, mem, inode, fd, callpool. Stateless. */
final class StatusDetails {
    private static final List<String> MALLINFO =
            List.of(
                    "arena",
                    "ordblks",
                    "smblks",
                    "hblks",
                    "hblkhd",
                    "usmblks",
                    "fsmblks",
                    "uordblks",
                    "fordblks",
                    "keepcost");

    private StatusDetails() {}

    static void detail(Session session, JsonNode brick) {
        session.say(StatusCommand.LINE);
        row(session, "Brick", StatusCommand.title(brick));
        row(session, "TCP Port", StatusCommand.port(brick));
        row(session, "RDMA Port", StatusCommand.rdma(brick));
        row(session, "Online", StatusCommand.online(brick));
        row(session, "Pid", StatusCommand.pid(brick, "N/A"));
        row(session, "File System", text(brick, "fs-type"));
        row(session, "Device", text(brick, "device"));
        row(session, "Mount Options", text(brick, "mount-opts"));
        row(session, "Inode Size", number(brick, "inode-size"));
        var size = brick.path("size");
        row(session, "Disk Space Free", size.has("free") ? Sizes.shown(size, "free") : "N/A");
        row(session, "Total Disk Space", size.has("free") ? Sizes.shown(size, "capacity") : "N/A");
        row(session, "Inode Count", number(brick, "inodes-total"));
        row(session, "Free Inodes", number(brick, "inodes-free"));
    }

    private static void row(Session session, String name, String value) {
        session.say("%-20s : %-20s".formatted(name, value));
    }

    private static String text(JsonNode brick, String name) {
        var text = brick.path(name).asString("");
        return text.isEmpty() ? "N/A" : text;
    }

    private static String number(JsonNode brick, String name) {
        return brick.path(name).asLong(0) > 0 ? Long.toString(brick.path(name).asLong()) : "N/A";
    }

    static void text(Session session, String what, String volume, List<JsonNode> bricks) {
        if (what.equals("client-list")) {
            clientList(session, volume, bricks);
            return;
        }
        session.say(
                switch (what) {
                            case "clients" -> "Client connections for volume ";
                            case "mem" -> "Memory status for volume : ";
                            case "inode" -> "Inode tables for volume ";
                            case "fd" -> "FD tables for volume ";
                            default -> "Pending calls for volume ";
                        }
                        + volume);
        session.say(StatusCommand.HALF_LINE);
        for (var brick : bricks) {
            session.say("Brick : " + Bricks.name(brick.path("info")));
            if (!brick.path("online").asBoolean(false)) {
                session.say("Brick is offline");
                session.say(StatusCommand.HALF_LINE);
                continue;
            }
            switch (what) {
                case "clients" -> clients(session, brick.path("clients"));
                case "mem" -> memory(session, brick.path("mem"));
                case "inode" -> inodes(session, brick.path("inode"));
                case "fd" -> descriptors(session, brick.path("fd"));
                default -> calls(session, brick.path("callpool"));
            }
            session.say(StatusCommand.HALF_LINE);
        }
        if (what.equals("clients") || what.equals("mem")) {
            session.say("");
        }
    }

    private static void clients(Session session, JsonNode clients) {
        session.say("Clients connected : " + clients.size());
        var row = "%-48s %15s %15s %15s";
        session.say(row.formatted("Hostname", "BytesRead", "BytesWritten", "OpVersion"));
        session.say(row.formatted("--------", "---------", "------------", "---------"));
        for (var client : clients) {
            session.say(
                    row.formatted(
                            client.path("host").asString(""),
                            client.path("bytes-read").asLong(0),
                            client.path("bytes-written").asLong(0),
                            client.path("op-version").asInt(0)));
        }
    }

    /** Counts every client once: a mount is a client of each brick. */
    private static void clientList(Session session, String volume, List<JsonNode> bricks) {
        var counts = new TreeMap<String, Integer>();
        for (var brick : bricks) {
            var here = new TreeMap<String, Integer>();
            for (var client : brick.path("clients")) {
                here.merge(client.path("name").asString("unknown"), 1, Integer::sum);
            }
            here.forEach((name, count) -> counts.merge(name, count, Math::max));
        }
        session.say("Client connections for volume " + volume);
        session.say("%-48s %15s".formatted("Name", "count"));
        session.say("%-48s %15s".formatted("-----", "------"));
        counts.forEach((name, count) -> session.say("%-48s %15d".formatted(name, count)));
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        session.say("\ntotal clients for volume " + volume + " : " + all + " ");
        session.say("-".repeat(65));
        session.say("");
    }

    private static void memory(Session session, JsonNode memory) {
        session.say("Mallinfo");
        session.say("--------");
        for (var name : MALLINFO) {
            var title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            var value = memory.path("mallinfo").path(name).asLong(0);
            session.say("%-8s : %d".formatted(title, value));
        }
        session.say(" ");
    }

    private static void inodes(Session session, JsonNode tables) {
        int number = 0;
        for (var table : tables) {
            session.say("Connection " + ++number + ":");
            if (table.has("lru-limit")) {
                session.say("LRU limit     : " + table.path("lru-limit").asLong());
            }
            session.say("Active Inodes : " + table.path("active-count").asLong(0));
            session.say("LRU Inodes    : " + table.path("lru-count").asLong(0));
            session.say("Purge Inodes  : " + table.path("purge-count").asLong(0));
            session.say(" ");
        }
    }

    private static void descriptors(Session session, JsonNode tables) {
        int number = 0;
        for (var table : tables) {
            session.say("Connection " + ++number + ":");
            session.say(
                    "RefCount = %d  MaxFDs = %d  FirstFree = %d"
                            .formatted(
                                    table.path("ref-count").asInt(0),
                                    table.path("max-fds").asInt(0),
                                    table.path("first-free").asInt(0)));
            if (table.path("fds").isEmpty()) {
                session.err().println("No open fds");
                session.say(" ");
                continue;
            }
            var row = "%-19s %-19s %-19s %-19s";
            session.say(row.formatted("FD Entry", "PID", "RefCount", "Flags"));
            session.say(row.formatted("--------", "---", "--------", "-----"));
            for (var fd : table.path("fds")) {
                session.say(
                        row.formatted(
                                fd.path("entry").asInt(0),
                                fd.path("pid").asInt(0),
                                fd.path("ref-count").asInt(0),
                                fd.path("flags").asInt(0)));
            }
            session.say(" ");
        }
    }

    private static void calls(Session session, JsonNode pool) {
        session.say("Pending calls: " + pool.path("calls").size());
        int number = 0;
        for (var call : pool.path("calls")) {
            session.say("Call Stack" + ++number);
            session.say(" UID    : " + call.path("uid").asLong(0));
            session.say(" GID    : " + call.path("gid").asLong(0));
            session.say(" PID    : " + call.path("pid").asLong(0));
            session.say(" Unique : " + call.path("unique").asLong(0));
            int frames = call.path("frames").asInt(1);
            session.say(" Frames : " + frames);
            for (int frame = 1; frame <= frames; frame++) {
                session.say(" Frame " + frame);
            }
            session.say(" ");
        }
    }

    static void write(Xml xml, String what, JsonNode brick) {
        switch (what) {
            case "detail" -> {
                xml.leaf("sizeTotal", brick.path("size").path("capacity").asLong(0));
                xml.leaf("sizeFree", brick.path("size").path("free").asLong(0));
                xml.leaf("device", brick.path("device").asString(""));
                xml.leaf("blockSize", brick.path("block-size").asLong(0));
                xml.leaf("mntOptions", brick.path("mount-opts").asString(""));
                xml.leaf("fsName", brick.path("fs-type").asString(""));
                if (brick.path("inode-size").asLong(0) > 0) {
                    xml.leaf("inodeSize", brick.path("inode-size").asLong());
                }
                xml.leaf("inodesTotal", brick.path("inodes-total").asLong(0));
                xml.leaf("inodesFree", brick.path("inodes-free").asLong(0));
            }
            case "clients" -> xml.element("clientsStatus", () -> writeClients(xml, brick));
            case "mem" ->
                    xml.element(
                            "memStatus",
                            () -> {
                                var mallinfo = brick.path("mem").path("mallinfo");
                                xml.element(
                                        "mallinfo",
                                        () ->
                                                MALLINFO.forEach(
                                                        name ->
                                                                xml.leaf(
                                                                        name,
                                                                        mallinfo.path(name)
                                                                                .asLong(0))));
                                xml.element("mempool", () -> {});
                            });
            case "inode" ->
                    xml.element(
                            "inodeStatus",
                            () -> {
                                var tables = brick.path("inode");
                                xml.leaf("connections", tables.size());
                                tables.forEach(table -> writeInodes(xml, table));
                            });
            case "fd" ->
                    xml.element(
                            "fdStatus",
                            () -> {
                                var tables = brick.path("fd");
                                xml.leaf("connections", tables.size());
                                tables.forEach(table -> writeDescriptors(xml, table));
                            });
            case "callpool" -> xml.element("callpoolStatus", () -> writeCalls(xml, brick));
            default -> {}
        }
    }

    private static void writeClients(Xml xml, JsonNode brick) {
        var clients = brick.path("clients");
        xml.leaf("clientCount", clients.size());
        for (var client : clients) {
            xml.element(
                    "client",
                    () -> {
                        xml.leaf("hostname", client.path("host").asString(""));
                        xml.leaf("bytesRead", client.path("bytes-read").asLong(0));
                        xml.leaf("bytesWrite", client.path("bytes-written").asLong(0));
                        xml.leaf("opVersion", client.path("op-version").asInt(0));
                    });
        }
    }

    private static void writeInodes(Xml xml, JsonNode table) {
        xml.element(
                "connection",
                () -> {
                    if (table.has("active-count")) {
                        xml.leaf("activeSize", table.path("active-count").asLong(0));
                        xml.leaf("lruSize", table.path("lru-count").asLong(0));
                        xml.leaf("purgeSize", table.path("purge-count").asLong(0));
                    }
                });
    }

    private static void writeDescriptors(Xml xml, JsonNode table) {
        xml.element(
                "connection",
                () ->
                        xml.element(
                                "fdTable",
                                () -> {
                                    xml.leaf("refCount", table.path("ref-count").asInt(0));
                                    xml.leaf("maxFds", table.path("max-fds").asLong(0));
                                    xml.leaf("firstFree", table.path("first-free").asInt(0));
                                    var fds = table.path("fds");
                                    xml.leaf("openFds", table.path("open-fds").asInt(fds.size()));
                                    fds.forEach(fd -> writeDescriptor(xml, fd));
                                }));
    }

    /** Stock counts entries from one here, and from zero in its text. */
    private static void writeDescriptor(Xml xml, JsonNode fd) {
        xml.element(
                "fd",
                () -> {
                    xml.leaf("entry", fd.path("entry").asInt(0) + 1);
                    xml.leaf("pid", fd.path("pid").asInt(0));
                    xml.leaf("refCount", fd.path("ref-count").asInt(0));
                    xml.leaf("flags", fd.path("flags").asInt(0));
                });
    }

    private static void writeCalls(Xml xml, JsonNode brick) {
        var calls = brick.path("callpool").path("calls");
        xml.leaf("count", calls.size());
        for (var call : calls) {
            xml.element(
                    "callStack",
                    () -> {
                        xml.leaf("uid", call.path("uid").asLong(0));
                        xml.leaf("gid", call.path("gid").asLong(0));
                        xml.leaf("pid", call.path("pid").asLong(0));
                        xml.leaf("unique", call.path("unique").asLong(0));
                        int frames = call.path("frames").asInt(1);
                        xml.leaf("frameCount", frames);
                        for (int frame = 0; frame < frames; frame++) {
                            xml.element("callFrame", () -> {});
                        }
                    });
        }
    }
}
