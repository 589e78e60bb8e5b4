package org.glusterj.fuse;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Name;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.SetIdBits;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.NodeAttributes;
import org.glusterj.linux.OpenFlags;

/**
 * What all operations of one mount share: the graph, the nodes and handles the kernel knows, the groups of callers.
 * Thread-safe. Owns nodes and handles; borrows the graph.
 */
final class Mount {
    /** What stat(2) shows as preferred I/O size, as stock does; tools size their buffers by it. */
    private static final int BLKSIZE = 128 << 10;

    private static final int GFID_BATCH_BYTES = 4096;

    private final LiveGraph live;
    private final Environment environment;
    private final FuseConfig config;
    private final NodeTable nodes;
    private final IdTable<Handle> handles = new IdTable<>(0);
    private final GroupCache groups;
    private final AtomicLong version = new AtomicLong();
    private final AtomicLong elsewhere = new AtomicLong();
    private final byte[] randomBytes = new byte[GFID_BATCH_BYTES];
    private int randomUsed = GFID_BATCH_BYTES;

    Mount(LiveGraph live, Environment environment, FuseConfig config) {
        this.live = live;
        this.environment = environment;
        this.config = config;
        nodes = new NodeTable(live.inodes().root());
        groups = new GroupCache(environment, Path.of("/proc"), config.gidTimeout());
    }

    FuseConfig config() {
        return config;
    }

    Environment environment() {
        return environment;
    }

    NodeTable nodes() {
        return nodes;
    }

    InodeTable inodes() {
        return live.inodes();
    }

    int openHandles() {
        return handles.size();
    }

