package org.glusterj.protocol.client;

import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.XlatorContext;

/**
 * What this client changed on the brick and has not synced since, so that an fsync does not report success for what the
 * brick's machine lost in between: a machine that starts again names another memory ({@code Link#memory}). Then the
 * next sync of each fd of a changed inode fails once with EIO, as after a failed write-back on Linux: of fds that were
 * open at the loss, and of any other fd as long as nobody was told.
 *
 * <p>One mark per changed inode, until that is forgotten, over all graphs that follow each other; guarded by itself.
 * Changes are noted on event loops.
 */
final class Unsynced {
    private static final class Mark {
        /** Memory that holds changes which are not synced; 0 for none. */
        private int dirtyIn;

        /** Last memory that went with such changes; 0 for none. */
        private int lostIn;

        private boolean told;
        private long changes;

        synchronized void changed(int memory) {
            look(memory);
            dirtyIn = memory;
            changes++;
        }

        private void look(int memory) {
            if (dirtyIn != 0 && dirtyIn < memory) {
                lostIn = dirtyIn;
                dirtyIn = 0;
                told = false;
            }
        }

        synchronized long changes() {
            return changes;
        }

        synchronized void synced(long upTo) {
            if (changes == upTo) {
                dirtyIn = 0;
            }
        }

        synchronized boolean isLost(RemoteFd fd, int memory) {
            look(memory);
            boolean concerns =
                    fd == null ? !told : fd.toldOf() < lostIn && (fd.openedIn() <= lostIn || !told);
            if (lostIn == 0 || !concerns) {
                return false;
            }
            told = true;
            if (fd != null) {
                fd.toldOf(lostIn);
            }
            return true;
        }
    }

    private final Slot<Mark> marks;

    Unsynced(XlatorContext context) {
        marks = context.inodeSlot(Mark.class);
    }

    /** {@code op} succeeded on a brick whose memory has this number. */
    void changed(Fop<?> op, int memory) {
        switch (op) {
            case Fop.CopyFileRange copy -> changed(copy.fdOut().inode(), memory);
            case Fop.Create create -> changed(create.loc().parent(), memory);
            case Fop.OnFd<?> on -> changed(on.fd().inode(), memory);
            case Fop.Mknod mknod -> changed(mknod.loc().parent(), memory);
            case Fop.Mkdir mkdir -> changed(mkdir.loc().parent(), memory);
            case Fop.Symlink symlink -> changed(symlink.loc().parent(), memory);
            case Fop.Unlink unlink -> changed(unlink.loc().parent(), memory);
            case Fop.Rmdir rmdir -> changed(rmdir.loc().parent(), memory);
            case Fop.Link link -> changed(link.newLoc().parent(), memory);
            case Fop.Rename rename -> {
                changed(rename.oldLoc().parent(), memory);
                changed(rename.newLoc().parent(), memory);
            }
            case Fop.Truncate truncate -> changed(truncate.loc().inode(), memory);
            case Fop.Setattr setattr -> changed(setattr.loc().inode(), memory);
            case Fop.Setxattr setxattr -> changed(setxattr.loc().inode(), memory);
            case Fop.Removexattr removexattr -> changed(removexattr.loc().inode(), memory);
            default -> {
                // What translators change by gfid, and what no fd of this client can sync.
            }
        }
    }

    private void changed(Inode inode, int memory) {
        if (inode != null) {
            marks.getOrCreate(inode, Mark::new).changed(memory);
        }
    }

    /** The marks of a former graph; those of this one, which has served nobody yet, go. */
    void takeOver(Unsynced former, InodeTable inodes) {
        inodes.forEach(
                inode -> {
                    var mark = former.marks.get(inode);
                    if (mark != null) {
                        marks.set(inode, mark);
                    }
                });
    }

    /** Whether a sync of the inode must fail, because changes went with an earlier memory than this. */
    boolean isLost(Inode inode, RemoteFd fd, int memory) {
        var mark = marks.get(inode);
        return mark != null && mark.isLost(fd, memory);
    }

    /** The outcome of a sync that is about to be sent. */
    <R extends Reply> Sink<R> settling(Inode inode, Sink<R> sink) {
        var mark = marks.get(inode);
        return mark == null ? sink : new Settling<>(mark, mark.changes(), sink);
    }

    private record Settling<R extends Reply>(Mark mark, long upTo, Sink<R> next)
            implements Sink<R> {
        @Override
        public void ok(R reply) {
            mark.synced(upTo);
            next.ok(reply);
        }

        @Override
        public void failed(FopException why) {
            next.failed(why);
        }
    }
}
