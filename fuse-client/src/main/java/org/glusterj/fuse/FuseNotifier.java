package org.glusterj.fuse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
    private static final long REPLY_UNDER_WAY_NANOS = 500_000;
    private static final Log LOG = Log.of(FuseNotifier.class);

    private final ArrayBlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean epochQueued = new AtomicBoolean();
    private final AtomicBoolean roomQueued = new AtomicBoolean();
    private final MemorySegment memory = Arena.ofAuto().allocate(Notification.MAX_BYTES, 8);
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
        if (!queue.offer(() -> write(notification))) {
            dropped.incrementAndGet();
        }
    }

    /** Every name is looked up again on next use, where the kernel knows how. One step waits in the queue at a time. */
    void everyName() {
        if (knowsEpoch) {
            once(epochQueued, () -> write(new Notification.IncrementEpoch()), 1);
        }
    }

    /** Has {@code limit} ask the kernel for nodes it can do without. One such call waits in the queue at a time. */
    void makeRoom(NodeLimit limit) {
        once(roomQueued, () -> limit.makeRoom(this::write), 0);
    }

    /** @param loss what is dropped when the queue is full */
    private void once(AtomicBoolean queued, Runnable task, int loss) {
        if (!queued.compareAndSet(false, true)) {
            return;
        }
        boolean fits =
                queue.offer(
                        () -> {
                            queued.set(false);
                            task.run();
                        });
        if (!fits) {
            queued.set(false);
            dropped.addAndGet(loss);
        }
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                queue.take().run();
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    LOG.say(FuseMessage.NOTIFY_OVERFLOW, lost);
                    if (knowsEpoch) {
                        write(new Notification.IncrementEpoch());
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The notifier's thread only. */
    private void write(Notification notification) {
        long sent = Syscalls.system().write(device, notification.putInto(memory));
        if (sent == -LinuxErrno.ENOENT && notification instanceof Notification.InvalidateInode) {
            // The reply that tells the kernel of the node may be about to be written
            LockSupport.parkNanos(REPLY_UNDER_WAY_NANOS);
            sent = Syscalls.system().write(device, notification.putInto(memory));
        }
        // ENOENT: the kernel does not know the node or name (any more), which is what was wanted
        if (sent < 0
                && sent != -LinuxErrno.ENOENT
                && sent != -LinuxErrno.ENODEV
                && sent != -LinuxErrno.ENOTCONN) {
            LOG.say(FuseMessage.NOTIFY_FAILED, notification, LinuxErrno.text((int) sent));
        }
    }
}
