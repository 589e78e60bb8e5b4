package org.glusterj.protocol.client;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Dump;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Log;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;
import org.glusterj.dict.OldDict;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.TransportOptions;

/**
 * Sends every fop to a brick. Type: {@code protocol/client}. Callers encode and queue on their own threads and park;
 * the
 * event loop decodes the reply and wakes them. Without a connection fops fail with ENOTCONN at once, and those under
 * way when it is lost do too.
 *
 * <p>Sketch per fop: encode 0.5 µs, queue and wake the loop 2 µs, share of a writev, decode 1 µs, unpark. {@code
 * session} is set by the event loop and read by everybody; everything else is final, or guarded where it lives.
 */
final class ProtocolClient extends LeafXlator {
    /** Payload under way to and from the brick; further readers and writers wait. */
    static final long MAX_BYTES_IN_FLIGHT = 32L << 20;

    private static final java.time.Duration EXPIRY_CHECK = java.time.Duration.ofSeconds(10);
    private static final Log LOG = Log.of(ProtocolClient.class);

    private final Link link;
    private final OpenFds fds;
    private final Unsynced unsynced;
    private volatile int memoriesBefore;
    private final Events events;
    private final Identity identity;
    private final InFlight inFlight = new InFlight(MAX_BYTES_IN_FLIGHT);
    private final AtomicLong sent = new AtomicLong();
    private volatile ClientOptions options;
    private volatile Session session;
    private volatile Pinger pinger;
    private volatile boolean up;
    private volatile String lastFailure = "";

    /** Options as the volfile has them; they travel to the brick. */
    private volatile Map<String, String> texts;

    /** Null unless there are other leaves in the graph; set once before the first fop. */
    private Cookies cookies;

    ProtocolClient(XlatorContext context, ClientOptions options) throws GraphException {
        super(context);
        requireSupported(context.name(), options);
        this.options = options;
        texts = context.node().options();
        link = new Link(this, context.environment());
        fds = new OpenFds(this, context);
        unsynced = new Unsynced(context);
        events = new Events(context);
        identity = new Identity(context);
    }

    private static void requireSupported(String name, ClientOptions options) throws GraphException {
        if (options.remoteHost().isEmpty() || options.remoteSubvolume().isEmpty()) {
            throw new GraphException(name + ": remote-host and remote-subvolume are needed");
        }
        if (options.tls()) {
            throw new GraphException(name + ": TLS to bricks is not supported yet");
        }
    }

    @Override
    public void init() {
        cookies = Cookies.of(context().graph(), this);
    }

    @Override
    public void fini() {
        link.stop();
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        var changed = values.as(ClientOptions.class);
        requireSupported(name(), changed);
        var before = options;
        options = changed;
        texts = values.texts();
        boolean elsewhere =
                !changed.remoteHost().equals(before.remoteHost())
                        || !changed.remoteSubvolume().equals(before.remoteSubvolume())
                        || changed.remotePort() != before.remotePort();
        if (elsewhere) {
            link.restart(null, Errno.ENOTCONN, "the options name another brick");
        }
    }

    @Override
    public void notify(Event event) {
        switch (event) {
            case Event.ParentUp ignored -> link.start(new RpcClient(transportOptions()));
            case Event.ParentDown ignored -> link.stop();
            default -> super.notify(event);
        }
    }

    private TransportOptions transportOptions() {
        var now = options;
        var keepAlive =
                now.keepAliveTime() == 0
                        ? null
                        : new TransportOptions.KeepAlive(
                                now.keepAliveTime(), now.keepAliveInterval(), now.keepAliveCount());
        return TransportOptions.DEFAULT.withKeepAlive(keepAlive);
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return cookies != null && Cookies.concern(op)
                ? cookies.above(send(frame, cookies.below(op)))
                : send(frame, op);
    }

    private <R extends Reply> R send(Frame frame, Fop<R> op) throws FopException {
        var now = usable();
        long weight = InFlight.weightOf(op);
        inFlight.take(weight, environment(), frame);
        Promise<R> promise = LatePromise.of(this, frame, op);
        now.start(frame, op, weight, promise);
        return promise.await(environment(), frame);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (cookies != null && Cookies.concern(op)) {
            send(frame, cookies.below(op), cookies.above(sink));
        } else {
            send(frame, op, sink);
        }
    }

    private <R extends Reply> void send(Frame frame, Fop<R> op, Sink<R> sink) {
        var now = session;
        long weight = InFlight.weightOf(op);
        if (now == null) {
            sink.failed(new FopException(Errno.ENOTCONN));
        } else if (!inFlight.tryTake(weight)) {
            sink.failed(new FopException(Errno.ENOBUFS, "too many bytes under way"));
        } else {
            now.start(frame, op, weight, sink);
        }
    }

    private Session usable() throws FopException {
        var now = session;
        if (now == null) {
            throw new FopException(Errno.ENOTCONN);
        }
        return now;
    }

    /** Takes a lock back that was granted after its caller gave up. Event loop. */
    void undo(Frame frame, Fop<?> unlock) {
        var now = session;
        if (now != null) {
            var forEver =
                    new Frame(
                            frame.unique(),
                            frame.caller(),
                            Deadline.NONE,
                            frame.time(),
                            Cancel.NEVER);
            now.start(forEver, unlock, 0, new Ignored<>());
        }
    }

