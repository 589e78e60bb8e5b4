package org.glusterj.management.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.glusterj.management.Json;
import org.glusterj.management.model.Peer;
import org.glusterj.management.peer.Invitation.Answer;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Entry;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.Deadline;
import org.glusterj.management.store.Membership;
import org.glusterj.management.store.RatisStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.store.Timing;
import org.glusterj.management.store.wire.Sockets;

/**
 * The trusted pool as this node sees it, and the store in which it is. A node that starts for the first time is a
 * pool of its own, at once and without being told anything. Thread-safe; owns the store and the warden's thread.
 */
public final class Pool implements AutoCloseable {
    /** Where managers reach each other unless said otherwise. */
    public static final int PORT = 24008;

    /**
     * Applied entries after which a snapshot is written and the log before it dropped. A start applies again what came
     * after the snapshot.
     */
    private static final long SNAPSHOT_ENTRIES = 1024;

    /**
     * @param directory of this node's identity and of the store
     * @param listen the wire's address
     * @param address how other nodes reach this one, until one of them says how it sees it
     * @param awayAfter a member that has not answered for this long is away
     * @param replaceAfter a voter that has not answered for this long loses its vote to a learner
     * @param round between two looks at the members
     * @param command that a change of the pool may take
     * @param beginAnew this node was given its lost UUID back, or has just lost it: whoever knows the other one, and
     *     this pool, has to be closed and opened again. Must not block
     */
    public record Setup(
            Path directory,
            InetSocketAddress listen,
            String address,
            Sockets sockets,
            Timing timing,
            Duration awayAfter,
            Duration replaceAfter,
            Duration round,
            Duration command,
            long snapshotEntries,
            Runnable beginAnew) {
        public static Setup usual(
                Path directory,
                InetSocketAddress listen,
                String address,
                Duration replaceAfter,
                Runnable beginAnew) {
            return new Setup(
                    directory,
                    listen,
                    address,
                    Sockets.plain(),
                    Timing.USUAL,
                    Duration.ofSeconds(5),
                    replaceAfter,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(9),
                    SNAPSHOT_ENTRIES,
                    beginAnew);
        }
    }

    /**
     * @param voter whether it votes; a learner follows only
     * @param leader whether it leads, as the last one who did said
     * @param connected whether it answers the leader; this node itself always does
     */
    public record Status(Peer peer, boolean voter, boolean leader, boolean connected) {}

    private final Setup setup;
    private final Door door;
    private final RatisStore store;
    private final Warden warden;
    private final Map<UUID, String> addresses = new ConcurrentHashMap<>();
    private final AutoCloseable watch;

    /** Opens. */
    public Pool(Setup setup) throws IOException {
        this.setup = setup;
        Files.createDirectories(setup.directory());
        var identity = new Identity(setup.directory());
        var known = identity.node();
        var node = known.orElseGet(UUID::randomUUID);
        if (known.isEmpty()) {
            identity.write(node);
        }
        var remembered = identity.membership(node);
        var membership = remembered.orElseGet(() -> Door.founder(node));
        if (remembered.isEmpty()) {
            identity.write(membership);
        }
        door = new Door(identity, membership, setup.beginAnew());
        store =
                new RatisStore(
                        new RatisStore.Setup(
                                identity.store(),
                                setup.listen(),
                                setup.sockets(),
                                this::address,
                                door::knock,
                                setup.timing(),
                                setup.snapshotEntries()),
                        membership);
        door.open(store);
        watch = store.watch(PeerRecord.PREFIX, (revision, changed) -> learn(changed));
        warden = new Warden(store, door, setup);
        Thread.ofPlatform().daemon().name("pool-warden").start(warden);
    }

    private void learn(List<Entry> changed) {
        for (var entry : changed) {
            var node = UUID.fromString(entry.key().substring(PeerRecord.PREFIX.length()));
            if (entry.value() == null) {
                addresses.remove(node);
            } else {
                addresses.put(node, Json.read(entry.value(), PeerRecord.class).address());
            }
        }
        var current = warden;
        if (current != null) {
            current.stir();
        }
    }

