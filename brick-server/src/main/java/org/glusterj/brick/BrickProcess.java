package org.glusterj.brick;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Environment;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.Volfile;
import org.glusterj.protocol.server.ClientWatch;
import org.glusterj.transport.RpcServer;

/**
 * What {@code brick} runs: a brick from a volfile, announced to the management endpoint it came from, which may be a
 * stock glusterd. That one may attach further bricks, and end them, over the socket of {@code -S} ({@link
 * GlusterdSession}). When the connection to the endpoint ends it is made again, every three seconds, since the endpoint
 * forgets the bricks' port with it. Owned by the command; {@code link} and {@code closed} are guarded by the monitor,
 * which is not held during calls.
 */
final class BrickProcess implements AutoCloseable, ManagementLink.Events {
    private static final Duration RETRY = Duration.ofSeconds(3);

    /** How long the end waits for glusterd's answer; it also forgets a port when the connection ends. */
    private static final Duration SIGN_OUT = Duration.ofSeconds(5);

    private static final Log LOG = Log.of(BrickProcess.class);

    private final BrickOptions options;
    private final Environment environment;
    private final Runnable stop;
    private final ClientEvents events;
    private final BrickServer server;
    private final BrickSet bricks;

    /** Ids of volfiles at the management endpoint by names of bricks; a brick that ends leaves it. */
    private final Map<String, String> volfileIds = new ConcurrentHashMap<>();

    /** One change of volfiles at a time, or an older text could be taken last. */
    private final ReentrantLock changing = new ReentrantLock();

    /** A change that has not begun covers all that are announced meanwhile. */
    private final AtomicBoolean changeWaits = new AtomicBoolean();

    private InetSocketAddress address;
    private RpcServer operations;
    private ManagementLink link;
    private boolean closed;

    private BrickProcess(BrickOptions options, Environment environment, Runnable stop)
            throws BrickException {
        this.options = options;
        this.environment = environment;
        this.stop = stop;
        this.events = ClientEvents.open(environment, ClientEvents.USUAL);
        this.server =
                new BrickServer(
                        environment, options.server() == null ? ClientWatch.NOBODY : events);
        this.bricks = new BrickSet(server, this::sick);
    }

    /**
     * @param stop called when the process has nothing to serve any more
     * @throws BrickException with a sentence for the user; everything that was started is ended again
     */
    static BrickProcess start(BrickOptions options, Environment environment, Runnable stop)
            throws BrickException {
        var process = new BrickProcess(options, environment, stop);
        boolean ready = false;
        try {
            process.begin();
            ready = true;
        } finally {
            if (!ready) {
                process.close();
            }
        }
        return process;
    }

    private void begin() throws BrickException {
        if (options.server() != null) {
            link = new ManagementLink(options.server(), this);
        }
        var volfile = fetch();
        var name = bricks.take(volfile, options.volfileId());
        if (link != null) {
            volfileIds.put(name, options.volfileId());
        }
        address = BrickPorts.listen(server, options.listen(), options.brickPort());
        if (options.socket() != null) {
            operations = listenForGlusterd(options.socket());
        }
        if (link != null) {
            link.signIn(name, address.getPort());
        }
    }

