package org.glusterj.fuse;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Log;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * The threads of a mount. Readers are platform threads blocked in read(2), each on a descriptor of its own. A reader
 * runs what it read itself as long as two others stay in read(2), or when the request is answered without the graph;
 * anything else, and every wait for a lock, goes to a virtual thread. So two readers mean "a virtual thread per
 * request", many mean "workers"; which is best was measured (docs/design/0001-front-threads.md).
 *
 * <p>Bounds: {@value #IN_FLIGHT_MAX} requests on virtual threads at a time, among them {@value
 * #LARGE_WRITES_MAX} large writes, beyond which readers wait, and {@value #LOCK_WAITS_MAX} lock waits, beyond which
 * ENOLCK is answered. FORGET and INTERRUPT never leave the reader.
 */
final class RequestLoop {
    static final int IN_FLIGHT_MAX = 4096;
    static final int LOCK_WAITS_MAX = 4096;

    /** Readers that must stay in read(2) while another one runs a request. */
    private static final int KEEP_READING = 2;

    /** Beside the data of the largest WRITE: header, fixed part, names and the extension block. */
    private static final int READ_EXTRA_BYTES = 4096;

    /** Most content of a WRITE that is copied when it changes threads. */
    private static final int COPIED_BYTES_MAX = 64 << 10;

    /** Read buffers, each of more than a megabyte, that may be away with content at a time. */
    private static final int LARGE_WRITES_MAX = 16;

    private static final Log LOG = Log.of(RequestLoop.class);

    private final FuseDevice device;
    private final Mount mount;
    private final FuseOps ops;
    private final ReplyBuffer.Pool buffers;
    private final AtomicInteger reading;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Semaphore largeWrites = new Semaphore(LARGE_WRITES_MAX);
    private final Semaphore lockWaits = new Semaphore(LOCK_WAITS_MAX);
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;

    RequestLoop(FuseDevice device, Mount mount, FuseOps ops, ReplyBuffer.Pool buffers) {
        this.device = device;
        this.mount = mount;
        this.ops = ops;
        this.buffers = buffers;
        int readers = Math.max(mount.config().readers(), KEEP_READING);
        reading = new AtomicInteger(readers);
        ended = new CountDownLatch(readers);
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
        var buffer = new ReadBuffer(mount.config().maxWriteBytes() + READ_EXTRA_BYTES);
        try {
            boolean more = true;
            while (more) {
                buffer.renewIfShared();
                long bytes = Syscalls.system().read(fd, buffer.memory);
                more = bytes < 0 ? goesOn((int) bytes) : take(fd, buffer, (int) bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            buffer.bytes.release();
            ended.countDown();
        }
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
            var in = KernelRequest.copyOf(buffer.memory, bytes);
            if (ops.takeSilent(in)) {
                return true;
            }
            if (FuseOps.waitsForOthers(in)) {
                waitForLock(in, fd);
            } else if (others >= KEEP_READING || ops.isLocal(in)) {
                ops.run(new FuseRequest(in, fd, buffer.data(in, bytes), buffers.take()));
            } else {
                handOver(in, fd, buffer, bytes);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            LOG.say(FuseMessage.REQUEST_MALFORMED, malformed.toString());
            ops.refuse(fd, KernelRequest.uniqueOf(buffer.memory), LinuxErrno.EIO);
        } finally {
            reading.incrementAndGet();
        }
        return true;
    }

    /**
     * Small content is copied, so that a buffer of more than a megabyte does not travel with it; large content is
     * not.
     */
    private void handOver(KernelRequest in, int fd, ReadBuffer buffer, int bytes)
            throws InterruptedException {
        boolean large = in.opcode() == Opcode.WRITE && in.dataBytes() > COPIED_BYTES_MAX;
        var data = large ? buffer.data(in, bytes) : buffer.copy(in, bytes);
        var request = new FuseRequest(in, fd, data, buffers.take());
        inFlight.acquire();
        if (large) {
            largeWrites.acquire();
        }
        mount.environment()
                .spawn(
                        "fuse-request",
                        () -> {
                            try {
                                ops.run(request);
                            } finally {
                                if (large) {
                                    largeWrites.release();
                                }
                                inFlight.release();
                            }
                        });
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

    /** A reader's memory for one request; given away with WRITE's data as long as somebody holds that. */
    private static final class ReadBuffer {
        private static final int DATA_START =
                KernelRequest.HEADER_BYTES + KernelRequest.WRITE_BYTES;

        private final int capacity;
        private ByteBuf bytes;
        private MemorySegment memory;

        ReadBuffer(int capacity) {
            this.capacity = capacity;
            allocate();
        }

        private void allocate() {
            bytes = Payload.allocateBuffer(capacity);
            memory = MemorySegment.ofBuffer(bytes.nioBuffer(0, capacity));
        }

        void renewIfShared() {
            if (bytes.refCnt() > 1) {
                bytes.release();
                allocate();
            }
        }

        /** WRITE's data, uncopied; else nothing. */
        Payload data(KernelRequest in, int read) {
            if (in.opcode() != Opcode.WRITE) {
                return Payload.EMPTY;
            }
            return Payload.of(bytes.retainedSlice(DATA_START, checkedLength(in, read)));
        }

        /** WRITE's data in memory of its own; else nothing. */
        Payload copy(KernelRequest in, int read) {
            if (in.opcode() != Opcode.WRITE) {
                return Payload.EMPTY;
            }
            int length = checkedLength(in, read);
            var copy = Payload.allocateBuffer(length);
            bytes.getBytes(DATA_START, copy, length);
            return Payload.of(copy);
        }

        private static int checkedLength(KernelRequest in, int read) {
            int length = in.dataBytes();
            if (length < 0 || DATA_START + length > read) {
                throw new IllegalArgumentException("WRITE of " + length + " in " + read);
            }
            return length;
        }
    }
}
