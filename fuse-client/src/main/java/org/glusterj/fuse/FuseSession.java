package org.glusterj.fuse;

import java.io.IOException;
import org.glusterj.core.Environment;
import org.glusterj.core.Event;
import org.glusterj.core.LiveGraph;
import org.glusterj.core.Log;
import org.glusterj.fuse.kernel.InitFlags;
import org.glusterj.fuse.kernel.InitRequest;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.PageBuffer;
import org.glusterj.linux.PollFds;
import org.glusterj.linux.Syscalls;
import org.glusterj.transport.FrontLoop;

/**
 * The raw backend: speaks the kernel's protocol on /dev/fuse without any library. Mounts, negotiates, starts the
 * threads, and ends when the kernel says so. Owns device, threads, nodes and handles; borrows the graph.
 * {@link #mount},
 * {@link #awaitEnd} and {@link #close} belong to one thread.
 */
public final class FuseSession implements MountBackend {
    private static final Log LOG = Log.of(FuseSession.class);
    private static final int INIT_WITHIN_MILLIS = 20_000;
    private static final int POLL_MILLIS = 500;
    private static final int DRAIN_MILLIS = 5_000;

    /** How long files open at the unmount may go on: by umount -l, or through a copy of the mount. */
    private static final int OPEN_FILES_MILLIS = 5_000;

    /** How long a mount without open files may stay connected once it is gone here; also the step of the wait. */
    private static final int LINGER_MILLIS = 500;

    private static final int INIT_BUFFER_BYTES = 1 << 20;

    private final MountPoint point;
    private final String source;
    private final String kernelOptions;
    private final long mountFlags;
    private final Mount mount;
    private FuseDevice device;
    private RequestFront front;
    private FuseNotifier notifier;
    private volatile boolean unmountAsked;

    /** Given up though readers still wait: their descriptors stay open, and end with the process. */
    private boolean abandoned;

    private boolean closed;

    /**
     * @param graph activated and up
     * @param source what /proc/mounts shows, host:/volume
     * @param directory absolute path of the mount point, a byte string
     */
    public FuseSession(
            LiveGraph graph,
            Environment environment,
            MountOptions options,
            String source,
            String directory) {
        this.source = source;
        point = new MountPoint(directory);
        mount = new Mount(graph, environment, options.config());
        kernelOptions = options.kernelOptions();
        mountFlags = options.mountFlags();
        graph.listen(this::heard);
    }

    @Override
    public void mount() throws IOException {
        point.check();
        device = point.mount(source, kernelOptions, mountFlags);
        boolean served = false;
        try {
            var agreed = negotiate();
            var buffers = new ReplyBuffer.Pool();
            var ops = new FuseOps(mount, buffers);
            front = front(ops, buffers);
            notifier = new FuseNotifier(device.first(), agreed.minor());
            mount.nodes().limit(new NodeLimit(mount, notifier, agreed.minor()));
            front.start();
            notifier.start();
            point.recognise();
            served = true;
        } finally {
            if (!served) {
                point.unmount();
                device.close();
            }
        }
    }

    /** The connections' event loop reads requests unless that is not possible, or threads are wished for. */
    private RequestFront front(FuseOps ops, ReplyBuffer.Pool buffers) throws IOException {
        if (mount.config().readers() == FuseConfig.NO_READERS) {
            var shared = FrontLoop.open();
            if (shared.isPresent()) {
                return new LoopFront(shared.get(), device, mount, ops, buffers);
            }
        }
        return new ReaderFront(device, mount, ops, buffers);
    }

    /** Answers INIT, twice when the kernel's major version is newer. */
    private InitRequest negotiate() throws IOException {
        try (var buffer = new PageBuffer(INIT_BUFFER_BYTES + mount.config().maxWriteBytes())) {
            while (true) {
                var in = readInit(buffer);
                var init = InitRequest.of(in);
                var reply = new ReplyBuffer();
                if (init.major() > InitRequest.MAJOR) {
                    InitRequest.answerNewerMajor(reply.reply());
                    reply.send(device.first(), in.unique());
                    continue;
                }
                if (init.major() < InitRequest.MAJOR || init.minor() < InitRequest.OLDEST_MINOR) {
                    reply.sendFailure(device.first(), in.unique(), LinuxErrno.EPROTO);
                    throw new IOException(
                            "the kernel speaks FUSE "
                                    + init.major()
                                    + "."
                                    + init.minor()
                                    + "; 7."
                                    + InitRequest.OLDEST_MINOR
                                    + " (Linux 4.18) or later is needed");
                }
                var wish = wish(mount.config());
                init.answer(wish, reply.reply());
                long sent = reply.send(device.first(), in.unique());
                if (sent < 0) {
                    throw new IOException("FUSE_INIT: " + LinuxErrno.text((int) sent));
                }
                LOG.say(
                        FuseMessage.MOUNTED,
                        source,
                        point.directory(),
                        init.major() + "." + init.minor(),
                        Long.toHexString(init.agreed(wish)));
                return init;
            }
        }
    }

