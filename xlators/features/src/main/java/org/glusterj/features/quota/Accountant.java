package org.glusterj.features.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.glusterj.core.Caller;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.MustWait;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * Keeps the sizes of directories true. Three numbers belong together: what an object uses, its contribution (an xattr
 * of the object, one for each directory that names it) and the directory's size (an xattr, the sum of the contributions
 * and the directory itself). A change makes the first differ; the accountant makes the second follow, then the third,
 * then the directory is an object of its own parent.
 *
 * <p>Invariant: whenever the size of a directory is not the sum of the contributions, its xattr "dirty" is 1 on disk.
 * So after a crash whoever meets a dirty directory counts it anew ({@link #recount}). What did not become a
 * contribution before the crash is found by a lookup, which compares use and contribution.
 *
 * <p>Contributions to a directory, and names that leave it, change only under {@link #hold} of it (64 locks, in the
 * order of their numbers). Calls to the storage are made under them: they are what must not interleave. Removals and
 * renames hold it too, so one that waits below (for a lease) delays accounts of the same stripe.
 *
 * <p>Objects wait in a set, {@value #MOST_WAITING} at most: who comes later works a batch off himself. One thread at a
 * time works in the background. Many changes of one object, or of objects in one directory, cost as much as one.
 */
final class Accountant {
    private static final Log LOG = Log.of(Accountant.class);
    private static final int STRIPES = 64;
    private static final int BATCH = 256;
    static final int MOST_WAITING = 10_000;
    private static final int LISTING_BYTES = 128 << 10;
    private static final int PATIENCE_SECONDS = 30;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final int ADD_64 = 1;
    private static final int GET_AND_SET = 4;
    private static final int ADD_64_WITH_DEFAULT = 6;
    private static final byte[] CLEAN = {'0', 0};
    private static final byte[] DIRTY = {'1', 0};
    private static final int LINKTO_MODE = 01000;

    private static final Xdata INTERNAL = Xdata.EMPTY.withInt("glusterfs-internal-fop", 1);

    /** On whose behalf: like an aux mount's, not held to quotas, leases or the reserve. */
    static final Frame FRAME = Frame.of(Caller.internal(Caller.PID_QUOTA));

    /** What is to be added to a directory's size; guarded by its stripe. */
    private static final class Owed {
        Usage sum = Usage.NONE;
        boolean recount;

        /** A timer will try again. */
        boolean retrying;
    }

    /** The locks of one or two directories, until closed. */
    final class Held implements AutoCloseable {
        private final ReentrantLock first;
        private final ReentrantLock second;

        private Held(Frame frame, ReentrantLock first, ReentrantLock second) {
            this.first = first;
            this.second = second;
            take(frame, first);
            try {
                if (second != null) {
                    take(frame, second);
                }
            } catch (MustWait elsewhere) {
                first.unlock();
                throw elsewhere;
            }
        }

        private static void take(Frame frame, ReentrantLock lock) {
            if (!lock.tryLock()) {
                MustWait.unlessAllowed(frame);
                lock.lock();
            }
        }

        @Override
        public void close() {
            if (second != null) {
                second.unlock();
            }
            first.unlock();
        }
    }

    private final String node;
    private final Subvolume below;
    private final Environment environment;
    private final Supplier<InodeTable> inodes;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final Map<Gfid, Owed> owed = new ConcurrentHashMap<>();

    /** Directories to be marked and counted anew; true: in any case. They wait, too. */
    private final Map<Gfid, Boolean> found = new ConcurrentHashMap<>();

    /** Guarded by itself, and so is {@code working}. */
    private final LinkedHashSet<Gfid> waiting = new LinkedHashSet<>();

    private boolean working;
    private volatile boolean full;
    private volatile Keys keys;

    Accountant(
            String node,
            Subvolume below,
            Environment environment,
            Supplier<InodeTable> inodes,
            Keys keys) {
        this.node = node;
        this.below = below;
        this.environment = environment;
        this.inodes = inodes;
        this.keys = keys;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    void keys(Keys changed) {
        keys = changed;
    }

    Keys keys() {
        return keys;
    }

    private Held hold(Gfid directory) {
        return hold(FRAME, directory);
    }

    /** A frame that may not wait is left ({@link MustWait}) when another holds it. */
    Held hold(Frame frame, Gfid directory) {
        return new Held(frame, stripes[stripe(directory)], null);
    }

    Held hold(Frame frame, Gfid one, Gfid other) {
        int a = stripe(one);
        int b = stripe(other);
        return a == b
                ? new Held(frame, stripes[a], null)
                : new Held(frame, stripes[Math.min(a, b)], stripes[Math.max(a, b)]);
    }

    private static int stripe(Gfid gfid) {
        return Math.floorMod(gfid.hashCode(), STRIPES);
    }

    /** What the object uses may have changed, or a directory owes. Not to be called while holding. */
    void changed(Gfid gfid) {
        boolean start;
        synchronized (waiting) {
            start = waiting.add(gfid) && !working;
            working |= start;
            full = waiting.size() > MOST_WAITING;
        }
        if (start) {
            environment.spawn("marker", this::work);
        } else if (full) {
            process(take(false));
        }
    }

    /** Whether so much waits that who comes has to work. */
    boolean isFull() {
        return full;
    }

    /** Works off all there is, in the caller's thread, and waits for the other one; {@value #PATIENCE_SECONDS} s. */
    void finish() {
        finish(PATIENCE_SECONDS);
    }

    /**
     * Before somebody is told a size: it shall have what was written before the question. Not longer than about a
     * second while others go on writing. A frame that may not wait is left ({@link MustWait}) when there is anything to
     * do. Not to be called while holding.
     */
    void catchUp(Frame frame) {
        synchronized (waiting) {
            if (!working && waiting.isEmpty()) {
                return;
            }
        }
        MustWait.unlessAllowed(frame);
        finish(1);
    }

    private void finish(int seconds) {
        long end = environment.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (int second = 0; second < seconds; second++) {
            for (var batch = take(false); !batch.isEmpty(); batch = take(false)) {
                process(batch);
                if (environment.nanoTime() - end > 0) {
                    return;
                }
            }
            synchronized (waiting) {
                if (!working && waiting.isEmpty()) {
                    return;
                }
                if (working && !await()) {
                    return;
                }
            }
        }
    }

    /** For a second; false when interrupted. The caller has the monitor. */
    private boolean await() {
        try {
            waiting.wait(1000);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void work() {
        for (var batch = take(true); !batch.isEmpty(); batch = take(true)) {
            process(batch);
        }
    }

    private List<Gfid> take(boolean worker) {
        synchronized (waiting) {
            var batch = new ArrayList<Gfid>(Math.min(BATCH, waiting.size()));
            var each = waiting.iterator();
            while (each.hasNext() && batch.size() < BATCH) {
                batch.add(each.next());
                each.remove();
            }
            full = waiting.size() > MOST_WAITING;
            if (worker && batch.isEmpty()) {
                working = false;
                waiting.notifyAll();
            }
            return batch;
        }
    }

    private void process(List<Gfid> batch) {
        var byParent = new LinkedHashMap<Gfid, List<Gfid>>();
        for (var gfid : batch) {
            var anyway = found.remove(gfid);
            if (anyway != null) {
                look(gfid, anyway);
            }
            if (owed.containsKey(gfid)) {
                settle(gfid);
            }
            if (!gfid.isRoot()) {
                for (var parent : parents(gfid)) {
                    byParent.computeIfAbsent(parent, none -> new ArrayList<>()).add(gfid);
                }
            }
        }
        byParent.forEach(
                (parent, children) -> {
                    if (contribute(parent, children)) {
                        changed(parent);
                    }
                });
    }

    private List<Gfid> parents(Gfid gfid) {
        var inode = inodes.get().obtainPinned(gfid);
        try {
            return Parents.of(below, inode);
        } catch (FopException e) {
            failed(gfid, e);
            return List.of();
        } finally {
            inode.unpin();
        }
    }

    private void failed(Gfid gfid, FopException why) {
        if (!isGone(why)) {
            LOG.say(MarkerMessage.NOT_COUNTED, node, gfid, why.errno());
        }
    }

    private static boolean isGone(FopException why) {
        return why.errno() == Errno.ENOENT || why.errno() == Errno.ESTALE;
    }

    /** Makes the children's contributions what they use; true when the directory owes something then. */
    private boolean contribute(Gfid parent, List<Gfid> children) {
        try (var held = hold(parent)) {
            for (var child : children) {
                var inode = inodes.get().obtainPinned(child);
                try {
                    contribute(parent, inode);
                } catch (FopException e) {
                    failed(child, e);
                } finally {
                    inode.unpin();
                }
            }
            return owed.containsKey(parent);
        }
    }

    private void contribute(Gfid parent, Inode child) throws FopException {
        var now = keys;
        var key = now.contribution(parent);
        var request = INTERNAL.withUint(key, 0).withUint(now.size(), 0);
        var reply = below.call(FRAME, new Fop.Lookup(Loc.of(child), request));
        if (!isCounted(reply.iatt()) || !Parents.of(below, child).contains(parent)) {
            return;
        }
        boolean directory = reply.iatt().isDirectory();
        var stored = Usage.of(reply.xdata(), key);
        var uses = directory ? sizeOf(child, reply.xdata()) : Usage.ofFile(reply.iatt().blocks());
        var delta = uses.minus(stored == null ? Usage.NONE : stored);
        if (delta.isZero() && stored != null) {
            return;
        }
        mark(parent);
        xattrop(child, ADD_64, key, delta.toBytes(directory));
        add(parent, delta);
    }

    /** Made when it is not there. */
    private Usage sizeOf(Inode directory, Xdata answer) throws FopException {
        var key = keys.size();
        var size = Usage.of(answer, key);
        if (size != null && size.directories() > 0) {
            return size;
        }
        return Usage.of(xattrop(directory, ADD_64_WITH_DEFAULT, key, Usage.NONE.toAddend()), key);
    }

    /** Devices, fifos, sockets and the pointers of a distributed volume use nothing. */
    static boolean isCounted(Iatt iatt) {
        var type = iatt.type();
        boolean pointer = type == FileType.REGULAR && (iatt.mode() & 07777) == LINKTO_MODE;
        return !pointer
                && (type == FileType.REGULAR
                        || type == FileType.SYMLINK
                        || type == FileType.DIRECTORY);
    }

    private Xdata xattrop(Inode inode, int flavour, String key, byte[] operand)
            throws FopException {
        var dict = Xdata.EMPTY.withBytes(key, operand);
        return below.call(FRAME, new Fop.Xattrop(Loc.of(inode), flavour, dict, INTERNAL)).dict();
    }

    /** Says on disk that a size is about to be wrong, once until it is right again. The caller holds the directory. */
    void mark(Gfid directory) throws FopException {
        if (owed.containsKey(directory)) {
            return;
        }
        var inode = inodes.get().obtainPinned(directory);
        try {
            var before = xattrop(inode, GET_AND_SET, Keys.DIRTY, DIRTY);
            var owes = new Owed();
            owes.recount = isDirty(before);
            owed.put(directory, owes);
        } finally {
            inode.unpin();
        }
    }

    static boolean isDirty(Xdata dict) {
        return dict.string(Keys.DIRTY).map(text -> text.startsWith("1")).orElse(false);
    }

    /** The caller holds the directory and has marked it. */
    private void add(Gfid directory, Usage delta) {
        var owes = owed.get(directory);
        owes.sum = owes.sum.plus(delta);
    }

    /** A name has left a marked directory, and with it what it contributed. The caller holds the directory. */
    void left(Gfid directory, Usage contribution) {
        add(directory, Usage.NONE.minus(contribution));
    }

    /** Something of a marked directory went wrong. The caller holds the directory. */
    void doubt(Gfid directory) {
        owed.get(directory).recount = true;
    }

    /** Counts a directory anew that was found dirty, unless it is dirty because it owes. Waits for nobody. */
    void recount(Gfid directory) {
        found.putIfAbsent(directory, false);
        changed(directory);
    }

    /** Makes the size of a root that has none. Waits for nobody. */
    void begin(Gfid root) {
        found.put(root, true);
        changed(root);
    }

    /** @param anyway also when the disk does not say that it is dirty */
    private void look(Gfid directory, boolean anyway) {
        try (var held = hold(directory)) {
            mark(directory);
            owed.get(directory).recount |= anyway;
        } catch (FopException e) {
            failed(directory, e);
        }
    }

    /** A directory that was marked takes its turn. Not to be called while holding. */
    void settleLater(Gfid directory) {
        if (owed.containsKey(directory)) {
            changed(directory);
        }
    }

    private void settle(Gfid directory) {
        var inode = inodes.get().obtainPinned(directory);
        try (var held = hold(directory)) {
            var owes = owed.get(directory);
            if (owes == null) {
                return;
            }
            try {
                var delta = owes.recount ? missing(inode) : owes.sum;
                if (owes.recount || !delta.isZero()) {
                    xattrop(inode, ADD_64_WITH_DEFAULT, keys.size(), delta.toAddend());
                }
                xattrop(inode, GET_AND_SET, Keys.DIRTY, CLEAN);
                owed.remove(directory);
            } catch (FopException e) {
                if (isGone(e)) {
                    owed.remove(directory);
                } else {
                    failed(directory, e);
                    retryLater(directory, owes);
                }
            }
        } finally {
            inode.unpin();
        }
    }

    private void retryLater(Gfid directory, Owed owes) {
        owes.recount = true;
        if (!owes.retrying) {
            owes.retrying = true;
            environment.schedule(RETRY, "marker", () -> retry(directory, owes));
        }
    }

    private void retry(Gfid directory, Owed owes) {
        try (var held = hold(directory)) {
            owes.retrying = false;
        }
        changed(directory);
    }

    /** What a directory's size lacks to be the sum of the contributions. */
    private Usage missing(Inode directory) throws FopException {
        var sizeKey = keys.size();
        var request = INTERNAL.withUint(sizeKey, 0);
        var answer = below.call(FRAME, new Fop.Lookup(Loc.of(directory), request)).xdata();
        var size = Usage.of(answer, sizeKey);
        var was = size == null ? new Usage(0, 0, 1) : size;
        var is = new Usage(0, 0, 1).plus(sumOfContributions(directory));
        LOG.say(MarkerMessage.COUNTED_ANEW, node, directory.gfid(), was, is);
        return is.minus(was);
    }

    private Usage sumOfContributions(Inode directory) throws FopException {
        var key = keys.contribution(directory.gfid());
        var request = INTERNAL.withUint(key, 0);
        var sum = Usage.NONE;
        var seen = new HashSet<Gfid>();
        try (var fd = Fd.anonymous(directory, 0)) {
            long offset = 0;
            while (true) {
                var reply = below.call(FRAME, new Fop.Readdirp(fd, LISTING_BYTES, offset, request));
                for (var entry : reply.entries()) {
                    offset = entry.offset();
                    var contribution = Usage.of(entry.dict(), key);
                    // of several names in one directory one counts
                    boolean once = entry.iatt().nlink() == 1 || entry.iatt().isDirectory();
                    if (contribution != null && (once || seen.add(entry.iatt().gfid()))) {
                        sum = sum.plus(contribution);
                    }
                }
                if (reply.atEnd() || reply.entries().isEmpty()) {
                    return sum;
                }
            }
        }
    }
}
