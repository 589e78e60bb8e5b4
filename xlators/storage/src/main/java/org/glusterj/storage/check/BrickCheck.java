package org.glusterj.storage.check;

import java.util.function.Consumer;
import org.glusterj.core.Gfid;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * Examines a whole brick that nobody serves: first what users see, then the handles, which need the counts of the
 * first walk. Holds a lock that keeps a brick of ours from starting meanwhile. Runs on the caller's thread.
 */
public final class BrickCheck {
    private final Syscalls sys;
    private final String directory;

    /** @param directory byte string */
    public BrickCheck(Syscalls sys, String directory) {
        this.sys = sys;
        this.directory = directory;
    }

    /**
     * @param fix whether findings are mended
     * @param sink gets each finding when it is found
     * @throws CheckException when the directory is no brick, cannot be read, or is served
     */
    public Report run(boolean fix, Consumer<Finding> sink) throws CheckException {
        int root = sys.openat(At.AT_FDCWD, directory, Disk.DIRECTORY, 0);
        if (root < 0) {
            throw new CheckException("it cannot be opened: " + LinuxErrno.text(root));
        }
        try (var disk = new Disk(sys, root)) {
            var report = new Report(fix, sink);
            lock(disk);
            new SkeletonCheck(disk, report).check();
            var counts = new LinkCounts();
            var objects = new ObjectCheck(disk, report, counts);
            new XattrCheck(disk, report).checkRoot();
            new TreeWalk(disk, report, objects).walk(".", Gfid.ROOT);
            if (disk.hasHandles()) {
                new LeftoverCheck(disk, report, counts).check();
                counts.seal();
                new HandleCheck(disk, report, counts, objects).check();
                new IndexCheck(disk, report).check();
            }
            return report;
        }
    }

    private void lock(Disk disk) throws CheckException {
        if (!disk.hasHandles()) {
            return;
        }
        int locked = sys.flock(disk.handles(), DeviceSyscalls.LOCK_EX | DeviceSyscalls.LOCK_NB);
        if (locked == -LinuxErrno.EAGAIN) {
            throw new CheckException("it is being served or checked: stop that first");
        }
        var stock = new StockBricks(sys).serving(disk);
        if (stock != 0) {
            throw new CheckException(
                    "GlusterFS serves it (process " + stock + "): stop that first");
        }
    }
}
