package org.glusterj.cluster.afr.heal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.Children;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingKeys;
import org.glusterj.core.Caller;
import org.glusterj.core.Environment;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The copies that are healed: a replicate's children, the names of their counters, the domain of their locks.
 * Immutable but for the number of the next lock owner; any thread.
 */
final class Replica {
    private static final String LIST_XATTR = "list-xattr";
    private static final String GFIDLESS = "gfidless-lookup";

    private final Environment environment;
    private final String name;
    private final Children children;
    private final PendingKeys keys;
    private final HealSettings settings;
    private final int pid;
    private final AtomicLong nextOwner;

    /**
     * @param name of the replicate translator, which is the domain of its locks
     * @param pid one of the reserved pids of {@link Caller}, under which bricks know who asks
     */
    Replica(
            Environment environment,
            String name,
            Children children,
            PendingKeys keys,
            HealSettings settings,
            int pid) {
        this.environment = environment;
        this.name = name;
        this.children = children;
        this.keys = keys;
        this.settings = settings;
        this.pid = pid;
        nextOwner = new AtomicLong(environment.random().nextLong());
    }

    Environment environment() {
        return environment;
    }

    /** Domain of the locks that clients take for their changes. */
    String domain() {
        return name;
    }

    /** Domain in which healers exclude each other. */
    String healDomain() {
        return name + ":self-heal";
    }

    PendingKeys keys() {
        return keys;
    }

    HealSettings settings() {
        return settings;
    }

    int size() {
        return children.size();
    }

    Copies up() {
        return children.presence().up();
    }

    boolean isAllUp() {
        return up().count() == size();
    }

    /** Of one heal: locks taken under it are its own. */
    Frame frame() {
        var caller = Caller.internal(pid).withLkOwner(LkOwner.of(nextOwner.getAndIncrement()));
        return Frame.of(caller);
    }

    String childName(int child) {
        return children.name(child);
    }

    <R extends Reply> R call(int child, Frame frame, Fop<R> op) throws FopException {
        return children.call(child, frame, op);
    }

    /** A fop for each of {@code on} at once. */
    <R extends Reply> Answers<R> ask(Copies on, Frame frame, IntFunction<Fop<R>> request) {
        return children.ask(frame, on, request);
    }

    <R extends Reply> Answers<R> ask(Copies on, Frame frame, Fop<R> op) {
        return children.ask(frame, on, op);
    }

    /** What all copies say of {@code inode}; one that is down is among the failures: it may know better. */
    Sight look(Frame frame, Inode inode) {
        return look(frame, Loc.of(inode), Xdata.EMPTY);
    }

    /** As {@link #look(Frame, Inode)}, and what {@code more} asks for. */
    Sight look(Frame frame, Loc loc, Xdata more) {
        var request = keys.ask(more).withInt(LIST_XATTR, 1);
        return new Sight(keys, ask(children.all(), frame, new Fop.Lookup(loc, request)));
    }

    /** What all copies have under a name; also what has no gfid yet. */
    Sight lookName(Frame frame, Inode directory, String entry) {
        return look(frame, Loc.entry(directory, entry), Xdata.EMPTY.withInt(GFIDLESS, 1));
    }

    /** Whether {@code child} has the inode. */
    boolean has(int child, Frame frame, Inode inode) throws FopException {
        try {
            call(child, frame, new Fop.Lookup(Loc.of(inode), Xdata.NULL));
            return true;
        } catch (FopException why) {
            if (Answers.isGone(why)) {
                return false;
            }
            throw why;
        }
    }
}
