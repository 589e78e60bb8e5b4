package org.glusterj.fuse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.glusterj.linux.LinuxErrno;

/**
 * Hands requests from whoever read them to virtual threads. Bounds: {@value #IN_FLIGHT_MAX} requests at a time, for
 * which the reader asks before it reads, and {@value #LOCK_WAITS_MAX} lock waits, beyond which ENOLCK is answered. File
 * content these requests hold, or will hold when answered, is within the {@link PayloadBudget}; who finds no room there
 * waits without a thread, a WRITE with its content {@link SetAside}, while reading goes on. Thread-safe.
 */
final class Dispatcher implements AutoCloseable {
    static final int IN_FLIGHT_MAX = 4096;
    static final int LOCK_WAITS_MAX = 4096;

    private static final Log LOG = Log.of(Dispatcher.class);

    private final Mount mount;
    private final FuseOps ops;
    private final ReplyBuffer.Pool buffers;
    private final Executor threads;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Semaphore lockWaits = new Semaphore(LOCK_WAITS_MAX);
    private final PayloadBudget budget;
    private final SetAside setAside;

    /**
     * @param threads starts a virtual thread for each request
     * @throws IOException when the kernel has no memory for content that waits
     */
    Dispatcher(Mount mount, FuseOps ops, ReplyBuffer.Pool buffers, Executor threads)
            throws IOException {
        this.mount = mount;
        this.ops = ops;
        this.buffers = buffers;
        this.threads = threads;
        budget = new PayloadBudget(mount.config().payloadBytes());
        setAside = new SetAside(mount.config().maxWriteBytes());
    }

    /** Waits for a place for one request. */
    void acquire() throws InterruptedException {
        inFlight.acquire();
    }

    /** A place for one request, if there is one now. */
    boolean tryAcquire() {
        return inFlight.tryAcquire();
    }

    /** Gives a place back that was not needed. */
    void release() {
        inFlight.release();
    }

    /** True when no request is under way on a virtual thread any more. */
    boolean awaitIdle(long millis) throws InterruptedException {
        boolean idle = inFlight.tryAcquire(IN_FLIGHT_MAX, millis, TimeUnit.MILLISECONDS);
        if (idle) {
            inFlight.release(IN_FLIGHT_MAX);
        }
        return idle;
    }

    /** Content of the reply, as far as the request says: READ, READDIR and READDIRPLUS have u32 size at 16. */
    private static int replyBytes(KernelRequest in) {
        return switch (in.opcode()) {
            case Opcode.READ, Opcode.READDIR, Opcode.READDIRPLUS -> Math.max(0, in.u32(16));
            default -> 0;
        };
    }

    /** Runs the request on the calling thread, WRITE's data in the reader's own buffer; false if there is no room. */
    boolean runHere(KernelRequest in, int fd, ReadBuffer buffer, int data) {
        int weight = replyBytes(in);
        if (!budget.take(weight)) {
            return false;
        }
        try {
            ops.run(new FuseRequest(in, fd, buffer.share(data), buffers.take()));
            return true;
        } finally {
            budget.give(weight);
        }
    }

    /** Takes over the place that was acquired, and what of {@code buffer} the request needs. */
    void handOver(KernelRequest in, int fd, ReadBuffer buffer, int data) {
        int weight = data > 0 ? buffer.weightOf(data) : replyBytes(in);
        if (budget.take(weight)) {
            leave(in, fd, buffer, data, weight);
        } else if (data == 0) {
            budget.await(weight, () -> spawn(in, fd, weight, () -> Payload.EMPTY));
        } else {
            putAside(in, fd, buffer.data(data));
        }
    }

    private void leave(KernelRequest in, int fd, ReadBuffer buffer, int data, int weight) {
        Payload content;
        try {
            content = buffer.leave(data);
        } catch (OutOfMemoryError full) {
            budget.give(weight);
            inFlight.release();
            ops.refuse(fd, in.unique(), LinuxErrno.ENOMEM);
            return;
        }
        spawn(in, fd, weight, () -> content);
    }

    /** The content comes back when there is room for it. */
    private void putAside(KernelRequest in, int fd, MemorySegment data) {
        int place = setAside.put(data);
        int bytes = (int) data.byteSize();
        if (place < 0) {
            inFlight.release();
            ops.refuse(fd, in.unique(), LinuxErrno.ENOMEM);
            return;
        }
        budget.await(bytes, () -> spawn(in, fd, bytes, () -> setAside.take(place, bytes)));
    }

    /** Runs a request for which {@code weight} bytes were taken, and gives them back. */
    private void spawn(KernelRequest in, int fd, int weight, Supplier<Payload> content) {
        threads.execute(
                () -> {
                    try {
                        run(in, fd, content);
                    } finally {
                        budget.give(weight);
                        inFlight.release();
                    }
                });
    }

    private void run(KernelRequest in, int fd, Supplier<Payload> content) {
        Payload data;
        try {
            data = content.get();
        } catch (IllegalStateException | OutOfMemoryError noContent) {
            LOG.say(FuseMessage.REQUEST_BUG, noContent, in);
            ops.refuse(fd, in.unique(), LinuxErrno.EIO);
            return;
        }
        ops.run(new FuseRequest(in, fd, data, buffers.take()));
    }

    /** Runs a request that may wait for another process. */
    void waitForLock(KernelRequest in, int fd) {
        if (!lockWaits.tryAcquire()) {
            ops.refuse(fd, in.unique(), LinuxErrno.ENOLCK);
            return;
        }
        var request = new FuseRequest(in, fd, Payload.EMPTY, buffers.take());
        mount.environment()
                .spawn(
                        "fuse-lock-wait",
                        () -> {
                            try {
                                ops.run(request);
                            } finally {
                                lockWaits.release();
                            }
                        });
    }

    /** For tests: what is held and who waits. */
    PayloadBudget budget() {
        return budget;
    }

    /** Reading and requests have ended. */
    @Override
    public void close() {
        setAside.close();
    }
}
