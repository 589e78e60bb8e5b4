package org.glusterj.features.quota;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Slot;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xdata;

/**
 * Which limited directories an object is below of: asked of the storage once and kept in the inode, until a directory
 * moves or a limit changes (then all are asked anew) or the object gets or loses names. Thread-safe.
 */
final class Chains {
    /** The nearest first; of a generation of directories and limits. */
    record Chain(int generation, List<Limited> limits) {}

    private static final Xdata LIMITS =
            Xdata.EMPTY.withUint(Limit.BYTES, 0).withUint(Limit.OBJECTS, 0);

    /** Deepest directory that is followed up. */
    private static final int DEEPEST = 4096;

    private final Subvolume below;
    private final Slot<Chain> chains;
    private final Map<Gfid, Limited> limited = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();

    Chains(Subvolume below, Slot<Chain> chains) {
        this.below = below;
        this.chains = chains;
    }

    /** A limit has changed, or a directory has moved. */
    void changed() {
        generation.incrementAndGet();
    }

    /** What was remembered of a directory's limits is not so any more. */
    void changed(Gfid gfid) {
        limited.remove(gfid);
        changed();
    }

    void forget(Inode inode) {
        chains.remove(inode);
    }

    /** A new object has the limits of its directory. */
    void inherit(Inode child, Inode parent) {
        var chain = chains.get(parent);
        if (chain != null) {
            chains.set(child, chain);
        }
    }

    List<Limited> of(Inode inode) throws FopException {
        int now = generation.get();
        var known = known(inode, now);
        if (known != null) {
            return known.limits();
        }
        if (inode.isRoot() || isDirectory(inode)) {
            return climb(inode, now);
        }
        var limits = new LinkedHashSet<Limited>();
        for (var parent : Parents.of(below, inode)) {
            var directory = inode.table().obtainPinned(parent);
            try {
                limits.addAll(climb(directory, now));
            } finally {
                directory.unpin();
            }
        }
        var chain = new Chain(now, List.copyOf(limits));
        chains.set(inode, chain);
        return chain.limits();
    }

    private boolean isDirectory(Inode inode) throws FopException {
        return switch (inode.type()) {
            case DIRECTORY -> true;
            case INVALID ->
                    below.call(Accountant.FRAME, lookup(inode, Xdata.NULL)).iatt().isDirectory();
            default -> false;
        };
    }

    private static Fop.Lookup lookup(Inode inode, Xdata xdata) {
        return new Fop.Lookup(Loc.of(inode), xdata);
    }

    private Chain known(Inode inode, int now) {
        var chain = chains.get(inode);
        return chain != null && chain.generation() == now ? chain : null;
    }

    /** Up to the first directory whose chain is known, or the root; then down again, remembering. */
    private List<Limited> climb(Inode directory, int now) throws FopException {
        var path = new ArrayList<Inode>();
        try {
            List<Limited> limits = List.of();
            var at = directory.pin();
            path.add(at);
            while (true) {
                var known = known(at, now);
                if (known != null) {
                    limits = known.limits();
                    path.removeLast().unpin();
                    break;
                }
                if (at.isRoot()) {
                    break;
                }
                var parents = Parents.of(below, at);
                if (parents.isEmpty() || path.size() > DEEPEST) {
                    throw new FopException(Errno.ESTALE);
                }
                at = at.table().obtainPinned(parents.getFirst());
                path.add(at);
            }
            for (var step : path.reversed()) {
                limits = with(own(step), limits);
                chains.set(step, new Chain(now, limits));
            }
            return limits;
        } finally {
            path.forEach(Inode::unpin);
        }
    }

    private static List<Limited> with(Limited own, List<Limited> above) {
        if (own == null) {
            return above;
        }
        var limits = new ArrayList<Limited>(above.size() + 1);
        limits.add(own);
        limits.addAll(above);
        return List.copyOf(limits);
    }

    /** Null when the directory has no limit. */
    private Limited own(Inode directory) throws FopException {
        var answer = below.call(Accountant.FRAME, lookup(directory, LIMITS)).xdata();
        var bytes = Limit.of(answer, Limit.BYTES);
        var objects = Limit.of(answer, Limit.OBJECTS);
        if (!bytes.isSet() && !objects.isSet()) {
            limited.remove(directory.gfid());
            return null;
        }
        return limited.compute(
                directory.gfid(),
                (gfid, old) ->
                        old != null && old.bytes.equals(bytes) && old.objects.equals(objects)
                                ? old
                                : new Limited(gfid, bytes, objects));
    }

    int size() {
        return limited.size();
    }
}
