package org.glusterj.core;

/**
 * The attributes of an inode, field by field as on the wire (spec wire-protocol 5.2).
 *
 * @param flags which fields are valid ({@code *_VALID}); 0 in requests
 * @param ino inode number, {@link Gfid#ino()} of the gfid
 * @param dev st_dev of the brick
 * @param rdev major &lt;&lt; 32 | minor of a device node
 * @param size bytes
 * @param blocks 512-byte units
 * @param atime seconds; the other times likewise, nanoseconds apart
 * @param mode full st_mode: type bits and permissions
 */
public record Iatt(
        Gfid gfid,
        long flags,
        long ino,
        long dev,
        long rdev,
        long size,
        long blocks,
        long attributes,
        long attributesMask,
        long atime,
        long mtime,
        long ctime,
        long btime,
        int atimeNsec,
        int mtimeNsec,
        int ctimeNsec,
        int btimeNsec,
        int nlink,
        int uid,
        int gid,
        int blksize,
        int mode) {

    public static final long TYPE_VALID = 1;
    public static final long MODE_VALID = 2;
    public static final long NLINK_VALID = 4;
    public static final long UID_VALID = 8;
    public static final long GID_VALID = 0x10;
    public static final long ATIME_VALID = 0x20;
    public static final long MTIME_VALID = 0x40;
    public static final long CTIME_VALID = 0x80;
    public static final long INO_VALID = 0x100;
    public static final long SIZE_VALID = 0x200;
    public static final long BLOCKS_VALID = 0x400;
    public static final long BTIME_VALID = 0x800;
    public static final long GFID_VALID = 0x1000;

    /** What a brick sends: everything but btime. */
    public static final long BRICK_VALID = 0x17ff;

    /** "No attributes": all zero. */
    public static final Iatt NONE =
            new Iatt(Gfid.NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** True for an iatt that says nothing about an inode. */
    public boolean isNone() {
        return this == NONE || gfid.isNull() && mode == 0 && ino == 0;
    }

    /** The number of a device node in the dev_t encoding of Linux, as MKNOD takes it. */
    public long hostRdev() {
        long major = rdev >>> 32;
        long minor = rdev & 0xffffffffL;
        return (major & 0xfffff000L) << 32
                | (major & 0xfffL) << 8
                | (minor & 0xffffff00L) << 12
                | minor & 0xffL;
    }

    public FileType type() {
        return FileType.ofMode(mode);
    }

    public boolean isDirectory() {
        return (mode & FileType.MASK) == FileType.DIRECTORY.bits();
    }

    public boolean isRegular() {
        return (mode & FileType.MASK) == FileType.REGULAR.bits();
    }

    public Iatt withSize(long newSize, long newBlocks) {
        return toBuilder().size(newSize).blocks(newBlocks).build();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects fields; not for the hot path of a fop that already has all of them at hand. */
    public static final class Builder {
        private Gfid gfid = Gfid.NULL;
        private long flags;
        private long ino;
        private long dev;
        private long rdev;
        private long size;
        private long blocks;
        private long attributes;
        private long attributesMask;
        private long atime;
        private long mtime;
        private long ctime;
        private long btime;
        private int atimeNsec;
        private int mtimeNsec;
        private int ctimeNsec;
        private int btimeNsec;
        private int nlink;
        private int uid;
        private int gid;
        private int blksize;
        private int mode;

        public Builder() {}

        private Builder(Iatt from) {
            gfid = from.gfid;
            flags = from.flags;
            ino = from.ino;
            dev = from.dev;
            rdev = from.rdev;
            size = from.size;
            blocks = from.blocks;
            attributes = from.attributes;
            attributesMask = from.attributesMask;
            atime = from.atime;
            mtime = from.mtime;
            ctime = from.ctime;
            btime = from.btime;
            atimeNsec = from.atimeNsec;
            mtimeNsec = from.mtimeNsec;
            ctimeNsec = from.ctimeNsec;
            btimeNsec = from.btimeNsec;
            nlink = from.nlink;
            uid = from.uid;
            gid = from.gid;
            blksize = from.blksize;
            mode = from.mode;
        }

        /** Sets gfid and the inode number derived from it. */
        public Builder gfid(Gfid value) {
            gfid = value;
            ino = value.ino();
            return this;
        }

        public Builder flags(long value) {
            flags = value;
            return this;
        }

        public Builder ino(long value) {
            ino = value;
            return this;
        }

        public Builder dev(long value) {
            dev = value;
            return this;
        }

        public Builder rdev(long value) {
            rdev = value;
            return this;
        }

        public Builder size(long value) {
            size = value;
            return this;
        }

        public Builder blocks(long value) {
            blocks = value;
            return this;
        }

        public Builder attributes(long value, long mask) {
            attributes = value;
            attributesMask = mask;
            return this;
        }

        public Builder atime(long seconds, int nsec) {
            atime = seconds;
            atimeNsec = nsec;
            return this;
        }

        public Builder mtime(long seconds, int nsec) {
            mtime = seconds;
            mtimeNsec = nsec;
            return this;
        }

        public Builder ctime(long seconds, int nsec) {
            ctime = seconds;
            ctimeNsec = nsec;
            return this;
        }

        public Builder btime(long seconds, int nsec) {
            btime = seconds;
            btimeNsec = nsec;
            return this;
        }

        public Builder nlink(int value) {
            nlink = value;
            return this;
        }

        public Builder uid(int value) {
            uid = value;
            return this;
        }

        public Builder gid(int value) {
            gid = value;
            return this;
        }

        public Builder blksize(int value) {
            blksize = value;
            return this;
        }

        public Builder mode(int value) {
            mode = value;
            return this;
        }

        public Iatt build() {
            return new Iatt(
                    gfid,
                    flags,
                    ino,
                    dev,
                    rdev,
                    size,
                    blocks,
                    attributes,
                    attributesMask,
                    atime,
                    mtime,
                    ctime,
                    btime,
                    atimeNsec,
                    mtimeNsec,
                    ctimeNsec,
                    btimeNsec,
                    nlink,
                    uid,
                    gid,
                    blksize,
                    mode);
        }
    }
}
