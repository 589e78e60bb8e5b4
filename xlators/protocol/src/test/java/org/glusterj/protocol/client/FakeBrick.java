package org.glusterj.protocol.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictCall;
import org.glusterj.program.DictReply;
import org.glusterj.program.Dump;
import org.glusterj.program.FdNumbers;
import org.glusterj.program.FopCodec;
import org.glusterj.program.Handshake;
import org.glusterj.program.Portmap;
import org.glusterj.program.Release;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.transport.RpcServer;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A brick by script, without a graph: handshakes, hands out fd numbers, answers a few fops, and writes down what it was
 * asked. With a {@code port} to tell it plays the management server instead.
 */
final class FakeBrick implements AutoCloseable {
    static final String VOLUME_ID = "0d6dbb4c-4b6c-4a8e-a9ff-52a3f3a6c1c3";
    static final byte[] CONTENT = "what the file says".getBytes();

    final BlockingQueue<OldDict> setVolumes = new LinkedBlockingQueue<>();
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    final BlockingQueue<CallHeader> heldCalls = new LinkedBlockingQueue<>();
    final Set<FopType> held = ConcurrentHashMap.newKeySet();
    final AtomicLong nextFd = new AtomicLong();
    volatile DictReply setVolumeReply =
            new DictReply(0, 22, OldDict.empty().putText("volume-id", VOLUME_ID));
    volatile boolean answersPings = true;
    volatile Errno openFailure;
    volatile RpcPeer peer;

    private final RpcServer server;
    private final int brickPort;

