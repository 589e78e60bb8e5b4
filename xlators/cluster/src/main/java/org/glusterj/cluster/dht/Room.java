package org.glusterj.cluster.dht;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Statvfs;

/**
 * Whether there is room for a file where it shall be moved to (spec dht 7; the order of the questions is stock's).
 * Figures are a second old at most. Thread-safe: the time of the next question is guarded by the monitor.
 */
final class Room {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Parts parts;
    private long askAgainAt;

    Room(Parts parts) {
        this.parts = parts;
        askAgainAt = parts.environment().nanoTime();
    }

    private void refresh(Frame frame, Loc root) {
        synchronized (this) {
            long now = parts.environment().nanoTime();
            if (now - askAgainAt < 0) {
                return;
            }
            askAgainAt = now + INTERVAL_NANOS;
        }
        parts.space().learn(frame, root);
    }

    /**
     * Where the file goes: {@code to}, or another subvolume with room.
     *
     * @param evenly do not make the fuller one of two subvolumes even fuller
     * @return {@link Known#NOWHERE} when it shall stay for {@code evenly}'s sake
     * @throws FopException ENOSPC when there is no room anywhere
     */
    int target(Frame frame, Loc root, Layout parent, int from, int to, boolean evenly)
            throws FopException {
        refresh(frame, root);
        var space = parts.space();
        if (evenly && makesUneven(space.of(from), space.of(to))) {
            return Known.NOWHERE;
        }
        var limits = parts.where().settings().limits();
        if (!space.isFilled(to, limits)) {
            return to;
        }
        int other = space.instead(to, parent, limits);
        boolean leaving = parts.where().settings().leaving().contains(other);
        if (other == to || other == from || leaving || space.isFilled(other, limits)) {
            throw new FopException(Errno.ENOSPC, "no subvolume has room");
        }
        return other;
    }

    /** Unknown figures are no reason to stay. */
    static boolean makesUneven(Statvfs from, Statvfs to) {
        return from != null
                && to != null
                && FreeLimits.freePercent(to) < FreeLimits.freePercent(from);
    }
}
