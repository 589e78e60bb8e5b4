package org.glusterj.cluster.afr;

import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * LOOKUP: all copies at once, each with what it knows of missed changes. Copies that know another object by the name
 * than the one that can be read are passed over; a disagreement that nothing explains is EIO (spec afr 6). Runs on the
 * caller's thread; keeps what it learned in the inode.
 */
final class Lookups {
    private static final String GFID_REQ = "gfid-req";
    private static final String GFID_CHANGED = "gfid-changed";
    private static final String ENTRYLK_COUNT = "glusterfs.entrylk-count";
    private static final String PARENT_ENTRYLK = "glusterfs.parent-entrylk";
    private static final String LINK_COUNT = "link-count";
    private static final String INDEX_COUNT = "glusterfs.xattrop_index_count";
    private static final String CONTENT = "glusterfs.content";

    private final Replica replica;
    private final Reads reads;
    private final Xdata asked;

    Lookups(Replica replica, Reads reads) {
        this.replica = replica;
        this.reads = reads;
        asked =
                replica.asked()
                        .withUint(Replica.INODELK_COUNT, 0)
                        .withUint(ENTRYLK_COUNT, 0)
                        .withUint(PARENT_ENTRYLK, 0)
                        .withString(LINK_COUNT, INDEX_COUNT);
    }

    Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.loc());
        var presence = replica.children().presence();
        if (presence.up().isEmpty()) {
            throw new FopException(Errno.ENOTCONN);
        }
        var request = Replica.with(op.xdata().without(GFID_REQ), asked);
        var answers =
                replica.children()
                        .ask(Children.steady(frame), presence.up(), op.withXdata(request));
        if (answers.succeeded().equals(replica.children().all())) {
            replica.heardOfIndexes(areIndexesEmpty(answers), presence.generation());
        }
        return op.loc().isEntry()
                ? new Named(frame, op, answers, presence.generation()).answer()
                : nameless(op, answers, presence.generation());
    }

    /** A copy that does not say may have something in its index. */
    private static boolean areIndexesEmpty(Answers<Reply.Lookup> answers) {
        var some = answers.succeeded();
        for (int i = some.lowest(); i >= 0; i = some.next(i)) {
            if (answers.reply(i).xdata().number(LINK_COUNT, 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private Reply.Lookup nameless(Fop.Lookup op, Answers<Reply.Lookup> answers, int generation)
            throws FopException {
        if (answers.succeeded().isEmpty()) {
            throw answers.failure(Copies.NONE);
        }
        int child = -1;
        if (replica.settings().quorum().isMet(answers.succeeded())) {
            var inode = op.loc().inode();
            var view = interpreted(inode, answers, answers.succeeded(), generation);
            var any = answers.best(-1).iatt();
            child = chosen(view, inode, any);
        }
        if (child < 0) {
            child = withoutReadable(answers.succeeded());
        }
        return shown(answers, child, child);
    }

    private int chosen(View view, Inode inode, Iatt iatt) {
        var both = view.both();
        return both.isEmpty() ? -1 : reads.choose(both, Replica.gfidOf(inode, iatt), iatt.type());
    }

    /** Without quorum rules any answer about the object will do; with them, the copies that are good must be down. */
    private int withoutReadable(Copies alike) throws FopException {
        if (!replica.settings().quorum().isOn()) {
            return alike.lowest();
        }
        throw new FopException(Errno.ENOTCONN, "no good copy is reachable");
    }

    /** @param of the copies that mean the same object */
    private View interpreted(
            Inode inode, Answers<Reply.Lookup> answers, Copies of, int generation) {
        var view = replica.interpret(answers, of, Reply.Lookup::iatt, true, generation);
        if (inode.isBlank()) {
            learnKnown(inode, answers.reply(of.lowest()).iatt(), view);
        }
        return replica.learn(inode, view);
    }

    /** A front that does not know the name may know the object, and will go on with that inode. */
    private void learnKnown(Inode blank, Iatt iatt, View view) {
        var known = iatt.gfid().isNull() ? null : blank.table().findPinned(iatt.gfid());
        if (known != null) {
            try {
                if (replica.stateIfAny(known) != null) {
                    replica.learn(known, view);
                }
            } finally {
                known.unpin();
            }
        }
    }

    private Reply.Lookup shown(Answers<Reply.Lookup> answers, int child, int parentFrom)
            throws FopException {
        if (replica.settings().isArbiter(child)) {
            throw new FopException(Errno.ENOTCONN, "only the arbiter is reachable");
        }
        var reply = answers.reply(child);
        var parent = answers.reply(parentFrom).postParent();
        return parent == reply.postParent()
                ? reply
                : new Reply.Lookup(reply.iatt(), parent, reply.xdata());
    }

    /** One lookup by name; used by its thread. */
    private final class Named {
        private final Fop.Lookup op;
        private final Answers<Reply.Lookup> answers;
        private final int generation;
        private final Copies parentReadable;

        Named(Frame frame, Fop.Lookup op, Answers<Reply.Lookup> answers, int generation) {
            this.op = op;
            this.answers = answers;
            this.generation = generation;
            parentReadable = readableParent(frame);
        }

        /** What is kept of the parent will do as long as all copies say the same. */
        private Copies readableParent(Frame frame) {
            var parent = op.loc().parent();
            if (differ()) {
                try {
                    return replica.current(frame, parent, null).data();
                } catch (FopException unknown) {
                    return Copies.NONE;
                }
            }
            var state = replica.stateIfAny(parent);
            var view = state == null ? null : state.view();
            return view == null ? Copies.NONE : view.data();
        }

        private boolean differ() {
            var some = answers.succeeded();
            if (some.isEmpty()) {
                return false;
            }
            var first = answers.reply(some.lowest()).iatt();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                if (!isSame(answers.reply(i).iatt(), first)) {
                    return true;
                }
            }
            return isMissingSomewhere();
        }

        private static boolean isSame(Iatt one, Iatt other) {
            return one.gfid().equals(other.gfid()) && one.type() == other.type();
        }

        Reply.Lookup answer() throws FopException {
            requireSameName();
            var succeeded = answers.succeeded();
            var quorum = replica.settings().quorum();
            boolean locked = isParentLocked();
            if (locked && isMissingSomewhere() && !quorum.isMet(succeeded)) {
                throw new FopException(Errno.ENOENT, "the name is being made");
            }
            if (succeeded.isEmpty()) {
                throw answers.failure(parentReadable);
            }
            var trusted = succeeded.and(parentReadable);
            if (trusted.isEmpty() && isMissingOn(parentReadable)) {
                throw new FopException(Errno.ENOENT, "only copies that missed its removal have it");
            }
            var first = answers.reply((trusted.isEmpty() ? succeeded : trusted).lowest()).iatt();
            var alike = agreeing(first, locked, !trusted.isEmpty());
            int child = -1;
            var readable = Copies.NONE;
            if (quorum.isMet(alike)) {
                var view = interpreted(op.loc().inode(), answers, alike, generation);
                readable = view.both();
                child = chosen(view, op.loc().inode(), first);
            }
            boolean healthy = child >= 0 && readable.hasAll(withoutArbiter(succeeded));
            if (child < 0) {
                child = withoutReadable(alike);
            }
            int parentChild = reads.childOf(op.loc().parent(), ChangeType.DATA);
            var reply = shown(answers, child, succeeded.has(parentChild) ? parentChild : child);
            return healthy ? reply : reply.withXdata(reply.xdata().without(CONTENT));
        }

        private boolean isMissingOn(Copies good) {
            for (int i = good.lowest(); i >= 0; i = good.next(i)) {
                var why = answers.failure(i);
                if (why != null && why.errno() == Errno.ENOENT) {
                    return true;
                }
            }
            return false;
        }

        private Copies withoutArbiter(Copies some) {
            return replica.settings().hasArbiter() ? some.without(Settings.ARBITER) : some;
        }

        /** The inode asked about is not what bears the name any more: the caller must look it up as a new one. */
        private void requireSameName() throws FopException {
            for (int i = answers.failed().lowest(); i >= 0; i = answers.failed().next(i)) {
                if (answers.failure(i).xdata().contains(GFID_CHANGED)) {
                    throw new FopException(Errno.ESTALE);
                }
            }
        }

        private boolean isParentLocked() {
            for (int i = 0; i < replica.children().size(); i++) {
                var reply = answers.reply(i);
                if (reply != null && reply.xdata().number(PARENT_ENTRYLK, 0) != 0) {
                    return true;
                }
            }
            return false;
        }

        private boolean isMissingSomewhere() {
            for (int i = answers.failed().lowest(); i >= 0; i = answers.failed().next(i)) {
                if (answers.failure(i).errno() == Errno.ENOENT) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Those that mean the same object by the name as a good copy of the parent. EIO when others do not and neither
         * a change under way nor the parent's missed changes explain it.
         */
        private Copies agreeing(Iatt first, boolean locked, boolean trusted) throws FopException {
            var alike = Copies.NONE;
            var some = answers.succeeded();
            for (int i = some.lowest(); i >= 0; i = some.next(i)) {
                var other = answers.reply(i).iatt();
                if (isSame(other, first)) {
                    alike = alike.with(i);
                    continue;
                }
                boolean explained = locked || trusted && !parentReadable.has(i);
                if (!explained) {
                    throw new FopException(Errno.EIO, "the copies know other objects by the name");
                }
            }
            return alike;
        }
    }
}
