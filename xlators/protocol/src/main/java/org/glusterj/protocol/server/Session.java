package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Dump;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.UpcallBody;
import org.glusterj.core.Workers.Priority;
import org.glusterj.program.Callback;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;

/**
 * One client connection of a brick port, from accept to the last of its requests. Owns its fds, lock waits and backlog.
 *
 * <p>Life: accepted → attached (SETVOLUME) → gone (the connection closed) → ended (gone, and no request under way).
 * Once
 * gone no request starts any more, those that wait for locks are cancelled and the graph is told, so that locks go at
 * once; when the last request has left, fds are closed and the graph is told again, for what such a request may have
 * taken meanwhile. {@code gone} and {@code underWay} are guarded by the monitor.
 */
final class Session implements RpcHandler, Admission.Reading {
    /** Complaints about one client that are logged; a client that sends rubbish must not fill the disk with them. */
    private static final int MAX_COMPLAINTS = 10;

    private final BrickPort port;
    private final RpcPeer peer;
    private final long connection;
    private final FdTable fds;
    private final LockWaits lockWaits;
    private volatile Attachment attachment;
    private volatile ClientView.Greeting greeting = ClientView.Greeting.NONE;
    private volatile Admission admission;
    private final AtomicInteger complaints = new AtomicInteger();

    /** The event loop is going to help the io-threads; belongs to it. */
    private boolean helping;

    private boolean handshaking;
    private boolean gone;
    private int underWay;

    Session(BrickPort port, RpcPeer peer, long connection) {
        this.port = port;
        this.peer = peer;
        this.connection = connection;
        fds = new FdTable(port.openFds());
        lockWaits = new LockWaits(port.lockWaits());
    }

    long connection() {
        return connection;
    }

    RpcPeer peer() {
        return peer;
    }

    FdTable fds() {
        return fds;
    }

    LockWaits lockWaits() {
        return lockWaits;
    }

    /** Null before SETVOLUME succeeded. */
    Attachment attachment() {
        return attachment;
    }

    void tellConnected(Attachment to) {
        port.watch().connected(seen(to.client().uid(), to.brick().name()));
    }

    void tellRefused(String uid, String brick) {
        port.watch().refused(seen(uid, brick));
    }

    private ClientWatch.Client seen(String uid, String brick) {
        return new ClientWatch.Client(
                uid, text(peer.remoteAddress()), text(peer.localAddress()), brick);
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }

    /** Logs that the client did something wrong, the first few times. */
    void complain(ServerMessage message, Object... values) {
        if (complaints.get() < MAX_COMPLAINTS && complaints.incrementAndGet() <= MAX_COMPLAINTS) {
            ServerLog.say(message, values);
        }
    }

    /** Only one SETVOLUME at a time, and none after a successful one. */
    synchronized boolean beginHandshake() {
        if (handshaking || attachment != null || gone) {
            return false;
        }
        handshaking = true;
        return true;
    }

    synchronized void endHandshake() {
        handshaking = false;
    }

    /** False when the connection closed meanwhile. */
    synchronized boolean attach(Attachment to) {
        if (gone) {
            return false;
        }
        admission = new Admission(to.server().outstandingLimit(), this, port.running());
        attachment = to;
        to.server().add(this);
        if (!port.serves(to.server())) {
            // Detached since the client asked; who detached may not have seen this session.
            peer.close();
        }
        peer.trust();
        return true;
    }

    /** Takes a fop in: runs it, queues it, or has it wait in the backlog. Event loop. */
    void take(QueuedCall call) {
        if (!admission.admit(call, call.isExempt())) {
            return;
        }
        boolean inline = port.servesOneBrick() && attachment.server().inlineFops();
        if (inline && !helping) {
            helping = peer.execute(this::help);
        }
        if (!inline || !helping || !attachment.workers().offer(call.priority(), call)) {
            queue(call);
        }
    }

    /** Everything that one read brought is queued. Event loop. */
    private void help() {
        helping = false;
        attachment.server().workers().help();
    }

    /** Hands {@code call} to the io-threads; while they take none, it and what may run in its place are refused. */
    private void queue(QueuedCall call) {
        var to = attachment;
        var waiting = new ArrayDeque<Admission.Call>();
        for (var next = call; next != null; next = (QueuedCall) waiting.poll()) {
            if (!to.workers().submit(next.priority(), next)) {
                complain(ServerMessage.WORK_REFUSED, next.label(), to.client().uid());
                next.refuse();
                waiting.addAll(admission.finished(next, next.isExempt()));
                port.running().wake();
            }
        }
    }

