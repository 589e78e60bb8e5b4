package org.glusterj.storage.posix;

import org.glusterj.core.Statvfs;
import org.glusterj.linux.StatvfsBuf;

/**
 * What STATFS tells of a brick's file system. As stock's: the reserve comes off all that is free, and off what users
 * may take only where that would be more; what the file system itself keeps for root counts towards the reserve. Pure.
 */
final class StatfsFigures {
    private StatfsFigures() {}

    static Statvfs of(StatvfsBuf disk, PosixOptions options) {
        long bsize = disk.bsize();
        long frsize = disk.frsize();
        long fsid = disk.fsid();
        long flag = disk.flag();
        long namemax = disk.namemax();
        if (!options.exportStatfsSize()) {
            return new Statvfs(bsize, frsize, 0, 0, 0, 0, 0, 0, fsid, flag, namemax);
        }
        int shared = options.sharedBrickCount();
        long reserved = Reserve.parse(options.reserve()).blocks(disk.blocks(), frsize);
        long free = Math.max(disk.bfree() - reserved, 0);
        return new Statvfs(
                bsize,
                frsize,
                disk.blocks() / shared,
                free / shared,
                Math.min(disk.bavail(), free) / shared,
                disk.files() / shared,
                disk.ffree() / shared,
                disk.favail() / shared,
                fsid,
                flag,
                namemax);
    }
}
