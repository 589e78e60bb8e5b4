package org.glusterj.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.glusterj.core.FopType;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.RecordReassembler;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A fop of a stock GlusterFS 10.3 client that succeeded, as captured: the call with its header, and the bodies of call
 * and reply. From the records of protocol-xdr's golden tests.
 */
record GoldenExchange(FopType type, byte[] call, byte[] request, byte[] reply) {
    private static final List<String> FILES =
            List.of(
                    "01-mount-plain",
                    "02-fops-fuse-and-gfapi",
                    "03-distribute",
                    "04-mount-replica",
                    "05-replica-locks-xattrop-heal",
                    "06-disperse-contention",
                    "07-upcall-cache-invalidation",
                    "08-leases-recall",
                    "09-reconnect-fd-reopen",
                    "10-shard",
                    "11-rejects",
                    "12-cli-over-tcp",
                    "13-probe-handwritten-client",
                    "14-blocking-locks");

    private static final Pattern HEX = Pattern.compile("\"hex\": \"([0-9a-f]+)\"}$");

    /** Read when first asked for. */
    private static final class Captured {
        static final Map<FopType, GoldenExchange> ALL = read();
    }

    /** The exchange of {@code type} whose length is the median of all that were captured. */
    static GoldenExchange of(FopType type) {
        var found = Captured.ALL.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no captured success of " + type);
        }
        return found;
    }

    /** One exchange of each fop that was captured. */
    static Map<FopType, GoldenExchange> all() {
        return Captured.ALL;
    }

    private static Map<FopType, GoldenExchange> read() {
        var byType = new EnumMap<FopType, List<GoldenExchange>>(FopType.class);
        for (var file : FILES) {
            var calls = new HashMap<String, byte[]>();
            for (var line : lines(file)) {
                var exchange = exchange(line, calls);
                if (exchange != null) {
                    byType.computeIfAbsent(exchange.type, type -> new ArrayList<>()).add(exchange);
                }
            }
        }
        var medians = new EnumMap<FopType, GoldenExchange>(FopType.class);
        byType.forEach(
                (type, list) -> {
                    list.sort(Comparator.comparingInt(e -> e.request.length + e.reply.length));
                    medians.put(type, list.get(list.size() / 2));
                });
        return medians;
    }

    private static List<String> lines(String file) {
        var resource = "/golden/wire/" + file + ".jsonl.gz";
        try (var in = GoldenExchange.class.getResourceAsStream(resource);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(new GZIPInputStream(in), ISO_8859_1))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a call in {@code calls}; makes an exchange of a successful reply to one. */
    private static GoldenExchange exchange(String line, Map<String, byte[]> calls) {
        var hex = HEX.matcher(line);
        var head = line.substring(0, line.indexOf("\"decoded\""));
        boolean fop =
                number(head, "prog") == Programs.FOPS
                        && number(head, "vers") == Programs.FOPS_VERSION;
        var type = fop ? FopType.ofProcedure(number(head, "proc")) : null;
        if (type == null || !hex.find()) {
            return null;
        }
        var key = number(head, "conn") + " " + number(head, "xid");
        try {
            var record = content(HexFormat.of().parseHex(hex.group(1)));
            if (head.contains("\"type\": \"call\"")) {
                calls.put(key, record);
                return null;
            }
            var call = calls.get(key);
            return call == null ? null : success(type, call, record);
        } catch (XdrException malformedOnPurpose) {
            return null;
        }
    }

    private static GoldenExchange success(FopType type, byte[] call, byte[] record)
            throws XdrException {
        var reply = Unpooled.wrappedBuffer(record);
        var request = Unpooled.wrappedBuffer(call);
        CallHeader.decode(new XdrReader(request));
        boolean accepted = ReplyHeader.decode(new XdrReader(reply)).stat() == AcceptStat.SUCCESS;
        return accepted && reply.getInt(reply.readerIndex()) >= 0
                ? new GoldenExchange(type, call, bytes(request), bytes(reply))
                : null;
    }

    /** The content of the record, its fragments joined. */
    private static byte[] content(byte[] bytes) throws XdrException {
        try (var reassembler = new RecordReassembler(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            var record = reassembler.next(Unpooled.wrappedBuffer(bytes));
            try {
                return bytes(record);
            } finally {
                record.release();
            }
        }
    }

    private static byte[] bytes(ByteBuf buffer) {
        return ByteBufUtil.getBytes(buffer);
    }

    private static int number(String head, String key) {
        var found = Pattern.compile("\"" + key + "\": (-?\\d+)").matcher(head);
        return found.find() ? (int) Long.parseLong(found.group(1)) : -1;
    }
}
