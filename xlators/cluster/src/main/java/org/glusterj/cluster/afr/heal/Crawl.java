package org.glusterj.cluster.afr.heal;

import java.util.function.BooleanSupplier;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Xdata;

/**
 * One walk through all that a brick knows may need a heal: the root, and its lists ({@link Index}). Used by one
 * thread, which waits for those that heal.
 */
final class Crawl {
    private static final Log LOG = Log.of(Crawl.class);

    private final Healer healer;
    private final Replica replica;
    private final int child;
    private final int threads;
    private final CrawlCount count;
    private final BooleanSupplier goesOn;
    private final Index index;
    private final Frame frame;

    /** @param child whose lists are walked through */
    Crawl(Healer healer, int child, int threads, CrawlCount count, BooleanSupplier goesOn) {
        this.healer = healer;
        this.child = child;
        this.threads = threads;
        this.count = count;
        this.goesOn = goesOn;
        replica = healer.replica();
        index = new Index(replica);
        frame = replica.frame();
    }

    /** @throws FopException the brick does not answer */
    void index() throws FopException {
        root();
        for (var kind : Index.Kind.values()) {
            LOG.say(HealMessage.CRAWL_BEGINS, replica.childName(child), kind);
            list(kind);
        }
    }

    /**
     * The root is looked at although it is on no list: new bricks are accused there, and a daemon that does not know
     * them yet takes it off the lists again.
     */
    private void root() {
        if (!goesOn.getAsBoolean()) {
            return;
        }
        var result = healer.heal(Gfid.ROOT);
        if (result.kind() == HealResult.Kind.HEALED) {
            count.add(result);
        }
    }

    private void list(Index.Kind kind) throws FopException {
        Inode list;
        try {
            list = index.directory(frame, child, healer.inodes(), kind);
        } catch (FopException why) {
            if (why.errno() == Errno.ENODATA || why.errno() == Errno.EOPNOTSUPP) {
                return;
            }
            throw why;
        }
        var batch = new Batch<Gfid>(replica.environment(), threads, gfid -> heal(kind, list, gfid));
        try {
            index.visit(
                    frame,
                    child,
                    list,
                    name -> {
                        var gfid = gfid(name);
                        if (gfid != null) {
                            batch.add(gfid);
                        }
                        return goesOn.getAsBoolean();
                    });
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
        } finally {
            batch.finish();
            list.unpin();
        }
    }

    /** Null for names that are no gfid, as that of the file all others are links to. */
    static Gfid gfid(String name) {
        try {
            return Gfid.parse(name);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private void heal(Index.Kind kind, Inode list, Gfid gfid) {
        if (!goesOn.getAsBoolean()) {
            return;
        }
        var result = healer.heal(gfid);
        count.add(result);
        tell(gfid, result);
        try {
            switch (result.kind()) {
                case GONE -> purge(kind, list, gfid);
                case CLEAN -> forget(gfid);
                case FAILED, BUSY -> {
                    if (isGoneHere(gfid)) {
                        purge(kind, list, gfid);
                    }
                }
                case HEALED, QUIET, SPLIT_BRAIN -> {}
            }
        } catch (FopException why) {
            LOG.say(HealMessage.NOT_HEALED, gfid, why.getMessage());
        }
    }

    static void tell(Gfid gfid, HealResult result) {
        switch (result.kind()) {
            case SPLIT_BRAIN -> LOG.say(HealMessage.SPLIT_BRAIN, gfid, result.why());
            case FAILED -> LOG.say(HealMessage.NOT_HEALED, gfid, result.why());
            case HEALED, CLEAN, QUIET, GONE, BUSY -> {}
        }
    }

    /** A brick that died between its list and its counters has the one without the other. */
    private void forget(Gfid gfid) {
        var inode = healer.inodes().obtainPinned(gfid);
        try {
            new Marks(replica).touch(frame, inode);
        } finally {
            inode.unpin();
        }
    }

    private boolean isGoneHere(Gfid gfid) throws FopException {
        var inode = healer.inodes().obtainPinned(gfid);
        try {
            return !replica.has(child, frame, inode);
        } finally {
            inode.unpin();
        }
    }

    private void purge(Index.Kind kind, Inode list, Gfid gfid) throws FopException {
        if (kind != Index.Kind.ENTRY_CHANGES) {
            index.purge(frame, child, list, gfid.toString());
            return;
        }
        try {
            var loc = Loc.entry(list, gfid.toString());
            replica.call(child, frame, new Fop.Rmdir(loc, 1, Xdata.NULL));
        } catch (FopException why) {
            if (!Answers.isGone(why)) {
                throw why;
            }
        }
    }
}