    @Override
    public void start(List<Admission.Call> calls) {
        for (var call : calls) {
            queue((QueuedCall) call);
        }
    }

    /** A call that was taken in is off the io-threads; what the backlog holds may run. */
    void left(QueuedCall call) {
        start(admission.finished(call, call.isExempt()));
        port.running().wake();
    }

    /** Begins a request; false when the client is gone and the request must not be carried out. */
    synchronized boolean enter() {
        if (gone) {
            return false;
        }
        underWay++;
        return true;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = gone && underWay == 0;
        }
        if (last) {
            end();
        }
    }

    @Override
    public void call(CallHeader header, ByteBuf body) {
        port.call(this, header, body);
    }

    @Override
    public void congested(boolean now) {
        var held = admission;
        if (held != null) {
            start(held.hold(now));
        }
    }

    /** The connection closed. Event loop; the work is done elsewhere. */
    @Override
    public void closed() {
        boolean idle;
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
            idle = underWay == 0;
        }
        var to = attachment;
        if (to == null) {
            port.forget(this);
            return;
        }
        to.server().remove(this);
        Runnable farewell = () -> farewell(to, idle);
        if (!to.workers().submit(Priority.NORMAL, farewell)) {
            to.server().spawn("farewell", farewell);
        }
    }

    private void farewell(Attachment to, boolean idle) {
        lockWaits.close();
        for (var dropped : admission.abandon()) {
            ((QueuedCall) dropped).drop();
        }
        port.running().wake();
        to.server().tellGone(new Event.ClientGone(to.client()));
        if (idle) {
            end();
        }
        ServerLog.say(ServerMessage.CLIENT_GONE, to.client().uid(), to.brick().name());
        port.watch().gone(seen(to.client().uid(), to.brick().name()));
    }

    /** Nothing of this client runs any more. On the thread of its last request. */
    private void end() {
        var to = attachment;
        if (to == null) {
            return;
        }
        port.forget(this);
        for (Fd fd : fds.close()) {
            closeSafely(fd, to);
        }
        to.server().tellGone(new Event.ClientGone(to.client()));
    }

    /** One fd that cannot be released must not keep the others open. */
    private static void closeSafely(Fd fd, Attachment to) {
        try {
            fd.close();
        } catch (RuntimeException bug) {
            ServerLog.say(ServerMessage.CLEANUP_BUG, bug, to.client().uid());
        }
    }

    /** Tells the client what it did not ask for. */
    void send(UpcallBody body) {
        send(new Callback.Upcall(body));
    }

    private void send(Callback callback) {
        peer.callback(callback.procedure(), callback::encode);
    }

    /** The brick's own graph is complete again. */
    void sendChildUp() {
        send(new Callback.Signal(Callback.CHILD_UP));
    }

    /** The brick's own graph lost a child. */
    void sendChildDown() {
        send(new Callback.Signal(Callback.CHILD_DOWN));
    }

    /** What the client said of itself. */
    void greeted(ClientView.Greeting said) {
        greeting = said;
    }

    /** What an attached client is and holds. */
    ClientView view() {
        var calls = new ArrayList<ClientView.Call>();
        for (var call : admission.calls(ClientView.MAX_LISTED)) {
            calls.add(((QueuedCall) call).view());
        }
        for (var call : lockWaits.calls()) {
            calls.add(call.view());
        }
        return new ClientView(
                text(peer.remoteAddress()),
                peer.bytesReceived(),
                peer.bytesSent(),
                greeting,
                fds.view(ClientView.MAX_LISTED),
                calls);
    }

    /** Writes what an attached client holds. */
    void dump(Dump out) {
        var held = admission;
        out.put("client", attachment.client().uid())
                .put("address", peer.remoteAddress())
                .put("brick", attachment.brick().name())
                .put("fds", fds.size())
                .put("lock-waits", lockWaits.size())
                .put("running", held.running())
                .put("backlog", held.waiting())
                .put("reading-paused", held.isPaused())
                .put("bytes-received", peer.bytesReceived())
                .put("bytes-sent", peer.bytesSent())
                .put("bytes-queued", peer.queuedBytes());
    }

    @Override
    public void pause() {
        peer.pauseReading();
    }

    @Override
    public void resume() {
        peer.resumeReading();
    }
}
