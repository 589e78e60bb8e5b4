package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * Makes the data of copies equal (spec afr 7). One healer at a time by the lock of the heal domain. Under the lock of
 * the whole file it decides, and makes the sinks as long as the source; then {@link BlockCopy} works while clients
 * write to all copies; under the lock of the whole file again it takes the counters back. Stateless; blocks its
 * thread.
 */
final class DataHeal {
    private static final int O_RDWR = 2;
    private static final int O_LARGEFILE = 0100000;

    private final Replica replica;
    private final HealLocks locks;
    private final Marks marks;

    DataHeal(Replica replica) {
        this.replica = replica;
        locks = new HealLocks(replica);
        marks = new Marks(replica);
    }

    /** What was decided, and on what grounds. */
    private record Work(Sight sight, Plan plan) {}

    /**
     * @return false when there was nothing to do
     * @throws FopException EIO split-brain; EAGAIN, ENOTCONN not now
     */
    boolean heal(Frame frame, Inode inode) throws FopException {
        var alone = HealLocks.Range.whole(replica.healDomain(), inode);
        try (Fd fd = inode.table().newFd(inode, O_RDWR | O_LARGEFILE);
                var held = locks.contend(frame, alone).require()) {
            var open = new Fop.Open(Loc.of(inode), O_RDWR | O_LARGEFILE, fd, Xdata.NULL);
            replica.<Reply.Ok>ask(held.on(), frame, open).requireAll();
            var work = prepare(frame, inode, fd);
            if (work == null) {
                return false;
            }
            var healed = copy(frame, fd, work);
            return finish(frame, inode, work, healed);
        }
    }

    private Work prepare(Frame frame, Inode inode, Fd fd) throws FopException {
        var whole = HealLocks.Range.whole(replica.domain(), inode);
        try (var held = locks.take(frame, whole).require()) {
            var sight = replica.look(frame, inode);
            sight.answers().requireAll();
            var plan = DataChoice.of(sight, held.on(), replica.settings());
            if (!plan.isNeeded()) {
                return null;
            }
            if (plan.source() == replica.settings().arbiter() && !DataChoice.isEmpty(sight)) {
                throw new FopException(Errno.EIO, "only the arbiter has missed no change");
            }
            if (plan.favoured()) {
                sight = marks.favour(frame, inode, ChangeType.DATA, sight, plan);
            }
            var marked = marks.ensure(frame, inode, ChangeType.DATA, sight, plan);
            marked.answers().requireAll();
            long size = marked.iatt(plan.source()).size();
            var cut = new Fop.Ftruncate(fd, size, Xdata.NULL);
            var able = replica.<Reply.PrePost>ask(plan.heal(), frame, cut);
            if (able.succeeded().isEmpty()) {
                able.requireAll();
            }
            return new Work(marked, plan);
        }
    }

    /** Returns the sinks that are equal to the source now, durably. */
    private Copies copy(Frame frame, Fd fd, Work work) throws FopException {
        int arbiter = replica.settings().arbiter();
        var sinks = work.plan().heal();
        var full = arbiter < 0 ? sinks : sinks.without(arbiter);
        var healed = full;
        if (!full.isEmpty()) {
            int source = work.plan().source();
            healed = new BlockCopy(replica, frame, fd, work.sight(), source, full).run();
            if (replica.settings().durable()) {
                var sync = new Fop.Fsync(fd, false, Xdata.NULL);
                healed = replica.<Reply.PrePost>ask(healed, frame, sync).succeeded();
            }
        }
        return arbiter >= 0 && sinks.has(arbiter) ? healed.with(arbiter) : healed;
    }

    private boolean finish(Frame frame, Inode inode, Work work, Copies healed) throws FopException {
        var whole = HealLocks.Range.whole(replica.domain(), inode);
        try (var held = locks.take(frame, whole).require()) {
            var now = replica.look(frame, inode);
            now.answers().requireAll();
            if (!now.hasMissedNothing(work.plan().source(), work.sight(), ChangeType.DATA)) {
                throw new FopException(Errno.EAGAIN, "the source has missed a change meanwhile");
            }
            var like = now.iatt(work.plan().source());
            Attributes.set(replica, frame, inode, like, Attributes.TIMES, healed);
            marks.undo(
                    frame,
                    inode,
                    ChangeType.DATA,
                    work.sight(),
                    now,
                    work.plan(),
                    healed,
                    false,
                    Xdata.NULL);
        }
        return Healer.done("data", replica, inode, work.plan(), healed);
    }
}