    /** Runs a fop from the top of the graph; OPEN, OPENDIR and CREATE go by {@link #live}. */
    <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return live.call(frame, op);
    }

    /**
     * Runs a fop that finds its object by gfid. When that is gone the node is stale, whatever the brick calls it: the
     * kernel then looks the name up again, to which another client may have given a new file.
     */
    <R extends Reply> R callByGfid(Frame frame, Fop<R> op) throws FopException {
        try {
            return call(frame, op);
        } catch (FopException e) {
            throw isGone(e) ? new FopException(Errno.ESTALE) : e;
        }
    }

    /** As {@link #callByGfid} for OPEN and OPENDIR of {@code fd}. */
    void openByGfid(Frame frame, Fop<?> op, Fd fd) throws FopException {
        try {
            live.open(frame, op, fd, reply -> {});
        } catch (FopException e) {
            throw isGone(e) ? new FopException(Errno.ESTALE) : e;
        }
    }

    /** The fd by which an object is still reached whose gfid a fop did not find; ESTALE when there is none. */
    Fd fdOfUnlinked(Inode inode, FopException why) throws FopException {
        if (!isGone(why)) {
            throw why;
        }
        var handle = handles.find(open -> open.fd().inode() == inode);
        if (handle == null) {
            throw new FopException(Errno.ESTALE);
        }
        return handle.fd();
    }

    private static boolean isGone(FopException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.ESTALE;
    }

    LiveGraph live() {
        return live;
    }

    Frame frame(FuseRequest request) {
        return frame(request, LkOwner.NONE, Cancel.NEVER);
    }

    /** @param owner lock owner as the kernel names it: eight bytes, big-endian on the wire, as stock sends them */
    Frame frame(FuseRequest request, long owner) {
        return frame(request, LkOwner.of(owner), Cancel.NEVER);
    }

    Frame frame(FuseRequest request, LkOwner owner, Cancel cancel) {
        KernelRequest in = request.in();
        return frame(in.unique(), in.uid(), in.gid(), in.pid(), owner, cancel);
    }

    /** For a caller of whom libfuse told. */
    Frame frame(long unique, int uid, int gid, int pid, LkOwner owner) {
        return frame(unique, uid, gid, pid, owner, Cancel.NEVER);
    }

    private Frame frame(long unique, int uid, int gid, int pid, LkOwner owner, Cancel cancel) {
        var caller = new Caller(uid, gid, groups.of(pid, uid, gid), pid, owner, ClientId.LOCAL);
        return new Frame(unique, caller, Deadline.NONE, OpTime.NONE, cancel);
    }

    /** Whether the caller has other groups than those its request was made with; then the new ones are known. */
    boolean hasOtherGroups(FuseRequest request) {
        KernelRequest in = request.in();
        return groups.changed(in.pid(), in.uid(), in.gid());
    }

    /** The inode of the request's node. */
    Inode inode(FuseRequest request) throws FopException {
        return nodes.inode(request.in().nodeId());
    }

    long open(Handle handle) {
        return handles.add(number -> handle);
    }

    /** The handle of that number; EBADF when there is none. */
    Handle handle(long number) throws FopException {
        var handle = handles.get(number);
        if (handle == null) {
            throw new FopException(Errno.EBADF);
        }
        return handle;
    }

    Fd fd(long handle) throws FopException {
        return handle(handle).fd();
    }

    /** An fd, to be closed by the caller, whose writes go where they say: an open one, else one without a name. */
    Fd placingFd(Inode inode) {
        var handle =
                handles.find(
                        open ->
                                open.fd().inode() == inode
                                        && (open.fd().flags() & OpenFlags.O_APPEND) == 0
                                        && (open.fd().flags() & OpenFlags.O_ACCMODE) != 0);
        return handle == null ? Fd.anonymous(inode, OpenFlags.O_RDWR) : handle.fd().retain();
    }

    Handle.OfDirectory directory(long number) throws FopException {
        if (handle(number) instanceof Handle.OfDirectory directory) {
            return directory;
        }
        throw new FopException(Errno.EBADF);
    }

    /** Ends a handle; unknown ones are ignored. */
    void release(long number) {
        var handle = handles.remove(number);
        if (handle != null) {
            handle.fd().close();
        }
    }

    /** Counts changes made through this mount: what was read ahead before is not true any more. */
    long version() {
        return version.get();
    }

    void changed() {
        version.incrementAndGet();
    }

    /** Counts changes that bricks told of: what they answered before may not be true any more. */
    long elsewhere() {
        return elsewhere.get();
    }

    void changedElsewhere() {
        elsewhere.incrementAndGet();
        changed();
    }

    /** Runs {@code action} for the inode of each open file and directory. */
    void forEachOpen(Consumer<Inode> action) {
        handles.forEach(handle -> action.accept(handle.fd().inode()));
    }

    /**
     * As {@link #entry(long, Iatt)}; but what was asked for before another client's change was told, since {@link
     * #elsewhere()} was {@code seen}, is not kept: the kernel may have been told of the change before it knew the node.
     */
    NodeAttributes entry(long nodeId, Iatt iatt, long seen) {
        return elsewhere.get() == seen
                ? entry(nodeId, iatt)
                : new NodeAttributes(nodeId, iatt, 0, 0, BLKSIZE);
    }

    /**
     * The node and attributes of an entry reply, valid for the mount's time-outs; a mode that any write may change
     * behind the kernel's back (see {@link PrivilegeBits}) is not kept at all.
     */
    NodeAttributes entry(long nodeId, Iatt iatt) {
        long valid = SetIdBits.fallWith(iatt) ? 0 : config.attributeTimeout().toNanos();
        return new NodeAttributes(nodeId, iatt, config.entryTimeout().toNanos(), valid, BLKSIZE);
    }

    NodeAttributes attributes(Iatt iatt) {
        return entry(0, iatt);
    }

    /** xdata that names the gfid of an object to be made. */
    Xdata gfidRequest() {
        return Xdata.EMPTY.withGfid("gfid-req", randomGfid());
    }

    /** Random gfids are drawn from the environment a batch at a time; guarded by the monitor. */
    private synchronized Gfid randomGfid() {
        if (randomUsed == GFID_BATCH_BYTES) {
            environment.random().nextBytes(randomBytes);
            randomUsed = 0;
        }
        var raw = Gfid.of(randomBytes, randomUsed);
        randomUsed += Gfid.BYTES;
        return new Gfid(
                raw.high() & ~0xf000L | 0x4000L,
                raw.low() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    /** Refuses names the kernel should not have sent. */
    static String checked(String name) throws FopException {
        if (name.length() > Name.MAX_BYTES) {
            throw new FopException(Errno.ENAMETOOLONG);
        }
        if (name.isEmpty()) {
            throw new FopException(Errno.EINVAL);
        }
        return name;
    }

    /** Lets go of every node and handle; the connection to the kernel is gone. */
    void close() {
        handles.drain(handle -> handle.fd().close());
        nodes.clear();
    }
}
