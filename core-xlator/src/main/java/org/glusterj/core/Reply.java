package org.glusterj.core;

import java.util.List;

/**
 * What successful fops return; fops whose C callback carries the same values share a record. An absent iatt is {@link
 * Iatt#NONE}. Only {@link Readv} owns something and must be closed by its receiver.
 */
public sealed interface Reply {
    Xdata xdata();

    /** Nothing but xdata (wire shape R0). */
    record Ok(Xdata xdata) implements Reply {
        public static final Ok PLAIN = new Ok(Xdata.NULL);
    }

    /** Attributes of one inode (R1). */
    record Attr(Iatt iatt, Xdata xdata) implements Reply {}

    /** Attributes of the inode before and after (R2). */
    record PrePost(Iatt pre, Iatt post, Xdata xdata) implements Reply {}

    /** Attributes of the parent before and after: UNLINK, RMDIR, NAMELINK (R2). */
    record Parent(Iatt preParent, Iatt postParent, Xdata xdata) implements Reply {}

    /** A new or linked inode and its parent before and after (R3); CREATE too, whose fd is in the request. */
    record Entry(Iatt iatt, Iatt preParent, Iatt postParent, Xdata xdata) implements Reply {}

    /** The inode found and its parent. */
    record Lookup(Iatt iatt, Iatt postParent, Xdata xdata) implements Reply {}

    /** @param target symlink target, a byte string */
    record Readlink(String target, Iatt iatt, Xdata xdata) implements Reply {}

    /**
     * Content read. Owned by the receiver, who closes it.
     *
     * @param atEnd the read touched the end of the file (op_errno ENOENT on the wire)
     */
    record Readv(Payload data, Iatt iatt, boolean atEnd, Xdata xdata)
            implements Reply, AutoCloseable {
        @Override
        public void close() {
            data.close();
        }
    }

    /** @param count bytes written */
    record Writev(int count, Iatt pre, Iatt post, Xdata xdata) implements Reply {}

    record Statfs(Statvfs statvfs, Xdata xdata) implements Reply {}

    /** The dictionary asked for: GETXATTR, FGETXATTR, XATTROP, FXATTROP (RD). */
    record Xattrs(Xdata dict, Xdata xdata) implements Reply {}

    record Rename(
            Iatt iatt,
            Iatt preOldParent,
            Iatt postOldParent,
            Iatt preNewParent,
            Iatt postNewParent,
            Xdata xdata)
            implements Reply {}

    /** For GETLK the conflicting lock, or type {@link Flock#UNLOCK} if none. */
    record Lk(Flock flock, Xdata xdata) implements Reply {}

    /** @param atEnd the directory's end was reached (op_errno ENOENT on the wire) */
    record Readdir(List<DirEntry> entries, boolean atEnd, Xdata xdata) implements Reply {}

    /** @param flags 1 = strong is SHA-256, 0 = MD5 @param weak the rolling sum */
    record Rchecksum(int flags, int weak, byte[] strong, Xdata xdata) implements Reply {}

    record Seek(long offset, Xdata xdata) implements Reply {}

    record Lease(LeaseArgs lease, Xdata xdata) implements Reply {}

    record ActiveLocks(List<ActiveLock> locks, Xdata xdata) implements Reply {}

    /** @param count bytes copied */
    record CopyFileRange(int count, Iatt source, Iatt preTarget, Iatt postTarget, Xdata xdata)
            implements Reply {}
}