    private KernelRequest readInit(PageBuffer buffer) throws IOException {
        int ready = Syscalls.system().poll(device.first(), PollFds.POLLIN, INIT_WITHIN_MILLIS);
        if (ready <= 0) {
            throw new IOException("the kernel sent no FUSE_INIT within 20 seconds");
        }
        long bytes = Syscalls.system().read(device.first(), buffer.segment());
        if (bytes < 0) {
            throw new IOException("reading FUSE_INIT: " + LinuxErrno.text((int) bytes));
        }
        var in = KernelRequest.copyOf(buffer.segment(), (int) bytes);
        if (in.opcode() != Opcode.INIT) {
            throw new IOException("expected FUSE_INIT, got " + in);
        }
        return in;
    }

    /** What is asked for; the reasons are in the mount's design record. */
    static InitRequest.Wish wish(FuseConfig config) {
        long flags =
                InitFlags.ASYNC_READ
                        | InitFlags.POSIX_LOCKS
                        | InitFlags.FLOCK_LOCKS
                        | InitFlags.BIG_WRITES
                        | InitFlags.DONT_MASK
                        | InitFlags.ASYNC_DIO
                        | InitFlags.PARALLEL_DIROPS
                        | InitFlags.HANDLE_KILLPRIV_V2
                        | InitFlags.ABORT_ERROR
                        | InitFlags.MAX_PAGES
                        | InitFlags.CACHE_SYMLINKS
                        | InitFlags.INIT_EXT
                        | InitFlags.DIRECT_IO_ALLOW_MMAP
                        | InitFlags.NO_EXPORT_SUPPORT;
        flags |= config.readdirplus() ? InitFlags.DO_READDIRPLUS : 0;
        flags |= config.autoInvalidate() ? InitFlags.AUTO_INVAL_DATA : 0;
        flags |= config.writebackCache() ? InitFlags.WRITEBACK_CACHE : 0;
        flags |= config.acl() ? InitFlags.POSIX_ACL : 0;
        return new InitRequest.Wish(
                flags, config.maxWriteBytes(), config.background(), config.congestion());
    }

    /** Called on whatever thread raised the event; only queues. */
    private void heard(Event.Up event) {
        var to = notifier;
        if (to != null) {
            new Invalidations(mount, to).of(event);
        }
    }

    /**
     * {@inheritDoc} The kernel's word is ENODEV on every reader; as a copy of the mount in another mount namespace
     * keeps
     * that back, the mount table is looked at too.
     */
    @Override
    public void awaitEnd() throws InterruptedException {
        while (!abandoned && !front.awaitEnd(POLL_MILLIS)) {
            if (isGoneHere()) {
                endConnection();
                break;
            }
        }
        LOG.say(
                FuseMessage.ENDED,
                point.directory(),
                unmountAsked ? "asked to" : "unmounted from outside");
    }

    /** The kernel's word is given a moment, open files a few; then it is not waited for any longer. */
    private void endConnection() throws InterruptedException {
        for (int waited = 0; waited < OPEN_FILES_MILLIS; waited += LINGER_MILLIS) {
            if (front.awaitEnd(LINGER_MILLIS)) {
                return;
            }
            if (mount.openHandles() == 0) {
                break;
            }
        }
        LOG.say(FuseMessage.STILL_CONNECTED, point.directory());
        abandoned = !point.abort() || !front.awaitEnd(OPEN_FILES_MILLIS);
    }

    private boolean isGoneHere() {
        try {
            return !point.isMounted();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void unmount() {
        unmountAsked = true;
        var why = point.unmount();
        if (why != null) {
            LOG.say(FuseMessage.UNMOUNT_FAILED, point.directory(), why);
        }
    }

    @Override
    public void close() {
        if (closed || front == null) {
            return;
        }
        closed = true;
        boolean idle = false;
        try {
            if (!abandoned && !front.awaitEnd(0)) {
                unmount();
                awaitEnd();
            }
            idle = front.dispatcher().awaitIdle(DRAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        notifier.stop();
        if (!abandoned) {
            device.close();
        }
        if (!abandoned && idle) {
            front.dispatcher().close();
        }
        mount.close();
    }

    /** For tests: nodes the kernel holds, and open handles. */
    Mount state() {
        return mount;
    }

    /** For tests: the content that requests hold. */
    PayloadBudget budget() {
        return front.dispatcher().budget();
    }
}
