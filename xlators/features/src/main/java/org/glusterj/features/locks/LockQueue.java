package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;

/**
 * The internal locks of one kind, one domain and one inode: those held and those waited for, oldest first.
 *
 * <p>Fairness: a new request waits not only for conflicting holders but also behind conflicting waiters of other
 * owners,
 * so that a stream of readers cannot starve a writer. An owner that has any lock here already, held or waited for, is
 * exempt: others may wait for that lock, and holding its owner back would be a deadlock (self-heal takes several).
 * Guarded by the monitor of its {@link InodeLocks}.
 */
final class LockQueue<L extends InternalLock<L>> {
    /** Most held locks; more fail with ENOLCK. */
    static final int MAX_HELD = 65_536;

    /** Most waiters; more fail with ENOLCK. */
    static final int MAX_WAITING = 4_096;

    private final InodeLocks books;
    private final List<L> held = new ArrayList<>(1);
    private List<L> waiting = new ArrayList<>(0);

    LockQueue(InodeLocks books) {
        this.books = books;
    }

    List<L> held() {
        return List.copyOf(held);
    }

    List<L> waiting() {
        return List.copyOf(waiting);
    }

    int count() {
        return held.size() + waiting.size();
    }

    boolean isEmpty() {
        return held.isEmpty() && waiting.isEmpty();
    }

    /**
     * Takes the lock, or queues for it: then its {@link InternalLock#grant()} is to be awaited.
     *
     * @return whether it is held now
     * @throws FopException EAGAIN when it must not wait, ENOLCK past a bound, ENOTCONN for an ended client
     */
    boolean lock(L lock, boolean mayWait) throws FopException {
        boolean waits = mustWait(lock);
        if (waits && !mayWait) {
            throw new FopException(Errno.EAGAIN);
        }
        if ((waits ? waiting.size() : held.size()) >= (waits ? MAX_WAITING : MAX_HELD)) {
            throw new FopException(Errno.ENOLCK);
        }
        books.reserve(lock.owner().client());
        if (waits) {
            waiting.add(lock);
        } else {
            hold(lock);
        }
        return !waits;
    }

    private void hold(L lock) {
        lock.grantedAt(books.now());
        held.add(lock);
    }

    /** Takes all held locks away if one in the way of {@code wanted} is too old or too many wait. */
    ClearLocks.Cleared revoke(L wanted, Revocation revocation) {
        long oldest = books.now() - revocation.seconds() * 1_000_000_000L;
        boolean stale = held.stream().anyMatch(l -> l.excludes(wanted) && l.grantedAt() < oldest);
        boolean many =
                revocation.maxBlocked() > 0
                        && !held.isEmpty()
                        && waiting.size() >= revocation.maxBlocked();
        if (!stale && !many) {
            return ClearLocks.Cleared.NOTHING;
        }
        int refused = revocation.waitersToo() ? refuse(lock -> true, Errno.EAGAIN) : 0;
        return new ClearLocks.Cleared(refused, release(lock -> true));
    }

    private boolean mustWait(L lock) {
        return conflictsWithAny(held, lock)
                || conflictsWithAny(waiting, lock) && !hasAny(lock.owner());
    }

    private static <L extends InternalLock<L>> boolean conflictsWithAny(List<L> locks, L wanted) {
        for (var lock : locks) {
            if (lock.conflictsWith(wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAny(Owner owner) {
        for (var lock : held) {
            if (lock.owner().equals(owner)) {
                return true;
            }
        }
        for (var lock : waiting) {
            if (lock.owner().equals(owner)) {
                return true;
            }
        }
        return false;
    }

    /** The holders in the way of {@code wanted}. */
    List<L> holdersAgainst(L wanted) {
        return held.stream().filter(lock -> lock.conflictsWith(wanted)).toList();
    }

    /** @throws FopException EINVAL when the owner holds no such lock */
    void unlock(L like) throws FopException {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).isUnlockedBy(like)) {
                books.count(held.remove(i).owner().client(), -1);
                grantWaiting();
                return;
            }
        }
        throw new FopException(Errno.EINVAL, "no such lock is held");
    }

    /** Looks at every waiter again, oldest first, by the rule for new requests. */
    private void grantWaiting() {
        var all = waiting;
        waiting = new ArrayList<>(all.size());
        for (var lock : all) {
            if (mustWait(lock)) {
                waiting.add(lock);
            } else if (lock.grant().complete(Reply.Ok.PLAIN)) {
                hold(lock);
            } else {
                books.count(lock.owner().client(), -1);
            }
        }
    }

    /** Takes back a request whose caller has given up; others may have waited behind it. */
    void abandon(L lock) {
        if (waiting.remove(lock)) {
            books.count(lock.owner().client(), -1);
            grantWaiting();
        }
    }

    /** Releases the held locks that match and says how many. */
    int release(Predicate<L> which) {
        int before = held.size();
        held.removeIf(
                lock -> {
                    boolean goes = which.test(lock);
                    if (goes) {
                        books.count(lock.owner().client(), -1);
                    }
                    return goes;
                });
        int released = before - held.size();
        grantWaiting();
        return released;
    }

    /** Fails the waiters that match with {@code errno} and says how many. */
    int refuse(Predicate<L> which, Errno errno) {
        int before = waiting.size();
        waiting.removeIf(
                lock -> {
                    boolean goes = which.test(lock);
                    if (goes) {
                        books.count(lock.owner().client(), -1);
                        lock.grant().complete(new FopException(errno));
                    }
                    return goes;
                });
        int refused = before - waiting.size();
        grantWaiting();
        return refused;
    }
}
