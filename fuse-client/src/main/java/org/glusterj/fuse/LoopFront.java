package org.glusterj.fuse;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Log;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;
import org.glusterj.transport.FrontLoop;

/**
 * The front without threads of its own: the event loop that serves the connection to the brick reads the requests too
 * and carries the virtual thread of each, so that nothing is handed from thread to thread between the kernel's request,
 * the brick's reply and the answer. Fields belong to the loop, which also runs every request.
 *
 * <p>Per request: epoll_wait and read(2) for the request, sendto(2), epoll_wait and recvfrom(2) for the brick's reply,
 * write(2) for the answer; what comes together shares them.
 */
final class LoopFront implements RequestFront {
    /** Requests read in one turn of the loop before it looks at its connections. */
    private static final int READS_MAX = 16;

    private static final Log LOG = Log.of(LoopFront.class);

    private final FrontLoop loop;
    private final int fd;
    private final Mount mount;
    private final FuseOps ops;
    private final Dispatcher dispatcher;
    private final ReadBuffer buffer;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Requests under way on the loop. */
    private int running;

    /** All places are taken: nothing is read until one is free. */
    private boolean full;

    /** There was no memory the last time. */
    private boolean starved;

    /** @throws IOException when the kernel has no memory for content that waits */
    LoopFront(FrontLoop loop, FuseDevice device, Mount mount, FuseOps ops, ReplyBuffer.Pool buffers)
            throws IOException {
        this.loop = loop;
        this.mount = mount;
        this.ops = ops;
        fd = device.first();
        unblock(fd);
        dispatcher = new Dispatcher(mount, ops, buffers, this::run);
        buffer = ReadBuffer.ofWrites(mount.config().maxWriteBytes());
    }

    /** A read(2) that slept would stop the loop for good. */
    private static void unblock(int fd) throws IOException {
        int flags = Syscalls.system().fcntl(fd, DeviceSyscalls.F_GETFL, 0);
        int result =
                flags < 0
                        ? flags
                        : Syscalls.system()
                                .fcntl(fd, DeviceSyscalls.F_SETFL, flags | OpenFlags.O_NONBLOCK);
        if (result < 0) {
            throw new IOException("/dev/fuse without blocking: " + LinuxErrno.text(result));
        }
    }

    @Override
    public void start() {
        loop.watch(fd, this::readable);
    }

    @Override
    public boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Reads one request, and as others are under way probably more of them. */
    private void readable() {
        for (int i = 0; i < READS_MAX && ended.getCount() > 0; i++) {
            boolean alone = running == 0;
            if (!buffer.renewIfShared()) {
                awaitMemory();
                return;
            }
            starved = false;
            if (!dispatcher.tryAcquire()) {
                full = true;
                loop.reading(false);
                return;
            }
            if (!read() || alone) {
                return;
            }
        }
    }

    /** Writes under way give theirs back as the brick answers, or is given up. */
    private void awaitMemory() {
        if (!starved) {
            starved = true;
            LOG.say(FuseMessage.MEMORY_SHORT);
        }
        loop.reading(false);
        mount.environment()
                .schedule(
                        ReaderFront.MEMORY_PAUSE, "fuse-memory", () -> loop.execute(this::readOn));
    }

    private void readOn() {
        if (ended.getCount() > 0) {
            loop.reading(true);
        }
    }

    /** True when there was a request; it has a place, which it gives back when it needs none. */
    private boolean read() {
        long bytes = Syscalls.system().read(fd, buffer.memory());
        boolean handedOver = false;
        try {
            if (bytes >= 0) {
                handedOver = take((int) bytes);
            } else if (!ReaderFront.goesOn((int) bytes)) {
                end();
            }
        } finally {
            if (!handedOver) {
                dispatcher.release();
            }
        }
        return bytes >= 0;
    }

    private void end() {
        loop.close();
        buffer.close();
        ended.countDown();
    }

    /** True when the request's thread has the place now. */
    private boolean take(int bytes) {
        try {
            var in = KernelRequest.copyOf(buffer.memory(), bytes);
            if (ops.takeSilent(in)) {
                return false;
            }
            int data = ReadBuffer.dataBytes(in, bytes);
            if (FuseOps.waitsForOthers(in)) {
                dispatcher.waitForLock(in, fd);
                return false;
            }
            if (ops.isLocal(in) && dispatcher.runHere(in, fd, buffer, data)) {
                return false;
            }
            dispatcher.handOver(in, fd, buffer, data);
            return true;
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            ops.refuseMalformed(fd, buffer, malformed);
            return false;
        }
    }

    private void run(Runnable request) {
        running++;
        loop.start(
                () -> {
                    try {
                        request.run();
                    } finally {
                        running--;
                        goOn();
                    }
                });
    }

    private void goOn() {
        if (full) {
            full = false;
            readOn();
        }
    }
}
