package org.glusterj.cluster.afr.heal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.InodeTable;

/**
 * Ends split-brains of one set of copies as an administrator's {@link Verdict} says, with the answers of stock's {@code
 * heal V split-brain} (captured from 10.3): data and attributes of an inode, or which object a name stands for. What is
 * not in split-brain is left to the daemon. The names of a directory are merged whatever the verdict is; what of them
 * stands for two objects is the volume's policy's to decide, as it is for the daemon. Used by one thread.
 */
public final class Settlement {
    private static final String NOT_SPLIT = "File not in split-brain";
    private static final String NOT_ALL_ANSWERED =
            "Failed to obtain replies from all bricks of the replica (are they up?)."
                    + " Cannot resolve split-brain.";
    private static final String NOT_ALL_UP =
            "All the bricks should be up to resolve the gfid split brain";

    /** Where distribute has put the file elsewhere. */
    private static final String LINKTO = "trusted.glusterfs.dht.linkto";

    private static final int LINKTO_MODE = 01000;
    private static final int PERMISSIONS = 07777;

    private final Replica replica;
    private final InodeTable inodes;
    private final Ruling ruling;
    private final NameHeal names;
    private final DataHeal data;
    private final MetadataHeal metadata;
    private final EntryHeal merge;

    /**
     * @param ruled copies whose settings have {@code ruling} as their judge
     * @param daemons the same copies with the volume's own
     */
    Settlement(Replica ruled, Replica daemons, InodeTable inodes, Ruling ruling) {
        this.replica = ruled;
        this.inodes = inodes;
        this.ruling = ruling;
        names = new EntryHeal(ruled).names();
        data = new DataHeal(ruled);
        metadata = new MetadataHeal(ruled);
        merge = new EntryHeal(daemons);
    }

    /** @param path from the volume's root, a byte string that begins with a slash */
    public Settled path(String path) {
        var words = new ArrayList<>(Arrays.asList(path.split("/")));
        words.removeIf(String::isEmpty);
        var frame = replica.frame();
        var root = inodes.root().gfid();
        if (words.isEmpty()) {
            return inode(frame, root);
        }
        var name = words.removeLast();
        Inode directory;
        try {
            directory = inodes.obtainPinned(walk(frame, root, words));
        } catch (FopException why) {
            return Settled.failed(Settled.Kind.PARENT_FAILED, false, why.errno());
        }
        try {
            return name(frame, directory, name);
        } finally {
            directory.unpin();
        }
    }

    public Settled inode(Gfid gfid) {
        return inode(replica.frame(), gfid);
    }

    /** Shows what the copy of the verdict has on its lists. */
    public void listed(Consumer<Gfid> gfids) throws FopException {
        var index = new Index(replica);
        var frame = replica.frame();
        for (var kind : List.of(Index.Kind.XATTROP, Index.Kind.DIRTY)) {
            Inode list;
            try {
                list = index.directory(frame, ruling.verdict().copy(), inodes, kind);
            } catch (FopException why) {
                if (HealInfo.isNone(why)) {
                    continue;
                }
                throw why;
            }
            try {
                index.visit(
                        frame,
                        ruling.verdict().copy(),
                        list,
                        name -> {
                            var gfid = Crawl.gfid(name);
                            if (gfid != null) {
                                gfids.accept(gfid);
                            }
                            return true;
                        });
            } catch (FopException why) {
                if (!HealInfo.isNone(why)) {
                    throw why;
                }
            } finally {
                list.unpin();
            }
        }
    }

    private Gfid walk(Frame frame, Gfid from, List<String> words) throws FopException {
        var at = from;
        for (var word : words) {
            var directory = inodes.obtainPinned(at);
            try {
                var sight = replica.lookName(frame, directory, word);
                if (sight.present().isEmpty()) {
                    throw failure(sight);
                }
                if (!isOneObject(sight)) {
                    throw new FopException(Errno.EIO, "the name stands for different objects");
                }
                at = sight.iatt(sight.present().lowest()).gfid();
            } finally {
                directory.unpin();
            }
        }
        return at;
    }

    private Settled name(Frame frame, Inode directory, String name) {
        var sight = replica.lookName(frame, directory, name);
        var present = sight.present();
        if (present.isEmpty()) {
            return Settled.failed(Settled.Kind.LOOKUP_FAILED, false, failure(sight).errno());
        }
        if (isElsewhere(sight)) {
            return Settled.failed(Settled.Kind.LOOKUP_FAILED, false, Errno.ENOENT);
        }
        boolean one = isOneObject(sight);
        if (!one && !sight.isOneType()) {
            return Settled.failed(Settled.Kind.LOOKUP_FAILED, false, Errno.EIO);
        }
        if (!one && present.count() + sight.answers().gone().count() < sight.size()) {
            return Settled.because(Settled.Kind.NAME_OPEN, false, NOT_ALL_UP);
        }
        if (!one) {
            var settled = judge(frame, directory, name);
            if (settled != null) {
                return settled;
            }
            sight = replica.lookName(frame, directory, name);
            if (sight.present().isEmpty()) {
                return Settled.failed(Settled.Kind.LOOKUP_FAILED, false, failure(sight).errno());
            }
        }
        return inode(frame, sight.iatt(sight.present().lowest()).gfid());
    }

