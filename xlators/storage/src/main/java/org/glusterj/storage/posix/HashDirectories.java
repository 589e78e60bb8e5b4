package org.glusterj.storage.posix;

import java.util.concurrent.atomic.AtomicLongArray;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.HandlePaths;

/**
 * Remembers which of the 65,536 directories {@code .glusterfs/xx/yy} are there, so that a new handle neither fails for
 * want of its directory nor makes one that exists: one mkdirat for each directory and run of the brick. A directory
 * that somebody takes away is made again when a handle misses it. Thread-safe.
 */
final class HashDirectories {
    private static final int MODE = 0700;
    private static final int COUNT = 1 << 16;

    private final Brick brick;
    private final AtomicLongArray known = new AtomicLongArray(COUNT / Long.SIZE);

    HashDirectories(Brick brick) {
        this.brick = brick;
    }

    /** Makes the handle's directory unless it is known to be there. */
    void ensure(Gfid gfid) throws FopException {
        int index = (int) (gfid.high() >>> 48);
        long bit = 1L << index;
        if ((known.get(index / Long.SIZE) & bit) == 0) {
            make(gfid);
            known.accumulateAndGet(index / Long.SIZE, bit, (word, one) -> word | one);
        }
    }

    /** Makes it in any case: a handle found it missing. */
    void make(Gfid gfid) throws FopException {
        int result = mkdir(HandlePaths.secondLevel(gfid));
        if (result == -LinuxErrno.ENOENT) {
            Sys.check(mkdir(HandlePaths.firstLevel(gfid)));
            result = mkdir(HandlePaths.secondLevel(gfid));
        }
        Sys.check(result);
    }

    private int mkdir(String path) {
        int result = brick.sys.mkdirat(brick.handles, path, MODE);
        return result == -LinuxErrno.EEXIST ? 0 : result;
    }
}
