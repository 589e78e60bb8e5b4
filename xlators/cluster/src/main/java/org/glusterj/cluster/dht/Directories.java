package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.cluster.dht.Layout.State;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * MKDIR and RMDIR: a directory is on all subvolumes, its name is decided on the one it belongs to (spec dht 6).
 * Stateless; runs on the caller's thread.
 *
 * <p>MKDIR takes seven round trips whatever the number of subvolumes: two locks, one subvolume, the others, the lock of
 * the layout, a look whether somebody healed it meanwhile, and the layout; stock waits for the unlocks too.
 */
final class Directories {
    private static final byte[] CLEAN = new byte[Integer.BYTES];
    private static final int PARENT_ATTEMPTS = 3;
    private static final Log LOG = Log.of(Directories.class);

    private final Whereabouts where;
    private final Lookups lookups;
    private final Locks locks;
    private final DirectoryHeal heal;
    private final Emptiness emptiness;
    private final FreeSpace space;

    Directories(
            Whereabouts where,
            Lookups lookups,
            Locks locks,
            DirectoryHeal heal,
            Emptiness emptiness,
            FreeSpace space) {
        this.where = where;
        this.lookups = lookups;
        this.locks = locks;
        this.heal = heal;
        this.emptiness = emptiness;
        this.space = space;
    }

    Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException {
        var loc = op.loc();
        if (op.xdata().gfid(Keys.GFID_REQUEST).isEmpty()) {
            throw new FopException(Errno.EPERM, "a new directory needs a gfid");
        }
        space.refresh(Loc.of(loc.parent().table().root()));
        for (int attempt = 1; ; attempt++) {
            int hashed = where.hashed(frame, loc);
            try (var held = locks.name(frame, Locks.Name.of(hashed, loc))) {
                var first = onHashed(frame, op, hashed);
                var made = onOthers(frame, op, hashed, first);
                held.close();
                return finish(frame, op, hashed, made);
            } catch (FopException why) {
                if (!Entries.isParentChanged(why) || attempt == PARENT_ATTEMPTS) {
                    throw why;
                }
                where.discover(frame, loc.parent());
            }
        }
    }

    private Reply.Entry onHashed(Frame frame, Fop.Mkdir op, int hashed) throws FopException {
        var keys = where.keys();
        var parent = where.directory(frame, op.loc().parent()).layout();
        var xdata =
                op.xdata()
                        .withString(Keys.PREOP_PARENT, keys.layout())
                        .withBytes(keys.layout(), parent.bytes(hashed))
                        .withBytes(keys.mds(), CLEAN);
        return where.children().call(hashed, frame, op.withXdata(xdata));
    }

    private List<Outcome<Reply.Entry>> onOthers(
            Frame frame, Fop.Mkdir op, int hashed, Reply.Entry first) {
        var children = where.children();
        var outcomes =
                new ArrayList<>(
                        children.<Reply.Entry>call(frame, children.without(hashed), i -> op));
        outcomes.add(hashed, new Outcome.Ok<>(children.at(hashed), first));
        return outcomes;
    }

    private Reply.Entry finish(
            Frame frame, Fop.Mkdir op, int hashed, List<Outcome<Reply.Entry>> made)
            throws FopException {
        var iatt = new IattMerge();
        var before = new IattMerge();
        var after = new IattMerge();
        var states = new State[made.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = stateOf(made.get(i));
            if (made.get(i) instanceof Outcome.Ok<Reply.Entry>(var child, var reply)) {
                iatt.add(reply.iatt());
                before.add(reply.preParent());
                after.add(reply.postParent());
            }
        }
        var reply = (Outcome.Ok<Reply.Entry>) made.get(hashed);
        var merged = iatt.as(reply.reply().iatt());
        var inode = Whereabouts.link(op.loc(), merged);
        try {
            var layout = layoutFor(frame, op.loc(), Loc.of(inode), hashed, states);
            var known = new Known.Directory(layout, hashed);
            where.keep(inode, merged.gfid(), known);
            where.keep(op.loc().inode(), merged.gfid(), known);
        } finally {
            inode.unpin();
        }
        return new Reply.Entry(merged, before.merged(), after.merged(), reply.reply().xdata());
    }

    private static State stateOf(Outcome<Reply.Entry> outcome) {
        if (outcome instanceof Outcome.Failed<Reply.Entry>(var child, var why)
                && why.errno() != Errno.EEXIST) {
            return why.errno() == Errno.ENOTCONN ? State.DOWN : State.FAILED;
        }
        return State.PRESENT;
    }

