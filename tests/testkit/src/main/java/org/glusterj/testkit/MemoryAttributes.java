package org.glusterj.testkit;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/** Attribute and xattr changes of {@link MemoryFs}, under its monitor. */
final class MemoryAttributes {
    private static final long NANOS = 1_000_000_000L;
    private static final int XATTR_CREATE = 1;
    private static final int XATTR_REPLACE = 2;

    private MemoryAttributes() {}

    static Reply.PrePost set(MemoryNode node, Iatt wanted, int valid, Caller caller, long now)
            throws FopException {
        var before = node.iatt();
        if ((valid & SetattrMask.MODE) != 0) {
            node.checkOwner(caller);
            node.permissions = wanted.mode() & 07777;
        }
        owner(node, wanted, valid, caller);
        times(node, wanted, valid, caller, now);
        node.ctime = now;
        return new Reply.PrePost(before, node.iatt(), Xdata.NULL);
    }

    private static void owner(MemoryNode node, Iatt wanted, int valid, Caller caller)
            throws FopException {
        if ((valid & SetattrMask.UID) != 0) {
            if (!caller.isRoot() && wanted.uid() != node.uid) {
                throw new FopException(Errno.EPERM);
            }
            node.uid = wanted.uid();
        }
        if ((valid & SetattrMask.GID) != 0) {
            node.checkOwner(caller);
            node.gid = wanted.gid();
        }
    }

    private static void times(MemoryNode node, Iatt wanted, int valid, Caller caller, long now)
            throws FopException {
        int named = SetattrMask.ATIME | SetattrMask.MTIME;
        if ((valid & named) != 0) {
            node.checkOwner(caller);
        }
        if ((valid & SetattrMask.ATIME) != 0) {
            node.atime = wanted.atime() * NANOS + wanted.atimeNsec();
        }
        if ((valid & SetattrMask.ATIME_NOW) != 0) {
            node.atime = now;
        }
        if ((valid & SetattrMask.MTIME) != 0) {
            node.mtime = wanted.mtime() * NANOS + wanted.mtimeNsec();
        }
        if ((valid & SetattrMask.MTIME_NOW) != 0) {
            node.mtime = now;
        }
    }

    static Reply.Ok setXattrs(MemoryNode node, Xdata dict, int flags, long now)
            throws FopException {
        for (int i = 0; i < dict.size(); i++) {
            boolean present = node.xattrs.containsKey(dict.key(i));
            if (flags == XATTR_CREATE && present) {
                throw new FopException(Errno.EEXIST);
            }
            if (flags == XATTR_REPLACE && !present) {
                throw new FopException(Errno.ENODATA);
            }
            node.xattrs.put(dict.key(i), dict.bytes(dict.key(i)).orElseThrow().clone());
        }
        node.ctime = now;
        return Reply.Ok.PLAIN;
    }

    static Reply.Xattrs xattrs(MemoryNode node, String name) throws FopException {
        if (!name.isEmpty()) {
            var value = node.xattrs.get(name);
            if (value == null) {
                throw new FopException(Errno.ENODATA);
            }
            return new Reply.Xattrs(Xdata.EMPTY.withBytes(name, value.clone()), Xdata.NULL);
        }
        var dict = Xdata.EMPTY;
        for (var entry : node.xattrs.entrySet()) {
            dict = dict.withBytes(entry.getKey(), entry.getValue().clone());
        }
        return new Reply.Xattrs(dict, Xdata.NULL);
    }

    static Reply.Ok removeXattr(MemoryNode node, String name, long now) throws FopException {
        if (node.xattrs.remove(name) == null) {
            throw new FopException(Errno.ENODATA);
        }
        node.ctime = now;
        return Reply.Ok.PLAIN;
    }
}
