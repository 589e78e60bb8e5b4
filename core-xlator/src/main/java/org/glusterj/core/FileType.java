package org.glusterj.core;

/** The kind of an inode, as the type bits of st_mode say. */
public enum FileType {
    INVALID(0, 0),
    REGULAR(0100000, 8),
    DIRECTORY(0040000, 4),
    SYMLINK(0120000, 10),
    BLOCK(0060000, 6),
    CHARACTER(0020000, 2),
    FIFO(0010000, 1),
    SOCKET(0140000, 12);

    /** Mask of the type bits in st_mode. */
    public static final int MASK = 0170000;

    private static final FileType[] BY_DT = new FileType[16];

    static {
        for (var type : values()) {
            BY_DT[type.dt] = type;
        }
    }

    private final int bits;
    private final int dt;

    FileType(int bits, int dt) {
        this.bits = bits;
        this.dt = dt;
    }

    /** The type bits of st_mode. */
    public int bits() {
        return bits;
    }

    /** The DT_* number of directory entries; 0 = unknown. */
    public int dt() {
        return dt;
    }

    public static FileType ofMode(int mode) {
        return ofDt((mode & MASK) >>> 12);
    }

    public static FileType ofDt(int dt) {
        var type = dt >= 0 && dt < 16 ? BY_DT[dt] : null;
        return type == null ? INVALID : type;
    }
}
