package org.glusterj.storage.posix;

import java.util.List;
import org.glusterj.core.Fnmatch;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Mdata;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.linux.OpenFlags;
import org.glusterj.storage.layout.MdataCodec;

/**
 * Answers what xdata of LOOKUP, STAT, READDIRP … asks for: xattrs by name or pattern, content, counts (spec
 * brick-format
 * 7, wire-protocol 10). Thread-safe, stateless.
 *
 * <p>System calls: one listxattr when anything asks for xattrs, one getxattr per match; open, pread, close for content,
 * and what {@link Rights} needs.
 */
final class XattrAnswers {
    static final String CONTENT = "glusterfs.content";
    static final String OPEN_FD_COUNT = "glusterfs.open-fd-count";
    static final String ACTIVE_FD_COUNT = "glusterfs.open-active-fd-count";
    static final String LIST = "list-xattr";
    static final String LINK_COUNT_REQUEST = "gf_request_link_count";
    static final String LINK_COUNT_REPLY = "gf_response_link_count";
    static final String INTERNAL = "glusterfs-internal-fop";

    /** Largest content that travels in a dictionary. */
    private static final byte[] NO_VALUE = {};

    private static final long CONTENT_MAX = 1 << 20;

    private final Brick brick;

    XattrAnswers(Brick brick) {
        this.brick = brick;
    }

    /** The reply's dictionary; {@link Xdata#NULL} when nothing was asked. */
    Xdata fill(Frame frame, Xdata request, Spot spot, Iatt iatt, Pad pad) {
        return fill(frame, request, spot, iatt, false, pad);
    }

    /** @param stored whether the times of {@code iatt} are the stored ones, which then need not be looked for */
    Xdata fill(Frame frame, Xdata request, Spot spot, Iatt iatt, boolean stored, Pad pad) {
        if (request.isEmpty()) {
            return Xdata.NULL;
        }
        var answer = new Xdata.Builder();
        boolean xattrs = false;
        for (int i = 0; i < request.size(); i++) {
            var key = request.key(i);
            if (stored && key.equals(MdataCodec.KEY)) {
                answer.put(key, bytes(MdataCodec.encode(timesOf(iatt))));
            } else if (!answerSpecial(frame, key, request.value(i), spot, iatt, answer)) {
                xattrs |= mayBeXattr(key);
            }
        }
        if (xattrs) {
            addXattrs(frame, request, spot, iatt, stored, answer, pad);
        }
        return answer.build();
    }

    private static boolean mayBeXattr(String key) {
        return key.equals(LIST) || XattrNames.isStorable(key) || Fnmatch.isPattern(key);
    }

