package org.glusterj.core;

import java.util.List;

/**
 * What successful fops return; fops whose C callback carries the same values share a record. An absent iatt is {@link
 * Iatt#NONE}. Only {@link Readv} owns something and must be closed by its receiver.
 */
public sealed interface Reply {
    Xdata xdata();

    /** A copy with other xdata; a payload moves to the copy. */
    Reply withXdata(Xdata other);

    /** Nothing but xdata (wire shape R0). */
    record Ok(Xdata xdata) implements Reply {
        public static final Ok PLAIN = new Ok(Xdata.NULL);

        @Override
        public Ok withXdata(Xdata other) {
            return new Ok(other);
        }
    }

    /** Attributes of one inode (R1). */
    record Attr(Iatt iatt, Xdata xdata) implements Reply {
        @Override
        public Attr withXdata(Xdata other) {
            return new Attr(iatt, other);
        }
    }

    /** Attributes of the inode before and after (R2). */
    record PrePost(Iatt pre, Iatt post, Xdata xdata) implements Reply {
        @Override
        public PrePost withXdata(Xdata other) {
            return new PrePost(pre, post, other);
        }
    }

    /** Attributes of the parent before and after: UNLINK, RMDIR, NAMELINK (R2). */
    record Parent(Iatt preParent, Iatt postParent, Xdata xdata) implements Reply {
        @Override
        public Parent withXdata(Xdata other) {
            return new Parent(preParent, postParent, other);
        }
    }

    /** A new or linked inode and its parent before and after (R3); CREATE too, whose fd is in the request. */
    record Entry(Iatt iatt, Iatt preParent, Iatt postParent, Xdata xdata) implements Reply {
        @Override
        public Entry withXdata(Xdata other) {
            return new Entry(iatt, preParent, postParent, other);
        }
    }

    /** The inode found and its parent. */
    record Lookup(Iatt iatt, Iatt postParent, Xdata xdata) implements Reply {
        @Override
        public Lookup withXdata(Xdata other) {
            return new Lookup(iatt, postParent, other);
        }
    }

    /** @param target symlink target, a byte string */
    record Readlink(String target, Iatt iatt, Xdata xdata) implements Reply {
        @Override
        public Readlink withXdata(Xdata other) {
            return new Readlink(target, iatt, other);
        }
    }

    /**
     * Content read. Owned by the receiver, who closes it.
     *
     * @param atEnd the read touched the end of the file (op_errno ENOENT on the wire)
     */
    record Readv(Payload data, Iatt iatt, boolean atEnd, Xdata xdata)
            implements Reply, AutoCloseable {
        @Override
        public Readv withXdata(Xdata other) {
            return new Readv(data, iatt, atEnd, other);
        }

        @Override
        public void close() {
            data.close();
        }
    }

    /** @param count bytes written */
    record Writev(int count, Iatt pre, Iatt post, Xdata xdata) implements Reply {
        @Override
        public Writev withXdata(Xdata other) {
            return new Writev(count, pre, post, other);
        }
    }

    record Statfs(Statvfs statvfs, Xdata xdata) implements Reply {
        @Override
        public Statfs withXdata(Xdata other) {
            return new Statfs(statvfs, other);
        }
    }

    /** The dictionary asked for: GETXATTR, FGETXATTR, XATTROP, FXATTROP (RD). */
    record Xattrs(Xdata dict, Xdata xdata) implements Reply {
        @Override
        public Xattrs withXdata(Xdata other) {
            return new Xattrs(dict, other);
        }
    }

    record Rename(
            Iatt iatt,
            Iatt preOldParent,
            Iatt postOldParent,
            Iatt preNewParent,
            Iatt postNewParent,
            Xdata xdata)
            implements Reply {
        @Override
        public Rename withXdata(Xdata other) {
            return new Rename(
                    iatt, preOldParent, postOldParent, preNewParent, postNewParent, other);
        }
    }

    /** For GETLK the conflicting lock, or type {@link Flock#UNLOCK} if none. */
    record Lk(Flock flock, Xdata xdata) implements Reply {
        @Override
        public Lk withXdata(Xdata other) {
            return new Lk(flock, other);
        }
    }

    /** @param atEnd the directory's end was reached (op_errno ENOENT on the wire) */
    record Readdir(List<DirEntry> entries, boolean atEnd, Xdata xdata) implements Reply {
        @Override
        public Readdir withXdata(Xdata other) {
            return new Readdir(entries, atEnd, other);
        }
    }

    /** @param flags 1 = strong is SHA-256, 0 = MD5 @param weak the rolling sum */
    record Rchecksum(int flags, int weak, byte[] strong, Xdata xdata) implements Reply {
        @Override
        public Rchecksum withXdata(Xdata other) {
            return new Rchecksum(flags, weak, strong, other);
        }
    }

    record Seek(long offset, Xdata xdata) implements Reply {
        @Override
        public Seek withXdata(Xdata other) {
            return new Seek(offset, other);
        }
    }

    record Lease(LeaseArgs lease, Xdata xdata) implements Reply {
        @Override
        public Lease withXdata(Xdata other) {
            return new Lease(lease, other);
        }
    }

    record ActiveLocks(List<ActiveLock> locks, Xdata xdata) implements Reply {
        @Override
        public ActiveLocks withXdata(Xdata other) {
            return new ActiveLocks(locks, other);
        }
    }

    /** @param count bytes copied */
    record CopyFileRange(int count, Iatt source, Iatt preTarget, Iatt postTarget, Xdata xdata)
            implements Reply {
        @Override
        public CopyFileRange withXdata(Xdata other) {
            return new CopyFileRange(count, source, preTarget, postTarget, other);
        }
    }
}
