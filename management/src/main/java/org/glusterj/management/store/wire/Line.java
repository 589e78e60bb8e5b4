package org.glusterj.management.store.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open connection to another member, for many calls at once. A thread of its own reads the answers; it ends with
 * the connection. Thread-safe: {@code writing} keeps messages whole, {@code pending} holds who waits for an answer.
 */
final class Line implements AutoCloseable {
    /** Calls under way; others wait for their turn, within their own deadline. */
    static final int PENDING_MAX = 256;

    private static final int STREAM_BUFFER_BYTES = 16 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore room = new Semaphore(PENDING_MAX);
    private final Map<Integer, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;

    /** Written by the reading thread. */
    private volatile long heardNanos = System.nanoTime();

    /** Greets; owns {@code socket} from here on. */
    Line(Socket socket, Pass pass, String to, int greetingMillis) throws IOException {
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(greetingMillis);
            in =
                    new DataInputStream(
                            new BufferedInputStream(socket.getInputStream(), STREAM_BUFFER_BYTES));
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    socket.getOutputStream(), STREAM_BUFFER_BYTES));
            Greeting.call(in, out, pass, to);
            socket.setSoTimeout(0);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        Thread.ofPlatform()
                .daemon()
                .name("store-line-" + to)
                .stackSize(Wire.STACK_BYTES)
                .start(this::readAnswers);
    }

    /** When something came last, as {@link System#nanoTime}. */
    long heardNanos() {
        return heardNanos;
    }

    boolean isOpen() {
        return !closed;
    }

    /**
     * @throws SocketTimeoutException without an answer in time
     * @throws CallFailed when the other side answered with a failure
     */
    byte[] call(int kind, byte[] body, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int call = calls.incrementAndGet();
        var answer = new CompletableFuture<byte[]>();
        try {
            if (!room.tryAcquire(Math.max(1, timeout.toNanos()), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("too many calls under way");
            }
            try {
                pending.put(call, answer);
                if (closed) {
                    throw new IOException("the connection was lost");
                }
                send(new Frame(call, kind, body));
                return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } finally {
                pending.remove(call);
                room.release();
            }
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer within " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallFailed failed) {
                throw new CallFailed(failed.getMessage());
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void send(Frame frame) throws IOException {
        writing.lock();
        try {
            frame.write(out);
        } catch (IOException e) {
            close();
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private void readAnswers() {
        try {
            while (!closed) {
                var frame = Frame.read(in);
                heardNanos = System.nanoTime();
                var waiting = pending.get(frame.call());
                if (waiting == null) {
                    continue;
                }
                if (frame.kind() == Frame.ANSWER) {
                    waiting.complete(frame.body());
                } else {
                    waiting.completeExceptionally(
                            new CallFailed(new String(frame.body(), StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException lost) {
            fail("the connection was lost: " + lost.getMessage());
        } finally {
            close();
        }
    }

    private void fail(String why) {
        for (var waiting : pending.values()) {
            waiting.completeExceptionally(new IOException(why));
        }
    }

    /** Calls under way fail. */
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is closed as far as we can close it, and nobody waits for it.
        }
        fail("the connection was closed");
    }
}
