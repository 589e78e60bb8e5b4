package org.glusterj.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.glusterj.core.CarriedThreads;

/**
 * Lets a front that reads requests from a descriptor share the event loop of the connections: the loop waits for both,
 * and carries the virtual threads that run the requests. From a request's arrival to its reply no other thread is
 * woken.
 *
 * <p>What runs here must not sleep in a system call: every connection of the loop would wait. A lock of
 * java.util.concurrent that the loop takes must be taken by requests with {@link org.glusterj.core.Pinned} alone, else
 * the loop gets in line behind one that only it can carry on. Thread-safe; {@code readable} is called on the loop.
 * Needs epoll and {@link CarriedThreads}.
 */
public final class FrontLoop implements AutoCloseable {
    private final EventLoops loops;
    private final IoEventLoop loop;
    private final ThreadFactory carried;
    private volatile IoRegistration registration;

    private FrontLoop(EventLoops loops, IoEventLoop loop, ThreadFactory carried) {
        this.loops = loops;
        this.loop = loop;
        this.carried = carried;
    }

    /** Takes part in the process's event loops until closed; empty where they cannot carry a front. */
    public static Optional<FrontLoop> open() {
        var loops = EventLoops.acquire();
        if (loops.group().next() instanceof IoEventLoop loop && loops.flavor().takesDescriptors()) {
            var threads = CarriedThreads.on(loop);
            if (threads.isPresent()) {
                var factory = threads.get().name("front-", 1).factory();
                return Optional.of(new FrontLoop(loops, loop, factory));
            }
        }
        loops.close();
        return Optional.empty();
    }

    /** Calls {@code readable} whenever {@code descriptor}, which does not block, has something to read or failed. */
    public void watch(int descriptor, Runnable readable) {
        registration =
                loop.register(new Watched(new FileDescriptor(descriptor), readable))
                        .syncUninterruptibly()
                        .getNow();
        registration.submit(EpollIoOps.EPOLLIN);
    }

    /** Stops or goes on calling. */
    public void reading(boolean wanted) {
        registration.submit(wanted ? EpollIoOps.EPOLLIN : EpollIoOps.NONE);
    }

    /** Runs {@code body} on a virtual thread of this loop. */
    public void start(Runnable body) {
        carried.newThread(body).start();
    }

    /** Runs {@code task}, which must not block, on the loop. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Watches no more; the descriptor stays its owner's. */
    @Override
    public void close() {
        var held = registration;
        if (held != null) {
            held.cancel();
        }
        loops.close();
    }

    private record Watched(FileDescriptor fd, Runnable readable) implements EpollIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            readable.run();
        }

        @Override
        public void close() {}
    }
}