    private Optional<String> address(String member) {
        var known = addresses.get(Membership.node(member));
        return Optional.ofNullable(known)
                .or(() -> Optional.ofNullable(door.membership().others().get(member)));
    }

    public ClusterStore store() {
        return store;
    }

    RatisStore raft() {
        return store;
    }

    /** This node's UUID. */
    public UUID self() {
        return door.membership().node();
    }

    public UUID id() {
        return door.membership().pool();
    }

    /** The wire's. */
    public InetSocketAddress address() {
        return store.wire().address();
    }

    /** All nodes of the pool, as this node knows them: without asking anybody, and so also without a majority. */
    public List<Status> peers() {
        var census = census();
        var peers = new ArrayList<Status>();
        for (var entry : store.known(PeerRecord.PREFIX)) {
            var record = Json.read(entry.value(), PeerRecord.class);
            boolean member =
                    census.voters().contains(record.id())
                            || census.learners().contains(record.id());
            boolean connected =
                    record.id().equals(self()) || (member && !census.away().contains(record.id()));
            boolean leads = record.id().equals(census.leader());
            peers.add(
                    new Status(
                            record.peer(),
                            census.voters().contains(record.id()),
                            leads,
                            connected));
        }
        return peers;
    }

    /** Who votes, as the leader last said. */
    public Census census() {
        var known = store.known(Census.KEY);
        return known.isEmpty()
                ? Census.nobody()
                : Json.read(known.getFirst().value(), Census.class);
    }

    /**
     * Takes the node at {@code host} ({@code HOST} or {@code HOST:PORT}) into the pool, and waits until it follows.
     *
     * @throws PoolException with the reason for the user
     */
    public Peer probe(String host) throws PoolException {
        int port = port(host);
        var name = port < 0 ? host : host.substring(0, host.lastIndexOf(':'));
        var target = name + ":" + (port < 0 ? PORT : port);
        Answer answer;
        try {
            answer = Warden.ask(store, target, Invitation.who(), setup.command().dividedBy(3));
        } catch (IOException e) {
            throw new PoolException(host + " does not answer: " + e.getMessage(), e);
        }
        if (answer.node().equals(self())) {
            throw new PoolException(host + " is this node", null);
        }
        try {
            if (answer.pool().equals(id())
                    && store.get(PeerRecord.key(answer.node())).isPresent()) {
                return alias(answer.node(), name, port < 0 ? PORT : port);
            }
            if (answer.obstacle() != null) {
                throw new PoolException(host + " cannot join: " + answer.obstacle(), null);
            }
            return admit(answer, name, port < 0 ? PORT : port);
        } catch (StoreException e) {
            throw new PoolException(e.getMessage(), e);
        }
    }

