package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;

/**
 * What all parts of replicate share: the children, the settings, and what is known of inodes and
 * how it is learned. Runs on the caller's thread; settings are one volatile value, knowledge lives
 * in the inodes' slots.
 */
final class Replica {
    static final String INODELK_COUNT = "glusterfs.inodelk-count";
    static final String INODELK_DOMAIN = "glusterfs.inodelk-dom-count";
    private static final String BAD_INODE = "glusterfs.bad-inode";

    private final String name;
    private final Children children;
    private final Environment environment;
    private final Slot<InodeState> inodes;
    private final AtomicLong nextOwner;
    private final Xdata asked;
    private volatile Settings settings;

    /** The generation in which all copies said that none of them accuses another of anything; -1 = not so. */
    private volatile int nothingToHeal = -1;

    Replica(
            String name,
            Children children,
            Environment environment,
            Slot<InodeState> inodes,
            Settings settings) {
        this.name = name;
        this.children = children;
        this.environment = environment;
        this.inodes = inodes;
        this.settings = settings;
        nextOwner = new AtomicLong(environment.random().nextLong());
        asked = settings.keys().ask(Xdata.EMPTY).withString(INODELK_DOMAIN, name);
    }

    /** The translator's name, which is also the domain of its locks. */
    String name() {
        return name;
    }

    Children children() {
        return children;
    }

    Environment environment() {
        return environment;
    }

    Settings settings() {
        return settings;
    }

    void settings(Settings changed) {
        settings = changed;
    }

    /** All copies answered, each whether its index of what must be healed is empty. */
    void heardOfIndexes(boolean allEmpty, int generation) {
        nothingToHeal = allEmpty ? generation : -1;
    }

    /** A copy missed something. */
    void copyMissed() {
        nothingToHeal = -1;
    }

    /** By what was heard last, any copy is as good as the others. */
    boolean mayNeedHeal(int generation) {
        return nothingToHeal != generation;
    }

    /** An owner of locks that nobody else is. */
    LkOwner newOwner() {
        return LkOwner.of(nextOwner.getAndIncrement());
    }

    InodeState state(Inode inode) {
        return inodes.getOrCreate(inode, InodeState::new);
    }

    InodeState stateIfAny(Inode inode) {
        return inodes.get(inode);
    }

    /** ENOTCONN unless enough children are up. */
    Children.Presence require() throws FopException {
        var presence = children.presence();
        var quorum = settings.quorum();
        if (presence.up().isEmpty() || !quorum.isMet(presence.up())) {
            throw new FopException(Errno.ENOTCONN, "too few copies are reachable");
        }
        if (settings.options().consistentIo() && presence.up().count() < children.size()) {
            throw new FopException(Errno.ENOTCONN, "not all copies are reachable");
        }
        return presence;
    }

    /** What the children know of missed changes, and whether somebody is at work on the object. */
    Xdata asked() {
        return asked;
    }

    /** A request with what is asked along with each of its kind. */
    static Xdata with(Xdata request, Xdata asked) {
        return request.isEmpty()
                ? asked
                : new Xdata.Builder(request.size() + asked.size())
                        .putAll(request)
                        .putAll(asked)
                        .build();
    }

    /**
     * Which copies may be read by what they answered (spec afr 4).
     *
     * @param of the copies that mean the same object
     */
    <R extends Reply> View interpret(
            Answers<R> answers,
            Copies of,
            Function<R, Iatt> attributes,
            boolean accuseSmall,
            int generation) {
        var keys = settings.keys();
        var answered = Copies.NONE;
        var iatts = new Iatt[children.size()];
        var replies = new ArrayList<Xdata>(iatts.length);
        boolean directory = false;
        boolean busy = false;
        for (int i = 0; i < iatts.length; i++) {
            var reply = of.has(i) ? answers.reply(i) : null;
            boolean good = reply != null && !reply.xdata().contains(BAD_INODE);
            replies.add(good ? reply.xdata() : null);
            if (good) {
                iatts[i] = attributes.apply(reply);
                answered = answered.with(i);
                directory |= iatts[i].isDirectory();
                busy |= reply.xdata().number(INODELK_COUNT, 0) != 0;
            }
        }
        var readable = settings.hasArbiter() ? answered.without(Settings.ARBITER) : answered;
        var content = directory ? ChangeType.ENTRY : ChangeType.DATA;
        var counted = PendingMatrix.of(content, keys, replies);
        var staleData = counted.accused();
        var staleMetadata = PendingMatrix.of(ChangeType.METADATA, keys, replies).accused();
        var data = readable.minus(staleData);
        var metadata = readable.minus(staleMetadata);
        var all = settings.hasArbiter() ? children.all().without(Settings.ARBITER) : children.all();
        var away = all.minus(answered).minus(staleData).minus(staleMetadata);
        if (accuseSmall && !directory && !busy) {
            data = largest(data, iatts);
        }
        if (!directory) {
            data = marked(data, counted);
        }
        return new View(data, metadata, away, generation, false);
    }

