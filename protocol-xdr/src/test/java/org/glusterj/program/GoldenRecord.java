package org.glusterj.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.RecordReassembler;
import org.glusterj.xdr.XdrException;

/** A captured record of stock GlusterFS 10.3: the few fields of its JSON line that tests need. */
record GoldenRecord(
        String file,
        int line,
        int connection,
        String direction,
        boolean isCall,
        int program,
        int version,
        int procedure,
        int xid,
        byte[] bytes) {
    static final List<String> FILES =
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
                    "14-blocking-locks",
                    "15-brick-ops");

    private static final Pattern HEX = Pattern.compile("\"hex\": \"([0-9a-f]+)\"}$");

    static List<GoldenRecord> of(String file) {
        var records = new ArrayList<GoldenRecord>();
        var resource = "/golden/wire/" + file + ".jsonl.gz";
        try (var in = GoldenRecord.class.getResourceAsStream(resource);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(new GZIPInputStream(in), ISO_8859_1))) {
            var line = lines.readLine();
            for (int number = 1; line != null; number++) {
                records.add(parse(file, number, line));
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static GoldenRecord parse(String file, int number, String line) {
        var hex = HEX.matcher(line);
        if (!hex.find()) {
            throw new IllegalStateException(file + ":" + number + " has no hex");
        }
        var head = line.substring(0, line.indexOf("\"decoded\""));
        return new GoldenRecord(
                file,
                number,
                number(head, "conn"),
                text(head, "dir"),
                text(head, "type").equals("call"),
                number(head, "prog"),
                number(head, "vers"),
                number(head, "proc"),
                number(head, "xid"),
                HexFormat.of().parseHex(hex.group(1)));
    }

    private static String text(String head, String key) {
        var found = Pattern.compile("\"" + key + "\": \"([^\"]*)\"").matcher(head);
        return found.find() ? found.group(1) : "";
    }

    private static int number(String head, String key) {
        var found = Pattern.compile("\"" + key + "\": (-?\\d+)").matcher(head);
        return found.find() ? (int) Long.parseLong(found.group(1)) : -1;
    }

    /** The version whose bodies we know; calls of others in the captures have none. */
    int servedVersion() {
        return switch (program) {
            case Programs.FOPS -> Programs.FOPS_VERSION;
            case Programs.HANDSHAKE -> Programs.HANDSHAKE_VERSION;
            case Programs.CLI -> Programs.CLI_VERSION;
            case Programs.BRICK_OPS -> Programs.BRICK_OPS_VERSION;
            default -> 1;
        };
    }

    /** The content of the record, its fragments joined; on the heap, needs no release. */
    ByteBuf body() throws XdrException {
        try (var reassembler = new RecordReassembler(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            var record = reassembler.next(Unpooled.wrappedBuffer(bytes));
            var copy = Unpooled.copiedBuffer(record);
            record.release();
            return copy;
        }
    }

    String where() {
        return file + ":" + line;
    }

    /** Names the call that a reply answers, or the reply's own call, within a file. */
    String callKey() {
        boolean fromClient = direction.equals("c2s") == isCall;
        return connection + (fromClient ? " client " : " server ") + xid;
    }
}
