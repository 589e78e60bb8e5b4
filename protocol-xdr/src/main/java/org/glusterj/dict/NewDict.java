package org.glusterj.dict;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.glusterj.core.Mdata;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.xdr.IattXdr;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * The typed dictionary of fops (spec wire-protocol 6.1): xdr_size, count, count again, then pairs of key (with NUL),
 * type tag and value. xdr_size is written afterwards over a placeholder; on the way in it must fit what was read, since
 * stock finds payloads by it. Order, tags and null versus empty survive. Stateless, any thread.
 */
public final class NewDict {
    /** Most pairs accepted in one dictionary. */
    static final int MAX_PAIRS = 1 << 16;

    /** Key length, one padded word of key, tag, and the shortest value (an empty opaque). */
    private static final int LEAST_PAIR_BYTES = 16;

    private NewDict() {}

    public static void encode(XdrWriter out, Xdata xdata) {
        if (xdata.isNull()) {
            out.int32(0).int32(-1).int32(0);
            return;
        }
        int n = xdata.size();
        int size = out.mark();
        out.int32(0).int32(n).int32(n);
        int start = out.mark();
        for (int i = 0; i < n; i++) {
            out.stringWithNul(xdata.key(i));
            encodeValue(out, xdata.value(i));
        }
        out.patch(size, out.since(start));
    }

    public static Xdata decode(XdrReader in) throws XdrException {
        int size = in.int32();
        int count = in.int32();
        int pairs = in.count(LEAST_PAIR_BYTES);
        if (count == -1 && pairs == 0 && size == 0) {
            return Xdata.NULL;
        }
        if (count != pairs || pairs > MAX_PAIRS) {
            throw new XdrException("a dictionary of " + count + " or " + pairs + " pairs");
        }
        int start = in.mark();
        var xdata = decodePairs(in, pairs);
        if (in.since(start) != size) {
            throw new XdrException(
                    "a dictionary of " + in.since(start) + " bytes claims to have " + size);
        }
        return xdata;
    }

    private static Xdata decodePairs(XdrReader in, int pairs) throws XdrException {
        if (pairs == 0) {
            return Xdata.EMPTY;
        }
        var builder = new Xdata.Builder(pairs);
        for (int i = 0; i < pairs; i++) {
            var key = in.stringWithNul();
            builder.put(key, decodeValue(in));
        }
        return builder.build();
    }

    private static void encodeValue(XdrWriter out, XdataValue value) {
        out.int32(value.tag());
        switch (value) {
            case XdataValue.Int v -> out.int64(v.value());
            case XdataValue.Uint v -> out.int64(v.value());
            case XdataValue.Real v -> out.int64(Double.doubleToRawLongBits(v.value()));
            case XdataValue.Bytes v -> out.varOpaque(v.value());
            case XdataValue.GfidValue v -> out.gfid(v.value());
            case XdataValue.IattValue v -> IattXdr.encode(out, v.value());
            case XdataValue.MdataValue v -> encodeMdata(out, v.value());
        }
    }

    private static XdataValue decodeValue(XdrReader in) throws XdrException {
        int tag = in.int32();
        return switch (tag) {
            case XdataValue.TAG_INT -> new XdataValue.Int(in.int64());
            case XdataValue.TAG_UINT -> new XdataValue.Uint(in.int64());
            case XdataValue.TAG_DOUBLE -> new XdataValue.Real(Double.longBitsToDouble(in.int64()));
            case XdataValue.TAG_STR_OLD, XdataValue.TAG_STR, XdataValue.TAG_PTR ->
                    new XdataValue.Bytes(tag, in.varOpaque(Integer.MAX_VALUE));
            case XdataValue.TAG_GFUUID -> new XdataValue.GfidValue(in.gfid());
            case XdataValue.TAG_IATT -> new XdataValue.IattValue(IattXdr.decode(in));
            case XdataValue.TAG_MDATA -> new XdataValue.MdataValue(decodeMdata(in));
            default -> throw new XdrException("a dictionary value has the unknown tag " + tag);
        };
    }

    /** The encoding of a value alone, without its tag. */
    static byte[] valueBytes(XdataValue value) {
        ByteBuf buffer = Unpooled.buffer();
        encodeValue(new XdrWriter(buffer), value);
        return Arrays.copyOfRange(buffer.array(), 4, buffer.writerIndex());
    }

    private static void encodeMdata(XdrWriter out, Mdata times) {
        out.int64(times.atime()).int64(times.mtime()).int64(times.ctime());
        out.int32(times.atimeNsec()).int32(times.mtimeNsec()).int32(times.ctimeNsec());
    }

    private static Mdata decodeMdata(XdrReader in) throws XdrException {
        long atime = in.int64();
        long mtime = in.int64();
        long ctime = in.int64();
        return new Mdata(atime, in.int32(), mtime, in.int32(), ctime, in.int32());
    }
}
