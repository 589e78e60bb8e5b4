package org.glusterj.management.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.peer.Invitation.Answer;
import org.glusterj.management.store.Membership;
import org.glusterj.management.store.RatisStore;
import org.glusterj.management.store.wire.Pass;

/**
 * Answers whoever knocks, and changes what this node is when a pool says so. A node joins another pool only while
 * it is alone and without volumes; its own pool, which proves itself by its secret, may make it a new incarnation
 * or detach it.
 *
 * <p>Thread-safe: {@code changing} is held while the membership changes.
 */
final class Door {
    private static final Log LOG = Log.of(Door.class);
    private static final String VOLUMES = "volumes/";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Identity identity;
    private final Runnable beginAnew;
    private final ReentrantLock changing = new ReentrantLock();

    /** Set once the store is open; before, nobody is answered. */
    private volatile RatisStore store;

    /** Written under {@code changing}. */
    private volatile Membership membership;

    /** @param beginAnew this node has got another UUID than it had, its lost one */
    Door(Identity identity, Membership membership, Runnable beginAnew) {
        this.identity = identity;
        this.membership = membership;
        this.beginAnew = beginAnew;
    }

    void open(RatisStore opened) {
        store = opened;
    }

    Membership membership() {
        return membership;
    }

    /** Whether this node's directory was taken from under it. Not while it becomes another member. */
    boolean isLost() {
        if (!changing.tryLock()) {
            return false;
        }
        try {
            return identity.isLost(membership);
        } finally {
            changing.unlock();
        }
    }

    static Membership founder(UUID node) {
        var secret = new byte[Pass.SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new Membership(UUID.randomUUID(), secret, node, 1, true, Map.of());
    }

    byte[] knock(byte[] question, InetSocketAddress from) throws IOException {
        if (store == null) {
            throw new IOException("this node is starting");
        }
        Invitation invitation;
        try {
            invitation = Json.read(question, Invitation.class);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a question of a manager's", e);
        }
        switch (invitation.type()) {
            case Invitation.WHO -> {}
            case Invitation.JOIN -> guarded(invitation, from, this::join);
            case Invitation.LEAVE -> guarded(invitation, from, this::leave);
            default -> throw new IOException("question of a newer manager's");
        }
        return Json.write(
                new Answer(
                        membership.node(),
                        membership.pool(),
                        membership.name(),
                        obstacle(),
                        from.getAddress().getHostAddress()));
    }

    /** Why this node cannot join another pool; null when it can. */
    private String obstacle() {
        if (!membership.founder() || store.known(PeerRecord.PREFIX).size() > 1) {
            return "it is part of another pool";
        }
        return store.known(VOLUMES).isEmpty() ? null : "it has volumes of its own";
    }

    private interface Step {
        void take(Invitation invitation) throws IOException;
    }

    private void guarded(Invitation invitation, InetSocketAddress from, Step step)
            throws IOException {
        changing.lock();
        try {
            step.take(invitation);
        } catch (IOException e) {
            LOG.say(PeerMessage.INVITATION_REFUSED, from, e.getMessage());
            throw e;
        } finally {
            changing.unlock();
        }
    }

    private void join(Invitation invitation) throws IOException {
        var secret = secret(invitation);
        var now = membership;
        if (invitation.pool().equals(now.pool())) {
            prove(invitation, secret);
            if (invitation.incarnation() == now.incarnation()) {
                return;
            }
            if (invitation.incarnation() < now.incarnation()) {
                throw new IOException("this node is incarnation " + now.incarnation() + " already");
            }
        } else if (obstacle() != null) {
            throw new IOException(obstacle());
        }
        var next =
                new Membership(
                        invitation.pool(),
                        secret,
                        invitation.node(),
                        invitation.incarnation(),
                        false,
                        invitation.others());
        become(next, invitation.visibleFrom());
        LOG.say(PeerMessage.POOL_JOINED, next.pool(), next.node(), next.incarnation());
        if (!next.node().equals(now.node())) {
            beginAnew.run();
        }
    }

    private void leave(Invitation invitation) throws IOException {
        var now = membership;
        if (!invitation.pool().equals(now.pool())) {
            return;
        }
        prove(invitation, secret(invitation));
        if (invitation.incarnation() < now.incarnation()) {
            throw new IOException("this node has come again as " + now.incarnation());
        }
        become(founder(now.node()), 0);
        LOG.say(PeerMessage.POOL_LEFT, now.pool());
    }

    private void become(Membership next, long visibleFrom) throws IOException {
        identity.write(next.node());
        identity.write(next);
        membership = next;
        store.become(next, visibleFrom);
    }

    private void prove(Invitation invitation, byte[] secret) throws IOException {
        if (!MessageDigest.isEqual(secret, membership.secret())) {
            throw new IOException("the secret is wrong");
        }
        if (!invitation.node().equals(membership.node())) {
            throw new IOException("this node is " + membership.node());
        }
    }

    private static byte[] secret(Invitation invitation) throws IOException {
        try {
            var secret = HexFormat.of().parseHex(invitation.secret());
            if (secret.length == Pass.SECRET_BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("an invitation without a secret", e);
        }
        throw new IOException("an invitation without a secret");
    }
}
