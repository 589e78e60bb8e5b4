package org.glusterj.simulation;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;
import org.glusterj.testkit.MemoryDisk;

/**
 * The lists of features/index without its files, volfile type {@code sim/index}: what the counters on the disk say is
 * what is listed. (features/index itself keeps links in a directory of the host.) Runs on the caller's thread; keeps
 * the page of an open list only.
 */
public final class SimIndex extends Xlator {
    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    /** A list: the xattr that tells its gfid, and the counters by which objects are on it. */
    private enum Kind {
        PENDING("glusterfs.xattrop_index_gfid", "trusted.afr.v-client-"),
        DIRTY("glusterfs.xattrop_dirty_gfid", "trusted.afr.dirty");

        private final String key;
        private final String counters;
        private final Gfid gfid;

        Kind(String key, String counters) {
            this.key = key;
            this.counters = counters;
            gfid = new Gfid(0x5157_0000L + ordinal(), 1);
        }
    }

    private final MemoryDisk disk;
    private final Slot<Kind> lists;

    SimIndex(XlatorContext context, Options options) {
        super(context);
        disk = ((MemoryDisk.Owner) context.environment()).disk();
        lists = context.fdSlot(Kind.class);
    }

    private static Kind kind(Gfid gfid) {
        for (var kind : Kind.values()) {
            if (kind.gfid.equals(gfid)) {
                return kind;
            }
        }
        return null;
    }

    /** Gfids of the objects that are on a list. */
    static List<Gfid> listed(MemoryDisk disk, String counters) {
        var listed = new ArrayList<Gfid>();
        for (var gfid : disk.objects()) {
            for (var entry : disk.xattrs(gfid).entrySet()) {
                if (entry.getKey().startsWith(counters) && !isZero(entry.getValue())) {
                    listed.add(gfid);
                    break;
                }
            }
        }
        return listed;
    }

    private static boolean isZero(byte[] value) {
        for (byte b : value) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException {
        for (var kind : Kind.values()) {
            if (kind.key.equals(op.name())) {
                var answer = Xdata.EMPTY.withGfid(kind.key, kind.gfid);
                return new Reply.Xattrs(answer, Xdata.NULL);
            }
        }
        return next(frame, op);
    }

    @Override
    public Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        var reply = next(frame, op);
        if (!op.xdata().contains("link-count")) {
            return reply;
        }
        int count = listed(disk, Kind.PENDING.counters).size();
        return reply.withXdata(reply.xdata().withInt("link-count", count));
    }

    @Override
    public Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        var kind = kind(op.loc().effectiveGfid());
        if (kind == null) {
            return next(frame, op);
        }
        lists.set(op.fd(), kind);
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        var kind = kindOf(op.fd());
        if (kind == null) {
            return next(frame, op);
        }
        var entries = new ArrayList<DirEntry>();
        for (var gfid : listed(disk, kind.counters)) {
            long offset = entries.size() + 1;
            entries.add(
                    new DirEntry(
                            gfid.ino(),
                            offset,
                            0,
                            gfid.toString(),
                            org.glusterj.core.Iatt.NONE,
                            Xdata.NULL));
        }
        return new Reply.Readdir(entries, true, Xdata.NULL);
    }

    private Kind kindOf(Fd fd) {
        var open = lists.get(fd);
        return open == null ? kind(fd.gfid()) : open;
    }

    /** What is listed is what is counted: a name leaves with its counters. */
    @Override
    public Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        if (kind(op.loc().pargfid()) != null) {
            throw new FopException(Errno.ENOENT);
        }
        return next(frame, op);
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("sim/index", Options.class, SimIndex::new);
        }
    }
}
