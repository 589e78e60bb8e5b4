package org.glusterj.management.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftClientReply;
import org.glusterj.core.Log;
import org.glusterj.management.store.wire.Sockets;
import org.glusterj.management.store.wire.Wire;

/**
 * The store as a Raft log of Apache Ratis: a commit is an entry of the log, every node applies the same ones. A
 * read asks the leader how far the pool is and answers from this node's own table once it is there.
 *
 * <p>Which member of which pool this node is can change ({@link #become}); watches and readers stay. Who is a
 * member is decided above ({@link #reconfigure}).
 *
 * <p>Thread-safe. {@code becoming} is held while the member changes; it owns the wire, the member and the feed.
 */
public final class RatisStore implements ClusterStore {
    /**
     * @param directory of logs and snapshots, this store's alone
     * @param listen where other members reach this one
     * @param addresses of members by name, asked before what Raft's log says
     * @param door for those who are not in the pool
     * @param snapshotEntries applied entries after which the log is replaced by a snapshot
     */
    public record Setup(
            Path directory,
            InetSocketAddress listen,
            Sockets sockets,
            Function<String, Optional<String>> addresses,
            Wire.Door door,
            Timing timing,
            long snapshotEntries) {}

    private static final Log LOG = Log.of(RatisStore.class);

    private final Setup setup;
    private final Wire wire;
    private final Feed feed = new Feed();
    private final Leader leader;
    private final AtomicLong reconfigurations = new AtomicLong();
    private final ReentrantLock becoming = new ReentrantLock();

    /** Null while there is none; changed under {@code becoming}. */
    private volatile Member member;

    private volatile boolean closed;

