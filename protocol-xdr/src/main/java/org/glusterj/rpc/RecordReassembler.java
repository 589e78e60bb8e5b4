package org.glusterj.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.xdr.XdrException;

/**
 * Turns a stream of bytes into records, fragment by fragment. Belongs to one connection and its thread. Feed it what
 * was read and ask until it returns null:
 *
 * <pre>
 *   for (var record = r.next(in); record != null; record = r.next(in)) { ... } // then release in
 * </pre>
 *
 * <p>A record that lies in one input buffer is a slice of it; one that spans several is a composite of slices, so
 * that payload is not copied. Pieces that are less than half of the buffer they came in, or below {@value
 * #COPY_BELOW} bytes, are copied together instead, since a slice keeps its whole buffer: an unfinished record
 * costs at most about twice its bytes, however they arrive.
 */
public final class RecordReassembler implements AutoCloseable {
    private static final int COPY_BELOW = 1024;
    private static final int TAIL_BYTES_MIN = 4096;
    private static final int TAIL_BYTES_MAX = 16 << 10;

    private final ByteBufAllocator allocator;
    private volatile int maxBytes;

    /** Pieces of the record so far; the last one takes copies when it is {@code tail}. Bound: maxBytes / COPY_BELOW. */
    private final List<ByteBuf> pieces = new ArrayList<>(4);

    private ByteBuf tail;
    private int collected;
    private int mark;
    private int markBytes;
    private int missing;

    /** @param maxBytes longest record taken, all fragments together */
    public RecordReassembler(ByteBufAllocator allocator, int maxBytes) {
        this.allocator = allocator;
        this.maxBytes = maxBytes;
    }

    /** Takes records of another length from the next mark on. Any thread. */
    public void maxBytes(int other) {
        maxBytes = other;
    }

    /** Bytes of memory that the record which has not arrived completely takes, about. */
    public int heldBytes() {
        return pieces.isEmpty() ? 0 : Math.max(collected, TAIL_BYTES_MIN);
    }

    /**
     * The next complete record without its marks, to be released by the caller, or null when {@code in} is used up.
     *
     * @throws XdrException when a record grows beyond the limit; the connection must then be closed
     */
    public ByteBuf next(ByteBuf in) throws XdrException {
        while (true) {
            if (markBytes < RecordMark.BYTES && !readMark(in)) {
                return null;
            }
            boolean last = RecordMark.isLast(mark);
            if (last && collected == 0 && in.readableBytes() >= missing) {
                return whole(in);
            }
            collect(in);
            if (missing > 0) {
                return null;
            }
            markBytes = 0;
            if (last) {
                return join();
            }
        }
    }

    private boolean readMark(ByteBuf in) throws XdrException {
        while (markBytes < RecordMark.BYTES) {
            if (!in.isReadable()) {
                return false;
            }
            mark = mark << 8 | in.readUnsignedByte();
            markBytes++;
        }
        missing = RecordMark.length(mark);
        int most = maxBytes;
        if (missing > most - collected) {
            throw new XdrException(
                    "a record of more than " + most + " bytes: " + collected + " + " + missing);
        }
        return true;
    }

    private ByteBuf whole(ByteBuf in) {
        int length = missing;
        missing = 0;
        markBytes = 0;
        return in.readRetainedSlice(length);
    }

    private void collect(ByteBuf in) {
        int n = Math.min(missing, in.readableBytes());
        if (n == 0) {
            return;
        }
        missing -= n;
        collected += n;
        if (n >= COPY_BELOW && n >= in.capacity() / 2) {
            tail = null;
            pieces.add(in.readRetainedSlice(n));
            return;
        }
        int left = n;
        while (left > 0) {
            if (tail == null || !tail.isWritable()) {
                int size = Math.clamp((long) left + missing, TAIL_BYTES_MIN, TAIL_BYTES_MAX);
                tail = allocator.directBuffer(size, size);
                pieces.add(tail);
            }
            int fits = Math.min(left, tail.writableBytes());
            tail.writeBytes(in, fits);
            left -= fits;
        }
    }

    private ByteBuf join() {
        ByteBuf record;
        if (pieces.isEmpty()) {
            record = allocator.buffer(0);
        } else if (pieces.size() == 1) {
            record = pieces.getFirst();
        } else {
            CompositeByteBuf joined = allocator.compositeDirectBuffer(pieces.size());
            joined.addComponents(true, pieces);
            record = joined;
        }
        forget();
        return record;
    }

    private void forget() {
        pieces.clear();
        tail = null;
        collected = 0;
    }

    /** Releases what was collected of an unfinished record. */
    @Override
    public void close() {
        for (var piece : pieces) {
            piece.release();
        }
        forget();
        markBytes = 0;
        missing = 0;
    }
}
