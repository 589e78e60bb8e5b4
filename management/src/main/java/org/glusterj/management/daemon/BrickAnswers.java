package org.glusterj.management.daemon;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.FopType;
import org.glusterj.core.Name;
import org.glusterj.dict.OldDict;
import org.glusterj.management.Json;
import org.glusterj.management.volume.Question;
import org.glusterj.program.BrickOps;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts questions to brick processes as stock's manager does, and makes JSON of docs/design/0009 of the keys of the
 * answer (spec wire-protocol 16.6). Pure but for the asking.
 */
final class BrickAnswers {
    private static final Map<String, Integer> INFO =
            Map.of(
                    "all", BrickOps.INFO_ALL,
                    "incremental", BrickOps.INFO_INCREMENTAL,
                    "cumulative", BrickOps.INFO_CUMULATIVE,
                    "clear", BrickOps.INFO_CLEAR);

    /** What {@code mallinfo} of C libraries has. */
    private static final String[] MALLINFO = {
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    };

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS xx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final Map<Integer, String> FOPS = fops();

    private final OldDict told;

    private BrickAnswers(OldDict told) {
        this.told = told;
    }

    private static Map<Integer, String> fops() {
        var names = new TreeMap<Integer, String>();
        for (var type : FopType.values()) {
            names.put(type.gfFop(), type.name());
        }
        return names;
    }

    /**
     * @param brick a byte string
     * @return JSON
     */
    static String ask(BrickLink link, String brick, Question question) throws IOException {
        var answer =
                switch (question.kind()) {
                    case CLIENTS -> status(link, brick, BrickOps.STATUS_CLIENTS).clients();
                    case MEM -> status(link, brick, BrickOps.STATUS_MEM).memory();
                    case INODE -> status(link, brick, BrickOps.STATUS_INODE).inodes();
                    case FD -> status(link, brick, BrickOps.STATUS_FD).descriptors();
                    case CALLPOOL -> status(link, brick, BrickOps.STATUS_CALLPOOL).calls();
                    case PROFILE -> profile(link, brick, question.details());
                    case TOP -> top(link, brick, question.details());
                    case CLEAR_TOP -> clearTop(link, brick);
                    case SETTLED -> object();
                    case CLEAR_LOCKS -> clearLocks(link, brick, question.details());
                };
        return Json.MAPPER.writeValueAsString(answer);
    }

    private static BrickAnswers status(BrickLink link, String brick, int command)
            throws IOException {
        var input = OldDict.empty().putNumber("cmd", command).putText("brick-name", brick);
        return new BrickAnswers(link.call(BrickOps.STATUS, "", input));
    }

    private static JsonNode profile(BrickLink link, String brick, Map<String, String> details)
            throws IOException {
        int op = INFO.getOrDefault(details.get(Question.INFO), BrickOps.INFO_ALL);
        boolean peek = "true".equals(details.get(Question.PEEK));
        var input = OldDict.empty().putNumber("info-op", op).putText("peek", peek ? "on" : "off");
        return new BrickAnswers(link.call(BrickOps.XLATOR_INFO, brick, input)).profile();
    }

    private static JsonNode top(BrickLink link, String brick, Map<String, String> details)
            throws IOException {
        var input =
                OldDict.empty()
                        .putNumber("top-op", Integer.parseInt(details.get(Question.LIST)))
                        .putNumber("list-cnt", Integer.parseInt(details.get(Question.COUNT)));
        if (details.containsKey(Question.BLOCK_SIZE)) {
            input.putNumber("blk-size", Long.parseLong(details.get(Question.BLOCK_SIZE)))
                    .putNumber("blk-cnt", Long.parseLong(details.get(Question.BLOCK_COUNT)));
        }
        try {
            return new BrickAnswers(link.call(BrickOps.XLATOR_INFO, brick, input)).top();
        } catch (BrickLink.RefusedException e) {
            return object().put("why", e.getMessage());
        }
    }

    private static JsonNode clearTop(BrickLink link, String brick) throws IOException {
        var input = OldDict.empty().putNumber("top-op", 0).putNumber("clear-stats", 1);
        link.call(BrickOps.XLATOR_INFO, brick, input);
        return object();
    }

