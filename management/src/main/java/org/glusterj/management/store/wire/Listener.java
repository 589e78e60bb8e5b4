package org.glusterj.management.store.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.glusterj.core.Log;

/**
 * Accepts connections and serves them, each on a platform thread of its own: Raft's heartbeats must not wait for
 * whoever holds the carriers of virtual threads. Thread-safe.
 */
final class Listener implements AutoCloseable {
    /** Connections at once, members' and strangers'; above, new ones are closed. */
    static final int CONNECTIONS_MAX = 256;

    /** Slow calls of one connection at once; above, the connection is not read until one ends. */
    static final int SLOW_CALLS_MAX = 64;

    /** After a connection could not be accepted. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int STREAM_BUFFER_BYTES = 16 << 10;
    private static final Log LOG = Log.of(Listener.class);

    private final ServerSocket server;
    private final Supplier<Optional<Pass>> pass;
    private final Wire.Service service;
    private final Wire.Door door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Those of {@code open} that are other members'. */
    private final Set<Socket> members = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Listener(
            ServerSocket server,
            Supplier<Optional<Pass>> pass,
            Wire.Service service,
            Wire.Door door) {
        this.server = server;
        this.pass = pass;
        this.service = service;
        this.door = door;
        Thread.ofPlatform().daemon().name("store-listen").start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!closed) {
            try {
                var socket = server.accept();
                open.add(socket);
                if (closed || open.size() > CONNECTIONS_MAX) {
                    end(socket);
                    continue;
                }
                Thread.ofPlatform()
                        .daemon()
                        .name("store-serve-" + socket.getRemoteSocketAddress())
                        .stackSize(Wire.STACK_BYTES)
                        .start(() -> serve(socket));
            } catch (IOException e) {
                if (!closed && server.isClosed()) {
                    LOG.say(WireMessage.LISTEN_FAILED, e, address(), e.getMessage());
                    return;
                }
                // The process has no file to spare; it is no better at once.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout((int) Wire.GREETING_TIMEOUT.toMillis());
            var in =
                    new DataInputStream(
                            new BufferedInputStream(socket.getInputStream(), STREAM_BUFFER_BYTES));
            var out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    socket.getOutputStream(), STREAM_BUFFER_BYTES));
            switch (Greeting.mode(in)) {
                case Greeting.MODE_MEMBER -> member(socket, in, out);
                case Greeting.MODE_STRANGER -> stranger(socket, in, out);
                default -> throw new IOException("not a manager of a kind known here");
            }
        } catch (IOException | RuntimeException e) {
            if (!closed && e.getMessage() != null) {
                LOG.say(WireMessage.ENDED, socket.getRemoteSocketAddress(), e.getMessage());
            }
        } finally {
            end(socket);
        }
    }

    private void stranger(Socket socket, DataInputStream in, DataOutputStream out)
            throws IOException {
        var question = Greeting.readBounded(in);
        byte[] answer;
        try {
            answer = door.knock(question, (InetSocketAddress) socket.getRemoteSocketAddress());
        } catch (IOException e) {
            Greeting.refuse(out, String.valueOf(e.getMessage()));
            return;
        }
        out.writeByte(0);
        Greeting.writeBounded(out, answer);
    }

    private void member(Socket socket, DataInputStream in, DataOutputStream out)
            throws IOException {
        members.add(socket);
        Greeting.accept(in, out, pass.get());
        socket.setSoTimeout(0);
        var writing = new ReentrantLock();
        var slow = new Semaphore(SLOW_CALLS_MAX);
        while (!closed) {
            var frame = Frame.read(in);
            if (frame.kind() < Wire.SLOW_KINDS) {
                answer(frame, socket, out, writing);
            } else {
                slow.acquireUninterruptibly();
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        answer(frame, socket, out, writing);
                                    } finally {
                                        slow.release();
                                    }
                                });
            }
        }
    }

    private void answer(Frame frame, Socket socket, DataOutputStream out, ReentrantLock writing) {
        Frame reply;
        try {
            reply = new Frame(frame.call(), Frame.ANSWER, service.call(frame.kind(), frame.body()));
        } catch (IOException | RuntimeException e) {
            var why = e.getMessage() == null ? e.toString() : e.getMessage();
            reply = new Frame(frame.call(), Frame.FAILURE, why.getBytes(StandardCharsets.UTF_8));
        }
        writing.lock();
        try {
            reply.write(out);
        } catch (IOException e) {
            end(socket);
        } finally {
            writing.unlock();
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        members.remove(socket);
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nobody waits for it.
        }
    }

    /** Ends connections of members, and goes on listening. */
    void drop() {
        members.forEach(this::end);
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException ignored) {
            // It accepts nothing more, and nobody waits for it.
        }
        open.forEach(this::end);
    }
}
