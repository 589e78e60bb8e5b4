package org.glusterj.storage.check;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glusterj.linux.At;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * Finds the process of stock GlusterFS that serves a directory. It takes no lock, but keeps the brick's root or
 * directories of {@code .glusterfs} open, so the descriptors of processes whose name begins with {@code glusterfs} are
 * compared. Processes that {@code /proc} does not show are missed. One thread.
 */
final class StockBricks {
    private static final String NAME = "glusterfs";

    private final Syscalls sys;
    private final StatBuf st = new StatBuf();

    StockBricks(Syscalls sys) {
        this.sys = sys;
    }

    /** The process id, 0 when there is none. */
    int serving(Disk disk) {
        sys.fstatx(disk.root, disk.st);
        sys.fstatx(disk.handles(), disk.aside);
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (isStock(process) && holds(process, disk)) {
                    return Integer.parseInt(process.getFileName().toString());
                }
            }
        } catch (IOException | DirectoryIteratorException noProc) {
            return 0;
        }
        return 0;
    }

    private static boolean isStock(Path process) {
        try {
            return Files.readString(process.resolve("comm")).startsWith(NAME);
        } catch (IOException ended) {
            return false;
        }
    }

    private boolean holds(Path process, Disk disk) {
        try (var fds = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var fd : fds) {
                int result =
                        sys.statx(At.AT_FDCWD, fd.toString(), 0, StatBuf.STATX_BASIC_STATS, st);
                if (result == 0 && (same(disk.st) || same(disk.aside))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException ended) {
            return false;
        }
        return false;
    }

    private boolean same(StatBuf other) {
        return st.isDirectory() && st.ino() == other.ino() && st.dev() == other.dev();
    }
}
