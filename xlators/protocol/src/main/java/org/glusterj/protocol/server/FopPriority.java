package org.glusterj.protocol.server;

import org.glusterj.core.Caller;
import org.glusterj.core.FopType;
import org.glusterj.core.Workers.Priority;

/** How urgent a fop is on the io-threads: stock's four classes (spec other-xlators, io-threads). Pure. */
final class FopPriority {
    private static final Priority[] BY_TYPE = new Priority[FopType.values().length];

    static {
        for (var type : FopType.values()) {
            BY_TYPE[type.ordinal()] = ofType(type);
        }
    }

    private FopPriority() {}

    /**
     * @param pid of the credential; GlusterFS's own daemons (negative, but for distribute's internal fops) come last
     * @param leastEnabled option {@code enable-least-priority}
     */
    static Priority of(FopType type, int pid, boolean leastEnabled) {
        if (pid < 0 && pid != Caller.PID_NO_ROOT_SQUASH && leastEnabled) {
            return Priority.LEAST;
        }
        return BY_TYPE[type.ordinal()];
    }

    private static Priority ofType(FopType type) {
        return switch (type) {
            case OPEN,
                    STAT,
                    FSTAT,
                    LOOKUP,
                    ACCESS,
                    READLINK,
                    OPENDIR,
                    STATFS,
                    READDIR,
                    READDIRP,
                    GETACTIVELK,
                    SETACTIVELK,
                    ICREATE,
                    NAMELINK,
                    IPC,
                    LEASE ->
                    Priority.HIGH;
            case CREATE,
                    FLUSH,
                    LK,
                    INODELK,
                    FINODELK,
                    ENTRYLK,
                    FENTRYLK,
                    UNLINK,
                    SETATTR,
                    FSETATTR,
                    MKNOD,
                    MKDIR,
                    RMDIR,
                    SYMLINK,
                    RENAME,
                    LINK,
                    SETXATTR,
                    GETXATTR,
                    FGETXATTR,
                    FSETXATTR,
                    REMOVEXATTR,
                    FREMOVEXATTR,
                    PUT,
                    COPY_FILE_RANGE ->
                    Priority.NORMAL;
            case READ,
                    WRITE,
                    FSYNC,
                    TRUNCATE,
                    FTRUNCATE,
                    FSYNCDIR,
                    XATTROP,
                    FXATTROP,
                    RCHECKSUM,
                    FALLOCATE,
                    DISCARD,
                    ZEROFILL,
                    SEEK ->
                    Priority.LOW;
        };
    }
}
