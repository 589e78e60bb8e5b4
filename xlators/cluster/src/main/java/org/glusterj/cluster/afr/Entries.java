package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Changes of names: MKNOD, MKDIR, SYMLINK, CREATE, LINK, UNLINK, RMDIR, RENAME. What was missed is counted in the
 * parents. Healthy, each costs two round trips that the caller waits for: the lock and the change. Runs on the caller's
 * thread.
 */
final class Entries {
    private final Replica replica;
    private final Reads reads;
    private final Locks locks;
    private final Changelog changelog;
    private final Fds fds;

    Entries(Replica replica, Reads reads, Locks locks, Changelog changelog, Fds fds) {
        this.replica = replica;
        this.reads = reads;
        this.locks = locks;
        this.changelog = changelog;
        this.fds = fds;
    }

    Reply.Entry make(Frame frame, Fop.OnLoc<Reply.Entry> op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.loc());
        return new Making(frame, op, op.loc()).run();
    }

    Reply.Entry link(Frame frame, Fop.Link op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.newLoc());
        return new EntryChange<Reply.Entry>(frame, op, List.of(op.newLoc()), Entries::parents)
                .run();
    }

    Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.loc());
        return new EntryChange<Reply.Parent>(
                        frame, op, List.of(op.loc()), (own, ofParent) -> ofParent)
                .run();
    }

    Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.loc());
        var change =
                new EntryChange<Reply.Parent>(
                        frame, op, List.of(op.loc()), (own, ofParent) -> ofParent);
        change.lockWhole(op.loc().inode());
        return change.run();
    }

    Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException {
        HiddenNames.requireShown(frame.caller(), op.oldLoc());
        HiddenNames.requireShown(frame.caller(), op.newLoc());
        var change =
                new EntryChange<Reply.Rename>(
                        frame, op, List.of(op.oldLoc(), op.newLoc()), Entries::parents);
        if (Replica.isDirectory(op.newLoc().inode())) {
            change.lockWhole(op.newLoc().inode());
        }
        return change.run();
    }

    private static Reply.Entry parents(Reply.Entry own, Reply.Entry of) {
        return new Reply.Entry(own.iatt(), of.preParent(), of.postParent(), own.xdata());
    }

    private static Reply.Rename parents(Reply.Rename own, Reply.Rename of) {
        return new Reply.Rename(
                own.iatt(),
                of.preOldParent(),
                of.postOldParent(),
                of.preNewParent(),
                of.postNewParent(),
                own.xdata());
    }

    /** A change of one name or two. */
    private class EntryChange<R extends Reply> extends Change<R> {
        private final Fop<R> op;
        private final List<Loc> names;
        private final List<Locks.Name> toLock = new ArrayList<>(3);
        private final BinaryOperator<R> withParents;

        /**
         * @param names where the change happens, the first parent is the one whose readable copies decide
         * @param withParents the first reply with the parents' attributes of the second
         */
        EntryChange(Frame frame, Fop<R> op, List<Loc> names, BinaryOperator<R> withParents) {
            super(replica, changelog, ChangeType.ENTRY, frame, op);
            this.op = op;
            this.names = names;
            this.withParents = withParents;
            for (var name : names) {
                toLock.add(new Locks.Name(name.parent(), name.name()));
            }
        }

        void lockWhole(Inode directory) {
            if (!directory.isBlank()) {
                toLock.add(new Locks.Name(directory, null));
            }
        }

        @Override
        Locks.Held lock(Copies up) throws FopException {
            return locks.names(frame(), up, toLock);
        }

        @Override
        List<Changelog.Place> places(NameNote note) {
            var places = new ArrayList<Changelog.Place>(names.size());
            boolean granular = replica.settings().options().granularEntryHeal();
            for (var name : names) {
                var xdata = Xdata.NULL;
                if (granular && note != NameNote.NONE) {
                    var key =
                            note == NameNote.FORGET
                                    ? Changelog.ENTRY_DELETE
                                    : Changelog.ENTRY_CREATE;
                    xdata = Xdata.EMPTY.withString(key, name.name());
                }
                places.add(new Changelog.Place(name.parent(), null, xdata));
            }
            return places;
        }

        @Override
        R merged(Answers<R> answers) {
            int parentChild = reads.childOf(names.getFirst().parent(), ChangeType.DATA);
            var own = answers.best(reads.childOf(op.inode(), ChangeType.DATA));
            var ofParent = answers.best(parentChild);
            return own == ofParent ? own : withParents.apply(own, ofParent);
        }

        @Override
        Copies readable() {
            var state = replica.stateIfAny(names.getFirst().parent());
            var view = state == null ? null : state.view();
            return view == null ? Copies.NONE : view.data();
        }

        @Override
        void learn(Answers<R> answers, Copies failed) {
            if (!answers.isSymmetricFailure() && !answers.failed().isEmpty()) {
                outdate(op.inode());
                names.forEach(name -> outdate(name.parent()));
            }
        }

        private void outdate(Inode inode) {
            var state = replica.stateIfAny(inode);
            if (state != null) {
                state.outdate();
            }
        }

        /** A directory that is not empty is no reason to think that copies differ. */
        @Override
        boolean isMissed(Errno errno) {
            return errno != Errno.ENOTEMPTY;
        }
    }

    /** A new name for a new object. */
    private final class Making extends EntryChange<Reply.Entry> {
        private final Fop.OnLoc<Reply.Entry> op;
        private final int generation = replica.children().presence().generation();

        Making(Frame frame, Fop.OnLoc<Reply.Entry> op, Loc loc) {
            super(frame, op, List.of(loc), Entries::parents);
            this.op = op;
        }

        @Override
        void learn(Answers<Reply.Entry> answers, Copies failed) {
            super.learn(answers, failed);
            var made = answers.succeeded();
            if (!made.isEmpty()) {
                var view = replica.interpret(answers, made, Reply.Entry::iatt, false, generation);
                replica.learn(op.loc().inode(), view);
            }
            if (op instanceof Fop.Create create) {
                fds.opened(create.fd(), create.flags(), made, generation);
            }
        }

        @Override
        Reply.Entry merged(Answers<Reply.Entry> answers) {
            var inode = op.loc().inode();
            var state = replica.state(inode).view();
            var any = answers.best(-1);
            int child = reads.choose(state.both(), any.iatt().gfid(), any.iatt().type());
            int parentChild = reads.childOf(op.loc().parent(), ChangeType.DATA);
            var own = answers.best(child);
            var ofParent = answers.best(parentChild);
            return own == ofParent ? own : parents(own, ofParent);
        }

        /** Symbolic links never change, so nothing is marked on them. */
        @Override
        boolean isNew() {
            return !(op instanceof Fop.Symlink);
        }

        @Override
        void markNew(Frame internal, Answers<Reply.Entry> answers, Copies missed) {
            var iatt = answers.best(-1).iatt();
            changelog.markNew(internal, answers.succeeded(), missed, op.loc().inode(), iatt);
        }
    }
}
