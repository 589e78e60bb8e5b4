package org.glusterj.program;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Reply;
import org.glusterj.dict.NewDict;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.rpc.RpcHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** Decodes captured records in order and writes them again; replies find their fop by connection and xid. */
final class GoldenCodec {
    private final TestResolver resolver = new TestResolver();
    private final Map<String, Fop<?>> calls = new HashMap<>();

    /** Decodes {@code record} (without its mark) to the last byte and writes what was decoded to {@code out}. */
    void roundTrip(GoldenRecord golden, ByteBuf record, ByteBuf out)
            throws XdrException, FopException {
        var in = new XdrReader(record);
        var writer = new XdrWriter(out);
        var header = RpcHeader.decode(in);
        header.encode(writer);
        switch (header) {
            case CallHeader call -> call(golden, call, in, writer, out);
            case ReplyHeader reply -> {
                if (reply.stat() == AcceptStat.SUCCESS) {
                    reply(golden, in, writer, out);
                }
            }
        }
        in.end();
    }

    private void call(
            GoldenRecord golden, CallHeader call, XdrReader in, XdrWriter writer, ByteBuf out)
            throws XdrException, FopException {
        if (call.version() != golden.servedVersion()) {
            return;
        }
        switch (call.program()) {
            case Programs.FOPS -> fopCall(golden, call.procedure(), in, writer, out);
            case Programs.CALLBACK -> {
                var callback = Callback.decode(call.procedure(), in);
                if (!(callback instanceof Callback.Unknown)) {
                    callback.encode(writer);
                }
            }
            default -> GoldenBodies.call(call.program(), call.procedure(), in, writer);
        }
    }

    private void fopCall(
            GoldenRecord golden, int procedure, XdrReader in, XdrWriter writer, ByteBuf out)
            throws XdrException, FopException {
        if (procedure == Release.RELEASE || procedure == Release.RELEASEDIR) {
            Release.decode(in).encode(writer);
            return;
        }
        var type = FopType.ofProcedure(procedure);
        if (type == null) {
            return;
        }
        encode(request(golden, type, in), writer, out);
    }

    private Fop<?> request(GoldenRecord golden, FopType type, XdrReader in)
            throws XdrException, FopException {
        Fop<?> op = FopCodec.of(type).decodeRequest(in, resolver);
        calls.put(golden.callKey(), op);
        return op;
    }

    private <R extends Reply> void encode(Fop<R> op, XdrWriter writer, ByteBuf out) {
        var codec = FopCodec.of(op);
        codec.encodeRequest(writer, op, resolver);
        try (var payload = codec.requestPayload(op)) {
            out.writeBytes(payload.duplicate());
        }
    }

    private void reply(GoldenRecord golden, XdrReader in, XdrWriter writer, ByteBuf out)
            throws XdrException {
        if (golden.program() != Programs.FOPS) {
            GoldenBodies.reply(golden.program(), golden.procedure(), in, writer);
            return;
        }
        switch (golden.procedure()) {
            case 0 -> DictReply.decode(in).encode(writer);
            case Release.RELEASE, Release.RELEASEDIR -> {
                writer.int32(in.int32()).int32(in.int32());
                NewDict.encode(writer, NewDict.decode(in));
            }
            default -> fopReply(calls.get(golden.callKey()), in, writer, out);
        }
    }

    private <R extends Reply> void fopReply(Fop<R> op, XdrReader in, XdrWriter writer, ByteBuf out)
            throws XdrException {
        if (op == null) {
            throw new XdrException("a success of a call that no fop made");
        }
        var reply = WireReply.decode(in, op, resolver);
        reply.encode(writer, op, resolver);
        try (var payload = reply.payload(op)) {
            out.writeBytes(payload.duplicate());
        }
    }
}