    private static JsonNode clearLocks(BrickLink link, String brick, Map<String, String> details)
            throws IOException {
        var input =
                OldDict.empty()
                        .putText("path", Name.ofText(details.get(Question.PATH)))
                        .putText("attribute", Name.ofText(details.get(Question.ATTRIBUTE)));
        var out = object();
        try {
            var cleared = link.call(BrickOps.CLEAR_LOCKS, brick, input).text("cleared", "");
            return out.put("message", Name.toText(cleared));
        } catch (BrickLink.RefusedException e) {
            return out.put("errno", e.errno());
        }
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    private int count(String key) {
        return (int) Math.min(told.number(key, 0), told.pairs().size());
    }

    private JsonNode clients() {
        var all = Json.MAPPER.createArrayNode();
        for (int i = 0; i < count("clientcount"); i++) {
            var key = "client" + i;
            all.addObject()
                    .put("host", told.text(key + ".hostname", ""))
                    .put("bytes-read", told.number(key + ".bytesread", 0))
                    .put("bytes-written", told.number(key + ".byteswrite", 0))
                    .put("op-version", told.number(key + ".opversion", 0))
                    .put("name", Name.toText(told.text(key + ".name", "unknown")));
        }
        return all;
    }

    private JsonNode memory() {
        var out = object();
        var mallinfo = out.putObject("mallinfo");
        for (var name : MALLINFO) {
            mallinfo.put(name, told.number("mallinfo." + name, 0));
        }
        out.putArray("pools");
        return out;
    }

    /** Stock numbers connections and tells of the table, which they share, with one. */
    private JsonNode inodes() {
        var all = Json.MAPPER.createArrayNode();
        for (int i = 0; i < count("conncount"); i++) {
            var table = "conn" + i + ".itable";
            if (told.contains(table + ".active_size")) {
                all.addObject()
                        .put("connection", i + 1)
                        .put("lru-limit", told.number(table + ".lru_limit", 0))
                        .put("active-count", told.number(table + ".active_size", 0))
                        .put("lru-count", told.number(table + ".lru_size", 0))
                        .put("purge-count", told.number(table + ".purge_size", 0));
            }
        }
        return all;
    }

    private JsonNode descriptors() {
        var all = Json.MAPPER.createArrayNode();
        for (int i = 0; i < count("conncount"); i++) {
            var table = "conn" + i + ".fdtable";
            long size = told.number(table + ".maxfds", 0);
            var one =
                    all.addObject()
                            .put("connection", i + 1)
                            .put("ref-count", told.number(table + ".refcount", 0))
                            .put("max-fds", size)
                            .put("first-free", told.number(table + ".firstfree", 0))
                            .put("open-fds", told.number(table + ".openfds", 0));
            var fds = one.putArray("fds");
            for (int number = 0; number < size; number++) {
                var entry = table + ".fdentry" + number;
                if (told.contains(entry + ".pid")) {
                    fds.addObject()
                            .put("entry", number)
                            .put("pid", told.number(entry + ".pid", 0))
                            .put("ref-count", told.number(entry + ".refcount", 0))
                            .put("flags", told.number(entry + ".flags", 0));
                }
            }
        }
        return all;
    }

    private JsonNode calls() {
        var out = object().put("count", told.number("callpool.count", 0));
        var calls = out.putArray("calls");
        for (int i = 0; i < count("callpool.count"); i++) {
            var stack = "callpool.stack" + i;
            calls.addObject()
                    .put("uid", told.number(stack + ".uid", 0))
                    .put("gid", told.number(stack + ".gid", 0))
                    .put("pid", told.number(stack + ".pid", 0))
                    .put("unique", told.number(stack + ".unique", 0))
                    .put("op", told.text(stack + ".op", ""))
                    .put("type", told.number(stack + ".type", 0))
                    .put("xlator", Name.toText(told.text(stack + ".frame0.translator", "")))
                    .put("frames", told.number(stack + ".count", 0));
        }
        return out;
    }

    /** As GlusterD-2 has them, numbers as text. */
    private JsonNode profile() {
        var out = object();
        if (told.contains("cumulative")) {
            out.set("cumulative-stats", stretch(told.number("cumulative", -1)));
        }
        if (told.contains("interval")) {
            out.set("interval-stats", stretch(told.number("interval", 0)));
        }
        return out;
    }

    private JsonNode top() {
        var out = object();
        if (told.contains("current-open")) {
            out.put("current-open", told.number("current-open", 0))
                    .put("max-open", told.number("max-open", 0))
                    .put("max-open-time", told.text("max-openfd-time", "N/A"));
        }
        if (told.contains("throughput")) {
            out.put("throughput", Double.parseDouble(told.text("throughput", "0")))
                    .put("time", Double.parseDouble(told.text("time", "0")));
        }
        var files = out.putArray("files");
        for (int i = 1; i <= count("members"); i++) {
            var file =
                    files.addObject()
                            .put("name", Name.toText(told.text("filename-" + i, "")))
                            .put("count", told.number("value-" + i, 0));
            if (told.contains("time-sec-" + i)) {
                file.put(
                        "time",
                        time(told.number("time-sec-" + i, 0), told.number("time-usec-" + i, 0)));
            }
        }
        return out;
    }

    /** As stock's XML has it. */
    private static String time(long seconds, long micros) {
        return TIME.format(Instant.ofEpochSecond(seconds, micros * 1000));
    }

    private JsonNode stretch(long number) {
        var out =
                object().put("interval", Long.toString(number))
                        .put("duration", told.text(number + "-duration", "0"))
                        .put("data-read", told.text(number + "-total-read", "0"))
                        .put("data-write", told.text(number + "-total-write", "0"));
        var blocks = out.putArray("blocks");
        for (long size = 1; size <= 1L << 31; size *= 2) {
            long reads = told.number(number + "-read-" + size, 0);
            long writes = told.number(number + "-write-" + size, 0);
            if (reads + writes > 0) {
                blocks.addObject().put("size", size).put("reads", reads).put("writes", writes);
            }
        }
        var fops = out.putObject("stat-info");
        FOPS.forEach(
                (fop, name) -> {
                    var key = number + "-" + fop;
                    if (told.contains(key + "-hits")) {
                        fops.putObject(name)
                                .put("hits", told.text(key + "-hits", "0"))
                                .put("avglatency", told.text(key + "-avglatency", "0"))
                                .put("minlatency", told.text(key + "-minlatency", "0"))
                                .put("maxlatency", told.text(key + "-maxlatency", "0"));
                    }
                });
        return out;
    }
}
