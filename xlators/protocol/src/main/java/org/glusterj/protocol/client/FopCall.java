package org.glusterj.protocol.client;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.program.FopCodec;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * One fop on its way to the brick and back. Encoded on the caller's thread, decoded on the event loop straight into the
 * sink. A READ's payload is a slice of the receive buffer, which stays as long as the payload does.
 */
final class FopCall<R extends Reply> extends RpcCall implements RpcBody {
    private final Session session;
    private final FopCodec<Fop<R>, R> codec;
    private final Fop<R> op;
    private final long weight;
    private final Sink<R> sink;

    FopCall(
            Session session,
            FopCodec<Fop<R>, R> codec,
            Fop<R> op,
            long weight,
            Sink<R> sink,
            long startedNanos) {
        super(startedNanos);
        this.session = session;
        this.codec = codec;
        this.op = op;
        this.weight = weight;
        this.sink = sink;
    }

    @Override
    public void encode(XdrWriter out) {
        codec.encodeRequest(out, op, session);
    }

    @Override
    protected void replied(AcceptStat stat, XdrReader body) {
        session.client().landed(weight);
        R reply;
        try {
            reply = decode(stat, body);
        } catch (FopException why) {
            sink.failed(why.errno().code() == 0 ? withoutErrno(why) : why);
            return;
        } catch (XdrException | RuntimeException e) {
            session.undecodable(op.type(), e);
            sink.failed(new FopException(Errno.EIO, e.getMessage()));
            return;
        }
        session.learn(op);
        sink.ok(reply);
    }

    private R decode(AcceptStat stat, XdrReader body) throws FopException, XdrException {
        if (stat != AcceptStat.SUCCESS) {
            session.rejected(op.type(), stat);
            throw new FopException(Errno.ENOTCONN, "the brick rejects the call: " + stat);
        }
        return codec.decodeReply(body, op, session);
    }

    /** Stock bricks report a failed pre-op check of MKDIR as -1 with errno 0 (spec wire-protocol 10.2). */
    private static FopException withoutErrno(FopException why) {
        return new FopException(Errno.EIO, why.xdata(), "the brick gives no errno");
    }

    @Override
    protected void lost(Loss loss) {
        session.client().landed(weight);
        sink.failed(
                switch (loss) {
                    case CLOSED -> new FopException(Errno.ENOTCONN);
                    case FULL -> new FopException(Errno.ENOBUFS, "too many requests under way");
                    case EXPIRED -> new FopException(Errno.ENOTCONN, "no reply in time");
                });
    }
}
