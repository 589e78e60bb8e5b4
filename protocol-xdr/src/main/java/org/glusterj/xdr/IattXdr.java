package org.glusterj.xdr;

import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;

/**
 * The 148 bytes of an iatt in fops (spec wire-protocol 5.2): gfid, nine 64-bit words from flags to attributes_mask,
 * four seconds, four nanoseconds, then nlink, uid, gid, blksize, mode. Stateless.
 */
public final class IattXdr {
    /** Length on the wire. */
    public static final int BYTES = 148;

    private IattXdr() {}

    public static void encode(XdrWriter out, Iatt iatt) {
        out.gfid(iatt.gfid());
        out.int64(iatt.flags()).int64(iatt.ino()).int64(iatt.dev()).int64(iatt.rdev());
        out.int64(iatt.size()).int64(iatt.blocks());
        out.int64(iatt.attributes()).int64(iatt.attributesMask());
        out.int64(iatt.atime()).int64(iatt.mtime()).int64(iatt.ctime()).int64(iatt.btime());
        out.int32(iatt.atimeNsec()).int32(iatt.mtimeNsec());
        out.int32(iatt.ctimeNsec()).int32(iatt.btimeNsec());
        out.int32(iatt.nlink()).int32(iatt.uid()).int32(iatt.gid());
        out.int32(iatt.blksize()).int32(iatt.mode());
    }

    /** {@link Iatt#NONE} itself for 148 zero bytes. */
    public static Iatt decode(XdrReader in) throws XdrException {
        if (in.skipZeros(BYTES)) {
            return Iatt.NONE;
        }
        Gfid gfid = in.gfid();
        var from = in.atLeast(BYTES - Gfid.BYTES);
        return new Iatt(
                gfid,
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readLong(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt(),
                from.readInt());
    }
}
