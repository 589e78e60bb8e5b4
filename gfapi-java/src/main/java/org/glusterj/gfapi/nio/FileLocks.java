package org.glusterj.gfapi.nio;

import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Gfid;

/**
 * The locks this program holds or waits for on the files of one volume: {@link java.nio.channels.FileChannel} wants an
 * overlap within one program refused, where the brick would let it wait. Guarded by this object's monitor; as large as
 * the number of locks held.
 */
final class FileLocks {
    private final Map<Gfid, Set<FileLock>> held = new HashMap<>();

    /** @throws OverlappingFileLockException when any lock on that file overlaps */
    synchronized void add(Gfid gfid, FileLock lock) {
        var locks = held.computeIfAbsent(gfid, key -> new HashSet<>());
        for (var other : locks) {
            if (other.overlaps(lock.position(), lock.size())) {
                throw new OverlappingFileLockException();
            }
        }
        locks.add(lock);
    }

    synchronized void remove(Gfid gfid, FileLock lock) {
        var locks = held.get(gfid);
        if (locks != null && locks.remove(lock) && locks.isEmpty()) {
            held.remove(gfid);
        }
    }
}
