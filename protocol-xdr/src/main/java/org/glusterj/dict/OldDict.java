package org.glusterj.dict;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * The untyped dictionary of handshake, callbacks and management (spec wire-protocol 6.2): inside an XDR opaque a count,
 * then per pair key length, value length, key, NUL, value, without padding. Numbers are decimal text; text ends in a
 * NUL that counts. Ordered and mutable; one thread at a time. Not for the fop path.
 */
public final class OldDict {
    /** Most pairs accepted in one dictionary. */
    static final int MAX_PAIRS = 1 << 16;

    /** Two lengths and the NUL. */
    private static final int LEAST_PAIR_BYTES = 9;

    private final Map<String, byte[]> pairs = new LinkedHashMap<>();
    private boolean absent = true;

    /** No dictionary at all (an opaque of length 0) until something is put. */
    public static OldDict none() {
        return new OldDict();
    }

    /** A dictionary without pairs. */
    public static OldDict empty() {
        var dict = new OldDict();
        dict.absent = false;
        return dict;
    }

    public boolean isNone() {
        return absent;
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** The pairs in order; the arrays are not copies. */
    public Map<String, byte[]> pairs() {
        return Collections.unmodifiableMap(pairs);
    }

    public boolean contains(String key) {
        return pairs.containsKey(key);
    }

    /** Raw bytes, which the dictionary takes over. */
    public OldDict put(String key, byte[] value) {
        absent = false;
        pairs.put(key, value);
        return this;
    }

    /** A byte string; the NUL is added. */
    public OldDict putText(String key, String value) {
        return put(key, value.concat("\0").getBytes(ISO_8859_1));
    }

    /** Decimal text with NUL. */
    public OldDict putNumber(String key, long value) {
        return putText(key, Long.toString(value));
    }

    public byte[] bytes(String key) {
        return pairs.get(key);
    }

    /** The byte string under {@code key} without its NUL, or {@code fallback}. */
    public String text(String key, String fallback) {
        var value = pairs.get(key);
        return value == null ? fallback : withoutNul(value);
    }

    /** The decimal number under {@code key}, or {@code fallback} when missing or no number. */
    public long number(String key, long fallback) {
        var value = pairs.get(key);
        if (value == null) {
            return fallback;
        }
        try {
            return Long.parseLong(withoutNul(value).trim());
        } catch (NumberFormatException notANumber) {
            return fallback;
        }
    }

    /** Writes the enclosing opaque. */
    public void encode(XdrWriter out) {
        if (absent) {
            out.int32(0);
            return;
        }
        int length = out.mark();
        out.int32(0).int32(pairs.size());
        for (var pair : pairs.entrySet()) {
            var key = pair.getKey().getBytes(ISO_8859_1);
            out.int32(key.length).int32(pair.getValue().length);
            out.raw(key).raw(new byte[1]).raw(pair.getValue());
        }
        int bytes = out.since(length) - 4;
        out.patch(length, bytes);
        out.pad(bytes);
    }

    /** Reads the enclosing opaque. */
    public static OldDict decode(XdrReader in) throws XdrException {
        return ofBytes(in.varOpaque(Integer.MAX_VALUE));
    }

    /** Parses the content of an opaque. */
    public static OldDict ofBytes(byte[] content) throws XdrException {
        if (content.length == 0) {
            return none();
        }
        var in = new XdrReader(Unpooled.wrappedBuffer(content));
        int count = in.count(LEAST_PAIR_BYTES);
        if (count > MAX_PAIRS) {
            throw new XdrException("an old dictionary of " + count + " pairs");
        }
        var dict = empty();
        for (int i = 0; i < count; i++) {
            int keyLength = in.int32();
            int valueLength = in.int32();
            var key = new String(in.raw(keyLength), ISO_8859_1);
            if (in.raw(1)[0] != 0) {
                throw new XdrException("a key of an old dictionary does not end in NUL");
            }
            if (dict.pairs.put(key, in.raw(valueLength)) != null) {
                throw new XdrException("an old dictionary has a key twice");
            }
        }
        in.end();
        return dict;
    }

    /** The content of the opaque. */
    public byte[] toBytes() {
        ByteBuf buffer = Unpooled.buffer();
        var out = new XdrWriter(buffer);
        encode(out);
        return Arrays.copyOfRange(buffer.array(), 4, 4 + buffer.getInt(0));
    }

    /** The same pairs as xdata, every value as bytes of unknown type. */
    public Xdata toXdata() {
        if (absent) {
            return Xdata.NULL;
        }
        var builder = new Xdata.Builder(pairs.size());
        for (var pair : pairs.entrySet()) {
            builder.put(
                    pair.getKey(), new XdataValue.Bytes(XdataValue.TAG_STR_OLD, pair.getValue()));
        }
        return builder.build();
    }

    /** The pairs of {@code xdata}; numbers become text, structures their raw bytes. */
    public static OldDict of(Xdata xdata) {
        if (xdata.isNull()) {
            return none();
        }
        var dict = empty();
        for (int i = 0; i < xdata.size(); i++) {
            var key = xdata.key(i);
            switch (xdata.value(i)) {
                case XdataValue.Int v -> dict.putNumber(key, v.value());
                case XdataValue.Uint v -> dict.putText(key, Long.toUnsignedString(v.value()));
                case XdataValue.Real v -> dict.putText(key, Double.toString(v.value()));
                case XdataValue.Bytes v -> dict.put(key, v.value());
                case XdataValue.GfidValue v -> dict.put(key, v.value().toBytes());
                case XdataValue.IattValue v -> dict.put(key, NewDict.valueBytes(v));
                case XdataValue.MdataValue v -> dict.put(key, NewDict.valueBytes(v));
            }
        }
        return dict;
    }

    private static String withoutNul(byte[] value) {
        int n = value.length > 0 && value[value.length - 1] == 0 ? value.length - 1 : value.length;
        return new String(value, 0, n, ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof OldDict that)
                || absent != that.absent
                || pairs.size() != that.pairs.size()) {
            return false;
        }
        for (var pair : pairs.entrySet()) {
            if (!Arrays.equals(pair.getValue(), that.pairs.get(pair.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return pairs.keySet().hashCode();
    }

    /** Keys only: values may be passwords. */
    @Override
    public String toString() {
        return absent ? "none" : pairs.keySet().toString();
    }
}
