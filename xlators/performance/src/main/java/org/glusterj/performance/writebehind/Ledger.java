package org.glusterj.performance.writebehind;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.SetIdBits;
import org.glusterj.core.Xdata;

/**
 * The writes of one file that are not done, in the order in which they came. The rules:
 *
 * <ul>
 *   <li>What conflicts with a write before it waits until that one is done: another write of the same bytes, or of any
 *       where one of both appends or where order is strict; a read of its bytes, or of any where it makes the file
 *       longer; every other fop.
 *   <li>A write that is answered early is answered when the window and the {@link Room} take it, else when it is done.
 *   <li>Small writes that may go leave in groups of {@value #GROUP}, as long as nobody waits: what goes together shares
 *       system calls at both ends.
 *   <li>The last write waits for more to be put behind it as long as others of the file are under way (and, without
 *       trickling, even then), nobody waits for it, and it is short.
 * </ul>
 *
 * <p>A write that was answered and fails for want of a connection stays, and is sent again: as soon as there is one, at
 * short intervals until then, and no more after {@link #GIVE_UP}. The brick may have it already, so nothing may be
 * answered early that must not be done twice. What waits when that happens fails, and so does what comes while there is
 * no connection: nothing hangs, and no more is answered.
 *
 * <p>Whoever comes later never makes an earlier one wait, so there is no circle. A write counts those it waits for when
 * it comes, and knows those who wait for it: an arrival costs a look at each write that is not done, {@value
 * #MAX_WRITES} of them before callers must wait, and an outcome a look at those who wait for it.
 *
 * <p>Guarded by its monitor, with which nothing is sent or closed. One thread at a time sends; an outcome that comes
 * while it does leaves what became free to it, so that a child that fails at once makes no recursion.
 */
final class Ledger {
    /** Writes answered and not done. */
    static final int MAX_WRITES = 512;

    /** Small writes sent without waiting for an outcome; a brick of ours does as many without waking a thread. */
    static final int GROUP = 4;

    private static final int SMALL_BYTES = 32 << 10;
    private static final int HELD_BACK_MAX = 64;

    static final Duration GIVE_UP = Duration.ofSeconds(60);
    static final Duration AGAIN = Duration.ofMillis(250);

    private static final Log LOG = Log.of(Ledger.class);

    private final WriteBehind owner;
    private final Inode inode;
    private final Failures failures = new Failures();

    /** Those who wait for room. Bound: the callers' threads. */
    private final ArrayDeque<Asker> askers = new ArrayDeque<>();

    /** Those who wait for writes. Bound: the callers' threads. */
    private final ArrayList<Turn> turns = new ArrayList<>(2);

    /** Answered and failed for want of a connection; to be sent again. */
    private final ArrayList<Write> broken = new ArrayList<>(0);

    /** Writes that were broken and are not done. */
    private int kept;

    private Environment.Timer again;

    /** May be sent. */
    private final ArrayDeque<Write> ready = new ArrayDeque<>();

    private Write oldest;
    private Write newest;

    /** The newest write if more may be put behind it; it is in nobody's queue. */
    private Write open;

    private int underWay;
    private boolean holdsBack;
    private long answered;
    private boolean sending;

    /** The file was seen to have that size, and is not known to have become shorter. */
    private long size;

    private volatile int unfinished;
    private volatile boolean troubled;
    private volatile long lastDone;
    private volatile long plainAt;

    Ledger(WriteBehind owner, Inode inode) {
        this.owner = owner;
        this.inode = inode;
    }

    private Environment environment() {
        return owner.clock();
    }

    boolean isIdle() {
        return unfinished == 0;
    }

    int unfinished() {
        return unfinished;
    }

    synchronized long answeredBytes() {
        return answered;
    }

    /** Whether attributes may be older than writes that were answered, when they were taken after {@code done}. */
    boolean isTouchedSince(long done) {
        return unfinished > 0 || lastDone > done;
    }

    /** When a reply showed last that the file has no {@link SetIdBits} that a write clears; 0 = not known. */
    long plainAt() {
        return plainAt;
    }

    void forgetMode() {
        plainAt = 0;
    }

    synchronized void forgetSize() {
        size = 0;
    }

    /** Enters a write that may be answered early, and returns when it is. */
    Reply.Writev write(Frame frame, Fop.Writev op, Writer writer, WriteBehind.Options options)
            throws FopException {
        int bytes = op.data().size();
        Asker asker;
        synchronized (this) {
            requireConnection();
            long most = options.aggregateSize().bytes();
            Write write;
            long weight;
            if (open != null && open.takes(frame, op, most)) {
                write = open;
                write.gather(op.data(), most);
                block(write, op.offset(), op.offset() + bytes, write.append(), options);
                // a buffer that grows may be twice as large as what is in it
                weight = 2L * bytes;
            } else {
                write = new Write(this, writer, frame, op, bytes < most, null);
                weight = op.data().heldBytes();
                enter(write, options);
                open = bytes < most ? write : null;
                if (open == null) {
                    free(write);
                }
            }
            asker = new Asker(write, bytes, weight);
            if (answer(asker, options)) {
                asker = null;
            } else {
                write.add(asker);
                askers.add(asker);
            }
        }
        send();
        return asker == null ? early(bytes) : asker.await(environment(), frame);
    }

