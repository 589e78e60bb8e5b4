package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A reusable {@code struct statx} (256 bytes, host byte order, the same layout on all machines and in FUSE's STATX
 * reply). Owned and used by one thread at a time; its memory goes when it is collected. Fields (offset, type):
 *
 * <pre>
 * mask 0 u32 · blksize 4 u32 · attributes 8 u64 · nlink 16 u32 · uid 20 u32 · gid 24 u32 · mode 28 u16 · ino 32 u64 ·
 * size 40 u64 · blocks 48 u64 · attributes_mask 56 u64 · atime 64 · btime 80 · ctime 96 · mtime 112 (each i64 s, u32
 * ns) · rdev 128 u32 major, 132 u32 minor · dev 136 u32 major, 140 u32 minor · mnt_id 144 u64
 * </pre>
 */
public final class StatBuf {

    public static final int BYTES = 256;

    public static final int STATX_TYPE = 0x001;
    public static final int STATX_MODE = 0x002;
    public static final int STATX_NLINK = 0x004;
    public static final int STATX_UID = 0x008;
    public static final int STATX_GID = 0x010;
    public static final int STATX_ATIME = 0x020;
    public static final int STATX_MTIME = 0x040;
    public static final int STATX_CTIME = 0x080;
    public static final int STATX_INO = 0x100;
    public static final int STATX_SIZE = 0x200;
    public static final int STATX_BLOCKS = 0x400;
    public static final int STATX_BASIC_STATS = 0x7ff;
    public static final int STATX_BTIME = 0x800;
    public static final int STATX_MNT_ID = 0x1000;

    /** Asks for an id that no other mount gets until the machine starts again, in the place of the other. */
    public static final int STATX_MNT_ID_UNIQUE = 0x4000;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int ATIME = 64;
    private static final int BTIME = 80;
    private static final int CTIME = 96;
    private static final int MTIME = 112;

    private final MemorySegment struct = Arena.ofAuto().allocate(BYTES, 8);

    /** The struct itself: for the call that fills it, and for a simulated disk. */
    public MemorySegment segment() {
        return struct;
    }

    /** Which fields the file system filled: {@code STATX_*}. */
    public int mask() {
        return struct.get(INT, 0);
    }

    public int blksize() {
        return struct.get(INT, 4);
    }

    public long attributes() {
        return struct.get(LONG, 8);
    }

    public int nlink() {
        return struct.get(INT, 16);
    }

    public int uid() {
        return struct.get(INT, 20);
    }

    public int gid() {
        return struct.get(INT, 24);
    }

    /** Type and permission bits: {@link FileMode}. */
    public int mode() {
        return Short.toUnsignedInt(struct.get(ValueLayout.JAVA_SHORT, 28));
    }

    public long ino() {
        return struct.get(LONG, 32);
    }

    public long size() {
        return struct.get(LONG, 40);
    }

    /** In units of 512 bytes. */
    public long blocks() {
        return struct.get(LONG, 48);
    }

    public long atimeSec() {
        return struct.get(LONG, ATIME);
    }

    public int atimeNsec() {
        return struct.get(INT, ATIME + 8);
    }

    /** 0 with the mask bit {@link #STATX_BTIME} clear where the file system keeps no birth time. */
    public long btimeSec() {
        return struct.get(LONG, BTIME);
    }

    public int btimeNsec() {
        return struct.get(INT, BTIME + 8);
    }

    public long ctimeSec() {
        return struct.get(LONG, CTIME);
    }

    public int ctimeNsec() {
        return struct.get(INT, CTIME + 8);
    }

    public long mtimeSec() {
        return struct.get(LONG, MTIME);
    }

    public int mtimeNsec() {
        return struct.get(INT, MTIME + 8);
    }

    public int rdevMajor() {
        return struct.get(INT, 128);
    }

    public int rdevMinor() {
        return struct.get(INT, 132);
    }

    public int devMajor() {
        return struct.get(INT, 136);
    }

    public int devMinor() {
        return struct.get(INT, 140);
    }

    /** The device number as {@code stat(2)} gives it. */
    public long dev() {
        return makedev(devMajor(), devMinor());
    }

    /** The number of the device this file stands for, as {@code stat(2)} gives it. */
    public long rdev() {
        return makedev(rdevMajor(), rdevMinor());
    }

    public long mntId() {
        return struct.get(LONG, 144);
    }

    public boolean isDirectory() {
        return FileMode.isDirectory(mode());
    }

    public boolean isRegular() {
        return FileMode.isRegular(mode());
    }

    public boolean isSymlink() {
        return FileMode.isSymlink(mode());
    }

    /** glibc's 64-bit {@code dev_t}: minor in bits 0–7 and 20–43, major in bits 8–19 and 44–63. */
    public static long makedev(int major, int minor) {
        long a = Integer.toUnsignedLong(major);
        long i = Integer.toUnsignedLong(minor);
        return (a & 0xfff) << 8 | (a & ~0xfffL) << 32 | (i & 0xff) | (i & ~0xffL) << 12;
    }

    public static int major(long dev) {
        return (int) (dev >>> 8 & 0xfff | dev >>> 32 & ~0xfffL);
    }

    public static int minor(long dev) {
        return (int) (dev & 0xff | dev >>> 12 & ~0xffL);
    }
}
