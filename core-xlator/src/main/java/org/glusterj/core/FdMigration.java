package org.glusterj.core;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Takes the open fds of one graph over to its successor: first they are opened there, while the old one still has them
 * open, so that nothing is closed in between; at the end the locks follow. What the brick does not open or hand over
 * stays with the old graph. Used by the thread that switches; opens run on a few threads beside it.
 */
final class FdMigration {
    /** Fds opened at a time. */
    private static final int WINDOW = 32;

    /** The answer to the first read of a directory may be that long. */
    private static final int FIRST_BYTES = 4096;

    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;
    private static final Duration CALL_WITHIN = Duration.ofSeconds(30);
    private static final Log LOG = Log.of(FdMigration.class);

    /** Something to say with an OPEN keeps translators from answering it themselves: the brick must know the fd. */
    private static final Xdata FOR_GOOD = Xdata.EMPTY.withInt("glusterj.open-now", 1);

    private final Environment environment;
    private final Graph from;
    private final Graph to;
    private final Set<Fd> opened = ConcurrentHashMap.newKeySet();
    private final Map<Fd, Errno> failed = new ConcurrentHashMap<>();
    private volatile boolean broken;

    FdMigration(Environment environment, Graph from, Graph to) {
        this.environment = environment;
        this.from = from;
        this.to = to;
    }

    /** Opens what is not open on the new graph yet; false when that one is out of reach. */
    boolean openAll() {
        var left = new ConcurrentLinkedQueue<Fd>();
        for (var fd : from.inodes().openFds()) {
            if (!opened.contains(fd) && fd.former() == null && fd.tryRetain()) {
                left.add(fd);
            }
        }
        failed.clear();
        int threads = Math.min(WINDOW, left.size());
        var ended = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            environment.spawn("fd-migration", () -> openThese(left, ended));
        }
        awaitUninterrupted(ended);
        return !broken;
    }

    private void openThese(Queue<Fd> left, CountDownLatch ended) {
        try {
            for (var next = left.poll(); next != null; next = left.poll()) {
                try (var fd = next) {
                    open(fd);
                }
            }
        } finally {
            ended.countDown();
        }
    }

    private void open(Fd fd) {
        if (broken) {
            return;
        }
        try {
            var inode = fd.inode();
            var loc = Loc.of(inode);
            int flags = fd.flags() & ~(O_CREAT | O_EXCL | O_TRUNC);
            if (inode.type() == FileType.DIRECTORY) {
                to.top().call(frame(), new Fop.Opendir(loc, fd, Xdata.NULL));
                readOnce(fd);
            } else {
                to.top().call(frame(), new Fop.Open(loc, flags, fd, FOR_GOOD));
            }
            opened.add(fd);
        } catch (FopException why) {
            failed.put(fd, why.errno());
            if (why.errno() == Errno.ENOTCONN || why.errno() == Errno.ETIMEDOUT) {
                broken = true;
            }
        }
    }

    /**
     * A directory of ext4 whose first read is at its end says once more that it is at its end when it is read from its
     * start after that; a brick would show it as empty.
     */
    private void readOnce(Fd fd) throws FopException {
        to.top().call(frame(), new Fop.Readdir(fd, FIRST_BYTES, 0, Xdata.NULL));
    }

    private Frame frame() {
        return Frame.internal().until(Deadline.after(environment, CALL_WITHIN));
    }

    private static void awaitUninterrupted(CountDownLatch ended) {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is under way any more: moves the locks and gives {@code former} what does not go over. */
    void finish(FormerGraph former) {
        failed.forEach((fd, errno) -> stays(fd, former));
        for (var fd : opened) {
            if (fd.isLockAsked() && fd.tryRetain()) {
                try (fd) {
                    moveLocks(fd);
                } catch (FopException why) {
                    LOG.say(CoreMessage.LOCKS_STAY, fd.gfid(), why.errno());
                    stays(fd, former);
                }
            }
        }
    }

    private static void stays(Fd fd, FormerGraph former) {
        if (fd.tryRetain()) {
            try (fd) {
                former.keep(fd);
            }
        }
    }

    /** The brick knows locks by connection and fd: it names the old pair, and is told the new one. */
    private void moveLocks(Fd fd) throws FopException {
        var held = from.top().call(frame(), new Fop.Fgetxattr(fd, Flock.LOCKINFO, Xdata.NULL));
        var info = held.dict().find(Flock.LOCKINFO);
        if (info.isPresent()) {
            var dict = Xdata.EMPTY.with(Flock.LOCKINFO, info.get());
            to.top().call(frame(), new Fop.Fsetxattr(fd, dict, 0, Xdata.NULL));
        }
    }
}