    private static final class Ignored<R extends Reply> implements Sink<R> {
        @Override
        public void ok(R reply) {}

        @Override
        public void failed(FopException why) {}
    }

    ClientOptions options() {
        return options;
    }

    OpenFds fds() {
        return fds;
    }

    Unsynced unsynced() {
        return unsynced;
    }

    /** What is not synced yet is remembered as if there had been one graph. */
    @Override
    public void takeOver(Xlator xlator) {
        var former = (ProtocolClient) xlator;
        boolean sameBrick =
                former.options.remoteHost().equals(options.remoteHost())
                        && former.options.remoteSubvolume().equals(options.remoteSubvolume());
        if (sameBrick) {
            int number = former.memoriesBefore + former.link.memories();
            memoriesBefore = link.memoriesBefore(former.link.memoryName(), number);
            fds.takeOver(former.fds);
            unsynced.takeOver(former.unsynced, context().graph().inodes());
        }
    }

    /** Numbers of the brick's memories that former graphs have given. */
    int memoriesBefore() {
        return memoriesBefore;
    }

    void memoryLost() {
        LOG.say(ClientMessage.MEMORY_LOST, name());
    }

    Environment environmentOf() {
        return environment();
    }

    OldDict setVolumeRequest(String volumeId) {
        return SetVolume.request(texts, identity.next(), options.processName(), volumeId);
    }

    /** A request was queued: somebody must notice if no reply comes. */
    void submitted() {
        sent.incrementAndGet();
        var pings = pinger;
        if (pings != null) {
            pings.submitted();
        }
    }

    /** A fop's outcome is here. */
    void landed(long weight) {
        inFlight.give(weight);
    }

    /** See {@link Events#raise}. */
    boolean raise(Event.Up event) {
        return events.raise(event);
    }

    void connected(Session by, Pinger pings, boolean brickIsUp) {
        pinger = pings;
        lastFailure = "";
        checkExpiry(by);
        if (brickIsUp) {
            session = by;
            up = true;
            raise(new Event.ChildUp(name()));
        } else {
            LOG.say(ClientMessage.BRICK_DOWN, name());
            raise(new Event.ChildConnecting(name()));
        }
    }

    /** The brick changed its mind while connected. */
    void brickUp(Session by, boolean brickIsUp) {
        if (brickIsUp == up) {
            return;
        }
        LOG.say(brickIsUp ? ClientMessage.BRICK_UP : ClientMessage.BRICK_DOWN, name());
        session = brickIsUp ? by : null;
        up = brickIsUp;
        raise(brickIsUp ? new Event.ChildUp(name()) : new Event.ChildDown(name()));
    }

    void disconnected(Session by, String why) {
        LOG.say(ClientMessage.DISCONNECTED, name(), why);
        session = null;
        pinger = null;
        lastFailure = why;
        if (up) {
            up = false;
            raise(new Event.ChildDown(name()));
        }
    }

    /** The graph ends: nobody is told. */
    void stopped() {
        session = null;
        pinger = null;
        up = false;
    }

    void notConnected(Errno errno, String why, boolean lasting) {
        // The same failure every three seconds is told once.
        if (!why.equals(lastFailure)) {
            lastFailure = why;
            if (lasting) {
                LOG.say(ClientMessage.REFUSED, name(), errno, why);
            } else {
                LOG.say(ClientMessage.NOT_CONNECTED, name(), why);
            }
        }
        raise(new Event.ChildFailed(name(), errno, why, lasting));
    }

    private void checkExpiry(Session of) {
        environment().schedule(EXPIRY_CHECK, "frame-timeout", () -> expire(of));
    }

    private void expire(Session of) {
        if (!of.connection().isOpen()) {
            return;
        }
        var timeout = options.frameTimeout();
        if (!timeout.isZero()) {
            int expired = of.connection().expire(environment().nanoTime() - timeout.toNanos());
            if (expired > 0) {
                LOG.say(ClientMessage.REQUESTS_EXPIRED, name(), expired);
            }
        }
        checkExpiry(of);
    }

    @Override
    public void dump(Dump out) {
        var now = session;
        var pings = pinger;
        out.section("xlator.protocol.client." + name() + ".priv")
                .put("connecting", link.isConnecting() ? 1 : 0)
                .put("connected", now == null ? 0 : 1)
                .put("total_bytes_read", now == null ? 0 : now.connection().bytesReceived())
                .put("ping_timeout", options.silence().toSeconds())
                .put("total_bytes_written", now == null ? 0 : now.connection().bytesSent())
                .put("ping_msgs_sent", pings == null ? 0 : pings.pingsSent())
                .put("msgs_sent", sent.get())
                .put("calls_pending", now == null ? 0 : now.connection().pendingCalls())
                .put("bytes_in_flight", inFlight.bytes())
                .put("fds_open", fds.size())
                .put("last_failure", lastFailure);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<ClientOptions> {
        public Type() {
            super("protocol/client", ClientOptions.class, ProtocolClient::new);
        }
    }
}
