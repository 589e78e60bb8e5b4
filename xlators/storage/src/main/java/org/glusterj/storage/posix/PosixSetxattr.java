package org.glusterj.storage.posix;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.OpenFlags;
import org.glusterj.storage.layout.MdataCodec;

/**
 * SETXATTR, FSETXATTR, REMOVEXATTR, FREMOVEXATTR (spec brick-format 7). Runs on the fop's thread, stateless. The change
 * itself runs under the caller's identity, except for {@code trusted.*}.
 *
 * <p>System calls: statx, setxattr or removexattr per pair, setxattr (mdata), statx; for callers other than root the
 * object is reached by an O_PATH descriptor (openat, close).
 */
final class PosixSetxattr {
    static final String SET_CTIME = "set-ctime-mdata";
    private static final String PRESTAT = "virt-gf-prestat";
    private static final String POSTSTAT = "virt-gf-poststat";
    private static final String DHT_IATT = "dht-get-iatt-in-xattr";

    private final Brick brick;

    PosixSetxattr(Brick brick) {
        this.brick = brick;
    }

    /** The object a call changes. */
    private record Target(Spot spot, Inode inode, Gfid gfid, boolean symlink) {}

    Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        brick.requireSpace(frame, op.xdata());
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            var target = target(found, op.loc().inode(), op.loc().effectiveGfid(), pad);
            return setAll(frame, target, op.dict(), op.flags(), pad);
        }
    }

    Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException {
        brick.requireSpace(frame, op.xdata());
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            Sys.check(file.spot().stat(brick.sys, pad.st));
            var target = new Target(file.spot(), file.inode(), file.gfid(), false);
            return setAll(frame, target, op.dict(), op.flags(), pad);
        }
    }

    Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException {
        try (var pad = brick.pads.take();
                var found = Located.of(brick, op.loc(), pad)) {
            var target = target(found, op.loc().inode(), op.loc().effectiveGfid(), pad);
            return remove(frame, target, op.name(), op.xdata(), pad);
        }
    }

    Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException {
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad)) {
            Sys.check(file.spot().stat(brick.sys, pad.st));
            var target = new Target(file.spot(), file.inode(), file.gfid(), false);
            return remove(frame, target, op.name(), op.xdata(), pad);
        }
    }

    private Target target(Located found, Inode inode, Gfid known, Pad pad) throws FopException {
        var gfid = known.isNull() ? brick.attributes.gfid(found.spot(), pad) : known;
        return new Target(found.spot(), inode, gfid, pad.st.isSymlink());
    }

    private Reply.Ok setAll(Frame frame, Target target, Xdata dict, int flags, Pad pad)
            throws FopException {
        var pre = attributes(target, pad);
        boolean changed = false;
        for (int i = 0; i < dict.size(); i++) {
            changed |= set(frame, target, dict.key(i), dict.value(i), flags, pad);
        }
        if (changed) {
            touch(frame, target, pad);
        }
        boolean timesOnly = dict.size() == 1 && dict.contains(SET_CTIME);
        return timesOnly ? new Reply.Ok(Xdata.EMPTY) : reply(target, pre, pad);
    }

    /** One pair; false when nothing that users see has changed. */
    private boolean set(
            Frame frame, Target target, String key, XdataValue value, int flags, Pad pad)
            throws FopException {
        if (key.equals(SET_CTIME)) {
            if (value instanceof XdataValue.MdataValue(var offered)) {
                brick.times.offer(target.inode, target.spot, offered, pad);
            }
            return false;
        }
        if (isIdentity(key)) {
            return false;
        }
        if (XattrNames.isGfid2Path(key) || !XattrNames.isStorable(key)) {
            throw new FopException(Errno.EOPNOTSUPP, "not for clients to set: " + key);
        }
        if (!(value instanceof XdataValue.Bytes(var tag, var bytes))) {
            throw new FopException(Errno.EINVAL, key + " is not a byte string");
        }
        if (key.equals(MdataCodec.KEY)) {
            setTimes(frame, target, bytes);
            return false;
        }
        if (XattrNames.isAcl(key) && brick.attributes.isLinkto(target.spot, pad)) {
            return false;
        }
        change(frame, target, key, bytes, flags);
        return true;
    }

    /** The times as such: only root, and only what can be read back. */
    private void setTimes(Frame frame, Target target, byte[] value) throws FopException {
        if (!frame.caller().isRoot()) {
            throw new FopException(Errno.EPERM);
        }
        if (MdataCodec.decode(value) == null) {
            throw new FopException(Errno.EINVAL, "not the 57 bytes of stored times");
        }
        try (var held = brick.values.lock(target.gfid)) {
            Sys.check(target.spot.setxattr(brick.sys, MdataCodec.KEY, value, 0));
            brick.times.forget(target.inode);
        }
    }

    private void change(Frame frame, Target target, String key, byte[] value, int flags)
            throws FopException {
        if (target.symlink || key.startsWith("trusted.")) {
            requireWrite(frame, target);
            Sys.check(target.spot.setxattr(brick.sys, key, value, flags));
            return;
        }
        try (var reach = Reach.of(brick, frame.caller(), target.spot)) {
            reach.enter();
            try {
                Sys.check(
                        target.spot.isOpen()
                                ? target.spot.setxattr(brick.sys, key, value, flags)
                                : brick.sys.setxattr(reach.path(), key, value, flags));
            } finally {
                reach.leave();
            }
        }
    }

    /** Root's attributes are set for whoever may write the object: distribute and afr use their caller's identity. */
    private void requireWrite(Frame frame, Target target) throws FopException {
        if (!target.symlink) {
            brick.rights.on(frame, target.spot, Rights.WRITE);
        }
    }

    private Reply.Ok remove(Frame frame, Target target, String key, Xdata asked, Pad pad)
            throws FopException {
        boolean bulk = key.isEmpty() && !asked.isNull();
        if (isIdentity(key)
                || bulk && asked.keyList().stream().anyMatch(PosixSetxattr::isIdentity)) {
            throw new FopException(Errno.EPERM);
        }
        var pre = attributes(target, pad);
        if (bulk) {
            removeAll(frame, target, asked);
        } else {
            removeOne(frame, target, key);
        }
        touch(frame, target, pad);
        return reply(target, pre, pad);
    }

    private static boolean isIdentity(String key) {
        return key.equals(Attributes.GFID) || key.equals(XattrNames.VOLUME_ID);
    }

    /** The keys of xdata, as heals want that replace all xattrs; one that is missing, or went with another, is fine. */
    private void removeAll(Frame frame, Target target, Xdata keys) throws FopException {
        for (int i = 0; i < keys.size(); i++) {
            try {
                removeOne(frame, target, keys.key(i));
            } catch (FopException e) {
                if (e.errno() != Errno.ENODATA) {
                    throw e;
                }
            }
        }
    }

    private void removeOne(Frame frame, Target target, String key) throws FopException {
        if (XattrNames.isGfid2Path(key)) {
            throw new FopException(Errno.ENODATA);
        }
        if (!XattrNames.isStorable(key)) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        if (key.equals(MdataCodec.KEY) && !frame.caller().isInternal()) {
            throw new FopException(Errno.ENODATA);
        }
        if (target.symlink || key.startsWith("trusted.")) {
            requireWrite(frame, target);
            Sys.check(target.spot.removexattr(brick.sys, key));
            brick.times.forget(target.inode);
        } else {
            removeAs(frame, target, key);
        }
    }

    private void removeAs(Frame frame, Target target, String key) throws FopException {
        try (var reach = Reach.of(brick, frame.caller(), target.spot)) {
            reach.enter();
            try {
                Sys.check(
                        target.spot.isOpen()
                                ? target.spot.removexattr(brick.sys, key)
                                : brick.sys.removexattr(reach.path(), key));
            } finally {
                reach.leave();
            }
        }
    }

    private void touch(Frame frame, Target target, Pad pad) {
        if (target.inode.isBlank()) {
            brick.times.touch(frame, target.gfid, target.spot, pad);
        } else {
            brick.times.touch(frame, target.inode, target.spot, pad);
        }
    }

    private Iatt attributes(Target target, Pad pad) {
        var times =
                target.inode.isBlank()
                        ? brick.times.of(target.gfid, target.spot, pad)
                        : brick.times.of(target.inode, target.spot, pad);
        return Attributes.build(pad.st, target.gfid, times);
    }

    /** Unasked, as stock: disperse takes bricks that tell something else apart. */
    private Reply.Ok reply(Target target, Iatt pre, Pad pad) throws FopException {
        Sys.check(target.spot.stat(brick.sys, pad.st));
        var post = attributes(target, pad);
        var answer = new Xdata.Builder(3);
        answer.put(PRESTAT, new XdataValue.IattValue(pre));
        answer.put(POSTSTAT, new XdataValue.IattValue(post));
        answer.put(DHT_IATT, new XdataValue.IattValue(post));
        return new Reply.Ok(answer.build());
    }
}
