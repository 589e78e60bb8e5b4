package org.glusterj.program;

import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * The 100 bytes of an iatt in callbacks (spec wire-protocol 5.3): other order than in fops, seconds of 32 bits, neither
 * btime nor validity flags. A decoded iatt that is not all zero gets {@link Iatt#BRICK_VALID}. Stateless, any thread.
 */
final class OldIattXdr {
    static final int BYTES = 100;

    private OldIattXdr() {}

    static void encode(XdrWriter out, Iatt iatt) {
        out.gfid(iatt.gfid()).int64(iatt.ino()).int64(iatt.dev());
        out.int32(iatt.mode()).int32(iatt.nlink()).int32(iatt.uid()).int32(iatt.gid());
        out.int64(iatt.rdev()).int64(iatt.size());
        out.int32(iatt.blksize()).int64(iatt.blocks());
        out.uint32(iatt.atime()).int32(iatt.atimeNsec());
        out.uint32(iatt.mtime()).int32(iatt.mtimeNsec());
        out.uint32(iatt.ctime()).int32(iatt.ctimeNsec());
    }

    static Iatt decode(XdrReader in) throws XdrException {
        if (in.skipZeros(BYTES)) {
            return Iatt.NONE;
        }
        Gfid gfid = in.gfid();
        var iatt = new Iatt.Builder().gfid(gfid).ino(in.int64()).dev(in.int64());
        iatt.mode(in.int32()).nlink(in.int32()).uid(in.int32()).gid(in.int32());
        iatt.rdev(in.int64()).size(in.int64()).blksize(in.int32()).blocks(in.int64());
        iatt.atime(in.uint32(), in.int32());
        iatt.mtime(in.uint32(), in.int32());
        iatt.ctime(in.uint32(), in.int32());
        return iatt.flags(Iatt.BRICK_VALID).build();
    }
}
