package org.glusterj.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The graph that a front sends its fops to, which may be replaced under way. Inodes and fds stay the same over that;
 * what translators keep in them does not. Thread-safe; {@link #switchTo} is called by one thread at a time. Owns the
 * graphs that were replaced; the live one is the caller's.
 *
 * <p>State: {@code running} counts the fops under way, far below zero while a switch keeps new ones back. They wait
 * until the last one of the old graph has its reply, so the two graphs never serve at the same time: no lock is taken
 * on the old connections behind the back of the one who moves locks, and no cache of the new graph misses a change.
 * Open files that cannot go over are served by their {@link FormerGraph}.
 */
public final class LiveGraph {
    private static final long SHUT = Long.MIN_VALUE / 2;

    /** More graphs than these are not kept for files that only they reach. */
    private static final int MAX_FORMERS = 4;

    private static final String LOST = "the connection was lost while files were opened";
    private static final String BUSY = "requests are under way";
    private static final Log LOG = Log.of(LiveGraph.class);

    private final Environment environment;
    private final AtomicLong running = new AtomicLong();
    private final Set<LockWait> lockWaits = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Event.Up>> listeners = new CopyOnWriteArrayList<>();
    private volatile Graph graph;
    private volatile Xlator top;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Thread switcher;
    private final Set<FormerGraph> formers = ConcurrentHashMap.newKeySet();
    private volatile boolean anyFormer;

    /** @param graph the first one, activated */
    public LiveGraph(Environment environment, Graph graph) {
        this.environment = environment;
        this.graph = graph;
        top = graph.top();
    }

    /** A lock request that waits for another process, on one graph. */
    public static final class LockWait {
        private final Xlator top;
        private final Promise<Reply.Lk> outcome = new Promise<>();
        private final Cancel moving = new Cancel();

        private LockWait(Xlator top) {
            this.top = top;
        }

        public Promise<Reply.Lk> outcome() {
            return outcome;
        }

        /** Fires when the graph goes: the wait shall be ended there and begun again on the next. */
        public Cancel moving() {
            return moving;
        }

        /** Asks the graph on which the lock was asked for; never kept back. */
        public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
            return top.call(frame, op);
        }
    }

    /** What must be done with a reply before the fop counts as ended. */
    public interface Then<R extends Reply> {
        void replied(R reply) throws FopException;
    }

    public Graph graph() {
        return graph;
    }

    public InodeTable inodes() {
        return graph.inodes();
    }

    /** Adds a listener for what leaves the top of whichever graph is live. */
    public void listen(Consumer<Event.Up> listener) {
        listeners.add(listener);
        graph.listen(listener);
    }

    /** Runs a fop from the top of the graph. */
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        enter();
        try {
            return (anyFormer ? topOf(op) : top).call(frame, op);
        } finally {
            leave();
        }
    }

    /** OPEN, OPENDIR or CREATE: after a success {@code fd} is open here and on every later graph. */
    public <R extends Reply> R open(Frame frame, Fop<R> op, Fd fd, Then<R> then)
            throws FopException {
        enter();
        try {
            R reply = top.call(frame, op);
            then.replied(reply);
            inodes().opened(fd);
            return reply;
        } finally {
            leave();
        }
    }

    /** As {@link #call}, for locks that do not wait. */
    public Reply.Lk lock(Frame frame, Fop.Lk op) throws FopException {
        op.fd().lockAsked();
        return call(frame, op);
    }

    /** Begins to wait for a lock; the caller tells by {@link #endWait} that it knows the outcome. */
    public LockWait beginWait(Frame frame, Fop.Lk op) throws FopException {
        enter();
        try {
            op.fd().lockAsked();
            var wait = new LockWait(topOf(op));
            lockWaits.add(wait);
            wait.top.start(frame, op, wait.outcome);
            return wait;
        } finally {
            leave();
        }
    }

    public void endWait(LockWait wait) {
        lockWaits.remove(wait);
        LockSupport.unpark(switcher);
    }

    /** Where the fop's fd is open. */
    private Xlator topOf(Fop<?> op) throws FopException {
        return switch (op) {
            case Fop.OnFd<?> onFd -> topOf(onFd.fd());
            case Fop.CopyFileRange copy -> {
                var in = topOf(copy.fdIn());
                if (in != topOf(copy.fdOut())) {
                    throw new FopException(Errno.EXDEV);
                }
                yield in;
            }
            default -> top;
        };
    }

    private Xlator topOf(Fd fd) {
        var former = fd.former();
        return former == null ? top : former.top();
    }

    private void enter() {
        while (running.incrementAndGet() < 0) {
            leave();
            awaitGate();
        }
    }

    private void leave() {
        if (running.decrementAndGet() == SHUT) {
            LockSupport.unpark(switcher);
        }
    }

    private void awaitGate() {
        boolean interrupted = false;
        var shut = gate;
        while (shut.getCount() > 0) {
            try {
                shut.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes {@code fresh} the live graph: opens the open files there beside serving, keeps new fops back until those
     * under way have ended, and hands locks over. The old graph ends, at once or with the last file that only it can
     * reach.
     *
     * @param fresh built beside the live graph, activated and up
     * @param drainWithin how long fops may be kept back for those under way
     * @return why the old graph stays, "" when it was replaced
     */
    public String switchTo(Graph fresh, Duration drainWithin) {
        if (formers.size() >= MAX_FORMERS) {
            return "files are open that " + formers.size() + " former graphs serve";
        }
        var migration = new FdMigration(environment, graph, fresh);
        if (!migration.openAll()) {
            return LOST;
        }
        var former = new FormerGraph(environment, graph, formers);
        shut();
        try {
            if (!drained(Deadline.after(environment, drainWithin))) {
                return BUSY;
            }
            if (!migration.openAll()) {
                return LOST;
            }
            migration.finish(former);
            fresh.takeOver(graph);
            anyFormer = !formers.isEmpty() || former.files() > 0;
            listeners.forEach(fresh::listen);
            graph = fresh;
            top = fresh.top();
        } finally {
            open();
        }
        if (former.files() > 0) {
            LOG.say(CoreMessage.FILES_STAY, former.files());
        }
        former.retire();
        return "";
    }

    /** Graphs there are, the live one and those before it that have not ended. */
    public int graphs() {
        return 1 + formers.size();
    }

    /** Ends the former graphs; no fop is under way any more. */
    public void endFormers() {
        formers.forEach(FormerGraph::end);
    }

    private void shut() {
        gate = new CountDownLatch(1);
        switcher = Thread.currentThread();
        running.addAndGet(SHUT);
    }

    private void open() {
        var shut = gate;
        running.addAndGet(-SHUT);
        shut.countDown();
        switcher = null;
    }

    /** Waits for what runs, then for lock waits, which must leave the old graph as well. */
    private boolean drained(Deadline until) {
        boolean told = false;
        while (running.get() != SHUT || waitsHere()) {
            if (until.remainingNanos(environment) <= 0) {
                return false;
            }
            if (running.get() == SHUT && !told) {
                told = true;
                lockWaits.stream().filter(this::isHere).forEach(wait -> wait.moving.fire());
                continue;
            }
            environment.parkUntil(until.nanoTime());
        }
        return graph.settle(until);
    }

    private boolean waitsHere() {
        return lockWaits.stream().anyMatch(this::isHere);
    }

    private boolean isHere(LockWait wait) {
        return wait.top == top;
    }
}
