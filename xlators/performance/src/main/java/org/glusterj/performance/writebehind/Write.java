package org.glusterj.performance.writebehind;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;

/**
 * One WRITE that is not done: as it was asked, or several adjacent ones put together. Holds a reference to the fd and
 * to the content, that of the first request itself unless more was put behind it; both go with {@link #close}, when the
 * ledger has its outcome. Fields are guarded by the ledger's monitor but for what is sent, which changes no more then.
 */
final class Write extends Step implements Sink<Reply.Writev> {
    private static final int O_APPEND = 02000;

    final Ledger ledger;
    final Writer writer;

    /** Neighbours in the ledger. */
    Write before;

    Write after;

    /** Waits for its turn, or was sent; no more is put behind it. */
    boolean queued;

    /** Has its outcome. */
    boolean gone;

    /** When it failed first for want of a connection; 0 = it did not. */
    long brokenAt;

    /** Bytes that were answered, and memory taken for them. */
    long answered;

    long room;

    /** Those who wait for an answer; null = none. */
    List<Asker> askers;

    /** Those who come after it; null = none. */
    List<Step> dependents;

    private final Frame frame;
    private final Fop.Writev first;
    private final boolean gathers;
    private final boolean append;
    private final Turn turn;
    private Payload content;
    private ByteBuf gathered;
    private long offset;
    private int bytes;
    private boolean refused;

    /**
     * @param gathers may be put together with others; content and fd are retained then
     * @param turn where its caller waits to send it himself; null when the ledger sends it
     */
    Write(Ledger ledger, Writer writer, Frame frame, Fop.Writev op, boolean gathers, Turn turn) {
        this.ledger = ledger;
        this.writer = writer;
        this.gathers = gathers;
        this.turn = turn;
        this.frame = turn == null ? forGood(frame) : frame;
        first = op;
        offset = op.offset();
        bytes = op.data().size();
        append = isAppend(op);
        content = op.data().retain();
        op.fd().retain();
    }

    /** Who asked may be gone before it is done. */
    private static Frame forGood(Frame frame) {
        return new Frame(frame.unique(), frame.caller(), Deadline.NONE, frame.time(), Cancel.NEVER);
    }

    static boolean isAppend(Fop.Writev op) {
        return ((op.fd().flags() | op.flags()) & O_APPEND) != 0;
    }

    Frame frame() {
        return frame;
    }

    long offset() {
        return offset;
    }

    long end() {
        return offset + bytes;
    }

    int bytes() {
        return bytes;
    }

    boolean append() {
        return append;
    }

    /** Whether more may still be put behind it, up to {@code most} bytes in all. */
    boolean takes(Frame other, Fop.Writev op, long most) {
        return gathers
                && !queued
                && dependents == null
                && op.fd() == first.fd()
                && op.offset() == end()
                && op.flags() == first.flags()
                && bytes + (long) op.data().size() <= most
                && isSame(other.caller(), frame.caller());
    }

    private static boolean isSame(Caller x, Caller y) {
        return x.uid() == y.uid()
                && x.gid() == y.gid()
                && x.pid() == y.pid()
                && x.lkOwner().equals(y.lkOwner());
    }

    /** Puts {@code more} behind what there is, by copying it. */
    void gather(Payload more, long most) {
        int size = more.size();
        if (gathered == null) {
            long wanted = Math.min(most, 4L * (bytes + size));
            var buffer = Payload.allocateBuffer((int) Math.max(wanted, bytes + size));
            buffer.writeBytes(content.duplicate());
            content.close();
            gathered = buffer;
            content = Payload.of(buffer);
        }
        gathered.writeBytes(more.duplicate());
        bytes += size;
    }

    /** As it goes to the brick. */
    Fop.Writev op() {
        return content == first.data()
                ? first
                : new Fop.Writev(first.fd(), offset, content, first.flags(), first.xdata());
    }

    @Override
    void freed(Ledger of) {
        if (turn == null) {
            of.free(this);
        } else {
            turn.freed(of);
        }
    }

    /** Where its caller waits to send it himself; null when the ledger sends it. */
    Turn turn() {
        return turn;
    }

    void add(Asker asker) {
        if (askers == null) {
            askers = new ArrayList<>(1);
        }
        askers.add(asker);
    }

    void add(Step dependent) {
        if (dependents == null) {
            dependents = new ArrayList<>(2);
        }
        dependents.add(dependent);
        dependent.blockers++;
    }

    /** The brick took less than all: the rest is sent again. */
    @Override
    public void ok(Reply.Writev reply) {
        int count = reply.count();
        if (count >= bytes) {
            ledger.done(this, reply);
        } else if (count <= 0) {
            ledger.failed(this, new FopException(Errno.EIO, "a write took no bytes"));
        } else {
            var rest = content.slice(count, bytes - count);
            content.close();
            gathered = null;
            content = rest;
            offset += count;
            bytes -= count;
            ledger.sendAgain(this);
        }
    }

    /** Who must not wait is refused where too much is under way; then a thread waits. */
    @Override
    public void failed(FopException why) {
        if (why.errno() == Errno.ENOBUFS && !refused) {
            refused = true;
            ledger.sendPatiently(this);
        } else {
            ledger.failed(this, why);
        }
    }

    void close() {
        content.close();
        first.fd().close();
    }
}
