package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.FopException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The posix locks of one inode and who waits for one, first come first served as far as nothing conflicts. Guarded by
 * the monitor of its {@link InodeLocks}.
 */
final class PosixLocks {
    /** Most held locks per inode; more fail with ENOLCK. */
    static final int MAX_HELD = 65_536;

    /** Most waiters per inode; more fail with ENOLCK. */
    static final int MAX_WAITING = 4_096;

    /** A lock that is waited for; completed with the answer when granted. */
    static final class Waiter extends Promise<Reply.Lk> {
        private final PosixLock lock;
        private final Flock asked;

        Waiter(PosixLock lock, Flock asked) {
            this.lock = lock;
            this.asked = asked;
        }

        PosixLock lock() {
            return lock;
        }
    }

    private final InodeLocks books;
    private final PosixLockList held = new PosixLockList();
    private final List<Waiter> waiting = new ArrayList<>(0);

    PosixLocks(InodeLocks books) {
        this.books = books;
    }

    PosixLock conflict(PosixLock wanted) {
        return held.conflict(wanted);
    }

    List<PosixLock> held() {
        return held.all();
    }

    List<Waiter> waiting() {
        return List.copyOf(waiting);
    }

    int count() {
        return held.size() + waiting.size();
    }

    /**
     * Takes the lock, or queues for it.
     *
     * @return null when taken
     * @throws FopException EAGAIN when it conflicts and must not wait, ENOLCK past a bound, ENOTCONN for an ended
     * client
     */
    Waiter lock(PosixLock lock, Flock asked, boolean mayWait) throws FopException {
        boolean conflicts = held.conflict(lock) != null;
        if (conflicts && !mayWait) {
            throw new FopException(Errno.EAGAIN);
        }
        if (held.size() >= MAX_HELD || conflicts && waiting.size() >= MAX_WAITING) {
            throw new FopException(Errno.ENOLCK);
        }
        books.reserve(lock.owner().client());
        if (conflicts) {
            var waiter = new Waiter(lock, asked);
            waiting.add(waiter);
            return waiter;
        }
        setReserved(lock);
        grantWaiting();
        return null;
    }

    void unlock(PosixLock range) {
        int before = held.size();
        held.set(range);
        books.count(range.owner().client(), held.size() - before);
        grantWaiting();
    }

    private void setReserved(PosixLock lock) {
        int before = held.size();
        held.set(lock);
        books.count(lock.owner().client(), held.size() - before - 1);
    }

    /** Gives locks to waiters in order; a grant may turn a write lock into a read lock, so until nothing changes. */
    private void grantWaiting() {
        boolean granted = !waiting.isEmpty();
        while (granted) {
            granted = false;
            for (var each = waiting.iterator(); each.hasNext(); ) {
                var waiter = each.next();
                if (held.conflict(waiter.lock) == null) {
                    each.remove();
                    granted = true;
                    if (waiter.complete(new Reply.Lk(waiter.asked, Xdata.NULL))) {
                        setReserved(waiter.lock);
                    } else {
                        books.count(waiter.lock.owner().client(), -1);
                    }
                }
            }
        }
    }

    /** Takes back a request whose caller has given up; its outcome is set already. */
    void abandon(Waiter waiter) {
        if (waiting.remove(waiter)) {
            books.count(waiter.lock.owner().client(), -1);
        }
    }

    /** Releases the held locks that match and says how many. */
    int release(Predicate<PosixLock> which) {
        var removed = held.remove(which);
        removed.forEach(lock -> books.count(lock.owner().client(), -1));
        grantWaiting();
        return removed.size();
    }

    /** Fails the waiters that match with {@code errno} and says how many. */
    int refuse(Predicate<PosixLock> which, Errno errno) {
        int refused = 0;
        for (var each = waiting.iterator(); each.hasNext(); ) {
            var waiter = each.next();
            if (which.test(waiter.lock)) {
                each.remove();
                books.count(waiter.lock.owner().client(), -1);
                waiter.complete(new FopException(errno));
                refused++;
            }
        }
        return refused;
    }

    /**
     * Ends one wait of {@code client} for exactly that range with EINTR: that of {@code key} if it has one, else the
     * oldest, since an interruption may come under another owner than the request.
     */
    boolean interrupt(ClientLocks client, LkOwner key, long start, long end) {
        Waiter chosen = null;
        for (var waiter : waiting) {
            var lock = waiter.lock;
            if (lock.owner().client() == client && lock.start() == start && lock.end() == end) {
                if (lock.owner().key().equals(key)) {
                    chosen = waiter;
                    break;
                }
                chosen = chosen == null ? waiter : chosen;
            }
        }
        if (chosen == null) {
            return false;
        }
        abandon(chosen);
        return chosen.complete(new FopException(Errno.EINTR));
    }
}
