package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.MustWait;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.program.FopCodec;
import org.glusterj.rpc.CallHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * One fop of a client: decoded, carried out by the brick's graph and answered by the same io-thread, which is why it
 * must
 * not wait for another client. Only a lock that may wait moves on to a virtual thread after decoding, with its scope;
 * what the graph says would have to wait for a lock; and PUT, which is several fops and cannot begin anew halfway.
 */
final class FopCall extends QueuedCall {
    /** Where READ, READDIR, READDIRP and WRITE say how many bytes: after gfid, fd and offset. */
    private static final int SIZE_OFFSET = 32;

    /** Where PUT has the length of its name: after the parent's gfid. */
    private static final int PUT_NAME_OFFSET = 16;

    /** From the end of PUT's name to its size: mode, umask, flags, offset. */
    private static final int PUT_SIZE_GAP = 20;

    /** A longer request waits for its turn like others, though it is for a lock. */
    private static final int MAX_EXEMPT_BYTES = 4096;

    /** Content beyond which a fop is left to the io-threads, so that copying it overlaps with receiving. */
    private static final long QUICK_BYTES = 160 << 10;

    private final FopType type;
    private final long weight;

    /** Memory that the decoded request takes, about. */
    private final long heldBytes;

    /** Goes on on a virtual thread; its io-thread has left. Written before that thread starts. */
    private boolean elsewhere;

    FopCall(Session session, CallHeader header, ByteBuf body, FopType type) {
        super(
                session,
                header,
                body,
                FopPriority.of(
                        type,
                        Callers.pidOf(header.credential()),
                        session.attachment().server().leastEnabled()),
                isExempt(type) && body.readableBytes() <= MAX_EXEMPT_BYTES);
        this.type = type;
        long content = contentBytes(type, body);
        this.heldBytes = content + (bytes() - content) * LockWaits.HEAP_PER_BYTE;
        this.weight = heldBytes + replyBytes(type, body);
    }

    /** Bytes of the request that stay where they are: a WRITE's or PUT's data. The rest is decoded into the heap. */
    private static long contentBytes(FopType type, ByteBuf body) {
        return switch (type) {
            case WRITE -> contentBytes(SIZE_OFFSET, body);
            case PUT -> contentBytes(putSizeOffset(body), body);
            default -> 0;
        };
    }

    private static long contentBytes(long sizeOffset, ByteBuf body) {
        int length = body.readableBytes();
        return length < sizeOffset + 4
                ? 0
                : Math.min(length, body.getUnsignedInt(body.readerIndex() + (int) sizeOffset));
    }

    private static long putSizeOffset(ByteBuf body) {
        if (body.readableBytes() < PUT_NAME_OFFSET + 4) {
            return PUT_NAME_OFFSET;
        }
        long name = body.getUnsignedInt(body.readerIndex() + PUT_NAME_OFFSET);
        return PUT_NAME_OFFSET + 4 + (name + 3 & ~3L) + PUT_SIZE_GAP;
    }

    /** Most bytes the reply may have, as far as the request says. */
    private static long replyBytes(FopType type, ByteBuf body) {
        return switch (type) {
            case READ, READDIR, READDIRP ->
                    body.readableBytes() < SIZE_OFFSET + 4
                            ? 0
                            : body.getUnsignedInt(body.readerIndex() + SIZE_OFFSET);
            default -> 0;
        };
    }

    @Override
    long weight() {
        return weight;
    }

    /** What others may be waiting for must not queue behind this client's other requests. */
    static boolean isExempt(FopType type) {
        return switch (type) {
            case LK, INODELK, FINODELK, ENTRYLK, FENTRYLK, FLUSH -> true;
            default -> false;
        };
    }

    /** What a warm disk answers without sleeping, and without moving much content. */
    @Override
    public boolean isQuick() {
        return switch (type) {
            case FSYNC,
                    FSYNCDIR,
                    TRUNCATE,
                    FTRUNCATE,
                    FALLOCATE,
                    DISCARD,
                    ZEROFILL,
                    RCHECKSUM,
                    COPY_FILE_RANGE,
                    SEEK,
                    PUT,
                    IPC,
                    LEASE,
                    GETACTIVELK,
                    SETACTIVELK ->
                    false;
            default -> weight <= QUICK_BYTES;
        };
    }

    @Override
    String label() {
        return type.name();
    }

    @Override
    boolean carryOut() {
        return serve(FopCodec.of(type));
    }

    private <F extends Fop<R>, R extends Reply> boolean serve(FopCodec<F, R> codec) {
        var scope =
                new CallScope(session().fds(), to().inodes(), Callers.pidOf(header().credential()));
        boolean here = true;
        try {
            F op = codec.decodeRequest(new XdrReader(body()), scope);
            try (var payload = codec.requestPayload(op)) {
                requireRightKindOfFd(op);
                if (LockWaits.mayWait(op) || type == FopType.PUT) {
                    here = !waitElsewhere(codec, op, scope);
                } else {
                    here = !actOrWait(codec, op, scope);
                }
            }
        } catch (XdrException e) {
            rejectGarbage(e.getMessage());
        } catch (FopException why) {
            answerFailure(codec, why);
        } catch (RuntimeException | AssertionError | StackOverflowError bug) {
            answerBug(codec, bug);
        } finally {
            if (here) {
                scope.close();
            }
        }
        return here;
    }

