package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.At;
import org.glusterj.linux.XattrSyscalls;
import org.glusterj.storage.layout.Gfid2Path;

/**
 * What makes an object of the backend an object of the volume: xattrs from xdata, gfid2path, gfid, handle, times (spec
 * brick-format 2.2). One per creating fop, on its thread; the caller holds the name's stripe. When a step fails, {@link
 * #undo} leaves nothing behind.
 */
final class Birth {
    static final String PREOP_KEY = "glusterfs.preop.parent.key";
    static final String PREOP_FAILED = "glusterfs.preop.check.failed";

    private final Brick brick;
    private final Frame frame;
    private final Dirs.Dir dir;
    private final Loc loc;
    private final Xdata xdata;
    private final Pad pad;
    private boolean made;
    private boolean handled;
    private boolean directory;

    final Gfid gfid;

    private Birth(Brick brick, Frame frame, Fop<?> op, Loc loc, Gfid gfid, Dirs.Dir dir, Pad pad) {
        this.brick = brick;
        this.frame = frame;
        this.xdata = op.xdata();
        this.loc = loc;
        this.gfid = gfid;
        this.dir = dir;
        this.pad = pad;
    }

    /** The gfid the client chose; EINVAL without. */
    static Gfid requested(Xdata xdata) throws FopException {
        var gfid = xdata.gfid(PosixLookup.GFID_REQ).orElse(Gfid.NULL);
        if (gfid.isNull()) {
            throw new FopException(Errno.EINVAL, "gfid-req is missing");
        }
        return gfid;
    }

    static Birth of(Brick brick, Frame frame, Fop<?> op, Loc loc, Dirs.Dir dir, Pad pad)
            throws FopException {
        return new Birth(brick, frame, op, loc, requested(op.xdata()), dir, pad);
    }

    /** The backend object now exists and is ours to undo. */
    void made(boolean isDirectory) {
        made = true;
        directory = isDirectory;
    }

    /** Equips the new object; takes the gfid's stripe for the handle. */
    Iatt equip(Spot spot) throws FopException {
        if (!directory && brick.options().gfid2path()) {
            var value = Gfid2Path.value(dir.gfid, loc.name());
            set(spot, Gfid2Path.key(value), value);
        }
        if (!directory && brick.options().updateLinkCountParent()) {
            set(spot, XattrNames.PGFID + dir.gfid, new byte[] {0, 0, 0, 1});
        }
        setRequested(spot);
        set(spot, Attributes.GFID, gfid.toBytes());
        try (var held = brick.objects.lock(gfid)) {
            if (directory) {
                brick.handleStore.linkDirectory(gfid, dir.gfid, loc.name(), pad);
            } else {
                brick.handleStore.link(gfid, dir, loc.name(), pad);
            }
            handled = true;
        }
        Sys.check(spot.stat(brick.sys, pad.st));
        return Attributes.build(pad.st, gfid, brick.times.create(frame, spot, pad));
    }

    private void set(Spot spot, String key, byte[] value) throws FopException {
        int result = spot.setxattr(brick.sys, key, value, XattrSyscalls.XATTR_CREATE);
        Sys.check(result);
    }

    /** Every pair of xdata that can be an xattr becomes one; the keys of the pre-op check are no such pairs. */
    private void setRequested(Spot spot) throws FopException {
        var compared = xdata.string(PREOP_KEY).orElse("");
        for (int i = 0; i < xdata.size(); i++) {
            var key = xdata.key(i);
            boolean wanted =
                    XattrNames.isStorable(key)
                            && !XattrNames.isOwn(key)
                            && !key.equals(compared)
                            && xdata.value(i) instanceof XdataValue.Bytes;
            if (wanted && !(XattrNames.isAcl(key) && xdata.contains(XattrNames.LINKTO))) {
                var value = ((XdataValue.Bytes) xdata.value(i)).value();
                Sys.check(spot.setxattr(brick.sys, key, value, 0));
            }
        }
    }

    /** DHT's guard: the parent's layout must still be the one the client knows. */
    void checkParent() throws FopException {
        var key = xdata.string(PREOP_KEY).orElse("");
        if (key.isEmpty()) {
            return;
        }
        var expected = xdata.bytes(key).orElse(null);
        int size = dir.self().getxattr(brick.sys, key, pad.xattrs);
        if (expected == null
                || size != expected.length
                || pad.xattrs.segment().asSlice(0, size).mismatch(MemorySegment.ofArray(expected))
                        != -1) {
            throw new FopException(Errno.EIO, Xdata.EMPTY.withInt(PREOP_FAILED, 1));
        }
    }

    /** Takes back whatever of the object exists; the handle first, for a crash between both. */
    void undo() {
        if (handled) {
            try (var held = brick.objects.lock(gfid)) {
                brick.handleStore.unlink(gfid);
                brick.dirs.invalidate(gfid);
            }
        }
        if (made) {
            brick.sys.unlinkat(dir.fd, loc.name(), directory ? At.AT_REMOVEDIR : 0);
        }
    }
}
