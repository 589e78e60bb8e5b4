package org.glusterj.management.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.Membership;
import org.glusterj.management.store.RatisStore;
import org.glusterj.management.store.Standing;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.store.wire.CallFailed;

/**
 * Makes the members of the store what the pool's records say, in rounds: on the leader only, elsewhere a round does
 * nothing but see that this node takes the part it was given, and that its directory is there. One thread; its fields
 * are that thread's own, except what wakes it, which {@code lock} guards.
 */
final class Warden implements Runnable {
    /** Of a question at the door. */
    private static final Duration KNOCK = Duration.ofSeconds(2);

    /** Of an invitation: the other node ends its old part and begins the new one. */
    private static final Duration INVITE = Duration.ofSeconds(20);

    /** Rounds between two tries to reach a node that could not be reached. */
    private static final int RETRY_ROUNDS = 5;

    private static final Log LOG = Log.of(Warden.class);

    private final RatisStore store;
    private final Door door;
    private final Pool.Setup setup;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean stirred;
    private volatile boolean closed;
    private long round;
    private final Map<String, Long> retryAt = new HashMap<>();
    private Set<UUID> toldAway = Set.of();

    Warden(RatisStore store, Door door, Pool.Setup setup) {
        this.store = store;
        this.door = door;
        this.setup = setup;
    }

