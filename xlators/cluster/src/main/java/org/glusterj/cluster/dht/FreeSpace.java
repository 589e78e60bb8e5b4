package org.glusterj.cluster.dht;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.glusterj.core.Environment;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;

/**
 * The subvolumes' free space as of a moment ago. Creations ask for it at most once per second and do not wait: the
 * answer serves the next one. Any thread.
 */
final class FreeSpace {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final long CHUNK_BYTES = 1 << 20;

    /** In the xdata of a reply: its figures are those of a quota. */
    private static final String QUOTA_COUNTS = "quota-deem-statfs";

    /** Asks for the disk's own figures where a quota stands for them. */
    private static final Xdata PLAIN_FIGURES = Xdata.EMPTY.withInt("ignore-deem-statfs", 1);

    private final Children children;
    private final Environment environment;
    private final AtomicReferenceArray<Statvfs> figures;
    private final AtomicLong askAgainAt;

    FreeSpace(Children children, Environment environment) {
        this.children = children;
        this.environment = environment;
        figures = new AtomicReferenceArray<>(children.size());
        askAgainAt = new AtomicLong(environment.nanoTime());
    }

    /** Asks unless that was done within the last second. */
    void refresh(Loc root) {
        long due = askAgainAt.get();
        long now = environment.nanoTime();
        if (now - due < 0 || !askAgainAt.compareAndSet(due, now + INTERVAL_NANOS)) {
            return;
        }
        var op = new Fop.Statfs(root, Xdata.NULL);
        for (int i = 0; i < children.size(); i++) {
            children.at(i).start(Frame.internal(), op, new Answer(i));
        }
    }

    /** Asks and waits; of those that do not answer the old figures stay. */
    void learn(Frame frame, Loc root) {
        var outcomes = children.<Reply.Statfs>callAll(frame, new Fop.Statfs(root, PLAIN_FIGURES));
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Ok<Reply.Statfs>(var child, var reply)) {
                figures.set(i, reply.statvfs());
            }
        }
    }

    /** Null while nothing is known. */
    Statvfs of(int subvolume) {
        return figures.get(subvolume);
    }

    private final class Answer implements Sink<Reply.Statfs> {
        private final int subvolume;

        Answer(int subvolume) {
            this.subvolume = subvolume;
        }

        @Override
        public void ok(Reply.Statfs reply) {
            figures.set(subvolume, reply.statvfs());
        }

        /** The old figures stay. */
        @Override
        public void failed(FopException why) {}
    }

    boolean isFilled(int subvolume, FreeLimits limits) {
        var its = figures.get(subvolume);
        return its != null && limits.isFilled(its);
    }

    /** Sizes in MiB for the shares of new layouts; 0 where nothing is known yet (spec dht 3). */
    long[] weights() {
        var weights = new long[figures.length()];
        for (int i = 0; i < weights.length; i++) {
            var its = figures.get(i);
            if (its != null && its.bsize() > 0) {
                long perChunk = Math.max(1, CHUNK_BYTES / its.bsize());
                weights[i] = (its.blocks() + perChunk - 1) / perChunk;
            }
        }
        return weights;
    }

    /**
     * Where a new file goes when {@code hashed} is filled: the subvolume with most room among those within the limits
     * and with a range in the parent, else the one with most room at all; {@code hashed} when there is none.
     */
    int instead(int hashed, Layout parent, FreeLimits limits) {
        int best = Known.NOWHERE;
        for (int i = 0; i < figures.length(); i++) {
            var its = figures.get(i);
            boolean fits = its != null && parent.part(i).hasRange() && !limits.isFilled(its);
            if (fits && (best == Known.NOWHERE || hasMore(its, figures.get(best)))) {
                best = i;
            }
        }
        best = best == Known.NOWHERE ? roomiest(parent) : best;
        return best == Known.NOWHERE ? hashed : best;
    }

    private int roomiest(Layout parent) {
        int best = Known.NOWHERE;
        for (int i = 0; i < figures.length(); i++) {
            var its = figures.get(i);
            boolean fits =
                    its != null
                            && parent.part(i).hasRange()
                            && FreeLimits.freeInodePercent(its) > 0;
            if (fits && (best == Known.NOWHERE || hasMore(its, figures.get(best)))) {
                best = i;
            }
        }
        return best;
    }

    private static boolean hasMore(Statvfs a, Statvfs b) {
        return FreeLimits.freePercent(a) > FreeLimits.freePercent(b);
    }

    /**
     * The volume's figures out of those of its subvolumes: their sum; but a quota counts for the whole volume, and the
     * subvolume that knows of most use has them.
     */
    static Reply.Statfs together(List<Reply.Statfs> replies) {
        Reply.Statfs limited = null;
        Statvfs sum = null;
        for (var reply : replies) {
            var figures = reply.statvfs();
            sum = sum == null ? figures : sum(sum, figures);
            if (reply.xdata().number(QUOTA_COUNTS, 0) != 0
                    && (limited == null || used(figures) >= used(limited.statvfs()))) {
                limited = reply;
            }
        }
        return limited == null ? new Reply.Statfs(sum, Xdata.NULL) : limited;
    }

    private static long used(Statvfs figures) {
        return figures.blocks() - figures.bfree();
    }

    /** Both file systems as one; in the larger fragments of the two (stock's sum). */
    static Statvfs sum(Statvfs a, Statvfs b) {
        long frsize = Math.max(a.frsize(), b.frsize());
        return new Statvfs(
                Math.max(a.bsize(), b.bsize()),
                frsize,
                scaled(a.blocks(), a, frsize) + scaled(b.blocks(), b, frsize),
                scaled(a.bfree(), a, frsize) + scaled(b.bfree(), b, frsize),
                scaled(a.bavail(), a, frsize) + scaled(b.bavail(), b, frsize),
                a.files() + b.files(),
                a.ffree() + b.ffree(),
                a.favail() + b.favail(),
                b.fsid(),
                b.flag(),
                b.namemax());
    }

    private static long scaled(long blocks, Statvfs of, long frsize) {
        return of.frsize() == frsize ? blocks : (long) ((double) of.frsize() / frsize * blocks);
    }
}
