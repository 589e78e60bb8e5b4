package org.glusterj.cluster.dht;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.cluster.dht.Layout.Part;
import org.glusterj.cluster.dht.Layout.State;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;

/**
 * Makes a directory whole again: missing on a subvolume, a ring with holes or overlaps, xattrs and attributes that
 * subvolumes missed (spec dht 3.2, 8). Only while every subvolume can be asked; what fails stays for the next lookup.
 * Runs on the thread of the lookup that saw the damage, under the locks all clients agree on.
 */
final class DirectoryHeal {
    private static final int ADD_ARRAY = 0;
    private static final int ATTRIBUTES = SetattrMask.MODE | SetattrMask.UID | SetattrMask.GID;
    private static final int ALL_ATTRIBUTES = ATTRIBUTES | SetattrMask.ATIME | SetattrMask.MTIME;

    private static final Xdata LAYOUT_XDATA =
            Xdata.EMPTY.withString(Keys.INTERNAL_FOP, "yes").withInt(Keys.IATT_IN_XDATA, 1);

    private static final Log LOG = Log.of(DirectoryHeal.class);

    private final Whereabouts where;
    private final Locks locks;
    private final FreeSpace space;
    private final DirectoryXattrs xattrs;

    DirectoryHeal(Whereabouts where, Locks locks, FreeSpace space) {
        this.where = where;
        this.locks = locks;
        this.space = space;
        xattrs = new DirectoryXattrs(where);
    }

    boolean isNeeded(DirectoryView view) {
        boolean unmarked = view.mds() == Known.NOWHERE && !view.gfid().isRoot();
        boolean wrong =
                !view.layout().anomalies().none()
                        || unmarked
                        || view.missed() < 0
                        || !view.differentOn().isEmpty();
        return wrong && view.layout().anomalies().healable();
    }

    /**
     * Heals what it can and returns the directory as it is then.
     *
     * @throws FopException ENOENT when the directory was removed meanwhile
     */
    DirectoryView heal(Frame callers, Loc loc, DirectoryView view) throws FopException {
        var frame = Whereabouts.asRoot(callers);
        var healed = view;
        var inode = Whereabouts.link(loc, view.iatt());
        try {
            var directory = Loc.of(inode);
            boolean made = false;
            if (view.layout().anomalies().missing() > 0) {
                healed = makeMissing(frame, loc, directory, view);
                made = healed != view;
            }
            healed = settle(frame, loc, directory, healed);
            if (healed.layout().anomalies().ring() || made) {
                healed = writeLayout(frame, loc, directory, healed);
            }
        } catch (FopException why) {
            if (why.errno() == Errno.ENOENT) {
                throw why;
            }
            LOG.say(DhtMessage.LAYOUT_NOT_HEALED, loc.path(), view.gfid(), why.errno());
        } finally {
            inode.unpin();
        }
        return healed;
    }

    /** The name under which the directory is known, null when only its gfid is. */
    private static Loc named(Loc loc) {
        return loc.isEntry() || loc.inode().table() == null
                ? loc.isEntry() ? loc : null
                : loc.inode().table().nameOf(loc.inode());
    }

    private DirectoryView makeMissing(Frame frame, Loc loc, Loc directory, DirectoryView view)
            throws FopException {
        var name = named(loc);
        int hashed = name == null ? Known.NOWHERE : where.hashedOrNowhere(frame, name);
        if (hashed == Known.NOWHERE) {
            return view;
        }
        var fresh = Loc.entry(name.parent(), name.name());
        try (var held = locks.name(frame, Locks.Name.of(hashed, name))) {
            var now = DirectoryView.of(where.lookAll(frame, fresh, Xdata.NULL), where.keys());
            if (!now.isSeen()) {
                throw new FopException(Errno.ENOENT);
            }
            if (!now.gfid().equals(view.gfid()) || !now.layout().anomalies().healable()) {
                return view;
            }
            var missing = new ArrayList<Integer>();
            for (int i = 0; i < now.layout().size(); i++) {
                if (now.layout().part(i).state() == State.MISSING) {
                    missing.add(i);
                }
            }
            var extra = xattrs.healed(frame, directory, now.source());
            make(frame, fresh, directory, now, missing, extra);
            return DirectoryView.of(where.lookAll(frame, fresh, Xdata.NULL), where.keys());
        }
    }

