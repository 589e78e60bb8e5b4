package org.glusterj.fuse;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Log;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * The front with threads of its own. Readers are platform threads blocked in read(2), each on a descriptor of its own.
 * A reader runs what it read itself as long as two others stay in read(2), or when the request is answered without the
 * graph; anything else, and every wait for a lock, goes to a virtual thread by the {@link Dispatcher}. So two readers
 * mean "a virtual thread per request", many mean "workers". FORGET and INTERRUPT never leave the reader.
 */
final class ReaderFront implements RequestFront {
    private static final int DEFAULT_READERS = 4;

    /** Readers that must stay in read(2) while another one runs a request. */
    private static final int KEEP_READING = 2;

    /** Between two looks for memory to read into. */
    static final Duration MEMORY_PAUSE = Duration.ofMillis(10);

    private static final Log LOG = Log.of(ReaderFront.class);

    private final FuseDevice device;
    private final Mount mount;
    private final FuseOps ops;
    private final Dispatcher dispatcher;
    private final AtomicInteger reading;
    private final CountDownLatch ended;

    /** @throws IOException when the kernel has no memory for content that waits */
    ReaderFront(FuseDevice device, Mount mount, FuseOps ops, ReplyBuffer.Pool buffers)
            throws IOException {
        this.device = device;
        this.mount = mount;
        this.ops = ops;
        dispatcher =
                new Dispatcher(
                        mount,
                        ops,
                        buffers,
                        body -> mount.environment().spawn("fuse-request", body));
        int wished = mount.config().readers();
        int readers =
                wished == FuseConfig.NO_READERS ? DEFAULT_READERS : Math.max(wished, KEEP_READING);
        reading = new AtomicInteger(readers);
        ended = new CountDownLatch(readers);
        device.cloneUpTo(readers);
    }

    @Override
    public void start() {
        long readers = ended.getCount();
        for (int i = 0; i < readers; i++) {
            int fd = device.descriptor(i);
            var name = "fuse-reader-" + i;
            Thread.ofPlatform().daemon().name(name).start(() -> readAll(fd));
        }
    }

    @Override
    public boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    private void readAll(int fd) {
        try (var buffer = ReadBuffer.ofWrites(mount.config().maxWriteBytes())) {
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
    static boolean goesOn(int result) {
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
                dispatcher.waitForLock(in, fd);
                return true;
            }
            boolean here = others >= KEEP_READING || ops.isLocal(in);
            if (!here || !dispatcher.runHere(in, fd, buffer, data)) {
                dispatcher.acquire();
                dispatcher.handOver(in, fd, buffer, data);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            ops.refuseMalformed(fd, buffer, malformed);
        } finally {
            reading.incrementAndGet();
        }
        return true;
    }
}
