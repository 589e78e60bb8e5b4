package org.glusterj.program;

import java.util.IdentityHashMap;
import java.util.Map;
import org.glusterj.core.Fd;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;

/** Knows every gfid and every fd number: what it is asked for it makes. One thread. */
final class TestResolver implements RequestResolver, FdNumbers {
    private final InodeTable table = new InodeTable(1 << 20);
    private final Map<Fd, Long> numbers = new IdentityHashMap<>();

    @Override
    public Inode inode(Gfid gfid) {
        return table.obtainPinned(gfid);
    }

    @Override
    public Inode blank() {
        return table.blank();
    }

    /** Takes the null gfid too, which one captured request carries. */
    @Override
    public Loc loc(Gfid gfid) {
        return new Loc(null, "", gfid.isNull() ? table.blank() : inode(gfid), gfid);
    }

    @Override
    public Fd fd(long number, Gfid gfid, int flags) {
        var inode = gfid.isNull() ? table.blank() : inode(gfid);
        var fd = number == ANONYMOUS ? Fd.anonymous(inode, flags) : table.newFd(inode, flags);
        numbers.put(fd, number);
        return fd;
    }

    @Override
    public Fd newFd(Inode inode, int flags) {
        return table.newFd(inode, flags);
    }

    @Override
    public long numberOf(Fd fd) {
        return numbers.get(fd);
    }

    @Override
    public void assigned(Fd fd, long number) {
        numbers.put(fd, number);
    }
}
