package org.glusterj.features.utime;

import static org.glusterj.core.OpTime.ATIME;
import static org.glusterj.core.OpTime.CTIME;
import static org.glusterj.core.OpTime.MTIME;
import static org.glusterj.core.OpTime.PARENT_CTIME;
import static org.glusterj.core.OpTime.PARENT_MTIME;

import org.glusterj.core.Fop;
import org.glusterj.core.Iatt;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;

/**
 * Which stored times an operation sets, as a stock 10.3 client says it (captured), except that FALLOCATE, DISCARD and
 * ZEROFILL change a file as WRITE does: stock leaves ctime out, and DISCARD altogether. Pure.
 */
final class Stamps {
    /** The operation carries no time at all. */
    static final int NO_TIME = -1;

    private static final int OWNER_OR_MODE = SetattrMask.MODE | SetattrMask.UID | SetattrMask.GID;
    private static final int NEW_OBJECT = CTIME | MTIME | ATIME | PARENT_CTIME | PARENT_MTIME;
    private static final int ENTRY = CTIME | PARENT_CTIME | PARENT_MTIME;

    private Stamps() {}

    /** Flags of {@link org.glusterj.core.OpTime}, 0 = a time but no stamp, or {@link #NO_TIME}. */
    static int of(Fop<?> op, boolean noatime) {
        return switch (op.type()) {
            case CREATE, MKNOD, MKDIR, SYMLINK, PUT, ICREATE -> NEW_OBJECT;
            case UNLINK, RMDIR, LINK, RENAME, NAMELINK -> ENTRY;
            case WRITE, TRUNCATE, FTRUNCATE, FALLOCATE, DISCARD, ZEROFILL -> CTIME | MTIME;
            case SETXATTR, FSETXATTR, REMOVEXATTR, FREMOVEXATTR -> CTIME;
            case SETATTR -> ofSetattr(((Fop.Setattr) op).valid());
            case FSETATTR -> ofSetattr(((Fop.Fsetattr) op).valid());
            case COPY_FILE_RANGE -> CTIME | MTIME | (noatime ? 0 : ATIME);
            case OPEN, OPENDIR, READ -> noatime ? 0 : ATIME;
            default -> NO_TIME;
        };
    }

    /** Explicit times are taken from the request, and the brick then moves ctime by itself. */
    private static int ofSetattr(int valid) {
        return (valid & OWNER_OR_MODE) != 0 ? CTIME : 0;
    }

    /**
     * The time of a call that sets "now" and says what that is: one touch(1) leaves three equal stamps. Null for other
     * calls.
     */
    static OpTime nowOf(Fop<?> op, int flags) {
        return switch (op) {
            case Fop.Setattr set -> nowOf(set.iatt(), set.valid(), flags);
            case Fop.Fsetattr set -> nowOf(set.iatt(), set.valid(), flags);
            default -> null;
        };
    }

    private static OpTime nowOf(Iatt wanted, int valid, int flags) {
        if ((valid & SetattrMask.MTIME_NOW) != 0 && wanted.mtime() != 0) {
            return new OpTime(flags, wanted.mtime(), wanted.mtimeNsec());
        }
        if ((valid & SetattrMask.ATIME_NOW) != 0 && wanted.atime() != 0) {
            return new OpTime(flags, wanted.atime(), wanted.atimeNsec());
        }
        return null;
    }
}