    private static Reply.Writev early(int bytes) {
        return new Reply.Writev(bytes, Iatt.NONE, Iatt.NONE, Xdata.NULL);
    }

    /** Carries out a write on its caller's thread, when its turn comes. */
    Reply.Writev writeThrough(
            Frame frame, Fop.Writev op, Writer writer, WriteBehind.Options options)
            throws FopException {
        var turn = new Turn();
        Write write;
        synchronized (this) {
            requireConnection();
            write = new Write(this, writer, frame, op, false, turn);
            enter(write, options);
            open = null;
            if (write.blockers == 0) {
                turn.freed(this);
            } else {
                turns.add(turn);
            }
            write.queued = true;
            underWay++;
        }
        send();
        Reply.Writev reply = null;
        try {
            turn.await(environment(), frame);
            reply = owner.sendNow(frame, op);
            return reply;
        } finally {
            settle(write, reply, null);
        }
    }

    /**
     * What would wait for a write that cannot be sent now must not wait. A child that is up may lack the very
     * connection that the write needs, one of several.
     */
    private void requireConnection() throws FopException {
        if (!broken.isEmpty() || kept > 0 && !owner.isChildUp()) {
            throw new FopException(Errno.ENOTCONN);
        }
    }

    /** Monitor held. */
    private void enter(Write write, WriteBehind.Options options) {
        block(write, write.offset(), write.end(), write.append(), options);
        var before = open;
        write.before = newest;
        if (newest == null) {
            oldest = write;
        } else {
            newest.after = write;
        }
        newest = write;
        unfinished++;
        if (before != null) {
            open = null;
            free(before);
        }
    }

    private void block(
            Write write, long from, long to, boolean append, WriteBehind.Options options) {
        boolean all = append || options.strictWriteOrdering();
        for (var each = oldest; each != null; each = each.after) {
            boolean overlaps = each.offset() < to && from < each.end();
            if (each != write && (all || each.append() || overlaps)) {
                each.add(write);
            }
        }
    }

    /** Nothing is before the write any more, or nothing comes behind it; monitor held. */
    void free(Write write) {
        if (write.blockers == 0 && write != open && !write.queued) {
            write.queued = true;
            ready.add(write);
        }
    }

    /** Answers who asks if there is room; monitor held. */
    private boolean answer(Asker asker, WriteBehind.Options options) {
        boolean full = answered > options.cacheSize().bytes() || unfinished > MAX_WRITES;
        if (full || !owner.room().take(asker.weight)) {
            return false;
        }
        answered += asker.bytes;
        asker.write.answered += asker.bytes;
        asker.write.room += asker.weight;
        return true;
    }

    private boolean openGoes() {
        var options = owner.options();
        return open.dependents != null
                || open.askers != null
                || underWay == 0 && options.tricklingWrites()
                || open.bytes() >= options.aggregateSize().bytes();
    }

    /** Small writes leave in groups: while four of the file are under way the next ones wait until one is left. */
    private boolean isHeldBack() {
        if (underWay >= GROUP) {
            holdsBack = true;
        } else if (underWay <= 1) {
            holdsBack = false;
        }
        return holdsBack
                && turns.isEmpty()
                && askers.isEmpty()
                && ready.size() < HELD_BACK_MAX
                && !ready.isEmpty()
                && ready.peek().bytes() < SMALL_BYTES;
    }

    private Write next() {
        if (open != null && open.blockers == 0 && openGoes()) {
            var goes = open;
            open = null;
            free(goes);
        }
        var write = isHeldBack() ? null : ready.poll();
        if (write != null) {
            underWay++;
        }
        return write;
    }

    /** Sends what may be sent, unless somebody does. */
    private void send() {
        boolean mine = false;
        while (true) {
            Write write;
            synchronized (this) {
                if (sending && !mine) {
                    return;
                }
                write = next();
                sending = write != null;
                mine = sending;
            }
            if (write == null) {
                return;
            }
            owner.send(write);
        }
    }

    void sendAgain(Write write) {
        owner.send(write);
    }

    void sendPatiently(Write write) {
        owner.sendPatiently(write);
    }

    void done(Write write, Reply.Writev reply) {
        settle(write, reply, null);
    }

    void failed(Write write, FopException why) {
        if (why.errno() != Errno.ENOTCONN || !keep(write, why)) {
            settle(write, null, why);
        }
    }

    /** False when it counts as failed. */
    private boolean keep(Write write, FopException why) {
        List<Asker> unanswered;
        List<Turn> waiting;
        synchronized (this) {
            long now = environment().nanoTime();
            boolean old = write.brokenAt != 0 && now - write.brokenAt >= GIVE_UP.toNanos();
            if (write.answered == 0 || old) {
                return false;
            }
            if (write.brokenAt == 0) {
                write.brokenAt = now;
                kept++;
            }
            underWay--;
            broken.add(write);
            unanswered = List.copyOf(askers);
            askers.clear();
            waiting = List.copyOf(turns);
            turns.clear();
            if (again == null) {
                again = environment().schedule(AGAIN, "write-behind", this::sendBroken);
            }
        }
        owner.hasBroken(this);
        unanswered.forEach(asker -> asker.failed(why));
        waiting.forEach(turn -> turn.failed(why));
        send();
        return true;
    }