    /** True when a translator has to wait for others first, for which a virtual thread took over. */
    private <F extends Fop<R>, R extends Reply> boolean actOrWait(
            FopCodec<F, R> codec, F op, CallScope scope) throws FopException {
        try {
            act(codec, op, scope, Cancel.NO_WAITING);
            return false;
        } catch (MustWait held) {
            return waitElsewhere(codec, op, scope);
        }
    }

    /** What failed outside the graph, before the reply; a client that hears nothing would wait for half an hour. */
    private void answerBug(FopCodec<?, ?> codec, Throwable bug) {
        ServerLog.say(ServerMessage.FOP_BUG, bug, type, to().client().uid(), "unknown");
        answerFailure(codec, new FopException(Errno.EIO));
    }

    /** Name locks are for directories: stock answers EINVAL when the fd is a file's. */
    private static void requireRightKindOfFd(Fop<?> op) throws FopException {
        if (op instanceof Fop.Fentrylk lk) {
            var kind = lk.fd().inode().type();
            if (kind != FileType.DIRECTORY && kind != FileType.INVALID) {
                throw new FopException(Errno.EINVAL);
            }
        }
    }

    /** True when a virtual thread took over call and scope. */
    private <F extends Fop<R>, R extends Reply> boolean waitElsewhere(
            FopCodec<F, R> codec, F op, CallScope scope) throws FopException {
        var waits = session().lockWaits();
        var cancel = waits.begin(heldBytes, this);
        if (cancel == null) {
            var why = LockWaits.mayWait(op) ? Errno.ENOLCK : Errno.EAGAIN;
            throw new FopException(why, "too many waiting requests");
        }
        var content = codec.requestPayload(op).retain();
        elsewhere = true;
        to().server()
                .spawn(
                        "lock-wait",
                        () -> {
                            try (content) {
                                act(codec, op, scope, cancel);
                            } catch (FopException why) {
                                answerFailure(codec, why);
                            } catch (RuntimeException | AssertionError bug) {
                                answerBug(codec, bug);
                            } finally {
                                waits.end(cancel);
                                scope.close();
                                session().leave();
                            }
                        });
        return true;
    }

    private <F extends Fop<R>, R extends Reply> void act(
            FopCodec<F, R> codec, F op, CallScope scope, Cancel cancel) throws FopException {
        R reply = ask(op, cancel);
        try {
            new Linker(to().inodes()).learn(op, reply);
            scope.enterOpened();
        } catch (FopException | RuntimeException e) {
            if (reply instanceof Reply.Readv read) {
                read.close();
            }
            throw e;
        }
        answer(codec, op, reply, scope);
    }

    private <F extends Fop<R>, R extends Reply> R ask(F op, Cancel cancel) throws FopException {
        var credential = header().credential();
        var frame =
                new Frame(
                        Integer.toUnsignedLong(header().xid()),
                        Callers.of(credential, to()),
                        Deadline.NONE,
                        Callers.timeOf(credential),
                        cancel);
        try {
            return Composed.is(type)
                    ? new Composed(to().brick(), to().inodes()).call(frame, op)
                    : to().brick().call(frame, op);
        } catch (MustWait held) {
            throw held;
        } catch (RuntimeException | AssertionError | StackOverflowError bug) {
            ServerLog.say(ServerMessage.FOP_BUG, bug, type, to().client().uid(), op.inode());
            throw new FopException(Errno.EIO);
        } catch (OutOfMemoryError noRoom) {
            ServerLog.say(ServerMessage.FOP_BUG, noRoom, type, to().client().uid(), op.inode());
            throw new FopException(Errno.ENOMEM);
        }
    }

    private <F extends Fop<R>, R extends Reply> void answer(
            FopCodec<F, R> codec, F op, R reply, CallScope scope) {
        R told = echoed(op, reply);
        var content = codec.replyPayload(told);
        try {
            session()
                    .peer()
                    .reply(
                            header(),
                            out -> codec.encodeReply(out, op, told, scope),
                            content,
                            told instanceof Reply.Readv && !elsewhere ? leaveWithReply() : null);
        } catch (RuntimeException | AssertionError bug) {
            leaveNow();
            ServerLog.say(ServerMessage.REPLY_BUG, bug, type, to().client().uid());
            answerFailure(codec, new FopException(Errno.EIO));
        }
    }

    /** CREATE gives the xdata of its request back too, as stock does, but for questions about locks. */
    @SuppressWarnings("unchecked")
    private static <R extends Reply> R echoed(Fop<R> op, R reply) {
        return op instanceof Fop.Create
                ? (R) reply.withXdata(CreateEcho.of(op.xdata(), reply.xdata()))
                : reply;
    }

    private void answerFailure(FopCodec<?, ?> codec, FopException why) {
        session().peer().reply(header(), out -> codec.encodeFailure(out, why));
    }

    @Override
    void refuse() {
        drop();
        answerFailure(FopCodec.of(type), new FopException(Errno.EAGAIN, Xdata.NULL));
    }
}
