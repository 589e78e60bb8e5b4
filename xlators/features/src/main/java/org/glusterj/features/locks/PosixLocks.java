package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.FopException;
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
        private final long request;

        /** @param request its number, see {@link EarlyInterrupts.Victim} */
        Waiter(PosixLock lock, Flock asked, long request) {
            this.lock = lock;
            this.asked = asked;
            this.request = request;
        }

        PosixLock lock() {
            return lock;
        }
    }

    private final InodeLocks books;
    private final PosixLockList held = new PosixLockList();
    private final List<Waiter> waiting = new ArrayList<>(0);

    /** Requests that came while the file's locks move to another brick; never granted here. */
    private final List<Waiter> queued = new ArrayList<>(0);

    private final List<ContentWait> content = new ArrayList<>(0);
    private final EarlyInterrupts early = new EarlyInterrupts();

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

    boolean excludes(PosixLock region, boolean optimal) {
        return held.excludes(region, optimal);
    }

    /** Whether there is any lock, held or waited for, or any mandatory one. */
    boolean forbidsTruncation(boolean optimal) {
        return optimal ? held.any(lock -> lock.traits().mandatory()) : count() > 0;
    }

    /** The wait for what mandatory locks exclude now, null when nothing does; its caller is bounded elsewhere. */
    ContentWait awaitContent(PosixLock region, boolean optimal) {
        if (!held.excludes(region, optimal)) {
            return null;
        }
        var wait = new ContentWait(region, optimal);
        content.add(wait);
        return wait;
    }

    void abandonContent(ContentWait wait) {
        content.remove(wait);
    }

    private void wakeContent() {
        if (!content.isEmpty()) {
            content.removeIf(wait -> wait.isFree(held) && (wait.complete(Reply.Ok.PLAIN) || true));
        }
    }

    /** Lets a request wait for the end of the migration, which fails it with EREMOTE. */
    Waiter queue(PosixLock lock, Flock asked, long request) throws FopException {
        if (queued.size() >= MAX_WAITING) {
            throw new FopException(Errno.ENOLCK);
        }
        books.reserve(lock.owner().client());
        var waiter = new Waiter(lock, asked, request);
        queued.add(waiter);
        return waiter;
    }

    /** Fails the queued requests, and with {@code all} those that wait, with EREMOTE. */
    void sendAway(boolean all) {
        refuse(queued, lock -> true, Errno.EREMOTE);
        if (all) {
            refuse(waiting, lock -> true, Errno.EREMOTE);
        }
    }

    /** Installs the locks that were held on the brick the file came from; all or, with ENOLCK or ENOTCONN, none. */
    void install(List<PosixLock> locks) throws FopException {
        if (held.size() + locks.size() > MAX_HELD) {
            throw new FopException(Errno.ENOLCK);
        }
        int reserved = 0;
        try {
            for (; reserved < locks.size(); reserved++) {
                books.reserve(locks.get(reserved).owner().client());
            }
        } catch (FopException why) {
            locks.subList(0, reserved).forEach(lock -> books.count(lock.owner().client(), -1));
            throw why;
        }
        locks.forEach(held::add);
    }

    boolean any(Predicate<PosixLock> which) {
        return held.any(which);
    }

    /** Gives the locks taken through {@code fd} to another fd and its connection; all or, with ENOLCK, none. */
    void move(long fd, ClientLocks to, long toFd) throws FopException {
        var moved = held.all().stream().filter(lock -> lock.fd() == fd).toList();
        int reserved = 0;
        try {
            for (; reserved < moved.size(); reserved++) {
                books.reserve(to);
            }
        } catch (FopException why) {
            books.count(to, -reserved);
            throw why;
        }
        moved.forEach(lock -> books.count(lock.owner().client(), -1));
        held.replaceAll(
                lock ->
                        lock.fd() == fd
                                ? lock.movedTo(new Owner(to, lock.owner().key()), toFd)
                                : lock);
    }

    /**
     * Takes the lock, or queues for it. A request that has to wait first gives up what its owner holds of the range, as
     * stock's do: two readers that both want to write would wait for each other else.
     *
     * @return null when taken
     * @throws FopException EAGAIN when it conflicts and must not wait, EINTR when its interruption came first, ENOLCK
     *     past a bound, ENOTCONN for an ended client
     */
    Waiter lock(PosixLock lock, Flock asked, boolean mayWait, long request) throws FopException {
        boolean conflicts = held.conflict(lock) != null;
        if (conflicts && !mayWait) {
            throw new FopException(Errno.EAGAIN);
        }
        if (conflicts && early.take(lock, request, books.now())) {
            throw new FopException(Errno.EINTR);
        }
        if (held.size() >= MAX_HELD || conflicts && waiting.size() >= MAX_WAITING) {
            throw new FopException(Errno.ENOLCK);
        }
        books.reserve(lock.owner().client());
        if (!conflicts) {
            setReserved(lock);
            grantWaiting();
            return null;
        }
        var waiter = new Waiter(lock, asked, request);
        waiting.add(waiter);
        if (held.holdsAny(lock)) {
            giveUp(lock.unlocked());
        }
        return waiter;
    }

    /** @throws FopException ENOLCK when it would split a lock past a bound */
    void unlock(PosixLock range) throws FopException {
        if (held.splits(range)) {
            if (held.size() >= MAX_HELD) {
                throw new FopException(Errno.ENOLCK);
            }
            books.reserve(range.owner().client());
            setReserved(range);
            grantWaiting();
        } else {
            giveUp(range);
        }
    }

    private void giveUp(PosixLock range) {
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
                        setReserved(waiter.lock.grantedAt(books.now()));
                    } else {
                        books.count(waiter.lock.owner().client(), -1);
                    }
                }
            }
        }
        wakeContent();
    }

    /** Takes back a request whose caller has given up; its outcome is set already. */
    void abandon(Waiter waiter) {
        if (waiting.remove(waiter) || queued.remove(waiter)) {
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
        return refuse(waiting, which, errno) + refuse(queued, which, errno);
    }

    private int refuse(List<Waiter> from, Predicate<PosixLock> which, Errno errno) {
        int refused = 0;
        for (var each = from.iterator(); each.hasNext(); ) {
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
     * Ends the wait meant with EINTR: the one of that owner, else the oldest of that process, never one of somebody
     * else or a later one. An interruption without a wait may be early and is kept.
     */
    boolean interrupt(EarlyInterrupts.Victim victim) {
        var chosen = chosen(waiting, victim);
        chosen = chosen == null ? chosen(queued, victim) : chosen;
        if (chosen == null) {
            early.remember(victim, books.now());
            return false;
        }
        abandon(chosen);
        return chosen.complete(new FopException(Errno.EINTR));
    }

    private static Waiter chosen(List<Waiter> from, EarlyInterrupts.Victim victim) {
        Waiter chosen = null;
        for (var waiter : from) {
            boolean waits = waiter.lock.type() != Flock.UNLOCK && victim.isAfter(waiter.request);
            if (waits && victim.isExactly(waiter.lock)) {
                return waiter;
            }
            chosen = chosen == null && waits && victim.is(waiter.lock) ? waiter : chosen;
        }
        return chosen;
    }
}
