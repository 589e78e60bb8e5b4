package org.glusterj.fuse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.glusterj.core.Log;
import org.glusterj.fuse.kernel.Notification;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/**
 * Sends notifications from a thread of its own: the kernel takes inode locks for them that a request under way may
 * hold,
 * so no thread that answers requests may ever send one. Bounded queue of {@value #QUEUE}; what does not fit is made
 * good
 * by one epoch step, after which every name is looked up again (kernels that lack it: names and attributes expire by
 * their time-outs).
 */
final class FuseNotifier {
    private static final int QUEUE = 8192;
    private static final Log LOG = Log.of(FuseNotifier.class);

    private final ArrayBlockingQueue<Notification> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final int device;
    private final boolean knowsEpoch;
    private final Thread thread;

    FuseNotifier(int device, int minor) {
        this.device = device;
        knowsEpoch = minor >= Notification.IncrementEpoch.SINCE_MINOR;
        thread = Thread.ofPlatform().daemon().name("fuse-notifier").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues; never blocks. */
    void send(Notification notification) {
        if (!queue.offer(notification)) {
            dropped.incrementAndGet();
        }
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        var memory = Arena.ofAuto().allocate(Notification.MAX_BYTES, 8);
        try {
            while (true) {
                write(queue.take(), memory);
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    LOG.say(FuseMessage.NOTIFY_OVERFLOW, lost);
                    if (knowsEpoch) {
                        write(new Notification.IncrementEpoch(), memory);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Notification notification, MemorySegment memory) {
        long sent = Syscalls.system().write(device, notification.putInto(memory));
        // ENOENT: the kernel does not know the node or name (any more), which is what was wanted
        if (sent < 0
                && sent != -LinuxErrno.ENOENT
                && sent != -LinuxErrno.ENODEV
                && sent != -LinuxErrno.ENOTCONN) {
            LOG.say(FuseMessage.NOTIFY_FAILED, notification, LinuxErrno.text((int) sent));
        }
    }
}