    private static int port(String host) {
        int colon = host.lastIndexOf(':');
        boolean bare = colon < 0 || (host.indexOf(':') != colon && !host.startsWith("["));
        if (bare || host.endsWith("]")) {
            return -1;
        }
        try {
            return Integer.parseInt(host.substring(colon + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A node of the pool answers under another name, which is how the pool calls it from now on. */
    private Peer alias(UUID node, String name, int port) throws StoreException {
        var key = PeerRecord.key(node);
        for (var entry = store.get(key); entry.isPresent(); entry = store.get(key)) {
            var record = Json.read(entry.get().value(), PeerRecord.class);
            var names = new ArrayList<>(record.addresses());
            names.remove(name);
            names.addFirst(name);
            var named = record.called(names, port);
            if (named.equals(record)) {
                return record.peer();
            }
            if (put(List.of(new Condition(key, entry.get().revision())), named)) {
                return named.peer();
            }
        }
        throw new StoreException("node " + node + " was detached meanwhile", null, true);
    }

    private boolean put(List<Condition> conditions, PeerRecord... records) throws StoreException {
        var writes = new ArrayList<Write>();
        for (var record : records) {
            writes.add(new Write(PeerRecord.key(record.id()), Json.write(record)));
        }
        return store.commit(new Commit(conditions, writes)).isPresent();
    }

    private Peer admit(Answer answer, String name, int port) throws PoolException, StoreException {
        introduce(answer.seenAs());
        var key = PeerRecord.key(answer.node());
        var gone = store.get(PeerRecord.goneKey(answer.node()));
        int incarnation =
                gone.map(entry -> Json.read(entry.value(), PeerRecord.class).incarnation() + 1)
                        .orElse(1);
        var record = new PeerRecord(answer.node(), List.of(name), port, incarnation, null, false);
        var result = new AtomicReference<PeerRecord>();
        var over = new CountDownLatch(1);
        try (var joining = store.watch(key, (revision, changed) -> follow(changed, result, over))) {
            var commit =
                    new Commit(
                            List.of(new Condition(key, 0)),
                            List.of(
                                    new Write(key, Json.write(record)),
                                    new Write(PeerRecord.goneKey(answer.node()), null)));
            if (store.commit(commit).isEmpty()) {
                throw new PoolException(name + " is being added by somebody else", null);
            }
            if (!over.await(Deadline.left(setup.command()).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PoolException(
                        name + " is in the pool but does not follow yet; see the log", null);
            }
        } catch (PoolException | StoreException e) {
            throw e;
        } catch (Exception e) {
            throw new PoolException("interrupted while " + name + " joins", e);
        }
        if (result.get() == null || result.get().trouble() != null) {
            withdraw(record);
            var why = result.get() == null ? "it was detached" : result.get().trouble();
            throw new PoolException(name + " cannot join: " + why, null);
        }
        return record.peer();
    }

    /** It may have been invited all the same; then it is told that it is not. */
    private void withdraw(PeerRecord record) throws StoreException {
        var gone = Json.write(record.in());
        store.commit(
                new Commit(
                        List.of(),
                        List.of(
                                new Write(PeerRecord.key(record.id()), null),
                                new Write(PeerRecord.goneKey(record.id()), gone))));
    }

    private static void follow(
            List<Entry> changed, AtomicReference<PeerRecord> result, CountDownLatch over) {
        var value = changed.getLast().value();
        var record = value == null ? null : Json.read(value, PeerRecord.class);
        if (record == null || record.joined() || record.trouble() != null) {
            result.set(record);
            over.countDown();
        }
    }

    /** The first other node says how it sees this one: until then nobody needed to know. */
    private void introduce(String seenAs) throws StoreException {
        var key = PeerRecord.key(self());
        while (true) {
            var entry = store.get(key);
            if (entry.isPresent() && store.known(PeerRecord.PREFIX).size() > 1) {
                return;
            }
            var record =
                    entry.map(known -> Json.read(known.value(), PeerRecord.class))
                            .orElseGet(
                                    () ->
                                            PeerRecord.founder(
                                                    door.membership(),
                                                    setup.address(),
                                                    address().getPort()));
            var named = record.called(List.of(seenAs), record.port());
            long revision = entry.map(Entry::revision).orElse(0L);
            if (put(List.of(new Condition(key, revision)), named)) {
                return;
            }
        }
    }

    /**
     * Detaches a node. Whether volumes need it is the caller's to know: {@code conditions} are what it saw.
     *
     * @param force also if the node is away: it learns of it when it is back
     * @throws PoolException with the reason for the user
     */
    public void detach(UUID node, boolean force, List<Condition> conditions) throws PoolException {
        if (node.equals(self())) {
            throw new PoolException("a node cannot be detached by itself", null);
        }
        try {
            var entry =
                    store.get(PeerRecord.key(node))
                            .orElseThrow(() -> new PoolException(node + " is not a peer", null));
            if (!force && census().away().contains(node)) {
                throw new PoolException("the node is away; force detaches it", null);
            }
            var gone = Json.write(Json.read(entry.value(), PeerRecord.class).in());
            var all = new ArrayList<>(conditions);
            all.add(new Condition(entry.key(), entry.revision()));
            var commit =
                    new Commit(
                            all,
                            List.of(
                                    new Write(entry.key(), null),
                                    new Write(PeerRecord.goneKey(node), gone)));
            if (store.commit(commit).isEmpty()) {
                throw new PoolException("the pool was changed meanwhile, try again", null);
            }
        } catch (StoreException e) {
            throw new PoolException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        warden.close();
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("a watch of the store does not close", e);
        }
        store.close();
    }
}