    /** Writes the layout unless a lookup of somebody else did; what cannot be written the next lookup heals. */
    private Layout layoutFor(Frame callers, Loc loc, Loc directory, int hashed, State[] states) {
        var settings = where.settings();
        for (int i = 0; i < states.length; i++) {
            if (states[i] == State.PRESENT && space.isFilled(i, settings.limits())) {
                states[i] = State.FULL;
            }
        }
        boolean optimize = settings.options().lookupOptimize();
        int commit = optimize ? where.commitHash() : Layout.COMMIT_INVALID;
        var frame = Whereabouts.asRoot(callers);
        Layout layout = Layout.unset(states.length);
        try (var held = locks.layout(frame, directory, hashed)) {
            var now = DirectoryView.of(where.lookAll(frame, directory, Xdata.NULL), where.keys());
            if (now.isSeen() && !now.layout().anomalies().ring()) {
                return now.layout();
            }
            int start = heal.startOf(loc, now);
            layout = heal.plan().fresh(heal.statesFor(states), start, commit);
            heal.write(frame, directory, ranged(layout));
        } catch (FopException why) {
            LOG.say(
                    DhtMessage.LAYOUT_NOT_HEALED,
                    loc.path(),
                    directory.effectiveGfid(),
                    why.errno());
        }
        return layout.stored();
    }

    /** Only ranges are written in a new directory; having none is told by having no xattr. */
    private static Layout ranged(Layout layout) {
        var result = layout;
        for (int i = 0; i < layout.size(); i++) {
            if (!layout.part(i).hasRange()) {
                result = result.with(i, Layout.Part.without(State.FULL));
            }
        }
        return result;
    }

    Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        if (!op.loc().inode().isBlank()) {
            return remove(frame, op);
        }
        var fresh = Loc.entry(op.loc().parent(), op.loc().name());
        var found = lookups.lookup(frame, new Fop.Lookup(fresh, Xdata.NULL));
        if (!found.iatt().isDirectory()) {
            throw new FopException(Errno.ENOTDIR);
        }
        var inode = Whereabouts.link(fresh, found.iatt());
        try {
            return remove(frame, op.withLoc(Loc.entry(fresh.parent(), fresh.name(), inode)));
        } finally {
            inode.unpin();
        }
    }

    private Reply.Parent remove(Frame frame, Fop.Rmdir op) throws FopException {
        var loc = op.loc();
        if (op.xflags() == 0) {
            emptiness.require(frame, loc);
        }
        int hashed = where.hashed(frame, loc);
        var before = new IattMerge();
        var after = new IattMerge();
        try (var held = locks.name(frame, Locks.Name.of(hashed, loc))) {
            var others = where.children().without(hashed);
            var outcomes = where.children().<Reply.Parent>call(frame, others, i -> op);
            var removed = new ArrayList<Integer>();
            FopException failure = null;
            for (int k = 0; k < outcomes.size(); k++) {
                switch (outcomes.get(k)) {
                    case Outcome.Ok<Reply.Parent>(var child, var reply) -> {
                        removed.add(others.get(k));
                        before.add(reply.preParent());
                        after.add(reply.postParent());
                    }
                    case Outcome.Failed<Reply.Parent>(var child, var why) ->
                            failure = Whereabouts.isGone(why) || failure != null ? failure : why;
                }
            }
            if (failure == null) {
                try {
                    var last = where.children().call(hashed, frame, op);
                    before.add(last.preParent());
                    after.add(last.postParent());
                } catch (FopException why) {
                    boolean gone = Whereabouts.isGone(why) && !removed.isEmpty();
                    failure = gone ? null : why;
                }
            }
            if (failure != null) {
                restore(frame, loc, removed);
                throw failure;
            }
        }
        // what is kept stays: who has the directory open still asks for its attributes
        return new Reply.Parent(before.merged(), after.merged(), Xdata.NULL);
    }

    /** The directory stays: it comes back where it was removed, as it is where it was not. */
    private void restore(Frame callers, Loc loc, List<Integer> removed) {
        if (removed.isEmpty()) {
            return;
        }
        var frame = Whereabouts.asRoot(callers);
        var fresh = Loc.entry(loc.parent(), loc.name());
        var view = DirectoryView.of(where.lookAll(frame, fresh, Xdata.NULL), where.keys());
        if (!view.isSeen() || !(where.kept(loc.inode()) instanceof Known.Directory known)) {
            return;
        }
        var directory = Loc.of(loc.inode());
        heal.make(frame, fresh, directory, view, removed, Xdata.EMPTY);
        var layout = known.layout();
        for (int i = 0; i < layout.size(); i++) {
            if (removed.contains(i)) {
                var part = layout.part(i);
                var again =
                        new Layout.Part(
                                State.PRESENT, part.commitHash(), part.start(), part.stop(), false);
                layout = layout.with(i, again);
            }
        }
        try {
            heal.write(frame, directory, layout);
        } catch (FopException logged) {
            where.forget(loc.inode());
        }
    }
}
