package org.glusterj.features.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.glusterj.core.ActiveLock;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.MustWait;

/**
 * All locks of one inode; pins it while there is any, so that the table cannot forget it. Runs on the threads of fops
 * and of the event that ends a client; everything is guarded by this object's monitor.
 */
final class InodeLocks {
    /** Most domains per kind on one inode; more fail with ENOLCK. */
    static final int MAX_DOMAINS = 1_024;

    private final Inode inode;
    private final LongSupplier clock;
    private final PosixLocks posix = new PosixLocks(this);
    private final Map<String, LockQueue<RangeLock>> ranges = new LinkedHashMap<>(2);
    private final Map<String, LockQueue<NameLock>> names = new LinkedHashMap<>(2);
    private int total;

    /** Whose lock migration is under way; null = none. */
    private ClientLocks migrating;

    private boolean migrated;

    /** @param clock nanoseconds since 1970 */
    InodeLocks(Inode inode, LongSupplier clock) {
        this.inode = inode;
        this.clock = clock;
    }

    /** Nanoseconds since 1970. */
    long now() {
        return clock.getAsLong();
    }

    Inode inode() {
        return inode;
    }

    /** Counts a lock that is about to be held or waited for. The caller holds the monitor. */
    void reserve(ClientLocks client) throws FopException {
        client.reserve(this);
        changeTotal(1);
    }

    /** Counts {@code delta} locks of {@code client} more or less. The caller holds the monitor. */
    void count(ClientLocks client, int delta) {
        if (delta != 0) {
            client.adjust(this, delta);
            changeTotal(delta);
        }
    }

    private void changeTotal(int delta) {
        assert Thread.holdsLock(this);
        int before = total;
        total += delta;
        assert total >= 0 : "locks of " + inode + " below zero";
        if (before == 0 && total > 0) {
            inode.pin();
        } else if (before > 0 && total == 0) {
            inode.unpin();
        }
    }

    synchronized PosixLock posixConflict(PosixLock wanted) {
        return posix.conflict(wanted);
    }

    /** See {@link PosixLocks#lock}; with an unlock for {@code lock} too. Null when done. */
    synchronized PosixLocks.Waiter setPosix(
            PosixLock lock, Flock asked, boolean mayWait, boolean mayPark, long request)
            throws FopException {
        if (migrated) {
            throw new FopException(Errno.EREMOTE);
        }
        if (migrating != null) {
            return queuePosix(lock, asked, mayWait, mayPark, request);
        }
        if (lock.type() == Flock.UNLOCK) {
            posix.unlock(lock);
            return null;
        }
        return posix.lock(lock, asked, mayWait, request);
    }

    private PosixLocks.Waiter queuePosix(
            PosixLock lock, Flock asked, boolean mayWait, boolean mayPark, long request)
            throws FopException {
        boolean unlocks = lock.type() == Flock.UNLOCK;
        if (!unlocks && !mayWait && posix.conflict(lock) != null) {
            throw new FopException(Errno.EAGAIN);
        }
        if (!mayPark) {
            throw MustWait.elsewhere();
        }
        return posix.queue(lock, asked, request);
    }

    /** Whether the locks moved to another brick. */
    synchronized boolean isMigrated() {
        return migrated;
    }

    /** Holds posix lock requests back while {@code client} moves the locks elsewhere; EINVAL when somebody does. */
    synchronized void beginMigration(ClientLocks client) throws FopException {
        if (migrating != null) {
            throw new FopException(Errno.EINVAL);
        }
        reserve(client);
        migrating = client;
    }

    /** Ends a migration of {@code client}, if there is one: requests held back shall go to the other brick. */
    synchronized void endMigration(ClientLocks client, boolean moved) {
        if (migrating == client) {
            posix.sendAway(moved);
            migrating = null;
            count(client, -1);
            migrated = moved;
        }
    }

    /** Installs the locks of a file that comes from another brick. EINVAL when there are locks already. */
    synchronized void install(List<PosixLock> locks) throws FopException {
        if (posix.any(lock -> true)) {
            throw new FopException(Errno.EINVAL);
        }
        posix.install(locks);
    }