    /** Opens; {@code membership} is what this node was when it last ran, or a new pool's first. */
    public RatisStore(Setup setup, Membership membership) throws IOException {
        this.setup = setup;
        this.wire =
                new Wire(
                        setup.sockets(),
                        setup.listen(),
                        () -> Optional.ofNullable(member).map(m -> m.membership().pass()),
                        this::serve,
                        setup.door());
        this.leader = new Leader(() -> Optional.ofNullable(member), wire, setup.timing());
        try {
            start(membership, Optional.empty());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        LOG.say(StoreMessage.STORE_OPENED, membership.name(), membership.pool(), wire.address());
    }

    /** @param visibleFrom the revision from which on the pool's table is new enough to be seen, if known */
    private void start(Membership membership, Optional<Long> visibleFrom) throws IOException {
        long hold = feed.hold();
        var timing = setup.timing();
        member =
                new Member(
                        membership,
                        setup.directory(),
                        new RaftWire(wire, setup.addresses(), timing.call()),
                        new StoreMachine(feed),
                        timing,
                        setup.snapshotEntries());
        visibleFrom.ifPresent(revision -> feed.releaseAt(hold, revision));
        Thread.ofVirtual().name("store-catch-up").start(() -> catchUp(hold, visibleFrom.isEmpty()));
    }

    /**
     * Asks the pool how far it is, and lets the feed go there. When nobody leads, because there is no majority, what
     * this node has is shown; a leader that is slow is waited for.
     */
    private void catchUp(long hold, boolean showAnyway) {
        while (!closed && feed.isHeld(hold)) {
            try {
                feed.releaseAt(hold, barrier(deadline()));
                return;
            } catch (StoreException away) {
                if (showAnyway && leaderKnown().isEmpty()) {
                    feed.releaseAt(hold, 0);
                    return;
                }
            }
        }
    }

    private Optional<String> leaderKnown() {
        return Optional.ofNullable(member).flatMap(Member::leader);
    }

    private byte[] serve(int kind, byte[] body) throws IOException {
        var current = member;
        if (current == null) {
            throw new IOException("this node is not in a pool just now");
        }
        return kind == Leader.SUBMIT
                ? Leader.serve(current, body, setup.timing())
                : RaftWire.serve(current.server(), kind, body);
    }

    /**
     * From now on this node is another member, of this pool or another one; what it was before is forgotten.
     * Watchers hear the difference at once when the new member has caught up.
     *
     * @param visibleFrom the revision from which on the pool's table is new enough to be seen
     */
    public void become(Membership next, long visibleFrom) throws IOException {
        becoming.lock();
        try {
            if (closed) {
                throw new IOException("the store is closed");
            }
            var before = member;
            member = null;
            if (before != null) {
                before.close();
            }
            wire.drop();
            start(next, Optional.of(visibleFrom));
            LOG.say(
                    StoreMessage.MEMBER_REPLACED,
                    before == null ? "none" : before.membership().name(),
                    next.name());
        } finally {
            becoming.unlock();
        }
    }

    /**
     * Starts the same member again if it does not take the part that the pool has given it: Ratis does not let a
     * learner vote that became a voter by a snapshot. A change of members that is not agreed on yet is waited for,
     * unless nobody leads: then it may be this node's vote that the next leader lacks.
     */
    public void mend() throws IOException {
        becoming.lock();
        try {
            var before = member;
            var standing = standing().orElse(null);
            if (standing == null
                    || !standing.part().equals("LISTENER")
                    || (!standing.stable() && standing.leader().isPresent())
                    || !standing.voters().contains(standing.self())) {
                return;
            }
            LOG.say(StoreMessage.ROLE_MENDED, standing.self(), "voter");
            member = null;
            before.close();
            start(before.membership(), Optional.of(feed.applied()));
        } finally {
            becoming.unlock();
        }
    }

    public Wire wire() {
        return wire;
    }

    /** Empty while this node takes no part: it was removed, or is about to become another member. */
    public Optional<Standing> standing() {
        var current = member;
        return current == null || !current.isAlive() ? Optional.empty() : current.standing();
    }

    /** The newest revision this node has applied. */
    public long applied() {
        return feed.applied();
    }

    /**
     * Makes {@code voters} and {@code learners} (addresses by name) the members, if they are as {@code from} says.
     * Only on the leader. Returns when it is committed.
     *
     * @throws StoreException with the reason; whether it happens yet is unknown then
     */
    public void reconfigure(Standing from, Map<String, String> voters, Map<String, String> learners)
            throws StoreException {
        var current = member;
        if (current == null) {
            throw new StoreException("this node is not in a pool just now", null, true);
        }
        try {
            RaftClientReply reply =
                    current.reconfigure(from, voters, learners, reconfigurations.incrementAndGet())
                            .get(setup.timing().command().toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw new StoreException(
                        "the members stay: " + reply.getException(), reply.getException(), false);
            }
            LOG.say(StoreMessage.MEMBERS_CHANGED, voters.keySet(), learners.keySet());
        } catch (TimeoutException e) {
            throw new StoreException("no majority agrees on the members", e, false);
        } catch (IOException | ExecutionException e) {
            var why = e instanceof ExecutionException ? e.getCause() : e;
            throw new StoreException("the members stay: " + why.getMessage(), why, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e, false);
        }
    }

    private long deadline() {
        return Deadline.nanos(setup.timing().command());
    }

    private long barrier(long deadlineNanos) throws StoreException {
        return answer(leader.ask(true, new byte[0], deadlineNanos)).revision();
    }

    private static Commands.Answer answer(byte[] bytes) throws StoreException {
        try {
            return Commands.decodeAnswer(bytes);
        } catch (IOException e) {
            throw new StoreException("the leader's answer is not understood", e, false);
        }
    }

    private <T> T read(Function<Table, T> reader) throws StoreException {
        long deadline = deadline();
        return at(barrier(deadline), deadline, reader)
                .orElseThrow(
                        () ->
                                new StoreException(
                                        "this node is behind the pool and has not caught up in time",
                                        null,
                                        true));
    }

    private <T> Optional<T> at(long revision, long deadlineNanos, Function<Table, T> reader)
            throws StoreException {
        try {
            return feed.readAt(revision, deadlineNanos, reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e, false);
        }
    }

    @Override
    public Optional<Entry> get(String key) throws StoreException {
        return read(table -> table.get(key));
    }

    @Override
    public List<Entry> list(String prefix) throws StoreException {
        return read(table -> table.list(prefix));
    }

    @Override
    public List<Entry> known(String prefix) {
        return feed.known(prefix);
    }

    /** Once it returns, {@link #known} has the change too, unless this node is cut off. */
    @Override
    public Optional<Long> commit(Commit commit) throws StoreException {
        Table.check(commit);
        long deadline = deadline();
        var request = Commands.encode(new Commands.Request(UUID.randomUUID(), commit));
        var committed = answer(leader.ask(false, request, deadline)).committed();
        if (committed.isPresent()) {
            long soon = System.nanoTime() + setup.timing().call().toNanos();
            at(committed.get(), Math.min(deadline, soon), table -> true);
        }
        return committed;
    }

    @Override
    public AutoCloseable watch(String prefix, Watcher watcher) {
        return feed.watch(prefix, watcher);
    }

    @Override
    public void close() {
        becoming.lock();
        try {
            closed = true;
            wire.close();
            if (member != null) {
                member.close();
                LOG.say(StoreMessage.STORE_CLOSED, member.membership().name());
            }
        } catch (IOException e) {
            LOG.say(StoreMessage.STORE_CLOSED, e, member.membership().name());
        } finally {
            feed.close();
            becoming.unlock();
        }
    }
}
