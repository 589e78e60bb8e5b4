package org.glusterj.features.quota;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.glusterj.core.Caller;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Log;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.RecordMark;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Asks the node's quotad what a directory uses on all bricks of the volume. Thread-safe: a connection for each
 * question, on the caller's thread, for {@value #PATIENCE_SECONDS} s at most. Without quotad's socket nobody is asked;
 * one that fails is left alone for {@value #REST_SECONDS} s, and limits hold for what the brick has.
 *
 * <p>Program 29852134 version 1, procedure 1 (LOOKUP): gfid, parent, flags, name, dict; the reply has op_ret, op_errno,
 * two iatts of 100 bytes and a dict (read in 10.3's protocol definition, tried on its quotad).
 */
final class Quotad {
    static final Path SOCKET = Path.of("/var/run/gluster/quotad.socket");

    private static final Log LOG = Log.of(Quotad.class);
    private static final int PROGRAM = 29_852_134;
    private static final int VERSION = 1;
    private static final int LOOKUP = 1;
    private static final int XID = 1;
    private static final int IATT_BYTES = 100;
    private static final int LONGEST_REPLY = 1 << 20;
    private static final int PATIENCE_SECONDS = 5;
    private static final int REST_SECONDS = 30;

    private final String node;
    private final Environment environment;
    private final Path socket;
    private volatile long restUntil;

    Quotad(String node, Environment environment) {
        this(node, environment, SOCKET);
    }

    Quotad(String node, Environment environment, Path socket) {
        this.node = node;
        this.environment = environment;
        this.socket = socket;
        restUntil = environment.nanoTime();
    }

    /** Whether it would be asked, which takes time. */
    boolean isThere() {
        return environment.nanoTime() - restUntil >= 0 && Files.exists(socket);
    }

    /** Null when there is no quotad, or it cannot say. */
    Usage usage(String volume, Gfid gfid) {
        if (!isThere()) {
            return null;
        }
        try {
            return answer(exchange(question(volume, gfid)));
        } catch (IOException | XdrException | FopException e) {
            restUntil = environment.nanoTime() + Duration.ofSeconds(REST_SECONDS).toNanos();
            LOG.say(QuotaMessage.NO_QUOTAD, node, socket, e.toString());
            return null;
        }
    }

    private static ByteBuffer question(String volume, Gfid gfid) throws FopException {
        var record = Unpooled.buffer(512);
        record.writeInt(0);
        var out = new XdrWriter(record);
        var credential = Credential.v2(Caller.internal(Caller.PID_QUOTA));
        new CallHeader(XID, PROGRAM, VERSION, LOOKUP, credential).encode(out);
        out.gfid(gfid).gfid(Gfid.NULL).int32(0).string("");
        var dict = OldDict.empty().putNumber(Keys.SIZE, 1).putText("volume-uuid", volume);
        out.varOpaque(dict.toBytes());
        record.setInt(0, RecordMark.single(record.readableBytes() - RecordMark.BYTES));
        return record.nioBuffer();
    }

    /** The reply's record, without its mark. */
    private ByteBuf exchange(ByteBuffer question) throws IOException {
        long end = environment.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                await(channel, selector, SelectionKey.OP_CONNECT, end);
                channel.finishConnect();
            }
            while (question.hasRemaining()) {
                if (channel.write(question) == 0) {
                    await(channel, selector, SelectionKey.OP_WRITE, end);
                }
            }
            var mark = read(channel, selector, ByteBuffer.allocate(RecordMark.BYTES), end).getInt();
            int length = RecordMark.length(mark);
            if (!RecordMark.isLast(mark) || length > LONGEST_REPLY) {
                throw new IOException("a record of " + length + " bytes and more");
            }
            return Unpooled.wrappedBuffer(
                    read(channel, selector, ByteBuffer.allocate(length), end));
        }
    }

    private ByteBuffer read(SocketChannel channel, Selector selector, ByteBuffer into, long end)
            throws IOException {
        while (into.hasRemaining()) {
            int got = channel.read(into);
            if (got < 0) {
                throw new EOFException("connection closed");
            }
            if (got == 0) {
                await(channel, selector, SelectionKey.OP_READ, end);
            }
        }
        return into.flip();
    }

    private void await(SocketChannel channel, Selector selector, int ready, long end)
            throws IOException {
        long left = Duration.ofNanos(end - environment.nanoTime()).toMillis();
        channel.register(selector, ready);
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("no answer within " + PATIENCE_SECONDS + " s");
        }
        selector.selectedKeys().clear();
    }

    /** Null when quotad has no such volume or directory. */
    private static Usage answer(ByteBuf record) throws XdrException {
        var in = new XdrReader(record);
        var header = ReplyHeader.decode(in);
        if (header.stat() != AcceptStat.SUCCESS) {
            throw new XdrException("refused: " + header.stat());
        }
        int result = in.int32();
        in.skip(4 + 2 * IATT_BYTES);
        var dict = OldDict.ofBytes(in.varOpaque(LONGEST_REPLY));
        var size = dict.bytes(Keys.SIZE);
        return result < 0 || size == null ? null : Usage.of(size);
    }
}
