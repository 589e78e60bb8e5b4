package org.glusterj.fuse;

import java.lang.foreign.MemorySegment;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.fuse.kernel.DirentPacker;
import org.glusterj.fuse.kernel.NodeAttributes;

/**
 * Directory listings. The brick is asked for a large batch, which stays with the handle for the kernel's next reads as
 * long as it is true (see {@link Handle.OfDirectory}). Stateless beyond the {@link Mount}; runs on the request's
 * thread.
 */
final class DirOps {
    /** What the brick may send at once; stock's size. */
    private static final int BATCH_BYTES = 128 << 10;

    private final Mount mount;

    DirOps(Mount mount) {
        this.mount = mount;
    }

    /** OPENDIR: u32 flags 0. */
    void opendir(FuseRequest request) throws FopException {
        var inode = mount.inode(request);
        Fd fd = mount.inodes().newFd(inode, request.in().u32(0));
        boolean opened = false;
        try {
            var op = new Fop.Opendir(Loc.of(inode), fd, Xdata.NULL);
            mount.openByGfid(mount.frame(request), op, fd);
            long handle = mount.open(new Handle.OfDirectory(fd));
            request.opens(handle);
            opened = true;
            request.out().body(16).opened(0, handle, 0);
        } finally {
            if (!opened) {
                fd.close();
            }
        }
    }

    /** READDIR, READDIRPLUS: u64 fh 0, offset 8 (a cookie, 0 = start), u32 size 16. */
    void readdir(FuseRequest request, boolean plus) throws FopException {
        var in = request.in();
        var directory = mount.directory(in.u64(0));
        int size = in.u32(16);
        if (size <= 0 || size > mount.config().maxWriteBytes()) {
            throw new FopException(Errno.EINVAL);
        }
        var buffer = Payload.allocateBuffer(size);
        request.attach(Payload.of(buffer));
        var memory = MemorySegment.ofBuffer(buffer.nioBuffer(0, size));
        var packer = new DirentPacker(memory, plus);
        directory.lock.lock();
        try {
            long now = mount.environment().nanoTime();
            if (!directory.continuesAt(in.u64(8), plus, mount.version(), now)) {
                fetch(request, directory, plus, now);
            }
            pack(request, directory, packer, plus);
        } finally {
            directory.lock.unlock();
        }
        buffer.writerIndex(packer.used());
    }

    private void fetch(FuseRequest request, Handle.OfDirectory directory, boolean plus, long now)
            throws FopException {
        long offset = request.in().u64(8);
        long version = mount.version();
        var frame = mount.frame(request);
        Fd fd = directory.fd();
        Reply.Readdir reply =
                plus
                        ? mount.call(frame, new Fop.Readdirp(fd, BATCH_BYTES, offset, Xdata.NULL))
                        : mount.call(frame, new Fop.Readdir(fd, BATCH_BYTES, offset, Xdata.NULL));
        long until = now + mount.config().attributeTimeout().toNanos();
        directory.keep(
                reply.entries(),
                reply.atEnd() || reply.entries().isEmpty(),
                plus,
                offset,
                version,
                until);
    }

    private void pack(
            FuseRequest request, Handle.OfDirectory directory, DirentPacker packer, boolean plus)
            throws FopException {
        Inode inode = directory.fd().inode();
        for (var entry = directory.peek(); entry != null; entry = directory.peek()) {
            if (!packer.fits(entry.name().length())) {
                if (packer.used() == 0) {
                    throw new FopException(Errno.EINVAL, "no room for one entry");
                }
                return;
            }
            var attributes = plus ? tell(request, inode, entry) : null;
            long ino = attributes == null ? entry.ino() : attributes.iatt().ino();
            packer.add(entry.name(), ino, entry.offset(), entry.type(), attributes);
            directory.take();
        }
    }

    /** Counts a lookup of the entry's inode; null when it travels without attributes. */
    private NodeAttributes tell(FuseRequest request, Inode parent, DirEntry entry) {
        var iatt = entry.iatt();
        if (iatt.gfid().isNull() || entry.name().equals(".") || entry.name().equals("..")) {
            return null;
        }
        var inodes = mount.inodes();
        var inode = inodes.linkPinned(inodes.blank(), parent, entry.name(), iatt);
        try {
            long node = mount.nodes().told(inode);
            request.tells(node);
            return mount.entry(node, iatt, request.seen());
        } finally {
            inode.unpin();
        }
    }
}
