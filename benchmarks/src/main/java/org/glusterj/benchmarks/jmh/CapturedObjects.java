package org.glusterj.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import org.glusterj.core.Fd;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.program.FdNumbers;
import org.glusterj.program.RequestResolver;

/**
 * The inodes and fds that captured requests name, made when they are first asked for: afterwards a look into it
 * allocates nothing, so that what a benchmark counts is the codec's. One thread.
 */
final class CapturedObjects implements RequestResolver, FdNumbers {
    /** As many fds as one request can name. */
    private static final int FDS = 2;

    private final InodeTable table = new InodeTable(1 << 10);
    private final Map<Gfid, Inode> inodes = new HashMap<>();
    private final Inode blank = table.blank();
    private final Fd[] fds = new Fd[FDS];
    private final long[] numbers = new long[FDS];
    private Fd opened;

    @Override
    public Inode inode(Gfid gfid) {
        var known = inodes.get(gfid);
        if (known == null) {
            known = gfid.isNull() ? blank : table.obtainPinned(gfid);
            inodes.put(gfid, known);
        }
        return known;
    }

    @Override
    public Inode blank() {
        return blank;
    }

    @Override
    public Fd fd(long number, Gfid gfid, int flags) {
        for (int i = 0; i < FDS; i++) {
            if (fds[i] == null) {
                fds[i] = table.newFd(inode(gfid), flags);
                numbers[i] = number;
            }
            if (numbers[i] == number) {
                return fds[i];
            }
        }
        throw new IllegalStateException("a request of more than " + FDS + " fds");
    }

    @Override
    public Fd newFd(Inode inode, int flags) {
        if (opened == null) {
            opened = table.newFd(inode, flags);
        }
        return opened;
    }

    @Override
    public long numberOf(Fd fd) {
        for (int i = 0; i < FDS; i++) {
            if (fds[i] == fd) {
                return numbers[i];
            }
        }
        return 0;
    }

    @Override
    public void assigned(Fd fd, long number) {}
}