    /** Whether posix locks of a client that {@code mayMove} names are held through {@code fd}. */
    synchronized boolean isLockedThrough(long fd, Predicate<ClientLocks> mayMove) {
        return posix.any(lock -> lock.fd() == fd && mayMove.test(lock.owner().client()));
    }

    /** See {@link PosixLocks#move}. */
    synchronized void moveFd(long fd, ClientLocks to, long toFd) throws FopException {
        posix.move(fd, to, toFd);
    }

    synchronized boolean excludes(PosixLock region, boolean optimal) {
        return posix.excludes(region, optimal);
    }

    synchronized boolean forbidsTruncation(boolean optimal) {
        return posix.forbidsTruncation(optimal);
    }

    /** See {@link PosixLocks#awaitContent}. */
    synchronized ContentWait awaitContent(PosixLock region, boolean optimal) {
        return posix.awaitContent(region, optimal);
    }

    synchronized void abandonContent(ContentWait wait) {
        posix.abandonContent(wait);
    }

    synchronized void abandonPosix(PosixLocks.Waiter waiter) {
        posix.abandon(waiter);
    }

    /** Releases what {@code owner} holds; what it waits for goes on waiting. */
    synchronized void dropOwner(Owner owner) {
        posix.release(lock -> lock.owner().equals(owner));
    }

    /** Releases the posix locks that were taken through an fd; who waits for one through it fails with EAGAIN. */
    synchronized void dropFd(long fd) {
        posix.refuse(lock -> lock.fd() == fd, Errno.EAGAIN);
        posix.release(lock -> lock.fd() == fd);
    }

    /** See {@link PosixLocks#interrupt}. */
    synchronized boolean interruptPosix(EarlyInterrupts.Victim victim) {
        return posix.interrupt(victim);
    }

    /** Takes an inodelk or tells that it has to be awaited; see {@link LockQueue#lock}. */
    synchronized boolean lockRange(
            String domain, RangeLock lock, boolean mayWait, Contention contention)
            throws FopException {
        return lock(ranges, domain, lock, mayWait, contention);
    }

    /** Takes an entrylk or tells that it has to be awaited; see {@link LockQueue#lock}. */
    synchronized boolean lockName(
            String domain, NameLock lock, boolean mayWait, Contention contention)
            throws FopException {
        return lock(names, domain, lock, mayWait, contention);
    }

    /** Takes old inodelks of the domain away for {@code wanted}; how many locks and waiters went. */
    synchronized ClearLocks.Cleared revokeRanges(
            String domain, RangeLock wanted, Revocation revocation) {
        var queue = ranges.get(domain);
        return queue == null ? ClearLocks.Cleared.NOTHING : queue.revoke(wanted, revocation);
    }

    /** As {@link #revokeRanges} for entrylks. */
    synchronized ClearLocks.Cleared revokeNames(
            String domain, NameLock wanted, Revocation revocation) {
        var queue = names.get(domain);
        return queue == null ? ClearLocks.Cleared.NOTHING : queue.revoke(wanted, revocation);
    }

    synchronized void unlockRange(String domain, RangeLock like) throws FopException {
        unlock(ranges, domain, like);
    }

    synchronized void unlockName(String domain, NameLock like) throws FopException {
        unlock(names, domain, like);
    }

    synchronized void abandonRange(String domain, RangeLock lock) {
        abandon(ranges, domain, lock);
    }

    synchronized void abandonName(String domain, NameLock lock) {
        abandon(names, domain, lock);
    }

    private <L extends InternalLock<L>> boolean lock(
            Map<String, LockQueue<L>> side,
            String domain,
            L lock,
            boolean mayWait,
            Contention contention)
            throws FopException {
        var queue = side.get(domain);
        if (queue == null) {
            if (side.size() >= MAX_DOMAINS) {
                throw new FopException(Errno.ENOLCK);
            }
            queue = new LockQueue<>(this);
            side.put(domain, queue);
        }
        try {
            if (queue.lock(lock, mayWait)) {
                return true;
            }
            contention.collect(inode.gfid(), domain, queue.holdersAgainst(lock));
            return false;
        } catch (FopException why) {
            if (why.errno() == Errno.EAGAIN) {
                contention.collect(inode.gfid(), domain, queue.holdersAgainst(lock));
            }
            throw why;
        } finally {
            forgetEmpty(side, domain);
        }
    }

