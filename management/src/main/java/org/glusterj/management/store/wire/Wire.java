package org.glusterj.management.store.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * This node's end of all connections between managers: listens, and calls others over one connection to each.
 * Thread-safe. Owns its connections and threads.
 */
public final class Wire implements AutoCloseable {
    /** Calls of these kinds and above may take long; below, they are served one by one per connection. */
    public static final int SLOW_KINDS = 16;

    /** To connect and greet. */
    static final Duration GREETING_TIMEOUT = Duration.ofSeconds(3);

    static final long STACK_BYTES = 512 << 10;

    /** Serves calls of members, on a thread of the connection's or, slow kinds, one of the call's. */
    @FunctionalInterface
    public interface Service {
        byte[] call(int kind, byte[] body) throws IOException;
    }

    /** Answers who is not, or not yet, in the pool. */
    @FunctionalInterface
    public interface Door {
        byte[] knock(byte[] question, InetSocketAddress from) throws IOException;
    }

    private record To(String address, String name) {}

    private static final class Slot {
        private final ReentrantLock connecting = new ReentrantLock();

        /** Guarded by {@code connecting}. */
        private Line line;
    }

    private final Sockets sockets;
    private final Supplier<Optional<Pass>> pass;
    private final Listener listener;
    private final Map<To, Slot> lines = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Listens at once.
     *
     * @param pass what this node proves itself with now, if anything
     */
    public Wire(
            Sockets sockets,
            InetSocketAddress listen,
            Supplier<Optional<Pass>> pass,
            Service service,
            Door door)
            throws IOException {
        this.sockets = sockets;
        this.pass = pass;
        this.listener = new Listener(sockets.listen(listen), pass, service, door);
    }

    /** Where others reach this node. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * Calls member {@code name} at {@code address} ({@code HOST:PORT}), connecting if need be. A call of a quick
     * kind that gets no answer in time ends its connection: the next one tries anew. A call of a slow kind does so
     * if nothing else came meanwhile either: a network that was cut and is whole again takes TCP long to notice.
     */
    public byte[] call(String address, String name, int kind, byte[] body, Duration timeout)
            throws IOException {
        if (closed) {
            throw new IOException("this node's wire is closed");
        }
        var slot = lines.computeIfAbsent(new To(address, name), to -> new Slot());
        long begin = System.nanoTime();
        var line = line(slot, address, name, timeout);
        long asked = System.nanoTime();
        try {
            return line.call(kind, body, timeout.minusNanos(asked - begin));
        } catch (SocketTimeoutException e) {
            if (kind < SLOW_KINDS || line.heardNanos() - asked < 0) {
                line.close();
            }
            throw e;
        }
    }

    private Line line(Slot slot, String address, String name, Duration timeout) throws IOException {
        try {
            // Others may be trying for as long as this call may take.
            if (!slot.connecting.tryLock(Math.max(1, timeout.toNanos()), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("no connection within " + timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a connection");
        }
        try {
            if (slot.line == null || !slot.line.isOpen()) {
                var own = pass.get().orElseThrow(() -> new IOException("not in a pool"));
                int millis = (int) Math.clamp(timeout.toMillis(), 1, GREETING_TIMEOUT.toMillis());
                var socket = sockets.connect(Sockets.resolve(address), millis);
                slot.line = new Line(socket, own, name, millis);
                if (closed) {
                    slot.line.close();
                    throw new IOException("this node's wire is closed");
                }
            }
            return slot.line;
        } finally {
            slot.connecting.unlock();
        }
    }

    /**
     * Asks whoever is at {@code address}, without proving anything.
     *
     * @throws CallFailed when it refuses
     */
    public byte[] knock(String address, byte[] question, Duration timeout) throws IOException {
        int millis = (int) Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        try (var socket = sockets.connect(Sockets.resolve(address), millis)) {
            socket.setSoTimeout(millis);
            return Greeting.knock(
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(
                            new java.io.BufferedOutputStream(socket.getOutputStream())),
                    question);
        }
    }

    /** Ends all connections, of both directions: this node has become another member. */
    public void drop() {
        for (var slot : lines.values()) {
            slot.connecting.lock();
            try {
                if (slot.line != null) {
                    slot.line.close();
                }
            } finally {
                slot.connecting.unlock();
            }
        }
        lines.clear();
        listener.drop();
    }

    @Override
    public void close() {
        closed = true;
        listener.close();
        drop();
    }
}
