package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * READDIR and READDIRP: one subvolume after the other; a cookie tells which one, for the leaf that made it wrote its
 * number into it (spec dht 5). Linkto files are left out; a directory is taken from the subvolume its name belongs to.
 * Stateless; runs on the caller's thread.
 *
 * <p>When the first subvolume's entries end before the reply is full, the others are asked at once and appended while
 * there is room: a small directory takes two round trips whatever the number of subvolumes.
 */
final class Listing {
    /** What an entry takes in a reply beside its name, without and with attributes. */
    private static final int ENTRY_BYTES = 24;

    private static final int ATTRIBUTE_BYTES = 150;

    private final Whereabouts where;
    private final Xdata request;

    Listing(Whereabouts where) {
        this.where = where;
        request = Xdata.EMPTY.withUint(where.keys().linkto(), Whereabouts.LINKTO_BYTES);
    }

    Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var xdata =
                op.xdata().isEmpty()
                        ? request
                        : op.xdata().withUint(where.keys().linkto(), Whereabouts.LINKTO_BYTES);
        return new Walk(frame, op.fd(), op.sizeBytes(), xdata, true).from(op.offset());
    }

    /** With attributes too, as linkto files show by their mode only. */
    Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException {
        return new Walk(frame, op.fd(), op.sizeBytes(), request, false).from(op.offset());
    }

    /** One listing call; used by its thread. */
    private final class Walk {
        private final Frame frame;
        private final Fd fd;
        private final Xdata xdata;
        private final boolean plus;
        private final Layout layout;
        private final int firstUp;
        private final List<DirEntry> entries = new ArrayList<>();
        private int left;
        private FopException failure;
        private boolean anyReply;

        Walk(Frame frame, Fd fd, int sizeBytes, Xdata xdata, boolean plus) throws FopException {
            this.frame = frame;
            this.fd = fd;
            this.xdata = xdata;
            this.plus = plus;
            left = sizeBytes;
            layout = where.directory(frame, fd.inode()).layout();
            firstUp = where.children().firstUp();
        }

        Reply.Readdir from(long offset) throws FopException {
            final int on = where.children().ofCookie(offset);
            long at = offset;
            int last = where.children().size() - 1;
            while (true) {
                var reply = ask(on, at);
                boolean ended = reply == null || reply.atEnd() || reply.entries().isEmpty();
                if (reply != null && !ended) {
                    at = reply.entries().getLast().offset();
                }
                if (!take(on, reply)) {
                    return end(false);
                }
                if (ended && on == last) {
                    return end(true);
                }
                if (ended) {
                    return rest(on + 1);
                }
                if (!entries.isEmpty()) {
                    return end(false);
                }
            }
        }

        private Reply.Readdir end(boolean atEnd) throws FopException {
            if (failure != null && !anyReply) {
                throw failure;
            }
            return new Reply.Readdir(entries, atEnd, Xdata.NULL);
        }

        private Reply.Readdir ask(int on, long offset) {
            if (!where.children().isUp(on)) {
                return null;
            }
            try {
                var reply = where.children().call(on, frame, request(on, offset));
                anyReply = true;
                return reply;
            } catch (FopException why) {
                failure = why;
                return null;
            }
        }

        private Fop<Reply.Readdir> request(int on, long offset) {
            boolean skip = where.settings().options().readdirOptimize() && on != firstUp;
            var asked = skip ? xdata.withInt(Keys.SKIP_DIRECTORIES, 1) : xdata;
            return new Fop.Readdirp(
                    fd, Math.max(left, ENTRY_BYTES + ATTRIBUTE_BYTES), offset, asked);
        }

        /** All subvolumes from {@code first} on at once; what does not fit is asked for again by its cookie. */
        private Reply.Readdir rest(int first) throws FopException {
            var others = new ArrayList<Integer>();
            for (int i = first; i < where.children().size(); i++) {
                if (where.children().isUp(i)) {
                    others.add(i);
                }
            }
            var outcomes = where.children().<Reply.Readdir>call(frame, others, i -> request(i, 0));
            for (int k = 0; k < outcomes.size(); k++) {
                switch (outcomes.get(k)) {
                    case Outcome.Failed<Reply.Readdir>(var child, var why) -> failure = why;
                    case Outcome.Ok<Reply.Readdir>(var child, var reply) -> {
                        anyReply = true;
                        boolean room = take(others.get(k), reply);
                        boolean ended = reply.atEnd() || reply.entries().isEmpty();
                        if (!room || !ended) {
                            return stop(others.get(k), reply, ended);
                        }
                    }
                }
            }
            return end(true);
        }

        /** Goes on from here at the next call, or now when nothing of all this was to be shown. */
        private Reply.Readdir stop(int on, Reply.Readdir reply, boolean ended) throws FopException {
            if (!entries.isEmpty()) {
                return end(false);
            }
            return ended ? rest(on + 1) : from(reply.entries().getLast().offset());
        }

        /** Adds what is to be shown; false when the room is used up. */
        private boolean take(int on, Reply.Readdir reply) {
            if (reply == null) {
                return true;
            }
            for (var entry : reply.entries()) {
                if (!isShown(on, entry)) {
                    continue;
                }
                int size = ENTRY_BYTES + ATTRIBUTE_BYTES + entry.name().length();
                if (left < size && !entries.isEmpty()) {
                    left = 0;
                    return false;
                }
                left -= size;
                entries.add(shown(on, entry));
            }
            return left > 0;
        }

        private boolean isShown(int on, DirEntry entry) {
            if (!isDirectory(entry)) {
                return !Marks.isLinkto(entry.iatt(), entry.dict(), where.keys());
            }
            if (where.settings().options().readdirOptimize()) {
                return on == firstUp;
            }
            int hashed = layout.search(where.settings().hashing().of(entry.name()));
            boolean asked = hashed != Known.NOWHERE && where.children().isUp(hashed);
            return on == (asked ? hashed : firstUp);
        }

        private static boolean isDirectory(DirEntry entry) {
            return entry.iatt().isNone()
                    ? entry.type() == FileType.DIRECTORY.dt()
                    : entry.iatt().isDirectory();
        }

        /** A directory's attributes are known only to all subvolumes together: the next lookup brings them. */
        private DirEntry shown(int on, DirEntry entry) {
            if (!plus || isDirectory(entry)) {
                return new DirEntry(
                        entry.ino(),
                        entry.offset(),
                        entry.type() == 0 ? entry.iatt().type().dt() : entry.type(),
                        entry.name(),
                        Iatt.NONE,
                        Xdata.NULL);
            }
            remember(on, entry.iatt());
            return Marks.isMigrating(entry.iatt(), entry.dict(), where.keys())
                    ? new DirEntry(
                            entry.ino(),
                            entry.offset(),
                            entry.type(),
                            entry.name(),
                            Marks.unmarked(entry.iatt()),
                            entry.dict())
                    : entry;
        }

        private void remember(int on, Iatt iatt) {
            var table = fd.inode().table();
            if (table == null || iatt.gfid().isNull()) {
                return;
            }
            var inode = table.obtainPinned(iatt.gfid());
            where.keep(inode, iatt.gfid(), where.file(on));
            inode.unpin();
        }
    }
}
