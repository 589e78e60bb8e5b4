package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.glusterj.core.Gfid;
import org.glusterj.core.LkOwner;
import org.glusterj.core.OpTime;
import org.glusterj.core.Xdata;
import org.glusterj.dict.NewDict;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.rpc.RpcHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** A client that writes frames by hand over a plain socket. One thread at a time; reads wait at most 20 seconds. */
final class WireClient implements AutoCloseable {
    private static final int LAST_FRAGMENT = 0x80000000;
    private static final int TIMEOUT_MILLIS = 20_000;

    /** @param body what follows the header */
    record Reply(ReplyHeader header, ByteBuf body) {
        AcceptStat stat() {
            return header.stat();
        }

        XdrReader reader() {
            return new XdrReader(body.duplicate());
        }

        int opRet() {
            return body.getInt(body.readerIndex());
        }

        int opErrno() {
            return body.getInt(body.readerIndex() + 4);
        }

        /** The word after op_ret, op_errno and a null xdata. */
        long fd() {
            var in = reader();
            try {
                in.int32();
                in.int32();
                NewDict.decode(in);
                return in.int64();
            } catch (XdrException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A call from the server. */
    record Callback(CallHeader header, ByteBuf body) {}

    private final Socket socket;
    private final DataInputStream in;
    private final Map<Integer, Reply> early = new HashMap<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private int nextXid = 2;
    private int pid = 4711;
    private int uid;
    private int gid;
    private int[] groups = {};
    private LkOwner owner = LkOwner.of(1);

    WireClient(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    WireClient as(int newPid, LkOwner newOwner) {
        pid = newPid;
        owner = newOwner;
        return this;
    }

    WireClient as(int newUid, int newGid, int... newGroups) {
        uid = newUid;
        gid = newGid;
        groups = newGroups;
        return this;
    }

    Credential credential() {
        return new Credential.GlusterfsV3(pid, uid, gid, OpTime.NONE, groups, owner);
    }

    /** Sends a call and returns its xid. */
    int send(int program, int version, int procedure, Consumer<XdrWriter> body) throws IOException {
        int xid = nextXid++;
        sendRecord(
                out -> {
                    new CallHeader(xid, program, version, procedure, credential()).encode(out);
                    body.accept(out);
                });
        return xid;
    }

    void sendRecord(Consumer<XdrWriter> content) throws IOException {
        var buffer = Unpooled.buffer();
        content.accept(new XdrWriter(buffer));
        var bytes = new byte[4 + buffer.readableBytes()];
        Unpooled.wrappedBuffer(bytes).setInt(0, LAST_FRAGMENT | buffer.readableBytes());
        buffer.getBytes(0, bytes, 4, buffer.readableBytes());
        sendRaw(bytes);
    }

    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The reply to {@code xid}; replies to others and callbacks are kept. */
    Reply await(int xid) throws IOException {
        while (!early.containsKey(xid)) {
            readRecord();
        }
        return early.remove(xid);
    }

    Callback awaitCallback() throws IOException {
        while (callbacks.isEmpty()) {
            readRecord();
        }
        return callbacks.removeFirst();
    }

    /** Whether the server closed the connection, perhaps after some more records. */
    boolean closedByServer() throws IOException {
        try {
            while (true) {
                readRecord();
            }
        } catch (EOFException | java.net.SocketException e) {
            return true;
        }
    }

    private void readRecord() throws IOException {
        int mark = in.readInt();
        if ((mark & LAST_FRAGMENT) == 0) {
            throw new IOException("the server sent fragments");
        }
        var bytes = new byte[mark & ~LAST_FRAGMENT];
        in.readFully(bytes);
        var body = Unpooled.wrappedBuffer(bytes);
        try {
            switch (RpcHeader.decode(new XdrReader(body))) {
                case CallHeader call -> callbacks.add(new Callback(call, body));
                case ReplyHeader reply -> early.put(reply.xid(), new Reply(reply, body));
            }
        } catch (XdrException e) {
            throw new IOException(e);
        }
    }

    Reply call(int program, int version, int procedure, Consumer<XdrWriter> body)
            throws IOException {
        return await(send(program, version, procedure, body));
    }

    Reply fop(int procedure, Consumer<XdrWriter> body) throws IOException {
        return await(sendFop(procedure, body));
    }

    int sendFop(int procedure, Consumer<XdrWriter> body) throws IOException {
        return send(Programs.FOPS, Programs.FOPS_VERSION, procedure, body);
    }

    static OldDict setVolumeDict(String brick) {
        return OldDict.empty()
                .putText("remote-subvolume", brick)
                .putText("process-uuid", "CTX_ID:test-RECON_NO:-0")
                .putText("fops-version", "1298437")
                .putText("client-version", "10.3");
    }

    /** op_ret, op_errno and the dictionary of a SETVOLUME. */
    record HandshakeReply(int opRet, int opErrno, OldDict dict) {}

    HandshakeReply setVolume(OldDict dict) throws IOException {
        var reply = call(Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION, 1, dict::encode);
        if (reply.stat() != AcceptStat.SUCCESS) {
            throw new IOException("SETVOLUME: " + reply.header());
        }
        try {
            var reader = reply.reader();
            return new HandshakeReply(reader.int32(), reader.int32(), OldDict.decode(reader));
        } catch (XdrException e) {
            throw new IOException(e);
        }
    }

    WireClient attach(String brick) throws IOException {
        var reply = setVolume(setVolumeDict(brick));
        if (reply.opRet() != 0) {
            throw new IOException("SETVOLUME: " + reply);
        }
        return this;
    }

    // ---- the fops the tests need, with null xdata unless said otherwise ----

    static void xdata(XdrWriter out, Xdata xdata) {
        NewDict.encode(out, xdata);
    }

    Reply lookup(Gfid parent, String name) throws IOException {
        return fop(
                27,
                out -> {
                    out.gfid(Gfid.NULL).gfid(parent).int32(0).string(name);
                    xdata(out, Xdata.NULL);
                });
    }

    Reply create(Gfid parent, String name, Gfid gfid) throws IOException {
        return fop(
                23,
                out -> {
                    out.gfid(parent).int32(0102).int32(0100644).int32(0).string(name);
                    xdata(out, Xdata.EMPTY.withGfid("gfid-req", gfid));
                });
    }

    /** The fd in a CREATE reply: after op_ret, op_errno, xdata and an iattx. */
    static long fdOfCreate(Reply reply) {
        var reader = reply.reader();
        try {
            reader.int32();
            reader.int32();
            NewDict.decode(reader);
            reader.skip(148);
            return reader.int64();
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    int sendWrite(Gfid gfid, long fd, long offset, byte[] data) throws IOException {
        return sendFop(
                13,
                out -> {
                    out.gfid(gfid).int64(fd).int64(offset).int32(data.length).int32(1);
                    xdata(out, Xdata.NULL);
                    out.raw(data);
                });
    }

    Reply read(Gfid gfid, long fd, long offset, int size) throws IOException {
        return fop(
                12,
                out -> {
                    out.gfid(gfid).int64(fd).int64(offset).int32(size).int32(0);
                    xdata(out, Xdata.NULL);
                });
    }

    /** The payload of a READ reply: after 8 + 148 + 4 bytes and the xdata. */
    static byte[] payloadOf(Reply reply) {
        var reader = reply.reader();
        try {
            reader.int32();
            reader.int32();
            reader.skip(148);
            int size = reader.int32();
            NewDict.decode(reader);
            return reader.raw(size);
        } catch (XdrException e) {
            throw new AssertionError(e);
        }
    }

    Reply release(Gfid gfid, long fd) throws IOException {
        return fop(
                41,
                out -> {
                    out.gfid(gfid).int64(fd);
                    xdata(out, Xdata.EMPTY);
                });
    }

    /** @param cmd 0 GETLK, 1 SETLK, 2 SETLKW @param type 0 read, 1 write, 2 unlock */
    int sendLk(Gfid gfid, long fd, int cmd, int type) throws IOException {
        return sendLk(gfid, fd, cmd, type, Xdata.NULL);
    }

    int sendLk(Gfid gfid, long fd, int cmd, int type, Xdata xdata) throws IOException {
        return sendFop(
                26,
                out -> {
                    out.gfid(gfid).int64(fd).int32(cmd).int32(type);
                    out.int32(type).int32(0).int64(0).int64(0).int32(pid);
                    out.varOpaque(owner.toBytes());
                    xdata(out, xdata);
                });
    }

    int sendStatfs() throws IOException {
        return sendFop(
                14,
                out -> {
                    out.gfid(Gfid.ROOT);
                    xdata(out, Xdata.NULL);
                });
    }

    int sendPing() throws IOException {
        return send(Programs.DUMP, Programs.DUMP_VERSION, 2, out -> {});
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
