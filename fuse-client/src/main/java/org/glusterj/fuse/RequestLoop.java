package org.glusterj.fuse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * The threads of a mount. Readers are platform threads blocked in read(2), each on a descriptor of its own. A
 * reader runs what it read itself as long as two others stay in read(2), or when the request is answered without
 * the graph; anything else, and every wait for a lock, goes to a virtual thread. So two readers mean "a virtual
 * thread per request", many mean "workers"; which is best was measured (docs/design/0001-front-threads.md).
 *
 * <p>Bounds: {@value #IN_FLIGHT_MAX} requests off the readers at a time, beyond which readers wait, and {@value
 * #LOCK_WAITS_MAX} lock waits, beyond which ENOLCK is answered. File content these requests hold, or will hold
 * when answered, is within the {@link PayloadBudget}; who finds no room there waits without a thread, a WRITE with
 * its content {@link SetAside}, while the readers go on. FORGET and INTERRUPT never leave the reader.
 */
final class RequestLoop implements AutoCloseable {
    static final int IN_FLIGHT_MAX = 4096;
    static final int LOCK_WAITS_MAX = 4096;

    /** Readers that must stay in read(2) while another one runs a request. */
    private static final int KEEP_READING = 2;

    /** Beside the data of the largest WRITE: header, fixed part, names and the extension block. */
    private static final int READ_EXTRA_BYTES = 4096;

    private static final Duration MEMORY_PAUSE = Duration.ofMillis(10);

    private static final Log LOG = Log.of(RequestLoop.class);

    private final FuseDevice device;
    private final Mount mount;
    private final FuseOps ops;
    private final ReplyBuffer.Pool buffers;
    private final AtomicInteger reading;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Semaphore lockWaits = new Semaphore(LOCK_WAITS_MAX);
    private final PayloadBudget budget;
    private final SetAside setAside;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;

    /** @throws IOException when the kernel has no memory for content that waits */
    RequestLoop(FuseDevice device, Mount mount, FuseOps ops, ReplyBuffer.Pool buffers)
            throws IOException {
        this.device = device;
        this.mount = mount;
        this.ops = ops;
        this.buffers = buffers;
        int readers = Math.max(mount.config().readers(), KEEP_READING);
        reading = new AtomicInteger(readers);
        ended = new CountDownLatch(readers);
        budget = new PayloadBudget(mount.config().payloadBytes());
        setAside = new SetAside(mount.config().maxWriteBytes());
    }

    void start() {
        long readers = ended.getCount();
        for (int i = 0; i < readers; i++) {
            int fd = device.descriptor(i);
            var name = "fuse-reader-" + i;
            threads.add(Thread.ofPlatform().daemon().name(name).start(() -> readAll(fd)));
        }
    }

    /** True when all readers have ended, because the mount is gone. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** True when no request is under way on a virtual thread any more. */
    boolean awaitIdle(long millis) throws InterruptedException {
        boolean idle = inFlight.tryAcquire(IN_FLIGHT_MAX, millis, TimeUnit.MILLISECONDS);
        if (idle) {
            inFlight.release(IN_FLIGHT_MAX);
        }
        return idle;
    }

    private void readAll(int fd) {
        int capacity = mount.config().maxWriteBytes() + READ_EXTRA_BYTES;
        try (var buffer = new ReadBuffer(capacity, Payload::allocateBuffer)) {
            boolean more = true;
            while (more) {
                if (!buffer.renewIfShared()) {
                    awaitMemory(buffer);
                }
                long bytes = Syscalls.system().read(fd, buffer.memory());
                more = bytes < 0 ? goesOn((int) bytes) : take(fd, buffer, (int) bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Writes under way give theirs back as the brick answers, or is given up. */
    private void awaitMemory(ReadBuffer buffer) throws InterruptedException {
        LOG.say(FuseMessage.MEMORY_SHORT);
        do {
            if (!mount.environment().sleep(MEMORY_PAUSE)) {
                throw new InterruptedException();
            }
        } while (!buffer.renewIfShared());
    }

    /** Whether reading goes on after a failed read(2). */
    private static boolean goesOn(int result) {
        return switch (-result) {
            case LinuxErrno.EINTR, LinuxErrno.EAGAIN, LinuxErrno.ENOENT -> true;
            case LinuxErrno.ENODEV, LinuxErrno.ECONNABORTED -> false;
            default -> {
                LOG.say(FuseMessage.READ_FAILED, LinuxErrno.text(result));
                yield false;
            }
        };
    }

    private boolean take(int fd, ReadBuffer buffer, int bytes) throws InterruptedException {
        int others = reading.decrementAndGet();
        try {
            var in = KernelRequest.copyOf(buffer.memory(), bytes);
            if (ops.takeSilent(in)) {
                return true;
            }
            int data = ReadBuffer.dataBytes(in, bytes);
            if (FuseOps.waitsForOthers(in)) {
                waitForLock(in, fd);
            } else if (others >= KEEP_READING || ops.isLocal(in)) {
                runHere(in, fd, buffer, data);
            } else {
                handOver(in, fd, buffer, data);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            LOG.say(FuseMessage.REQUEST_MALFORMED, malformed.toString());
            ops.refuse(fd, KernelRequest.uniqueOf(buffer.memory()), LinuxErrno.EIO);
        } finally {
            reading.incrementAndGet();
        }
        return true;
    }

    /** Content of the reply, as far as the request says: READ, READDIR and READDIRPLUS have u32 size at 16. */
    private static int replyBytes(KernelRequest in) {
        return switch (in.opcode()) {
            case Opcode.READ, Opcode.READDIR, Opcode.READDIRPLUS -> Math.max(0, in.u32(16));
            default -> 0;
        };
    }

    /** WRITE's data stays in the reader's own buffer and needs no room. */
    private void runHere(KernelRequest in, int fd, ReadBuffer buffer, int data)
            throws InterruptedException {
        int weight = replyBytes(in);
        if (!budget.take(weight)) {
            handOver(in, fd, buffer, data);
            return;
        }
        try {
            ops.run(new FuseRequest(in, fd, buffer.share(data), buffers.take()));
        } finally {
            budget.give(weight);
        }
    }

    private void handOver(KernelRequest in, int fd, ReadBuffer buffer, int data)
            throws InterruptedException {
        inFlight.acquire();
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
        mount.environment()
                .spawn(
                        "fuse-request",
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

    private void waitForLock(KernelRequest in, int fd) {
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

    /** Readers and requests have ended. */
    @Override
    public void close() {
        setAside.close();
    }
}
