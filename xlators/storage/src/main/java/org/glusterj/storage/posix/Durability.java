package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import org.glusterj.core.FopException;

/**
 * Carries out what FSYNC, FSYNCDIR and synchronous writes promise: what was acknowledged survives a power cut, and with
 * it what the brick needs to show it under the same gfid (docs/design/0007). Runs on the fop's thread, stateless.
 *
 * <p>Both ext4 and XFS have one log, written in order: syncing an inode makes durable whatever was logged before its
 * last change. The handle of a file changes the file's own inode (its link count), so the file's fsync covers it. The
 * last step of a creation is the parent's times; but they stay where a newer call has set them already, and then the
 * child's gfid and handle may be logged after the parent's last change.
 */
final class Durability {
    private final Brick brick;

    Durability(Brick brick) {
        this.brick = brick;
    }

    /**
     * Syncs a file, whose stat is in {@code pad.st}; the caller stats it afterwards. fdatasync takes along what changed
     * the size, and thereby all that was before it. Where there are no data it may take nothing along, not even the
     * gfid: an empty file is synced completely.
     */
    void syncFile(OpenedFd file, boolean dataOnly, Pad pad) throws FopException {
        boolean dataAlone = dataOnly && pad.st.size() > 0;
        int fd = file.number();
        Sys.check(dataAlone ? brick.sys.fdatasync(fd) : brick.sys.fsync(fd));
        requireAlive(file);
    }

    /**
     * An fsync that meets the shutdown of its file system may report success for what the log dropped. On XFS the
     * caller's statx fails then; on ext4 reading or writing nothing does.
     */
    private void requireAlive(OpenedFd file) throws FopException {
        int fd = file.number();
        Sys.check(
                BackendFlags.writes(file.flags())
                        ? brick.sys.pwrite(fd, MemorySegment.NULL, 0)
                        : brick.sys.pread(fd, MemorySegment.NULL, 0));
    }

    /**
     * Syncs a directory: its entries, and gfid and handle of each. A change that comes after all of them in the log is
     * made to the directory itself: its ctime on the disk, which nobody sees where times are stored. Elsewhere it is
     * made to {@code .glusterfs}, which costs a second sync. The fsync of a directory may succeed on a file system that
     * was shut down and dropped its log; another change does not, nor, on XFS, statx.
     */
    void syncDirectory(OpenedFd directory, Pad pad) throws FopException {
        if (directory.hasTimes(pad)) {
            Sys.check(brick.sys.fchown(directory.number(), -1, -1));
        } else {
            Sys.check(brick.sys.fchown(brick.handles, -1, -1));
            Sys.check(brick.sys.fsync(brick.handles));
        }
        Sys.check(brick.sys.fsync(directory.number()));
        Sys.check(brick.sys.fchown(brick.handles, -1, -1));
        Sys.check(directory.spot().stat(brick.sys, pad.st));
    }

    /** After a write on an fd with O_SYNC, or O_DSYNC alone, once the times are written. */
    void syncWrite(OpenedFd file, int flags) throws FopException {
        if ((flags & BackendFlags.WIRE_DSYNC) != 0) {
            boolean all = (flags & BackendFlags.WIRE_SYNC) != 0;
            int fd = file.number();
            Sys.check(all ? brick.sys.fsync(fd) : brick.sys.fdatasync(fd));
            requireAlive(file);
        }
    }
}