    /** Makes the directory with the identity, owner, mode, times and xattrs that it has elsewhere. */
    void make(
            Frame frame,
            Loc name,
            Loc directory,
            DirectoryView view,
            List<Integer> on,
            Xdata extra) {
        var xdata = extra.withGfid(Keys.GFID_REQUEST, view.gfid());
        var op = new Fop.Mkdir(name, view.iatt().mode() & 07777, 0, xdata);
        var outcomes = where.children().<Reply.Entry>call(frame, on, i -> op);
        for (int k = 0; k < outcomes.size(); k++) {
            if (outcomes.get(k) instanceof Outcome.Failed<Reply.Entry>(var child, var why)
                    && why.errno() != Errno.EEXIST) {
                LOG.say(DhtMessage.DIRECTORY_NOT_MADE, name.path(), child.name(), why.errno());
            }
        }
        setAttributes(frame, directory, view.iatt(), ALL_ATTRIBUTES, on);
    }

    private void setAttributes(Frame frame, Loc directory, Iatt iatt, int valid, List<Integer> on) {
        var op = new Fop.Setattr(directory, iatt, valid, Xdata.NULL);
        for (var outcome : where.children().<Reply.PrePost>call(frame, on, i -> op)) {
            if (outcome instanceof Outcome.Failed<Reply.PrePost>(var child, var why)) {
                LOG.say(
                        DhtMessage.ATTRIBUTES_NOT_SET,
                        directory.effectiveGfid(),
                        child.name(),
                        why.errno());
            }
        }
    }

    /** Metadata server, xattrs and attributes. */
    private DirectoryView settle(Frame frame, Loc loc, Loc directory, DirectoryView view)
            throws FopException {
        var now = view;
        if (view.mds() == Known.NOWHERE && !view.gfid().isRoot()) {
            now = mark(frame, loc, directory, view);
        } else if (view.missed() < 0 && view.mds() != Known.NOWHERE) {
            if (xattrs.copy(frame, directory, view.mds())) {
                count(frame, directory, view.mds(), -view.missed());
            }
        }
        var different = view.differentOn();
        if (!different.isEmpty()) {
            setAttributes(frame, directory, view.iatt(), ATTRIBUTES, different);
        }
        return now;
    }

    /** Gives a directory of older days a metadata server: the subvolume its name belongs to. */
    private DirectoryView mark(Frame frame, Loc loc, Loc directory, DirectoryView view)
            throws FopException {
        var name = named(loc);
        int hashed = name == null ? Known.NOWHERE : where.hashedOrNowhere(frame, name);
        if (hashed == Known.NOWHERE || !where.children().allUp()) {
            return view;
        }
        count(frame, directory, hashed, 0);
        return new DirectoryView(
                view.sightings(), view.layout(), hashed, 0, view.source(), view.iatt());
    }

    /** Adds to the metadata server's counter. */
    void count(Frame frame, Loc directory, int mds, int add) throws FopException {
        var word = ByteBuffer.allocate(Integer.BYTES).putInt(add).array();
        var dict = Xdata.EMPTY.withBytes(where.keys().mds(), word);
        where.children().call(mds, frame, new Fop.Xattrop(directory, ADD_ARRAY, dict, Xdata.NULL));
    }

    /** How new layouts are shared out just now. */
    LayoutPlan plan() {
        var children = where.children();
        var options = where.settings().options();
        var weights = options.weightedRebalance() ? space.weights() : new long[children.size()];
        return new LayoutPlan(children.byName(), weights, options.spread());
    }

    /** The hash that says where on the ring the first subvolume of {@code loc} starts. */
    int startOf(Loc loc, DirectoryView view) {
        var byGfid = where.settings().options().randomizeByGfid();
        return where.settings().hashing().of(byGfid ? view.gfid().toString() : loc.path());
    }

    private DirectoryView writeLayout(Frame frame, Loc loc, Loc directory, DirectoryView view)
            throws FopException {
        try (var held = locks.layout(frame, directory, Known.NOWHERE)) {
            var now = DirectoryView.of(where.lookAll(frame, directory, Xdata.NULL), where.keys());
            var anomalies = now.layout().anomalies();
            if (!now.isSeen() || !anomalies.healable()) {
                return view;
            }
            var layout = anomalies.ring() ? fresh(loc, now) : completed(now.layout());
            LOG.say(
                    DhtMessage.LAYOUT_HEALED,
                    loc.path(),
                    view.gfid(),
                    anomalies.holes(),
                    anomalies.overlaps(),
                    anomalies.missing());
            write(frame, directory, layout);
            return new DirectoryView(
                    now.sightings(),
                    layout.stored(),
                    now.mds() == Known.NOWHERE ? view.mds() : now.mds(),
                    0,
                    now.source(),
                    now.iatt());
        }
    }