    private RpcServer listenForGlusterd(Path socket) throws BrickException {
        try {
            return RpcServer.listenLocal(
                    socket,
                    OpenFileLimit.transport().withKeepAlive(null),
                    peer -> new GlusterdSession(this, environment, peer));
        } catch (IOException e) {
            throw new BrickException("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    private Volfile fetch() throws BrickException {
        return options.server() == null
                ? read(options.volfile())
                : parse(link().volfile(options.volfileId(), options.brickName()));
    }

    private Volfile read(Path file) throws BrickException {
        try {
            return parse(Files.readString(file, ISO_8859_1));
        } catch (IOException e) {
            throw new BrickException("volfile cannot be read: " + e, e);
        }
    }

    private Volfile parse(String text) throws BrickException {
        try {
            return XlatorOption.apply(options.xlatorOptions(), Volfile.parse(text));
        } catch (GraphException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    List<Graph> graphs() {
        return server.graphs();
    }

    /** The graph of the brick; null when it is not served. */
    Graph graph(String brick) {
        return bricks.graph(brick);
    }

    /**
     * Serves one more brick, from glusterd's own file of its volfile. glusterd knows the port and takes the answer for
     * a sign-in.
     */
    void attach(Path file) throws BrickException {
        var volfile = read(file);
        var name = bricks.take(volfile, file);
        var id = Name.ofText(file.getFileName().toString());
        volfileIds.put(name, id.endsWith(".vol") ? id.substring(0, id.length() - 4) : id);
    }

    /** Closes or opens the barrier of a brick; false when it is so already. */
    boolean barrier(String brick, boolean close) throws BrickException {
        changing.lock();
        try {
            return bricks.set(brick, "features/barrier", "barrier", close ? "enable" : "disable");
        } finally {
            changing.unlock();
        }
    }

    /** Serves a brick no more and signs it out; with the last one the process ends soon. */
    void detach(String brick) {
        if (bricks.detach(brick)) {
            volfileIds.remove(brick);
            signOut(brick);
        }
        if (bricks.names().isEmpty()) {
            stop.run();
        }
    }

    /** As stock: a disk that failed ends its brick, and with the last brick the process. */
    private void sick(String brick) {
        if (link() != null) {
            environment.spawn("sick-brick", () -> detach(brick));
        }
    }

    @Override
    public void volfilesChanged() {
        if (!changeWaits.getAndSet(true)) {
            environment.spawn("volfile", this::reconfigure);
        }
    }

    private void reconfigure() {
        changing.lock();
        try {
            changeWaits.set(false);
            for (var brick : volfileIds.entrySet()) {
                reconfigure(brick.getKey(), brick.getValue());
            }
        } finally {
            changing.unlock();
        }
    }

    private void reconfigure(String brick, String volfileId) {
        try {
            bricks.take(parse(link().volfile(volfileId, brick)), volfileId);
        } catch (BrickException e) {
            LOG.say(BrickMessage.VOLFILE_NOT_TAKEN, e, brick);
        }
    }

    @Override
    public void lost() {
        environment.spawn("sign-in", this::signInAgain);
    }

    /** Until it works or the process ends. */
    private void signInAgain() {
        while (!isClosed()) {
            try {
                var fresh = new ManagementLink(options.server(), this);
                if (!replace(fresh)) {
                    fresh.close();
                    return;
                }
                for (var brick : volfileIds.keySet()) {
                    fresh.signIn(brick, address.getPort());
                }
                // What changed while nobody could say so.
                volfilesChanged();
                return;
            } catch (BrickException e) {
                LOG.say(BrickMessage.SIGNIN_FAILED, volfileIds.keySet(), e.getMessage());
            }
            if (!environment.sleep(RETRY)) {
                return;
            }
        }
    }

    private void signOut(String brick) {
        try {
            link().signOut(brick, address.getPort());
        } catch (BrickException e) {
            LOG.say(BrickMessage.SIGNIN_FAILED, brick, e.getMessage());
        }
    }

    private synchronized ManagementLink link() {
        return link;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean replace(ManagementLink fresh) {
        if (closed) {
            return false;
        }
        link.close();
        link = fresh;
        return true;
    }

    /**
     * Signs out while clients are sent away: glusterd may answer only after its own command, and may have started the
     * next process for these bricks by then.
     */
    private void farewell() {
        var signedOut = new CountDownLatch(1);
        environment.spawn(
                "sign-out",
                () -> {
                    try {
                        if (address != null) {
                            volfileIds.keySet().forEach(this::signOut);
                        }
                    } finally {
                        signedOut.countDown();
                    }
                });
        server.close();
        try {
            if (!signedOut.await(SIGN_OUT.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.say(BrickMessage.SIGNIN_FAILED, volfileIds.keySet(), "no answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ManagementLink last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = link;
        }
        if (operations != null) {
            operations.close();
        }
        try (events) {
            if (last == null) {
                server.close();
                return;
            }
            try (last) {
                farewell();
            }
        }
    }
}