    void stir() {
        lock.lock();
        try {
            stirred = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        closed = true;
        stir();
    }

    @Override
    public void run() {
        while (!closed) {
            if (door.isLost()) {
                var self = door.membership();
                LOG.say(PeerMessage.DIRECTORY_LOST, self.name(), self.pool());
                setup.beginAnew().run();
                return;
            }
            try {
                round();
            } catch (StoreException | IOException | RuntimeException e) {
                LOG.say(PeerMessage.ROUND_FAILED, String.valueOf(e.getMessage()));
            }
            rest();
        }
    }

    private void rest() {
        lock.lock();
        try {
            long left = setup.round().toNanos();
            while (!stirred && left > 0 && !closed) {
                left = woken.awaitNanos(left);
            }
            stirred = false;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void round() throws StoreException, IOException {
        round++;
        var standing = store.standing().orElse(null);
        if (standing == null) {
            return;
        }
        if (!standing.leads()) {
            store.mend();
            return;
        }
        if (!standing.ready() || !standing.stable()) {
            return;
        }
        var records = records(PeerRecord.PREFIX);
        var situation = situation(standing, records);
        count(standing, situation);
        if (enrol(records)) {
            return;
        }
        var next = Voters.plan(situation).orElse(null);
        if (next != null) {
            follow(standing, records, next);
            stir();
            return;
        }
        for (var entry : records.entrySet()) {
            look(standing, situation, entry.getKey(), entry.getValue());
        }
        dismiss(standing);
    }

    private record Known(PeerRecord record, long revision) {}

    private Map<UUID, Known> records(String prefix) {
        var records = new TreeMap<UUID, Known>();
        for (var entry : store.known(prefix)) {
            var record = Json.read(entry.value(), PeerRecord.class);
            records.put(record.id(), new Known(record, entry.revision()));
        }
        return records;
    }

    /**
     * The founder is in its pool, unless it was detached, whoever forgot to say so. @return whether it had to be
     * said
     */
    private boolean enrol(Map<UUID, Known> records) throws StoreException {
        var self = door.membership();
        if (!self.founder()
                || records.containsKey(self.node())
                || !store.known(PeerRecord.goneKey(self.node())).isEmpty()) {
            return false;
        }
        put(PeerRecord.founder(self, setup.address(), store.wire().address().getPort()), 0);
        LOG.say(PeerMessage.POOL_FOUNDED, self.pool(), self.node());
        return true;
    }

    private Voters.Situation situation(Standing standing, Map<UUID, Known> records) {
        var wanted = new TreeSet<String>();
        records.values().forEach(known -> wanted.add(known.record().member()));
        var answering = new TreeSet<String>();
        var lost = new TreeSet<String>();
        answering.add(standing.self());
        standing.silence()
                .forEach(
                        (member, millis) -> {
                            if (millis <= setup.awayAfter().toMillis()) {
                                answering.add(member);
                            }
                            if (millis > setup.replaceAfter().toMillis()) {
                                lost.add(member);
                            }
                        });
        return new Voters.Situation(
                standing.self(), standing.voters(), standing.learners(), wanted, answering, lost);
    }

    /** Tells the pool who answers, when that has changed. */
    private void count(Standing standing, Voters.Situation situation) throws StoreException {
        var away = new TreeSet<UUID>();
        for (var member : members(standing)) {
            if (!situation.answering().contains(member)) {
                away.add(Membership.node(member));
            }
        }
        away.stream()
                .filter(node -> !toldAway.contains(node))
                .forEach(node -> LOG.say(PeerMessage.PEER_AWAY, node));
        toldAway.stream()
                .filter(node -> !away.contains(node))
                .forEach(node -> LOG.say(PeerMessage.PEER_BACK, node));
        toldAway = away;
        var census =
                new Census(
                        Membership.node(standing.self()),
                        nodes(standing.voters()),
                        nodes(standing.learners()),
                        away);
        var bytes = Json.write(census);
        var known = store.known(Census.KEY);
        if (known.isEmpty() || !java.util.Arrays.equals(known.getFirst().value(), bytes)) {
            store.commit(new Commit(List.of(), List.of(new Write(Census.KEY, bytes))));
        }
    }

    private static SortedSet<String> members(Standing standing) {
        var members = new TreeSet<>(standing.voters());
        members.addAll(standing.learners());
        return members;
    }

    private static SortedSet<UUID> nodes(Set<String> members) {
        var nodes = new TreeSet<UUID>();
        members.forEach(member -> nodes.add(Membership.node(member)));
        return nodes;
    }

    private void follow(Standing standing, Map<UUID, Known> records, Voters.Next next)
            throws StoreException {
        switch (next) {
            case Voters.Next.Change change -> {
                LOG.say(PeerMessage.MEMBERS_WANTED, change.why(), change.voters());
                reconfigure(standing, records, change.voters(), change.learners());
            }
            case Voters.Next.Renew renew ->
                    renew(records.get(Membership.node(renew.member())), renew.why());
        }
    }

    private void reconfigure(
            Standing standing, Map<UUID, Known> records, Set<String> voters, Set<String> learners)
            throws StoreException {
        store.reconfigure(standing, addressed(voters, records), addressed(learners, records));
    }

    private Map<String, String> addressed(Set<String> members, Map<UUID, Known> records) {
        var addressed = new TreeMap<String, String>();
        for (var member : members) {
            var known = records.get(Membership.node(member));
            addressed.put(member, known == null ? "" : known.record().address());
        }
        return addressed;
    }

    private void renew(Known known, String why) throws StoreException {
        if (known != null && put(known.record().renewed(), known.revision())) {
            LOG.say(PeerMessage.RENEWED, known.record().id(), why);
        }
    }

    private boolean put(PeerRecord record, long revision) throws StoreException {
        var key = PeerRecord.key(record.id());
        return store.commit(
                        new Commit(
                                List.of(new ClusterStore.Condition(key, revision)),
                                List.of(new Write(key, Json.write(record)))))
                .isPresent();
    }

    /** Invites a node that is not a member, and finds out about a member that does not answer. */
    private void look(Standing standing, Voters.Situation situation, UUID node, Known known)
            throws StoreException {
        var member = known.record().member();
        boolean in = members(standing).contains(member);
        if (in && situation.answering().contains(member)) {
            if (!known.record().joined()) {
                put(known.record().in(), known.revision());
            }
            return;
        }
        if (!isDue(member)) {
            return;
        }
        try {
            if (in) {
                var answer = ask(known.record(), Invitation.who(), KNOCK);
                boolean same =
                        member.equals(answer.member())
                                && door.membership().pool().equals(answer.pool());
                if (!same && (answer.obstacle() == null || answer.node().equals(node))) {
                    renew(known, "it does not know that it is in the pool");
                    stir();
                }
            } else {
                invite(standing, known);
            }
        } catch (IOException e) {
            retryAt.put(member, round + RETRY_ROUNDS);
            if (!in && e instanceof CallFailed) {
                refused(known, e);
            }
        }
    }

    private boolean isDue(String member) {
        return retryAt.getOrDefault(member, 0L) <= round;
    }

    private void invite(Standing standing, Known known) throws IOException, StoreException {
        var record = known.record();
        var records = records(PeerRecord.PREFIX);
        var others = addressed(members(standing), records);
        others.values().removeIf(String::isEmpty);
        ask(record, invitation(Invitation.JOIN, record, others), INVITE);
        LOG.say(PeerMessage.INVITED, record.id(), record.incarnation());
        var learners = new TreeSet<>(standing.learners());
        learners.add(record.member());
        reconfigure(standing, records, standing.voters(), learners);
        stir();
    }

    private void refused(Known known, IOException why) throws StoreException {
        var record = known.record();
        var text = String.valueOf(why.getMessage());
        LOG.say(PeerMessage.INVITE_FAILED, record.id(), text);
        if (!record.joined() && !text.equals(record.trouble())) {
            put(record.troubled(text), known.revision());
        }
    }

    /** Tells nodes that were detached, until they know. */
    private void dismiss(Standing standing) throws StoreException {
        for (var known : records(PeerRecord.GONE).values()) {
            var record = known.record();
            var member = record.member();
            if (!record.joined() || members(standing).contains(member) || !isDue(member)) {
                continue;
            }
            try {
                ask(record, invitation(Invitation.LEAVE, record, Map.of()), INVITE);
                var key = PeerRecord.goneKey(record.id());
                store.commit(
                        new Commit(
                                List.of(new ClusterStore.Condition(key, known.revision())),
                                List.of(new Write(key, Json.write(record.told())))));
            } catch (IOException away) {
                retryAt.put(member, round + RETRY_ROUNDS);
            }
        }
    }

    private Invitation invitation(String type, PeerRecord record, Map<String, String> others) {
        var self = door.membership();
        return new Invitation(
                type,
                self.pool(),
                HexFormat.of().formatHex(self.secret()),
                record.id(),
                record.incarnation(),
                others,
                store.applied());
    }

    private Invitation.Answer ask(PeerRecord record, Invitation question, Duration timeout)
            throws IOException {
        return ask(store, record.address(), question, timeout);
    }

    static Invitation.Answer ask(
            RatisStore store, String address, Invitation question, Duration timeout)
            throws IOException {
        var answer = store.wire().knock(address, Json.write(question), timeout);
        try {
            return Json.read(answer, Invitation.Answer.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(address + " is not a manager", e);
        }
    }
}