    /**
     * Gives every subvolume its share of a directory, those that came since it was made too, and leaves as many names
     * as possible where they are (spec dht 3.1). A layout that a user has set stays.
     *
     * @throws FopException ENOTCONN unless all subvolumes can be asked
     */
    void fix(Frame callers, Loc loc) throws FopException {
        var frame = Whereabouts.asRoot(callers);
        var directory = Loc.of(loc.inode());
        try (var held = locks.layout(frame, directory, Known.NOWHERE)) {
            var view = DirectoryView.of(where.lookAll(frame, directory, Xdata.NULL), where.keys());
            if (!view.isSeen() || !view.layout().anomalies().healable()) {
                throw new FopException(Errno.ENOTCONN, "not all subvolumes show the directory");
            }
            var old = view.layout();
            if (old.type() == Layout.TYPE_USER) {
                return;
            }
            var states = statesFor(old.states());
            var fixed = plan().fixed(old, states, startOf(loc, view), old.commitHash());
            fixed = fixed.storedAsIn(old);
            write(frame, directory, fixed);
            where.keep(loc.inode(), view.gfid(), new Known.Directory(fixed.stored(), view.mds()));
        }
    }

    /**
     * Marks a directory on {@code on}: all its names are where they belong, so that one which is not found there need
     * not be searched. Its ranges stay as they are on disk.
     *
     * @throws FopException ENOENT, ESTALE when the directory is gone
     */
    void settle(Frame frame, Loc directory, List<Integer> on, int commitHash) throws FopException {
        try (var held = locks.layout(frame, directory, on)) {
            var view = DirectoryView.of(where.lookAll(frame, directory, Xdata.NULL), where.keys());
            if (!view.isSeen()) {
                throw new FopException(view.failure());
            }
            var layout = view.layout();
            var changed = new ArrayList<Integer>();
            for (int i : on) {
                var part = layout.part(i);
                if (part.state() == State.PRESENT && part.commitHash() != commitHash) {
                    layout = layout.with(i, part.withCommitHash(commitHash));
                    changed.add(i);
                }
            }
            writeTo(frame, directory, layout, changed);
            where.keep(directory.inode(), view.gfid(), new Known.Directory(layout, view.mds()));
        }
    }

    private Layout fresh(Loc loc, DirectoryView view) {
        var states = statesFor(view.layout().states());
        return plan().fresh(states, startOf(loc, view), Layout.COMMIT_INVALID);
    }

    /** {@code states} with subvolumes that are to be removed as such. */
    State[] statesFor(State[] states) {
        for (int i : where.settings().leaving()) {
            states[i] = State.LEAVING;
        }
        return states;
    }

    /** A whole ring with "nothing" written where nothing is stored. */
    private static Layout completed(Layout layout) {
        var result = layout;
        for (int i = 0; i < layout.size(); i++) {
            if (!layout.part(i).stored()) {
                result = result.with(i, new Part(State.PRESENT, layout.commitHash(), 0, 0, false));
            }
        }
        return result;
    }

    /** Writes what is not stored yet, everywhere at once. */
    void write(Frame frame, Loc directory, Layout layout) throws FopException {
        var to = new ArrayList<Integer>();
        for (int i = 0; i < layout.size(); i++) {
            var part = layout.part(i);
            boolean present = part.state() == State.PRESENT || part.state() == State.LEAVING;
            if (present && !part.stored()) {
                to.add(i);
            }
        }
        writeTo(frame, directory, layout, to);
    }

    private void writeTo(Frame frame, Loc directory, Layout layout, List<Integer> to)
            throws FopException {
        FopException failure = null;
        for (var outcome :
                where.children().<Reply.Ok>call(frame, to, i -> set(directory, layout, i))) {
            if (outcome instanceof Outcome.Failed<Reply.Ok>(var child, var why)) {
                LOG.say(
                        DhtMessage.LAYOUT_NOT_WRITTEN,
                        directory.effectiveGfid(),
                        child.name(),
                        why.errno());
                failure = why;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Fop<Reply.Ok> set(Loc directory, Layout layout, int on) {
        var dict = Xdata.EMPTY.withBytes(where.keys().layout(), layout.bytes(on));
        return new Fop.Setxattr(directory, dict, 0, LAYOUT_XDATA);
    }
}
