package org.glusterj.protocol.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.ClientId;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.Payload;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * A file system in memory with one posix lock per file, enough to test the server against. Everything is guarded by the
 * monitor, which no wait holds.
 */
public final class MemoryLeaf extends LeafXlator {
    record Options(
            @Option(key = "fail-with-bug", def = "off", help = "Throw on every statfs.")
                    boolean bug,
            @Option(key = "volume-id", help = "As on posix.") String volumeId) {}

    /** A lookup of this name returns what no translator may return. */
    static final String NO_REPLY = "no-reply";

    /** Holds up every statfs until it is released. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private volatile Thread statfsThread;

    /** Reads and writes have to wait for somebody. */
    private volatile boolean waits;

    void waits(boolean now) {
        waits = now;
    }

    private static final class Node {
        final Gfid gfid;
        final int mode;
        byte[] content = {};
        final TreeMap<String, Gfid> names = new TreeMap<>();
        final Map<String, byte[]> xattrs = new HashMap<>();
        ClientId locker;
        final List<Promise<Reply.Lk>> lockWaiters = new ArrayList<>();

        Node(Gfid gfid, int mode) {
            this.gfid = gfid;
            this.mode = mode;
        }

        Iatt iatt() {
            return new Iatt.Builder()
                    .gfid(gfid)
                    .flags(Iatt.BRICK_VALID)
                    .ino(gfid.ino())
                    .mode(mode)
                    .nlink(1)
                    .size(content.length)
                    .blksize(4096)
                    .build();
        }
    }

    private final AtomicInteger heldUp = new AtomicInteger();
    private final boolean bug;
    private final Slot<String> opened;
    private final Map<Gfid, Node> nodes = new HashMap<>();
    private final List<ClientId> gone = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private int openFds;

    private MemoryLeaf(XlatorContext context, Options options) {
        super(context);
        bug = options.bug();
        opened = context.fdSlot(String.class, (fd, name) -> released());
        nodes.put(Gfid.ROOT, new Node(Gfid.ROOT, FileType.DIRECTORY.bits() | 0755));
    }

    private synchronized void released() {
        openFds--;
    }

    /** Every statfs from now on waits for the latch. */
    void gate(CountDownLatch latch) {
        gate = latch;
    }

    /** The thread that carried out the last statfs. */
    Thread statfsThread() {
        return statfsThread;
    }

    /** How many statfs have begun. */
    int statfsBegun() {
        return heldUp.get();
    }

    synchronized int openFds() {
        return openFds;
    }

    synchronized List<ClientId> gone() {
        return List.copyOf(gone);
    }

    synchronized Frame lastFrame() {
        return frames.getLast();
    }

    /** Whether locks bind writes too. */
    volatile boolean mandatory;

    synchronized boolean isLocked(Gfid gfid) {
        return nodes.get(gfid).locker != null;
    }

    synchronized int lockWaiters(Gfid gfid) {
        return nodes.get(gfid).lockWaiters.size();
    }

    synchronized byte[] content(Gfid gfid) {
        return nodes.get(gfid).content.clone();
    }

    private Node node(Gfid gfid) throws FopException {
        var node = nodes.get(gfid);
        if (node == null) {
            throw new FopException(Errno.ESTALE);
        }
        return node;
    }

