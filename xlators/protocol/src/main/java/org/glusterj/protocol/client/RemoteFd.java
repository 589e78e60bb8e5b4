package org.glusterj.protocol.client;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.LkOwner;

/**
 * What an fd is on the brick: a number that holds for one session. Lives in the fd's slot and in {@link OpenFds} until
 * the fd is released. Fields are written by event loops, read by all.
 */
final class RemoteFd {
    /** Attempts to re-open by later fops before the fd stays bad. */
    private static final int MAX_REOPENS = 1024;

    /** Owners that are told apart. */
    private static final int MAX_OWNERS = 256;

    /** A number and the session it holds for. */
    record Place(Session session, long number) {}

    private final Fd fd;
    private final AtomicBoolean reopening = new AtomicBoolean();
    private volatile Place place;
    private volatile boolean locked;

    /** Guarded by this object's monitor. */
    private Set<LkOwner> lockOwners = Set.of();

    private volatile int reopens;

    /** Number of the brick's memory when the fd was opened first, and of the last one whose loss its user knows of. */
    private volatile int openedIn;

    private volatile int toldOf;

    RemoteFd(Fd fd, Place place) {
        this.fd = fd;
        this.place = place;
        openedIn = place.session().memory();
    }

    /** @param former what the fd was on a former graph; null when the brick did not know it there */
    void takeOver(RemoteFd former) {
        openedIn = former == null ? place.session().memory() : former.openedIn;
        toldOf = former == null ? 0 : former.toldOf;
    }

    int openedIn() {
        return openedIn;
    }

    int toldOf() {
        return toldOf;
    }

    void toldOf(int memory) {
        toldOf = memory;
    }

    Fd fd() {
        return fd;
    }

    boolean isDirectory() {
        return fd.inode().type() == FileType.DIRECTORY;
    }

    Place place() {
        return place;
    }

    void place(Place value) {
        place = value;
    }

    boolean isOpenOn(Session session) {
        var now = place;
        return now != null && now.session() == session;
    }

    /** May hold POSIX locks: an owner was granted one and has neither unlocked the whole file nor flushed since. */
    boolean isLocked() {
        return locked;
    }

    synchronized void lockedBy(LkOwner owner) {
        if (lockOwners.isEmpty()) {
            lockOwners = new HashSet<>(2);
        }
        // One too many stays for ever: then the fd counts as locked until it is closed.
        if (lockOwners.size() <= MAX_OWNERS) {
            lockOwners.add(lockOwners.size() == MAX_OWNERS ? LkOwner.NONE : owner);
        }
        locked = true;
    }

    synchronized void unlockedBy(LkOwner owner) {
        if (!lockOwners.isEmpty()) {
            lockOwners.remove(owner);
            locked = !lockOwners.isEmpty();
        }
    }

    /** Whether the caller shall re-open now; then it calls {@link #reopened} in the end. */
    boolean beginReopen() {
        return reopens < MAX_REOPENS && reopening.compareAndSet(false, true);
    }

    void reopened(boolean success) {
        // One writer: whoever began.
        reopens = success ? 0 : reopens + 1;
        reopening.set(false);
    }
}
