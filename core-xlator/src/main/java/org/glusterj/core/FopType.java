package org.glusterj.core;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The file operations, with their two numberings: GF_FOP (changelog, profile) and the wire procedure of GlusterFS 4.x
 * v1; they differ from 41 on.
 */
public enum FopType {
    STAT(1, 1, false, false),
    READLINK(2, 2, false, false),
    MKNOD(3, 3, true, false),
    MKDIR(4, 4, true, false),
    UNLINK(5, 5, true, false),
    RMDIR(6, 6, true, false),
    SYMLINK(7, 7, true, false),
    RENAME(8, 8, true, false),
    LINK(9, 9, true, false),
    TRUNCATE(10, 10, true, false),
    OPEN(11, 11, false, false),
    READ(12, 12, false, true),
    WRITE(13, 13, true, true),
    STATFS(14, 14, false, false),
    FLUSH(15, 15, false, true),
    FSYNC(16, 16, false, true),
    SETXATTR(17, 17, true, false),
    GETXATTR(18, 18, false, false),
    REMOVEXATTR(19, 19, true, false),
    OPENDIR(20, 20, false, false),
    FSYNCDIR(21, 21, false, true),
    ACCESS(22, 22, false, false),
    CREATE(23, 23, true, false),
    FTRUNCATE(24, 24, true, true),
    FSTAT(25, 25, false, true),
    LK(26, 26, false, true),
    LOOKUP(27, 27, false, false),
    READDIR(28, 28, false, true),
    INODELK(29, 29, false, false),
    FINODELK(30, 30, false, true),
    ENTRYLK(31, 31, false, false),
    FENTRYLK(32, 32, false, true),
    XATTROP(33, 33, true, false),
    FXATTROP(34, 34, true, true),
    FGETXATTR(35, 35, false, true),
    FSETXATTR(36, 36, true, true),
    RCHECKSUM(37, 37, false, true),
    SETATTR(38, 38, true, false),
    FSETATTR(39, 39, true, true),
    READDIRP(40, 40, false, true),
    FREMOVEXATTR(45, 43, true, true),
    FALLOCATE(46, 44, true, true),
    DISCARD(47, 45, true, true),
    ZEROFILL(48, 46, true, true),
    IPC(49, 47, false, false),
    SEEK(50, 48, false, true),
    LEASE(51, 50, false, false),
    GETACTIVELK(53, 51, false, false),
    SETACTIVELK(54, 52, true, false),
    ICREATE(56, 53, true, false),
    NAMELINK(57, 54, true, false),
    PUT(55, 55, true, false),
    COPY_FILE_RANGE(58, 56, true, false);

    private static final FopType[] BY_PROCEDURE = new FopType[64];

    static {
        for (var type : values()) {
            BY_PROCEDURE[type.wireProcedure] = type;
        }
    }

    private final int gfFop;
    private final int wireProcedure;
    private final boolean modifies;
    private final boolean usesFd;

    FopType(int gfFop, int wireProcedure, boolean modifies, boolean usesFd) {
        this.gfFop = gfFop;
        this.wireProcedure = wireProcedure;
        this.modifies = modifies;
        this.usesFd = usesFd;
    }

    /** The GF_FOP_* number. */
    public int gfFop() {
        return gfFop;
    }

    /** The procedure number in program 1298437 version 400. */
    public int wireProcedure() {
        return wireProcedure;
    }

    /** Whether the fop changes the volume: what a read-only volume refuses. */
    public boolean modifies() {
        return modifies;
    }

    /** Whether the fop acts on an fd. */
    public boolean usesFd() {
        return usesFd;
    }

    /** Lower-case name as in profiles and traces, e.g. {@code copy_file_range}. */
    public String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fop of that name in either case, READV and WRITEV included; null when there is none. */
    public static FopType named(String name) {
        return switch (name.strip().toUpperCase(Locale.ROOT)) {
            case "READV" -> READ;
            case "WRITEV" -> WRITE;
            case String upper -> {
                for (var type : values()) {
                    if (type.name().equals(upper)) {
                        yield type;
                    }
                }
                yield null;
            }
        };
    }

    /**
     * The fops that {@code list} names, separated by commas.
     *
     * @throws IllegalArgumentException for a name that is none
     */
    public static Set<FopType> listed(String list) {
        var types = EnumSet.noneOf(FopType.class);
        for (var name : list.split(",")) {
            if (!name.isBlank()) {
                var type = named(name);
                if (type == null) {
                    throw new IllegalArgumentException("'" + name.strip() + "' is no fop");
                }
                types.add(type);
            }
        }
        return types;
    }

    /** The fop of a wire procedure, or null when the number names none. */
    public static FopType ofProcedure(int procedure) {
        return procedure >= 0 && procedure < BY_PROCEDURE.length ? BY_PROCEDURE[procedure] : null;
    }
}