    private synchronized Node named(Gfid parent, String name) throws FopException {
        var gfid = node(parent).names.get(name);
        if (gfid == null) {
            throw new FopException(Errno.ENOENT);
        }
        return node(gfid);
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ClientGone(var client)) {
            clientGone(client);
        }
        super.notify(event);
    }

    private synchronized void clientGone(ClientId client) {
        gone.add(client);
        for (var node : nodes.values()) {
            if (client.equals(node.locker)) {
                unlock(node);
            }
        }
    }

    private static void unlock(Node node) {
        node.locker = null;
        node.lockWaiters.forEach(waiter -> waiter.complete(new Reply.Lk(Flock.NONE, Xdata.NULL)));
        node.lockWaiters.clear();
    }

    @Override
    public synchronized Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        frames.add(frame);
        var loc = op.loc();
        if (loc.name().equals(NO_REPLY)) {
            return null;
        }
        var node = loc.isEntry() ? named(loc.pargfid(), loc.name()) : node(loc.effectiveGfid());
        var parent = loc.isEntry() ? node(loc.pargfid()).iatt() : Iatt.NONE;
        return new Reply.Lookup(node.iatt(), parent, Xdata.NULL);
    }

    @Override
    public synchronized Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException {
        return new Reply.Attr(node(op.loc().effectiveGfid()).iatt(), Xdata.NULL);
    }

    @Override
    public synchronized Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException {
        return new Reply.Attr(node(op.fd().gfid()).iatt(), Xdata.NULL);
    }

    private Node make(Gfid parent, String name, int mode, Xdata xdata) throws FopException {
        var directory = node(parent);
        if (directory.names.containsKey(name)) {
            throw new FopException(Errno.EEXIST);
        }
        var gfid = xdata.gfid("gfid-req").orElseThrow(() -> new FopException(Errno.EINVAL));
        var node = new Node(gfid, mode);
        nodes.put(gfid, node);
        directory.names.put(name, gfid);
        return node;
    }

    @Override
    public synchronized Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        var parent = node(op.loc().pargfid()).iatt();
        int mode = FileType.DIRECTORY.bits() | op.mode() & 07777;
        var made = make(op.loc().pargfid(), op.loc().name(), mode, op.xdata());
        return new Reply.Entry(made.iatt(), parent, parent, Xdata.NULL);
    }

    @Override
    public synchronized Reply.Entry create(Frame frame, Fop.Create op) throws FopException {
        var parent = node(op.loc().pargfid()).iatt();
        int mode = FileType.REGULAR.bits() | op.mode() & 07777;
        var made = make(op.loc().pargfid(), op.loc().name(), mode, op.xdata());
        open(op.fd());
        return new Reply.Entry(made.iatt(), parent, parent, Xdata.NULL);
    }

    private void open(Fd fd) {
        opened.set(fd, "open");
        openFds++;
    }

    @Override
    public synchronized Reply.Ok open(Frame frame, Fop.Open op) throws FopException {
        node(op.loc().effectiveGfid());
        open(op.fd());
        return Reply.Ok.PLAIN;
    }

    @Override
    public synchronized Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException {
        node(op.loc().effectiveGfid());
        open(op.fd());
        return Reply.Ok.PLAIN;
    }

    @Override
    public synchronized Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        var node = named(op.loc().pargfid(), op.loc().name());
        var parent = node(op.loc().pargfid());
        parent.names.remove(op.loc().name());
        nodes.remove(node.gfid);
        return new Reply.Parent(parent.iatt(), parent.iatt(), Xdata.NULL);
    }

    private void waitIfNeeded(Frame frame) {
        if (waits) {
            MustWait.unlessAllowed(frame);
        }
    }

    @Override
    public synchronized Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException {
        waitIfNeeded(frame);
        var node = node(op.fd().gfid());
        int from = (int) Math.min(op.offset(), node.content.length);
        int to = Math.min(node.content.length, from + op.sizeBytes());
        var bytes = Arrays.copyOfRange(node.content, from, to);
        boolean atEnd = to == node.content.length;
        return new Reply.Readv(Payload.copyOf(bytes), node.iatt(), atEnd, Xdata.NULL);
    }

    @Override
    public Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException {
        waitIfNeeded(frame);
        Promise<Reply.Lk> turn;
        while ((turn = turnToWrite(frame, op)) != null) {
            turn.await(environment(), frame);
        }
        return write(frame, op);
    }

    /** With {@link #mandatory} a lock of another client holds a write back, as features/locks does. */
    private synchronized Promise<Reply.Lk> turnToWrite(Frame frame, Fop.Writev op)
            throws FopException {
        var node = node(op.fd().gfid());
        if (!mandatory || node.locker == null || node.locker.equals(frame.caller().client())) {
            return null;
        }
        MustWait.unlessAllowed(frame);
        var turn = new Promise<Reply.Lk>();
        node.lockWaiters.add(turn);
        return turn;
    }

    private synchronized Reply.Writev write(Frame frame, Fop.Writev op) throws FopException {
        frames.add(frame);
        var node = node(op.fd().gfid());
        var before = node.iatt();
        var bytes = op.data().toBytes();
        int end = (int) op.offset() + bytes.length;
        if (end > node.content.length) {
            node.content = Arrays.copyOf(node.content, end);
        }
        System.arraycopy(bytes, 0, node.content, (int) op.offset(), bytes.length);
        return new Reply.Writev(bytes.length, before, node.iatt(), Xdata.NULL);
    }

    @Override
    public Reply.Ok flush(Frame frame, Fop.Flush op) {
        return Reply.Ok.PLAIN;
    }

    @Override
    public synchronized Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException {
        var entries = new ArrayList<DirEntry>();
        long cookie = 0;
        for (var entry : node(op.fd().gfid()).names.entrySet()) {
            if (++cookie > op.offset()) {
                var iatt = node(entry.getValue()).iatt();
                int type = iatt.type().dt();
                entries.add(
                        new DirEntry(iatt.ino(), cookie, type, entry.getKey(), iatt, Xdata.EMPTY));
            }
        }
        return new Reply.Readdir(entries, true, Xdata.NULL);
    }

    @Override
    public synchronized Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException {
        var node = node(op.loc().effectiveGfid());
        for (var key : op.dict().keyList()) {
            node.xattrs.put(key, op.dict().bytes(key).orElse(new byte[0]));
        }
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) {
        return Reply.Ok.PLAIN;
    }

    @Override
    public Reply.Statfs statfs(Frame frame, Fop.Statfs op) {
        if (bug) {
            throw new IllegalStateException("a bug, on purpose");
        }
        statfsThread = Thread.currentThread();
        heldUp.incrementAndGet();
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Reply.Statfs(
                new Statvfs(4096, 4096, 100, 50, 50, 10, 5, 5, 1, 0, 255), Xdata.NULL);
    }

    @Override
    public Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException {
        while (true) {
            Promise<Reply.Lk> turn;
            synchronized (this) {
                var node = node(op.fd().gfid());
                if (op.flock().type() == Flock.UNLOCK) {
                    unlock(node);
                    return new Reply.Lk(op.flock(), Xdata.NULL);
                }
                if (node.locker == null || node.locker.equals(frame.caller().client())) {
                    node.locker = frame.caller().client();
                    return new Reply.Lk(op.flock(), Xdata.NULL);
                }
                if (op.cmd() != Flock.SETLKW) {
                    throw new FopException(Errno.EAGAIN);
                }
                turn = new Promise<>();
                node.lockWaiters.add(turn);
            }
            turn.await(environment(), frame);
        }
    }

    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/server-leaf", Options.class, MemoryLeaf::new);
        }
    }
}
