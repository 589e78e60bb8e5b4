package org.glusterj.xdr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Gfid;

/** Appends XDR to a buffer, which grows as needed. Borrows the buffer; used by one thread. */
public final class XdrWriter {
    private final ByteBuf buffer;

    public XdrWriter(ByteBuf buffer) {
        this.buffer = buffer;
    }

    public XdrWriter int32(int value) {
        buffer.writeInt(value);
        return this;
    }

    /** The low 32 bits of {@code value}. */
    public XdrWriter uint32(long value) {
        buffer.writeInt((int) value);
        return this;
    }

    public XdrWriter int64(long value) {
        buffer.writeLong(value);
        return this;
    }

    public XdrWriter bool(boolean value) {
        buffer.writeInt(value ? 1 : 0);
        return this;
    }

    public XdrWriter gfid(Gfid gfid) {
        buffer.writeLong(gfid.high()).writeLong(gfid.low());
        return this;
    }

    /** Bytes and zero padding, no length. */
    public XdrWriter opaque(byte[] bytes) {
        buffer.writeBytes(bytes);
        return pad(bytes.length);
    }

    /** Length, bytes, zero padding. */
    public XdrWriter varOpaque(byte[] bytes) {
        buffer.writeInt(bytes.length).writeBytes(bytes);
        return pad(bytes.length);
    }

    /** A byte string: length, one byte per char, zero padding. */
    public XdrWriter string(String text) {
        return varOpaque(text.getBytes(ISO_8859_1));
    }

    /** A byte string and a NUL that its length counts. */
    public XdrWriter stringWithNul(String text) {
        var bytes = text.getBytes(ISO_8859_1);
        int n = bytes.length + 1;
        buffer.writeInt(n).writeBytes(bytes).writeByte(0);
        return pad(n);
    }

    /** Bytes as they are, for what is not padded. */
    public XdrWriter raw(byte[] bytes) {
        buffer.writeBytes(bytes);
        return this;
    }

    /** Where the next word goes; for {@link #patch} and {@link #since}. */
    public int mark() {
        return buffer.writerIndex();
    }

    /** Bytes written since {@code mark}. */
    public int since(int mark) {
        return buffer.writerIndex() - mark;
    }

    /** Overwrites the word at {@code mark}: lengths known only after the fact. */
    public void patch(int mark, int value) {
        buffer.setInt(mark, value);
    }

    /** Zeros up to the next multiple of four after {@code length} bytes. */
    public XdrWriter pad(int length) {
        int rest = -length & 3;
        if (rest != 0) {
            buffer.writeZero(rest);
        }
        return this;
    }
}
