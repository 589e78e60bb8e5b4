package org.glusterj.benchmarks.jmh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;

/**
 * A storage/posix translator on a fresh directory, called as a front calls it: root, with the time of each change, as
 * a client's features/utime sends it. One thread.
 */
final class PosixBrick implements AutoCloseable {
    private static final int STAMPS =
            OpTime.CTIME | OpTime.MTIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME;

    /** Bits of a gfid that choose the directory of its handle: 32 directories, all there after some files. */
    private static final long HANDLE_DIRECTORY = 0x1f00_0000_0000_0000L;

    private final SplittableRandom random = new SplittableRandom(7);
    private final TrialDirectory directory;
    private final Graph graph;
    private long time = 1_700_000_000_000_000_000L;

    PosixBrick(String parent) throws IOException, GraphException {
        directory = TrialDirectory.below(parent);
        var options = Map.of("directory", directory.path().toString());
        var posix = new Volfile.Node("brick", "storage/posix", options, List.of());
        graph = new GraphBuilder(SystemEnvironment.get()).build(new Volfile(List.of(posix)));
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(op.type().modifies() ? stamped() : Frame.internal(), op);
    }

    private Frame stamped() {
        time += 1000;
        var now = new OpTime(STAMPS, time / 1_000_000_000, (int) (time % 1_000_000_000));
        return Frame.internal().at(now);
    }

    Inode root() {
        return graph.inodes().root();
    }

    Fd newFd(Inode inode, int flags) {
        return graph.inodes().newFd(inode, flags);
    }

    /** Xdata of a fop that makes an object. */
    Xdata gfidRequest() {
        var any = Gfid.random(random);
        long high = any.high() & HANDLE_DIRECTORY | any.high() & 0xffff_ffff_ffffL;
        return Xdata.EMPTY.withGfid("gfid-req", new Gfid(high, any.low()));
    }

    /** Enters an answer into the inode table, as a front does; stays pinned. */
    Inode link(Loc loc, Iatt iatt) {
        return graph.inodes().linkPinned(loc.inode(), loc.parent(), loc.name(), iatt);
    }

    Inode mkdir(String name) throws FopException {
        var loc = Loc.entry(root(), name);
        return link(loc, call(new Fop.Mkdir(loc, 0755, 0, gfidRequest())).iatt());
    }

    /** An empty file. */
    Inode file(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        return link(loc, call(new Fop.Mknod(loc, 0100644, 0, 0, gfidRequest())).iatt());
    }

    Fd open(Inode inode, int flags) throws FopException {
        var fd = newFd(inode, flags);
        call(new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL));
        return fd;
    }

    Fd opendir(Inode inode) throws FopException {
        var fd = newFd(inode, 0);
        call(new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL));
        return fd;
    }

    @Override
    public void close() throws IOException {
        graph.close();
        directory.close();
    }
}