    /** Null when the counters of the directory told which object is right, and that is the one now. */
    private Settled judge(Frame frame, Inode directory, String name) {
        ruling.reset();
        try {
            names.heal(frame, directory, name);
        } catch (FopException why) {
            return ruling.refusal() == null
                    ? Settled.failed(Settled.Kind.LOOKUP_FAILED, false, why.errno())
                    : Settled.because(Settled.Kind.NAME_OPEN, false, ruling.refusal());
        }
        return ruling.wasAsked() ? Settled.of(Settled.Kind.NAME) : null;
    }

    private static boolean isOneObject(Sight sight) {
        var present = sight.present();
        Iatt first = sight.iatt(present.lowest());
        for (int i = present.lowest(); i >= 0; i = present.next(i)) {
            if (!sight.iatt(i).gfid().equals(first.gfid())) {
                return false;
            }
        }
        return sight.isOneType();
    }

    private static boolean isElsewhere(Sight sight) {
        int first = sight.present().lowest();
        return sight.iatt(first).isRegular()
                && (sight.iatt(first).mode() & PERMISSIONS) == LINKTO_MODE
                && sight.xdata(first).contains(LINKTO);
    }

    private static FopException failure(Sight sight) {
        var answers = sight.answers();
        var known = answers.gone().isEmpty() ? answers.failed() : answers.gone();
        var why = answers.failure(known.lowest());
        return Answers.isGone(why) ? new FopException(Errno.ENOENT) : why;
    }

    private Settled inode(Frame frame, Gfid gfid) {
        var inode = inodes.obtainPinned(gfid);
        try {
            var sight = replica.look(frame, inode);
            var present = sight.present();
            if (present.isEmpty()) {
                return Settled.failed(Settled.Kind.LOOKUP_FAILED, false, failure(sight).errno());
            }
            if (!sight.isOneType()) {
                return Settled.failed(Settled.Kind.FAILED, false, Errno.EIO);
            }
            var iatt = sight.iatt(present.lowest());
            inode.learnType(iatt.type());
            if (iatt.isDirectory() && ruling.verdict().kind() == Verdict.Kind.BIGGER_FILE) {
                return Settled.of(Settled.Kind.NO_FILE);
            }
            if (present.count() < 2) {
                return Settled.failed(Settled.Kind.FAILED, iatt.isDirectory(), Errno.ENOTCONN);
            }
            if (!sight.isComplete()) {
                return Settled.because(Settled.Kind.REFUSED, iatt.isDirectory(), NOT_ALL_ANSWERED);
            }
            return heal(frame, inode, sight, iatt);
        } finally {
            inode.unpin();
        }
    }

    private Settled heal(Frame frame, Inode inode, Sight sight, Iatt iatt) {
        var all = Copies.first(sight.size());
        var settings = replica.settings();
        var steps = new Steps(iatt.isDirectory());
        if (iatt.isRegular() && DataChoice.isSplit(sight, all, settings)) {
            steps.run(() -> data.heal(frame, inode));
        }
        if (MetadataChoice.isSplit(sight, all, settings)) {
            steps.run(() -> metadata.heal(frame, inode));
        }
        if (iatt.isDirectory() && Inspection.isMarked(sight, ChangeType.ENTRY)) {
            steps.run(() -> merge.heal(frame, inode));
        }
        return steps.result();
    }

    /** One of the kinds of heal. */
    private interface Step {
        boolean run() throws FopException;
    }

    /** Each kind is healed although another could not be; then the last failure is told, as stock does. */
    private final class Steps {
        private final boolean directory;
        private Settled result;

        Steps(boolean directory) {
            this.directory = directory;
        }

        void run(Step step) {
            ruling.reset();
            try {
                step.run();
                result = result == null ? Settled.healed(directory) : result;
            } catch (FopException why) {
                result =
                        ruling.refusal() == null
                                ? Settled.failed(Settled.Kind.FAILED, directory, why.errno())
                                : Settled.because(
                                        Settled.Kind.REFUSED, directory, ruling.refusal());
            }
        }

        Settled result() {
            return result == null
                    ? Settled.because(Settled.Kind.REFUSED, directory, NOT_SPLIT)
                    : result;
        }
    }
}
