package org.glusterj.storage.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Names the memory that holds what was written to the brick and not synced yet: the page cache of this mount of its
 * file system, since this start of the machine. It survives the brick process; when the name changes, it is gone, and
 * with it what nobody had synced. Clients ask for it when they connect (docs/design/0007). Pure.
 */
final class DiskMemory {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private DiskMemory() {}

    /** Null when the machine does not tell. Before Linux 6.8 mounts have no name that is never used again. */
    static String name(Syscalls sys, int root) {
        var st = new StatBuf();
        if (sys.fstatx(root, StatBuf.STATX_MNT_ID_UNIQUE, st) < 0) {
            return null;
        }
        boolean unique = (st.mask() & StatBuf.STATX_MNT_ID_UNIQUE) != 0;
        try {
            var boot = Files.readString(BOOT).strip();
            return unique ? boot + "/" + Long.toHexString(st.mntId()) : boot;
        } catch (IOException e) {
            return null;
        }
    }
}