    private static <L extends InternalLock<L>> void unlock(
            Map<String, LockQueue<L>> side, String domain, L like) throws FopException {
        var queue = side.get(domain);
        if (queue == null) {
            throw new FopException(Errno.EINVAL, "no such lock is held");
        }
        queue.unlock(like);
        forgetEmpty(side, domain);
    }

    private static <L extends InternalLock<L>> void abandon(
            Map<String, LockQueue<L>> side, String domain, L lock) {
        var queue = side.get(domain);
        if (queue != null) {
            queue.abandon(lock);
            forgetEmpty(side, domain);
        }
    }

    private static <L extends InternalLock<L>> void forgetEmpty(
            Map<String, LockQueue<L>> side, String domain) {
        var queue = side.get(domain);
        if (queue != null && queue.isEmpty()) {
            side.remove(domain);
        }
    }

    /** Drops everything of a connection that has ended; its waiters fail with ENOTCONN. */
    synchronized void dropClient(ClientLocks client) {
        if (migrating == client) {
            // Nobody knows how far it came: who waits has to look where the file is.
            posix.sendAway(true);
            migrating = null;
            count(client, -1);
        }
        posix.refuse(lock -> lock.owner().client() == client, Errno.ENOTCONN);
        posix.release(lock -> lock.owner().client() == client);
        for (var queue : List.copyOf(ranges.values())) {
            queue.refuse(lock -> lock.owner().client() == client, Errno.ENOTCONN);
            queue.release(lock -> lock.owner().client() == client);
        }
        for (var queue : List.copyOf(names.values())) {
            queue.refuse(lock -> lock.owner().client() == client, Errno.ENOTCONN);
            queue.release(lock -> lock.owner().client() == client);
        }
        ranges.values().removeIf(LockQueue::isEmpty);
        names.values().removeIf(LockQueue::isEmpty);
    }

    /** Carries out an administrator's clear-locks; see {@link ClearLocks}. */
    synchronized ClearLocks.Cleared clear(ClearLocks wanted) {
        var cleared =
                switch (wanted.kind()) {
                    case POSIX -> wanted.clearPosix(posix);
                    case INODE -> wanted.clearRanges(ranges.values());
                    case ENTRY -> wanted.clearNames(names.values());
                };
        ranges.values().removeIf(LockQueue::isEmpty);
        names.values().removeIf(LockQueue::isEmpty);
        return cleared;
    }

    /** Posix locks held and waited for. */
    synchronized int posixCount() {
        return posix.count();
    }

    /** Inodelks held and waited for in all domains. */
    synchronized int rangeCount() {
        int count = 0;
        for (var queue : ranges.values()) {
            count += queue.count();
        }
        return count;
    }

    /** Inodelks held and waited for in one domain. */
    synchronized int rangeCount(String domain) {
        var queue = ranges.get(domain);
        return queue == null ? 0 : queue.count();
    }

    /** Entrylks held and waited for in all domains. */
    synchronized int nameCount() {
        int count = 0;
        for (var queue : names.values()) {
            count += queue.count();
        }
        return count;
    }

    /** Entrylks held in any domain that cover {@code name}. */
    synchronized int nameCount(String name) {
        int count = 0;
        for (var queue : names.values()) {
            for (var lock : queue.held()) {
                count += lock.covers(name) ? 1 : 0;
            }
        }
        return count;
    }

    synchronized List<ActiveLock> active() {
        var locks = new ArrayList<ActiveLock>();
        for (var lock : posix.held()) {
            locks.add(
                    new ActiveLock(
                            lock.toFlock(),
                            lock.owner().client().id().uid(),
                            lock.traits().mandatory() ? 1 : 0));
        }
        return locks;
    }

    /** Runs {@code view} on the inner lists while nothing changes. */
    synchronized <T> T look(Function<View, T> view) {
        return view.apply(new View(posix, ranges, names));
    }

    /** The inner lists, for dumps; valid only inside {@link #look}. */
    record View(
            PosixLocks posix,
            Map<String, LockQueue<RangeLock>> ranges,
            Map<String, LockQueue<NameLock>> names) {}
}