    private boolean answerSpecial(
            Frame frame, String key, XdataValue value, Spot spot, Iatt iatt, Xdata.Builder answer) {
        switch (key) {
            case CONTENT -> addContent(frame, value, spot, iatt, answer);
            case OPEN_FD_COUNT, ACTIVE_FD_COUNT ->
                    answer.put(key, new XdataValue.Uint(brick.openFiles.count(iatt.gfid())));
            case LINK_COUNT_REQUEST ->
                    answer.put(LINK_COUNT_REPLY, new XdataValue.Uint(iatt.nlink()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void addContent(
            Frame frame, XdataValue value, Spot spot, Iatt iatt, Xdata.Builder answer) {
        long most =
                switch (value) {
                    case XdataValue.Uint n -> n.value();
                    case XdataValue.Int n -> n.value();
                    default -> 0;
                };
        long size = iatt.size();
        if (!iatt.isRegular() || size == 0 || size > Math.min(most, CONTENT_MAX)) {
            return;
        }
        var content = mayRead(frame, spot) ? content(spot, (int) size) : null;
        if (content != null) {
            answer.put(CONTENT, bytes(content));
        }
    }

    /** Stock's bricks do not ask: there whoever may look a file up gets its content. */
    private boolean mayRead(Frame frame, Spot spot) {
        try {
            brick.rights.on(frame, spot, Rights.READ);
            return true;
        } catch (FopException refused) {
            return false;
        }
    }

    /** Exactly {@code size} bytes, or null when the file cannot be read or is not that long any more. */
    private byte[] content(Spot spot, int size) {
        int fd = spot.fd();
        if (!spot.isOpen()) {
            int flags = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW;
            fd = brick.sys.openat(spot.fd(), spot.path(), flags, 0);
        }
        if (fd < 0) {
            return null;
        }
        try (var buffer = Payload.of(Payload.allocateBuffer(size).writerIndex(size))) {
            long got = brick.sys.pread(fd, buffer.segments()[0], 0);
            return got == size ? buffer.toBytes() : null;
        } finally {
            if (!spot.isOpen()) {
                brick.sys.close(fd);
            }
        }
    }

    private void addXattrs(
            Frame frame,
            Xdata request,
            Spot spot,
            Iatt iatt,
            boolean stored,
            Xdata.Builder answer,
            Pad pad) {
        if (spot.listxattr(brick.sys, pad.names) <= 0) {
            return;
        }
        boolean all = request.contains(LIST);
        for (var name : pad.names.names()) {
            if (name.equals(Attributes.GFID) || XattrNames.isGfid2Path(name)) {
                continue;
            }
            boolean wanted =
                    isRequested(request, name)
                            || all
                                    && !XattrNames.isHidden(name, frame.caller())
                                    && !name.equals(XattrNames.SELINUX);
            if (wanted && !(stored && name.equals(MdataCodec.KEY))) {
                addXattr(name, spot, iatt, answer, pad);
            }
        }
    }

    private void addXattr(String name, Spot spot, Iatt iatt, Xdata.Builder answer, Pad pad) {
        if (name.equals(MdataCodec.KEY) && brick.options().ctime()) {
            answer.put(name, bytes(MdataCodec.encode(timesOf(iatt))));
        } else if (spot.getxattr(brick.sys, name, pad.xattrs) >= 0) {
            answer.put(name, bytes(pad.xattrs.bytes()));
        }
    }

    private static Mdata timesOf(Iatt iatt) {
        return new Mdata(
                iatt.atime(),
                iatt.atimeNsec(),
                iatt.mtime(),
                iatt.mtimeNsec(),
                iatt.ctime(),
                iatt.ctimeNsec());
    }

    private static boolean isRequested(Xdata request, String name) {
        for (int i = 0; i < request.size(); i++) {
            var key = request.key(i);
            if (key.equals(name) || Fnmatch.isPattern(key) && Fnmatch.matches(key, name)) {
                return true;
            }
        }
        return false;
    }

    /** The names a client may see, with their values or with none. */
    Xdata list(Frame frame, Spot spot, boolean values, Pad pad)
            throws org.glusterj.core.FopException {
        Sys.check(spot.listxattr(brick.sys, pad.names));
        var answer = new Xdata.Builder();
        List<String> names = pad.names.names();
        for (var name : names) {
            if (XattrNames.isHidden(name, frame.caller())) {
                continue;
            }
            if (!values) {
                answer.put(name, bytes(NO_VALUE));
            } else if (spot.getxattr(brick.sys, name, pad.xattrs) >= 0) {
                answer.put(name, bytes(pad.xattrs.bytes()));
            }
        }
        return answer.build();
    }

    /** How many fds are open on the object, for whoever asks by xdata. */
    Xdata fdCounts(Xdata request, Gfid gfid, Xdata answer) {
        var result = answer;
        if (request.contains(OPEN_FD_COUNT)) {
            result = result.withUint(OPEN_FD_COUNT, brick.openFiles.count(gfid));
        }
        if (request.contains(ACTIVE_FD_COUNT)) {
            result = result.withUint(ACTIVE_FD_COUNT, brick.openFiles.count(gfid));
        }
        return result;
    }

    static XdataValue bytes(byte[] value) {
        return new XdataValue.Bytes(XdataValue.TAG_PTR, value);
    }
}