    private FakeBrick(int port, int brickPort) throws IOException {
        this.brickPort = brickPort;
        server =
                RpcServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        TransportOptions.DEFAULT,
                        Connection::new);
    }

    static FakeBrick start() throws IOException {
        return new FakeBrick(0, 0);
    }

    static FakeBrick startAt(int port) throws IOException {
        return new FakeBrick(port, 0);
    }

    static FakeBrick management(int brickPort) throws IOException {
        return new FakeBrick(0, brickPort);
    }

    int port() {
        return server.address().getPort();
    }

    /** From the next handshake on, the brick says where it keeps what is not synced. */
    void memory(String name) {
        var dict = OldDict.empty().putText("volume-id", VOLUME_ID);
        setVolumeReply = new DictReply(0, 22, dict.putText("glusterj.disk-memory", name));
    }

    /** From the next handshake on, the brick knows these flags of RENAME. */
    void renameFlags(int flags) {
        var dict = OldDict.empty().putText("volume-id", VOLUME_ID);
        setVolumeReply = new DictReply(0, 22, dict.putNumber("glusterj.rename-flags", flags));
    }

    String nextSeen() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Connection implements RpcHandler {
        private final RpcPeer to;

        Connection(RpcPeer to) {
            this.to = to;
            to.trust();
            peer = to;
        }

        @Override
        public void call(CallHeader header, ByteBuf body) {
            try {
                answer(header, new XdrReader(body));
            } catch (XdrException e) {
                to.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
            } finally {
                body.release();
            }
        }

        @Override
        public void closed() {}

        private void answer(CallHeader header, XdrReader in) throws XdrException {
            switch (header.program()) {
                case Programs.DUMP -> dump(header);
                case Programs.PORTMAP ->
                        to.reply(
                                header,
                                new Portmap.PortByBrickReply(
                                                brickPort > 0 ? 0 : -1, 0, 0, brickPort)
                                        ::encode);
                case Programs.HANDSHAKE -> handshake(header, in);
                default -> fop(header, in);
            }
        }

        private void dump(CallHeader header) {
            if (header.procedure() == Dump.DUMP) {
                int program = brickPort != 0 ? Programs.PORTMAP : Programs.FOPS;
                int version = brickPort != 0 ? 1 : Programs.FOPS_VERSION;
                var programs = List.of(new Dump.Program("fake", program, version));
                to.reply(header, new Dump.Response(programs)::encode);
            } else if (answersPings) {
                to.reply(header, new DictReply(0, 0, OldDict.none())::encode);
            }
        }

        private void handshake(CallHeader header, XdrReader in) throws XdrException {
            if (header.procedure() == Handshake.SETVOLUME) {
                setVolumes.add(DictCall.decode(in).dict());
                to.reply(header, setVolumeReply::encode);
            }
        }

        private void fop(CallHeader header, XdrReader in) throws XdrException {
            if (header.procedure() == Release.RELEASE || header.procedure() == Release.RELEASEDIR) {
                seen.add("RELEASE fd " + Release.decode(in).fd());
                to.reply(header, out -> Release.encodeReply(out, Xdata.NULL));
                return;
            }
            var type = FopType.ofProcedure(header.procedure());
            switch (type) {
                case OPEN, OPENDIR -> opened(header, in, type);
                case READ, FSTAT, WRITE, LK -> {
                    var gfid = in.gfid();
                    seen.add(
                            type
                                    + " fd "
                                    + in.int64()
                                    + lock(type, in)
                                    + (gfid.isNull() ? "!" : ""));
                }
                default -> seen.add(type.toString());
            }
            if (held.contains(type)) {
                heldCalls.add(header);
            } else {
                succeed(header);
            }
        }

        private String lock(FopType type, XdrReader in) throws XdrException {
            return type == FopType.LK ? " cmd " + in.int32() + " type " + in.int32() : "";
        }

        private void opened(CallHeader header, XdrReader in, FopType type) throws XdrException {
            in.gfid();
            seen.add(
                    type
                            + (type == FopType.OPEN
                                    ? " flags " + Integer.toOctalString(in.int32())
                                    : ""));
        }
    }

    /** Answers as a brick where all is well. */
    void succeed(CallHeader header) {
        switch (FopType.ofProcedure(header.procedure())) {
            case OPEN -> {
                if (openFailure != null) {
                    fail(header, FopType.OPEN, openFailure);
                } else {
                    number(header);
                }
            }
            case OPENDIR -> number(header);
            case READ -> read(header, Payload.copyOf(CONTENT));
            case FSTAT -> reply(header, FopType.FSTAT, new Reply.Attr(Iatt.NONE, Xdata.NULL));
            case LOOKUP ->
                    reply(header, FopType.LOOKUP, new Reply.Lookup(root(), Iatt.NONE, Xdata.NULL));
            case LK -> reply(header, FopType.LK, new Reply.Lk(Flock.NONE, Xdata.NULL));
            case FLUSH -> reply(header, FopType.FLUSH, Reply.Ok.PLAIN);
            case WRITE ->
                    reply(
                            header,
                            FopType.WRITE,
                            new Reply.Writev(1, Iatt.NONE, Iatt.NONE, Xdata.NULL));
            case FSYNC ->
                    reply(
                            header,
                            FopType.FSYNC,
                            new Reply.PrePost(Iatt.NONE, Iatt.NONE, Xdata.NULL));
            case MKDIR ->
                    reply(
                            header,
                            FopType.MKDIR,
                            new Reply.Entry(root(), Iatt.NONE, Iatt.NONE, Xdata.NULL));
            case FSYNCDIR -> reply(header, FopType.FSYNCDIR, Reply.Ok.PLAIN);
            default -> fail(header, FopType.ofProcedure(header.procedure()), Errno.EOPNOTSUPP);
        }
    }

    static Iatt root() {
        return new Iatt.Builder().gfid(Gfid.ROOT).build();
    }

    private void number(CallHeader header) {
        long number = nextFd.getAndIncrement();
        peer.reply(
                header,
                out -> {
                    out.int32(0).int32(0);
                    org.glusterj.dict.NewDict.encode(out, Xdata.NULL);
                    out.int64(number);
                });
    }

    private void read(CallHeader header, Payload payload) {
        var reply = new Reply.Readv(payload, Iatt.NONE, true, Xdata.NULL);
        FopCodec<Fop<Reply.Readv>, Reply.Readv> codec = codec(FopType.READ);
        peer.reply(header, out -> codec.encodeReply(out, null, reply, FdNumbers.NONE), payload);
    }

    private <R extends Reply> void reply(CallHeader header, FopType type, R reply) {
        FopCodec<Fop<R>, R> codec = codec(type);
        peer.reply(header, out -> codec.encodeReply(out, null, reply, FdNumbers.NONE));
    }

    void fail(CallHeader header, FopType type, Errno errno) {
        var codec = FopCodec.of(type);
        peer.reply(header, out -> codec.encodeFailure(out, new FopException(errno)));
    }

    @SuppressWarnings("unchecked")
    private static <R extends Reply> FopCodec<Fop<R>, R> codec(FopType type) {
        return (FopCodec<Fop<R>, R>) FopCodec.of(type);
    }
}
