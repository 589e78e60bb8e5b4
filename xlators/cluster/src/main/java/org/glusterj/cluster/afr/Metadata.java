package org.glusterj.cluster.afr;

import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;

/**
 * Changes of attributes: SETATTR, xattrs and counters of translators above. Locked beyond the end of any file, so that
 * writes go on. Healthy, each costs two round trips that the caller waits for. Runs on the caller's thread.
 */
final class Metadata {
    private final Replica replica;
    private final Reads reads;
    private final Locks locks;
    private final Changelog changelog;
    private final Fds fds;

    Metadata(Replica replica, Reads reads, Locks locks, Changelog changelog, Fds fds) {
        this.replica = replica;
        this.reads = reads;
        this.locks = locks;
        this.changelog = changelog;
        this.fds = fds;
    }

    <R extends Reply> R change(Frame frame, Fop<R> op) throws FopException {
        var fd = op instanceof Fop.OnFd<R> on ? on.fd() : null;
        if (fd != null) {
            fds.openWhereMissing(frame, fd);
        }
        replica.require();
        var view = view(frame, op.inode(), fd);
        boolean directory = Replica.isDirectory(op.inode());
        if (view.metadata().isEmpty() || !directory && view.data().isEmpty()) {
            view = replica.refresh(frame, op.inode(), fd);
        }
        if (view.metadata().isEmpty() || !directory && view.data().isEmpty()) {
            throw view.unreadable();
        }
        return new MetadataChange<>(frame, op, op.inode(), fd, view.metadata()).run();
    }

    /** Who changes an object that is gone hears what a single brick would answer, not that its gfid is unknown. */
    private View view(Frame frame, Inode inode, Fd fd) throws FopException {
        try {
            return replica.current(frame, inode, fd);
        } catch (FopException why) {
            throw why.errno() == Errno.ESTALE ? new FopException(Errno.ENOENT) : why;
        }
    }

    private final class MetadataChange<R extends Reply> extends Change<R> {
        private final Inode inode;
        private final Fd fd;
        private final Copies good;

        MetadataChange(Frame frame, Fop<R> op, Inode inode, Fd fd, Copies good) {
            super(replica, changelog, ChangeType.METADATA, frame, op);
            this.inode = inode;
            this.fd = fd;
            this.good = good;
        }

        @Override
        Locks.Held lock(Copies up) throws FopException {
            return locks.range(frame(), up, inode, fd, Locks.METADATA_START);
        }

        @Override
        List<Changelog.Place> places(NameNote note) {
            return List.of(Changelog.Place.of(inode, fd));
        }

        @Override
        R merged(Answers<R> answers) throws FopException {
            return Replica.best(answers, reads.childOf(inode, ChangeType.METADATA));
        }

        @Override
        Copies readable() {
            return good;
        }

        @Override
        void learn(Answers<R> answers, Copies failed) {
            if (!answers.isSymmetricFailure() && !answers.failed().isEmpty()) {
                // the only good copy stays what is read
                var missed = good.count() == 1 ? answers.failed().minus(good) : answers.failed();
                replica.state(inode).missed(ChangeType.METADATA, missed);
            }
        }

        @Override
        FopException guard(Answers<R> answers, Copies failed) {
            if (good.count() != 1 || !failed.hasAll(good)) {
                return null;
            }
            var why = answers.failure(good.lowest());
            return why == null ? new FopException(Errno.ENOTCONN) : why;
        }
    }
}
