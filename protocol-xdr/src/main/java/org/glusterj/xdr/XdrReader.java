package org.glusterj.xdr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Gfid;

/**
 * Reads XDR from a buffer, moving its reader index. Every length is checked against what remains before anything is
 * allocated, so that no input costs more memory than its own size times a small constant. Borrows the buffer; used by
 * one thread.
 */
public final class XdrReader {
    private static final byte[] NO_BYTES = {};

    private final ByteBuf buffer;

    public XdrReader(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /** Bytes left. */
    public int remaining() {
        return buffer.readableBytes();
    }

    public int int32() throws XdrException {
        need(4);
        return buffer.readInt();
    }

    public long uint32() throws XdrException {
        need(4);
        return buffer.readUnsignedInt();
    }

    public long int64() throws XdrException {
        need(8);
        return buffer.readLong();
    }

    /** The 0 or 1 before an optional value or a list element. */
    public boolean bool() throws XdrException {
        int word = int32();
        if (word != 0 && word != 1) {
            throw new XdrException("a boolean word is " + word);
        }
        return word == 1;
    }

    public Gfid gfid() throws XdrException {
        need(Gfid.BYTES);
        long high = buffer.readLong();
        long low = buffer.readLong();
        if ((high | low) == 0) {
            return Gfid.NULL;
        }
        return high == 0 && low == 1 ? Gfid.ROOT : new Gfid(high, low);
    }

    /** Exactly {@code n} bytes and their padding. */
    public byte[] opaque(int n) throws XdrException {
        need(n);
        int padded = padded(n);
        need(padded);
        if (n == 0) {
            return NO_BYTES;
        }
        var bytes = new byte[n];
        buffer.readBytes(bytes).skipBytes(padded - n);
        return bytes;
    }

    /** Exactly {@code n} bytes, unpadded: the inside of an old dictionary. */
    public byte[] raw(int n) throws XdrException {
        need(n);
        if (n == 0) {
            return NO_BYTES;
        }
        var bytes = new byte[n];
        buffer.readBytes(bytes);
        return bytes;
    }

    /** Length, bytes, padding; at most {@code max} bytes. */
    public byte[] varOpaque(int max) throws XdrException {
        return opaque(length(max));
    }

    /** A byte string (one char per byte) of any length that fits into what remains. */
    public String string() throws XdrException {
        return string(Integer.MAX_VALUE);
    }

    /** A byte string of at most {@code max} bytes. */
    public String string(int max) throws XdrException {
        int n = length(max);
        if (n == 0) {
            return "";
        }
        int at = buffer.readerIndex();
        var text = buffer.toString(at, n, ISO_8859_1);
        buffer.readerIndex(at + padded(n));
        return text;
    }

    /** A byte string sent with a closing NUL, the only one in it; returned without. */
    public String stringWithNul() throws XdrException {
        int n = length(Integer.MAX_VALUE);
        int at = buffer.readerIndex();
        var known = KeyCache.find(buffer, at, padded(n));
        if (known != null && known.length() == n - 1) {
            buffer.readerIndex(at + padded(n));
            return known;
        }
        if (n == 0 || buffer.indexOf(at, at + n, (byte) 0) != at + n - 1) {
            throw new XdrException("a key does not end in its only NUL");
        }
        var text = buffer.toString(at, n - 1, ISO_8859_1);
        KeyCache.keep(buffer, at, padded(n), text);
        buffer.readerIndex(at + padded(n));
        return text;
    }

    /**
     * The count word before an array whose elements take at least {@code elementBytes} each.
     *
     * @throws XdrException when so many elements cannot follow
     */
    public int count(int elementBytes) throws XdrException {
        int n = int32();
        if (n < 0 || (long) n * elementBytes > remaining()) {
            throw new XdrException(n + " elements announced, " + remaining() + " bytes left");
        }
        return n;
    }

    /** The next {@code n} bytes, unpadded, sharing memory; the caller releases the slice. */
    public ByteBuf slice(int n) throws XdrException {
        need(n);
        return buffer.readRetainedSlice(n);
    }

    public void skip(int n) throws XdrException {
        need(n);
        buffer.skipBytes(n);
    }

    /** Skips the next {@code n} bytes (a multiple of four) if all of them are zero. */
    public boolean skipZeros(int n) throws XdrException {
        need(n);
        int from = buffer.readerIndex();
        for (int at = from; at < from + n; at += 4) {
            if (buffer.getInt(at) != 0) {
                return false;
            }
        }
        buffer.skipBytes(n);
        return true;
    }

    /** The buffer, in which {@code n} more bytes are: for a structure that reads itself without further checks. */
    ByteBuf atLeast(int n) throws XdrException {
        need(n);
        return buffer;
    }

    /** Checks that the message ends here. */
    public void end() throws XdrException {
        if (buffer.isReadable()) {
            throw new XdrException(remaining() + " bytes left over");
        }
    }

    /** Where the next byte is read from; with {@link #since} measures what was read. */
    public int mark() {
        return buffer.readerIndex();
    }

    /** Bytes read since {@code mark}. */
    public int since(int mark) {
        return buffer.readerIndex() - mark;
    }

    private int length(int max) throws XdrException {
        int n = int32();
        if (n < 0 || n > max || n > remaining() || padded(n) > remaining()) {
            throw new XdrException(
                    "length " + Integer.toUnsignedString(n) + ", " + remaining() + " bytes left");
        }
        return n;
    }

    private void need(int n) throws XdrException {
        if (n < 0 || buffer.readableBytes() < n) {
            throw new XdrException("needs " + n + " bytes, " + remaining() + " left");
        }
    }

    /** {@code n} rounded up to a multiple of four; negative when that overflows. */
    private static int padded(int n) {
        return n + 3 & ~3;
    }
}
