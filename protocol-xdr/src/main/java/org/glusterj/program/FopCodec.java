package org.glusterj.program;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Request and reply of one fop as bodies of program 1298437 version 400 (spec wire-protocol 8 and 9). Stateless; one
 * instance per {@link FopType}.
 *
 * <p>Raw payload (WRITE, PUT, READ reply) is not written here: the sender appends {@link #requestPayload} or {@link
 * #replyPayload} to the record without copying. On the way in the payload is a slice of the record.
 *
 * @param <F> the fop
 * @param <R> its reply
 */
public abstract class FopCodec<F extends Fop<R>, R extends Reply> {
    FopCodec() {}

    public static FopCodec<?, ?> of(FopType type) {
        return FopCodecs.of(type);
    }

    /** The codec of {@code op}, typed so that its replies fit. */
    @SuppressWarnings("unchecked")
    public static <R extends Reply> FopCodec<Fop<R>, R> of(Fop<R> op) {
        return (FopCodec<Fop<R>, R>) FopCodecs.of(op.type());
    }

    /** Writes the arguments, without raw payload. */
    public final void encodeRequest(XdrWriter out, F op, FdNumbers fds) {
        writeArguments(out, op, fds);
    }

    /** What follows the arguments; borrowed from {@code op}. {@link Payload#EMPTY} unless WRITE or PUT. */
    public Payload requestPayload(F op) {
        return Payload.EMPTY;
    }

    /**
     * Reads the arguments to the end of the record. The caller closes {@link #requestPayload} of the result.
     *
     * @throws XdrException for bytes that are not this request (answer: garbage arguments)
     * @throws FopException from the resolver (answer: {@link #encodeFailure})
     */
    public final F decodeRequest(XdrReader in, RequestResolver resolver)
            throws XdrException, FopException {
        var op = readArguments(in, resolver);
        in.end();
        return op;
    }

    /** Writes a success, without raw payload. */
    public final void encodeReply(XdrWriter out, F op, R reply, FdNumbers fds) {
        out.int32(opRet(op, reply)).int32(opErrno(reply));
        writeResult(out, op, reply, fds);
    }

    /** What follows a reply; belongs to {@code reply}. {@link Payload#EMPTY} unless READ. */
    public Payload replyPayload(R reply) {
        return Payload.EMPTY;
    }

    /** Writes a failure in full length, all fields zero but xdata (spec 5.5). */
    public final void encodeFailure(XdrWriter out, FopException failure) {
        out.int32(-1).int32(failure.errno().code());
        writeResult(out, null, emptyResult(failure.xdata()), FdNumbers.NONE);
    }

    /**
     * Reads a reply; a READ's payload is then the caller's to close.
     *
     * @throws FopException the failure the server reports
     * @throws XdrException for bytes that are not this reply
     */
    public final R decodeReply(XdrReader in, F op, FdNumbers fds)
            throws XdrException, FopException {
        int opRet = in.int32();
        int opErrno = in.int32();
        if (opRet < 0) {
            var failed = readResult(in, opRet, opErrno, op, FdNumbers.NONE);
            replyPayload(failed).close();
            throw new FopException(Errno.of(opErrno), failed.xdata());
        }
        return readResult(in, opRet, opErrno, op, fds);
    }

    abstract void writeArguments(XdrWriter out, F op, FdNumbers fds);

    abstract F readArguments(XdrReader in, RequestResolver resolver)
            throws XdrException, FopException;

    /** op_ret of a success: 0 unless the fop returns a count. */
    int opRet(F op, R reply) {
        return 0;
    }

    /** op_errno of a success: 0 unless it marks the end of a file or directory. */
    int opErrno(R reply) {
        return 0;
    }

    /** Writes what follows op_errno. {@code op} is null in a failure. */
    abstract void writeResult(XdrWriter out, F op, R reply, FdNumbers fds);

    /** Reads what follows op_errno, in successes and failures alike. */
    abstract R readResult(XdrReader in, int opRet, int opErrno, F op, FdNumbers fds)
            throws XdrException;

    /** A result of zeros that carries the xdata of a failure. */
    abstract R emptyResult(Xdata xdata);
}