    /** Sends again what was broken. */
    void sendBroken() {
        synchronized (this) {
            if (again != null) {
                again.cancel();
                again = null;
            }
            ready.addAll(broken);
            broken.clear();
        }
        send();
    }

    /** @param why null for a success, and where the caller hears it himself */
    private void settle(Write write, Reply.Writev reply, FopException why) {
        List<Asker> told;
        boolean first = false;
        synchronized (this) {
            leave(write);
            if (reply != null) {
                learn(reply.post());
            }
            if (write.answered > 0) {
                if (why != null) {
                    first = failures.add(write.writer, why.errno());
                    troubled = true;
                }
                lastDone = owner.room().countDone();
            }
            told = write.askers == null ? List.of() : write.askers;
            turns.remove(write.turn());
            if (write.brokenAt != 0) {
                kept--;
            }
            unfinished--;
            answerMore();
        }
        for (var asker : told) {
            if (why == null) {
                asker.ok(early(asker.bytes));
            } else {
                asker.failed(why);
            }
        }
        if (first) {
            LOG.say(
                    WriteBehindMessage.WRITE_FAILED,
                    inode.gfid(),
                    write.offset(),
                    write.bytes(),
                    why.errno());
        }
        send();
        write.close();
    }

    /** Monitor held. */
    private void leave(Write write) {
        write.gone = true;
        if (write.before == null) {
            oldest = write.after;
        } else {
            write.before.after = write.after;
        }
        if (write.after == null) {
            newest = write.before;
        } else {
            write.after.before = write.before;
        }
        underWay--;
        answered -= write.answered;
        owner.room().give(write.room);
        if (write.dependents != null) {
            for (var dependent : write.dependents) {
                if (--dependent.blockers == 0) {
                    dependent.freed(this);
                }
            }
        }
    }

    private void learn(Iatt post) {
        if (post.isRegular()) {
            size = Math.max(size, post.size());
            plainAt = SetIdBits.fallWith(post) ? 0 : environment().nanoTime();
        }
    }

    private void answerMore() {
        var options = owner.options();
        for (var asker = askers.peek(); asker != null; asker = askers.peek()) {
            if (!asker.isDone() && !asker.write.gone) {
                if (!answer(asker, options)) {
                    return;
                }
                asker.write.askers.remove(asker);
                if (asker.write.askers.isEmpty()) {
                    asker.write.askers = null;
                }
                asker.ok(early(asker.bytes));
            }
            askers.poll();
        }
    }

    /** Waits for all writes that are there now. */
    void awaitAll(Frame frame) throws FopException {
        await(frame, 0, Long.MAX_VALUE, true);
    }

    /** Waits for the writes that a read of these bytes must see. */
    void awaitRead(Frame frame, long offset, long bytes) throws FopException {
        await(frame, offset, offset + Math.max(bytes, 0), false);
    }

    private void await(Frame frame, long from, long to, boolean all) throws FopException {
        var turn = new Turn();
        synchronized (this) {
            for (var each = oldest; each != null; each = each.after) {
                boolean longer = each.append() || each.end() > size && each.end() > from;
                if (all || longer || each.offset() < to && from < each.end()) {
                    each.add(turn);
                }
            }
            if (turn.blockers == 0) {
                return;
            }
            requireConnection();
            turns.add(turn);
        }
        send();
        try {
            turn.await(environment(), frame);
        } finally {
            synchronized (this) {
                turns.remove(turn);
            }
        }
    }

    /** The inode is forgotten, or the graph ends. */
    void dropped() {
        synchronized (this) {
            if (again != null) {
                again.cancel();
                again = null;
            }
            for (var each = oldest; each != null; each = each.after) {
                LOG.say(
                        WriteBehindMessage.WRITE_FAILED,
                        inode.gfid(),
                        each.offset(),
                        each.bytes(),
                        Errno.ENOTCONN);
            }
        }
    }

    Writer newWriter() {
        synchronized (this) {
            return failures.writer();
        }
    }

    /** What a write or flush through the fd must fail with; null when nothing is to be told. */
    Errno tell(Writer writer) {
        if (!troubled || writer == null) {
            return null;
        }
        synchronized (this) {
            return failures.tell(writer);
        }
    }

    /** As {@link #tell}, for an fsync; {@code writer} is null for an fd that never wrote. */
    Errno tellSync(Writer writer) {
        if (!troubled) {
            return null;
        }
        synchronized (this) {
            return failures.tellSync(writer);
        }
    }

    boolean isTroubled() {
        return troubled;
    }

    /** The same file on the graph before. */
    void takeOver(Ledger former) {
        synchronized (former) {
            failures.adopt(former.failures);
        }
        troubled = true;
    }

    Writer takeOver(Writer former) {
        return failures.adopt(former);
    }
}
