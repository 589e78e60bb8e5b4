package org.glusterj.fuse;

import org.glusterj.core.Iatt;
import org.glusterj.linux.StatBuf;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;

/** The stack's figures as libfuse's C structures. Stateless. */
final class JnrStructs {
    private JnrStructs() {}

    static void put(FileStat stat, Iatt iatt) {
        stat.st_ino.set(iatt.ino());
        stat.st_mode.set(iatt.mode());
        stat.st_nlink.set(iatt.nlink());
        stat.st_uid.set(iatt.uid());
        stat.st_gid.set(iatt.gid());
        stat.st_rdev.set(StatBuf.makedev((int) (iatt.rdev() >>> 32), (int) iatt.rdev()));
        stat.st_size.set(iatt.size());
        stat.st_blksize.set(128 << 10);
        stat.st_blocks.set(iatt.blocks());
        stat.st_atim.tv_sec.set(iatt.atime());
        stat.st_atim.tv_nsec.set(iatt.atimeNsec());
        stat.st_mtim.tv_sec.set(iatt.mtime());
        stat.st_mtim.tv_nsec.set(iatt.mtimeNsec());
        stat.st_ctim.tv_sec.set(iatt.ctime());
        stat.st_ctim.tv_nsec.set(iatt.ctimeNsec());
    }

    static void put(Statvfs to, org.glusterj.core.Statvfs figures) {
        to.f_bsize.set(figures.bsize());
        to.f_frsize.set(figures.frsize());
        to.f_blocks.set(figures.blocks());
        to.f_bfree.set(figures.bfree());
        to.f_bavail.set(figures.bavail());
        to.f_files.set(figures.files());
        to.f_ffree.set(figures.ffree());
        to.f_favail.set(figures.favail());
        to.f_namemax.set(figures.namemax());
    }
}
