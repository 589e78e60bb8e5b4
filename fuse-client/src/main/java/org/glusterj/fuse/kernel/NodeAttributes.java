package org.glusterj.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.glusterj.core.Iatt;

/**
 * A node and its attributes on the way to the kernel.
 *
 * @param nodeId 0 = plain directory entry without attributes
 * @param entryValidNanos how long the kernel may keep the name
 * @param attrValidNanos how long it may keep the attributes
 * @param blksize what stat(2) shows as preferred I/O size
 */
public record NodeAttributes(
        long nodeId, Iatt iatt, long entryValidNanos, long attrValidNanos, int blksize) {
    public static final int ATTR_BYTES = 88;
    public static final int STATX_BYTES = 256;

    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_BTIME = 0x800;
    private static final long NANOS = 1_000_000_000L;

    /** entry_out: u64 nodeid 0, generation 8, entry_valid 16, attr_valid 24, u32 nsecs 32 and 36, attr 40. */
    public void putEntry(MemorySegment to, long at) {
        to.set(JAVA_LONG_UNALIGNED, at, nodeId);
        to.set(JAVA_LONG_UNALIGNED, at + 8, 1);
        to.set(JAVA_LONG_UNALIGNED, at + 16, entryValidNanos / NANOS);
        to.set(JAVA_LONG_UNALIGNED, at + 24, attrValidNanos / NANOS);
        to.set(JAVA_INT_UNALIGNED, at + 32, (int) (entryValidNanos % NANOS));
        to.set(JAVA_INT_UNALIGNED, at + 36, (int) (attrValidNanos % NANOS));
        putAttr(to, at + 40);
    }

    /** attr_out: u64 attr_valid 0, u32 attr_valid_nsec 8, attr 16. */
    public void putAttrOut(MemorySegment to, long at) {
        to.set(JAVA_LONG_UNALIGNED, at, attrValidNanos / NANOS);
        to.set(JAVA_INT_UNALIGNED, at + 8, (int) (attrValidNanos % NANOS));
        putAttr(to, at + 16);
    }

    /**
     * attr: u64 ino 0, size 8, blocks 16, atime 24, mtime 32, ctime 40; u32 nsecs 48, 52, 56, mode 60, nlink 64, uid
     * 68,
     * gid 72, rdev 76, blksize 80, flags 84.
     */
    private void putAttr(MemorySegment to, long at) {
        to.set(JAVA_LONG_UNALIGNED, at, iatt.ino());
        to.set(JAVA_LONG_UNALIGNED, at + 8, iatt.size());
        to.set(JAVA_LONG_UNALIGNED, at + 16, iatt.blocks());
        to.set(JAVA_LONG_UNALIGNED, at + 24, iatt.atime());
        to.set(JAVA_LONG_UNALIGNED, at + 32, iatt.mtime());
        to.set(JAVA_LONG_UNALIGNED, at + 40, iatt.ctime());
        to.set(JAVA_INT_UNALIGNED, at + 48, iatt.atimeNsec());
        to.set(JAVA_INT_UNALIGNED, at + 52, iatt.mtimeNsec());
        to.set(JAVA_INT_UNALIGNED, at + 56, iatt.ctimeNsec());
        to.set(JAVA_INT_UNALIGNED, at + 60, iatt.mode());
        to.set(JAVA_INT_UNALIGNED, at + 64, iatt.nlink());
        to.set(JAVA_INT_UNALIGNED, at + 68, iatt.uid());
        to.set(JAVA_INT_UNALIGNED, at + 72, iatt.gid());
        to.set(JAVA_INT_UNALIGNED, at + 76, encodeDevice(iatt.rdev()));
        to.set(JAVA_INT_UNALIGNED, at + 80, blksize);
        to.set(JAVA_INT_UNALIGNED, at + 84, 0);
    }

    /**
     * STATX's reply, 288 bytes: u64 attr_valid 0, u32 nsec 8, flags 12; statx 32: u32 mask 0, blksize 4, nlink 16, uid
     * 20, gid 24, u16 mode 28, u64 ino 32, size 40, blocks 48, times 64 (atime), 80 (btime), 96 (ctime), 112 (mtime),
     * u32 rdev major 128, minor 132.
     */
    public void putStatx(KernelReply out) {
        out.body(32 + STATX_BYTES)
                .u64(0, attrValidNanos / NANOS)
                .u32(8, (int) (attrValidNanos % NANOS));
        var to = out.body();
        boolean born = (iatt.flags() & Iatt.BTIME_VALID) != 0;
        out.u32(32, STATX_BASIC | (born ? STATX_BTIME : 0))
                .u32(36, blksize)
                .u32(48, iatt.nlink())
                .u32(52, iatt.uid())
                .u32(56, iatt.gid())
                .u64(64, iatt.ino())
                .u64(72, iatt.size())
                .u64(80, iatt.blocks())
                .u32(160, (int) (iatt.rdev() >>> 32))
                .u32(164, (int) iatt.rdev());
        to.set(JAVA_SHORT_UNALIGNED, 60, (short) iatt.mode());
        putTime(out, 96, iatt.atime(), iatt.atimeNsec());
        putTime(out, 112, born ? iatt.btime() : 0, born ? iatt.btimeNsec() : 0);
        putTime(out, 128, iatt.ctime(), iatt.ctimeNsec());
        putTime(out, 144, iatt.mtime(), iatt.mtimeNsec());
    }

    private static void putTime(KernelReply out, int at, long seconds, int nanos) {
        out.u64(at, seconds).u32(at + 8, nanos);
    }

    /** The kernel's 32-bit device number of {@code major << 32 | minor}. */
    static int encodeDevice(long rdev) {
        int major = (int) (rdev >>> 32);
        int minor = (int) rdev;
        return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
    }

    /** The major of the kernel's 32-bit device number. */
    public static int major(int device) {
        return (device & 0xfff00) >>> 8;
    }

    /** The minor of the kernel's 32-bit device number. */
    public static int minor(int device) {
        return device & 0xff | device >>> 12 & 0xfff00;
    }
}
