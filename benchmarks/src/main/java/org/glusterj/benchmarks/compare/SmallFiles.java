package org.glusterj.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.ProcFd;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * The small-file workloads of one crew, one system call or one open-transfer-close per turn. Remembers what the last
 * one left, so that the order of {@link Workload} needs no preparations. Used by one thread, its turns by the crew's.
 */
final class SmallFiles implements Workset {
    private static final Syscalls SYS = Syscalls.system();
    private static final String XATTR = "user.compare";
    private static final int XATTR_BYTES = 32;
    private static final int NEW = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;

    private final Crew crew;
    private final int turns;
    private final String[] links;
    private final String[] directories;
    private final MemorySegment value = Arena.ofAuto().allocate(XATTR_BYTES);
    private String[] names;
    private String[] otherNames;
    private boolean haveFiles;
    private boolean haveXattrs;
    private boolean haveLinks;
    private boolean haveDirectories;
    private int mode = 0600;

    /** At least {@code ops} operations per run. */
    SmallFiles(Crew crew, int ops) {
        this.crew = crew;
        this.turns = crew.turnsEach(ops);
        this.names = names("f");
        this.otherNames = names("g");
        this.links = names("l");
        this.directories = names("d");
    }

    private String[] names(String prefix) {
        return IntStream.range(0, turns).mapToObj(n -> prefix + n).toArray(String[]::new);
    }

    @Override
    public void prepare(Workload workload) throws IOException {
        switch (workload) {
            case CREATE -> files(false);
            case SYMLINK -> {
                if (haveLinks) {
                    crew.run(turns, (caller, n) -> unlink(caller, links[n], 0));
                    haveLinks = false;
                }
            }
            case MKDIR -> directories(false);
            case RMDIR -> directories(true);
            case GETXATTR -> {
                files(true);
                if (!haveXattrs) {
                    measure(Workload.SETXATTR);
                }
            }
            default -> files(true);
        }
    }

    private void files(boolean wanted) throws IOException {
        if (haveFiles != wanted) {
            measure(wanted ? Workload.CREATE : Workload.UNLINK);
        }
    }

    private void directories(boolean wanted) throws IOException {
        if (haveDirectories != wanted) {
            measure(wanted ? Workload.MKDIR : Workload.RMDIR);
        }
    }

    @Override
    public Timing measure(Workload workload) throws IOException {
        var timing = crew.run(turns, turn(workload));
        switch (workload) {
            case CREATE -> haveFiles = true;
            case UNLINK -> haveFiles = haveXattrs = false;
            case SETXATTR -> haveXattrs = true;
            case CHMOD -> mode ^= 0044;
            case RENAME -> {
                var before = names;
                names = otherNames;
                otherNames = before;
            }
            case SYMLINK -> haveLinks = true;
            case MKDIR -> haveDirectories = true;
            case RMDIR -> haveDirectories = false;
            default -> {}
        }
        return timing;
    }

    private Crew.Turn turn(Workload workload) {
        return switch (workload) {
            case CREATE -> (caller, n) -> write(caller, names[n], NEW);
            case STAT -> this::stat;
            case READ -> this::read;
            case APPEND ->
                    (caller, n) -> write(caller, names[n], OpenFlags.O_WRONLY | OpenFlags.O_APPEND);
            case OVERWRITE -> (caller, n) -> write(caller, names[n], OpenFlags.O_WRONLY);
            case SETXATTR -> this::setxattr;
            case GETXATTR -> this::getxattr;
            case CHMOD -> this::chmod;
            case RENAME -> this::rename;
            case UNLINK -> (caller, n) -> unlink(caller, names[n], 0);
            case SYMLINK -> this::symlink;
            case MKDIR -> this::mkdir;
            case RMDIR -> (caller, n) -> unlink(caller, directories[n], At.AT_REMOVEDIR);
            default -> throw new IllegalArgumentException(workload.toString());
        };
    }

    private static void write(Caller caller, String name, int flags) throws IOException {
        int fd = caller.open(name, flags);
        Caller.checkWhole(SYS.write(fd, caller.buffer()), Caller.FILE_BYTES, name);
        Caller.close(fd);
    }

    private void read(Caller caller, int n) throws IOException {
        int fd = caller.open(names[n], OpenFlags.O_RDONLY);
        Caller.checkWhole(SYS.read(fd, caller.buffer()), Caller.FILE_BYTES, names[n]);
        Caller.close(fd);
    }

    private void stat(Caller caller, int n) throws IOException {
        int mask = StatBuf.STATX_BASIC_STATS;
        Caller.check(SYS.statx(caller.directory(), names[n], 0, mask, caller.stat()), names[n]);
    }

    private void setxattr(Caller caller, int n) throws IOException {
        var path = ProcFd.path(caller.directory(), names[n]);
        Caller.check(SYS.setxattr(path, XATTR, value, 0), path);
    }

    private void getxattr(Caller caller, int n) throws IOException {
        var path = ProcFd.path(caller.directory(), names[n]);
        var into = caller.buffer().asSlice(0, XATTR_BYTES);
        Caller.checkWhole(SYS.getxattr(path, XATTR, into), XATTR_BYTES, path);
    }

    private void chmod(Caller caller, int n) throws IOException {
        Caller.check(SYS.fchmodat(caller.directory(), names[n], mode, 0), names[n]);
    }

    private void rename(Caller caller, int n) throws IOException {
        int directory = caller.directory();
        Caller.check(
                SYS.renameat2(directory, names[n], directory, otherNames[n], 0), otherNames[n]);
    }

    private void symlink(Caller caller, int n) throws IOException {
        Caller.check(SYS.symlinkat("target", caller.directory(), links[n]), links[n]);
    }

    private void mkdir(Caller caller, int n) throws IOException {
        Caller.check(SYS.mkdirat(caller.directory(), directories[n], 0755), directories[n]);
    }

    private static void unlink(Caller caller, String name, int flags) throws IOException {
        Caller.check(SYS.unlinkat(caller.directory(), name, flags), name);
    }
}