    /**
     * While a client that does not reach a copy writes to the others, they are marked, and only when it ends they say
     * what that copy has missed: those with the most marks are as good as any, the others may be behind. A heal would
     * choose the same way.
     */
    private static Copies marked(Copies data, PendingMatrix counted) {
        int most = 0;
        for (int i = data.lowest(); i >= 0; i = data.next(i)) {
            most = Math.max(most, counted.dirty(i));
        }
        var marked = data;
        for (int i = data.lowest(); i >= 0; i = data.next(i)) {
            marked = counted.dirty(i) < most ? marked.without(i) : marked;
        }
        return marked;
    }

    /** Without counters that say so, a copy that is smaller than another has missed something all the same. */
    private static Copies largest(Copies data, Iatt[] iatts) {
        long most = 0;
        for (int i = data.lowest(); i >= 0; i = data.next(i)) {
            most = Math.max(most, iatts[i].size());
        }
        var largest = data;
        for (int i = data.lowest(); i >= 0; i = data.next(i)) {
            largest = iatts[i].size() < most ? largest.without(i) : largest;
        }
        return largest;
    }

    /** A view that is true now: the one kept, or a fresh one. */
    View current(Frame frame, Inode inode, Fd fd) throws FopException {
        var state = state(inode);
        var view = state.view();
        return view != null && view.isCurrent(children.presence().generation())
                ? view
                : refresh(frame, inode, fd);
    }

    /**
     * Asks all copies. With an open fd by that, as the object may have lost its names.
     *
     * @param fd may be null
     */
    View refresh(Frame frame, Inode inode, Fd fd) throws FopException {
        var presence = require();
        var steady = Children.steady(frame);
        int now = presence.generation();
        if (fd != null && !fd.isAnonymous()) {
            var answers = children.ask(steady, presence.up(), new Fop.Fstat(fd, asked));
            return refreshed(inode, answers, Reply.Attr::iatt, now);
        }
        var answers = children.ask(steady, presence.up(), new Fop.Lookup(Loc.of(inode), asked));
        return refreshed(inode, answers, Reply.Lookup::iatt, now);
    }

    private <R extends Reply> View refreshed(
            Inode inode, Answers<R> answers, Function<R, Iatt> attributes, int generation)
            throws FopException {
        var answered = answers.succeeded();
        if (answered.isEmpty() || !settings.quorum().isMet(answered)) {
            throw answers.failure(Copies.NONE);
        }
        return learn(inode, interpret(answers, answered, attributes, true, generation));
    }

    /** Copies that a write under way does not reach are known to be bad before anybody could say so. */
    View learn(Inode inode, View view) {
        var state = state(inode);
        var writes = state.writesIfAny();
        var known = view;
        if (writes != null) {
            var good = view.data().and(writes.upToDate());
            known = new View(good, view.metadata(), view.away(), view.generation(), view.stale());
        }
        state.view(known);
        return known;
    }

    static boolean isDirectory(Inode inode) {
        return inode.type() == FileType.DIRECTORY;
    }

    /** The gfid by which reads of an object are spread. */
    static Gfid gfidOf(Inode inode, Iatt iatt) {
        return inode.isBlank() ? iatt.gfid() : inode.gfid();
    }

    /** The best answer of several, from the copy that reads go to. */
    static <R extends Reply> R best(Answers<R> answers, int readChild) throws FopException {
        var reply = answers.best(readChild);
        if (reply == null) {
            throw answers.failure(Copies.NONE);
        }
        return reply;
    }
}
