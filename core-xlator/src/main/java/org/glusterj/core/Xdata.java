package org.glusterj.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A small immutable dictionary of typed values that rides with requests and replies. Pair order, raw type tags and the
 * difference between a null and an empty dictionary survive a round trip over the wire. Searched linearly: dictionaries
 * have a handful of pairs.
 */
public final class Xdata {
    private static final String[] NO_KEYS = {};
    private static final XdataValue[] NO_VALUES = {};

    /** The null dictionary (count -1 on the wire): "no xdata". */
    public static final Xdata NULL = new Xdata(NO_KEYS, NO_VALUES);

    /** A dictionary without pairs (count 0 on the wire). */
    public static final Xdata EMPTY = new Xdata(NO_KEYS, NO_VALUES);

    private final String[] keys;
    private final XdataValue[] values;

    private Xdata(String[] keys, XdataValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    public boolean isNull() {
        return this == NULL;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    public int size() {
        return keys.length;
    }

    /** The i-th key, a byte string without NUL. */
    public String key(int i) {
        return keys[i];
    }

    public XdataValue value(int i) {
        return values[i];
    }

    public boolean contains(String key) {
        return indexOf(key) >= 0;
    }

    public Optional<XdataValue> find(String key) {
        int at = indexOf(key);
        return at < 0 ? Optional.empty() : Optional.of(values[at]);
    }

    /**
     * The number under {@code key}, or {@code fallback}. Accepts INT, UINT and decimal text, since a value that once
     * passed an old-style dictionary arrives as text.
     */
    public long number(String key, long fallback) {
        int at = indexOf(key);
        if (at < 0) {
            return fallback;
        }
        return switch (values[at]) {
            case XdataValue.Int v -> v.value();
            case XdataValue.Uint v -> v.value();
            case XdataValue.Real v -> (long) v.value();
            case XdataValue.Bytes v -> decimal(v.value(), fallback);
            case XdataValue.GfidValue v -> fallback;
            case XdataValue.IattValue v -> fallback;
            case XdataValue.MdataValue v -> fallback;
        };
    }

    /** The raw bytes under {@code key}; the caller must not write to them. */
    public Optional<byte[]> bytes(String key) {
        int at = indexOf(key);
        if (at < 0) {
            return Optional.empty();
        }
        return switch (values[at]) {
            case XdataValue.Bytes v -> Optional.of(v.value());
            case XdataValue.GfidValue v -> Optional.of(v.value().toBytes());
            default -> Optional.empty();
        };
    }

    /** Whether there are bytes under {@code key} and none is other than zero, as of a counter nothing is added to. */
    public boolean isZero(String key) {
        var bytes = bytes(key).orElse(null);
        if (bytes == null) {
            return false;
        }
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The byte string under {@code key} without a trailing NUL. */
    public Optional<String> string(String key) {
        return bytes(key).map(Xdata::withoutNul);
    }

    /** A gfid, sent as GFUUID or as sixteen raw bytes. */
    public Optional<Gfid> gfid(String key) {
        return bytes(key).filter(b -> b.length == Gfid.BYTES).map(Gfid::of);
    }

    public Optional<Iatt> iatt(String key) {
        int at = indexOf(key);
        return at >= 0 && values[at] instanceof XdataValue.IattValue(var iatt)
                ? Optional.of(iatt)
                : Optional.empty();
    }

    public Xdata with(String key, XdataValue value) {
        int at = indexOf(key);
        if (at >= 0) {
            var changed = values.clone();
            changed[at] = value;
            return new Xdata(keys, changed);
        }
        int n = keys.length;
        var moreKeys = Arrays.copyOf(keys, n + 1);
        var moreValues = Arrays.copyOf(values, n + 1);
        moreKeys[n] = key;
        moreValues[n] = value;
        return new Xdata(moreKeys, moreValues);
    }

    public Xdata withInt(String key, long value) {
        return with(key, new XdataValue.Int(value));
    }

    public Xdata withUint(String key, long value) {
        return with(key, new XdataValue.Uint(value));
    }

    /** A STR value; the NUL is added. */
    public Xdata withString(String key, String value) {
        return with(
                key, new XdataValue.Bytes(XdataValue.TAG_STR, (value + "\0").getBytes(ISO_8859_1)));
    }

    /** A PTR value: raw bytes, as xattr values travel. The array is handed over. */
    public Xdata withBytes(String key, byte[] value) {
        return with(key, new XdataValue.Bytes(XdataValue.TAG_PTR, value));
    }

    public Xdata withGfid(String key, Gfid value) {
        return with(key, new XdataValue.GfidValue(value));
    }

    public Xdata withIatt(String key, Iatt value) {
        return with(key, new XdataValue.IattValue(value));
    }

    public Xdata without(String key) {
        int at = indexOf(key);
        if (at < 0) {
            return this;
        }
        var builder = new Builder(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (i != at) {
                builder.put(keys[i], values[i]);
            }
        }
        return builder.build();
    }

    public List<String> keyList() {
        return List.of(keys);
    }

    private int indexOf(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private static long decimal(byte[] text, long fallback) {
        try {
            return Long.parseLong(withoutNul(text).trim());
        } catch (NumberFormatException notANumber) {
            return fallback;
        }
    }

    private static String withoutNul(byte[] bytes) {
        int n = bytes.length;
        if (n > 0 && bytes[n - 1] == 0) {
            n--;
        }
        return new String(bytes, 0, n, ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xdata that
                && isNull() == that.isNull()
                && Arrays.equals(keys, that.keys)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        if (isNull()) {
            return "null";
        }
        var text = new StringBuilder("{");
        for (int i = 0; i < keys.length; i++) {
            text.append(i == 0 ? "" : ", ").append(keys[i]).append('=').append(values[i]);
        }
        return text.append('}').toString();
    }

    /**
     * Collects pairs in order. Duplicate keys are kept as they come (a decoder must not lose them). Arrays that are
     * exactly full become the dictionary's: a further pair goes into larger ones.
     */
    public static final class Builder {
        private String[] keys;
        private XdataValue[] values;
        private int size;

        public Builder() {
            this(8);
        }

        public Builder(int expected) {
            keys = new String[expected];
            values = new XdataValue[expected];
        }

        public Builder put(String key, XdataValue value) {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
            if (size == keys.length) {
                int more = size + (size >> 1) + 2;
                keys = Arrays.copyOf(keys, more);
                values = Arrays.copyOf(values, more);
            }
            keys[size] = key;
            values[size] = value;
            size++;
            return this;
        }

        public Builder putAll(Xdata other) {
            for (int i = 0; i < other.size(); i++) {
                put(other.key(i), other.value(i));
            }
            return this;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        public Xdata build() {
            if (size == 0) {
                return EMPTY;
            }
            return size == keys.length
                    ? new Xdata(keys, values)
                    : new Xdata(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
        }
    }
}
