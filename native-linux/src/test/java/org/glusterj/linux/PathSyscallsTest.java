package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.linux.At.AT_EMPTY_PATH;
import static org.glusterj.linux.At.AT_FDCWD;
import static org.glusterj.linux.At.AT_REMOVEDIR;
import static org.glusterj.linux.At.AT_SYMLINK_FOLLOW;
import static org.glusterj.linux.At.AT_SYMLINK_NOFOLLOW;
import static org.glusterj.linux.OpenFlags.O_CLOEXEC;
import static org.glusterj.linux.OpenFlags.O_CREAT;
import static org.glusterj.linux.OpenFlags.O_DIRECTORY;
import static org.glusterj.linux.OpenFlags.O_EXCL;
import static org.glusterj.linux.OpenFlags.O_NOFOLLOW;
import static org.glusterj.linux.OpenFlags.O_PATH;
import static org.glusterj.linux.OpenFlags.O_RDONLY;
import static org.glusterj.linux.OpenFlags.O_RDWR;
import static org.glusterj.linux.OpenFlags.O_WRONLY;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathSyscallsTest {

    private final Syscalls sys = Syscalls.system();
    private final StatBuf stat = new StatBuf();

    @TempDir Path temp;
    private int dir;

    @BeforeEach
    void openDirectory() {
        dir = sys.openat(AT_FDCWD, temp.toString(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        assertThat(dir).isNotNegative();
    }

    @AfterEach
    void closeDirectory() {
        assertThat(sys.close(dir)).isZero();
    }

    @Test
    void openatCreatesAFileWithItsModeOrSaysWhyNot() {
        create("f", 0640);
        assertThat(sys.statx(dir, "f", 0, StatBuf.STATX_BASIC_STATS, stat)).isZero();
        assertThat(stat.mode()).isEqualTo(FileMode.S_IFREG | 0640);
        assertThat(sys.openat(dir, "f", O_CREAT | O_EXCL | O_WRONLY, 0600))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.openat(dir, "none", O_RDONLY, 0)).isEqualTo(-LinuxErrno.ENOENT);
        assertThat(sys.openat(dir, "f", O_RDONLY | O_DIRECTORY, 0)).isEqualTo(-LinuxErrno.ENOTDIR);
    }

    @Test
    void openat2ConfinesResolutionBelowTheDirectory() {
        create("f", 0600);
        int fd = sys.openat2(dir, "f", O_RDONLY | O_CLOEXEC, 0, OpenFlags.RESOLVE_BENEATH);
        assertThat(fd).isNotNegative();
        assertThat(sys.close(fd)).isZero();
        assertThat(sys.openat2(dir, "../x", O_RDONLY, 0, OpenFlags.RESOLVE_BENEATH))
                .isEqualTo(-LinuxErrno.EXDEV);
        assertThat(sys.symlinkat("f", dir, "l")).isZero();
        assertThat(sys.openat2(dir, "l", O_RDONLY, 0, OpenFlags.RESOLVE_NO_SYMLINKS))
                .isEqualTo(-LinuxErrno.ELOOP);
    }

    @Test
    void pathsThatAreNoByteStringsAreRefusedBeforeTheKernelSeesThem() {
        assertThat(sys.openat(dir, "a\0b", O_RDONLY, 0)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.openat(dir, "\u0100", O_RDONLY, 0)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.mkdirat(dir, "x".repeat(256), 0700)).isEqualTo(-LinuxErrno.ENAMETOOLONG);
        assertThat(sys.openat(dir, "x/".repeat(2048), O_RDONLY, 0))
                .isEqualTo(-LinuxErrno.ENAMETOOLONG);
        assertThat(sys.openat(dir, "./".repeat(2047) + ".", O_RDONLY | O_PATH, 0))
                .isGreaterThanOrEqualTo(0)
                .satisfies(sys::close);
        assertThat(sys.openat(dir, "", O_RDONLY, 0)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void everyByteExceptSlashAndNulRoundTripsInNames() {
        Arena arena = Arena.ofAuto();
        MemorySegment records = arena.allocate(4096);
        DirentCursor cursor = new DirentCursor();
        for (int b = 1; b < 256; b++) {
            if (b == '/') {
                continue;
            }
            String name = "n" + (char) b + "\u00ff\u00fe";
            assertThat(sys.mkdirat(dir, name, 0700)).isZero();
            assertThat(sys.lseek(dir, 0, FdSyscalls.SEEK_SET)).isZero();
            int bytes = sys.getdents64(dir, records);
            cursor.wrap(records, bytes);
            String found = null;
            while (cursor.next()) {
                found = cursor.isDot() ? found : cursor.name();
            }
            assertThat(found).isEqualTo(name);
            assertThat(sys.unlinkat(dir, name, AT_REMOVEDIR)).isZero();
        }
    }

    @Test
    void statxTellsTheSameAsTheJdk() throws Exception {
        create("f", 0604);
        assertThat(sys.truncate(temp + "/f", 12_345)).isZero();
        assertThat(sys.statx(dir, "f", AT_SYMLINK_NOFOLLOW, 0xfff, stat)).isZero();
        var jdk = java.nio.file.Files.readAttributes(temp.resolve("f"), "unix:*");
        assertThat(stat.ino()).isEqualTo(jdk.get("ino"));
        assertThat(stat.dev()).isEqualTo(jdk.get("dev"));
        assertThat(stat.mode()).isEqualTo(jdk.get("mode"));
        assertThat(stat.nlink()).isEqualTo(jdk.get("nlink"));
        assertThat(stat.uid()).isEqualTo(jdk.get("uid"));
        assertThat(stat.gid()).isEqualTo(jdk.get("gid"));
        assertThat(stat.size()).isEqualTo(12_345);
        assertThat(stat.mask() & StatBuf.STATX_BASIC_STATS).isEqualTo(StatBuf.STATX_BASIC_STATS);
        var mtime = (java.nio.file.attribute.FileTime) jdk.get("lastModifiedTime");
        assertThat(stat.mtimeSec()).isEqualTo(mtime.toInstant().getEpochSecond());
        assertThat(stat.mtimeNsec()).isEqualTo(mtime.toInstant().getNano());
        assertThat(stat.blksize()).isPositive();
        assertThat(sys.statx(dir, "none", 0, 0xfff, stat)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void deviceNodesKeepTheirNumbers() {
        long dev = StatBuf.makedev(0x123, 0x45678);
        assertThat(StatBuf.major(dev)).isEqualTo(0x123);
        assertThat(StatBuf.minor(dev)).isEqualTo(0x45678);
        assertThat(sys.mknodat(dir, "c", FileMode.S_IFCHR | 0600, dev)).isZero();
        assertThat(sys.statx(dir, "c", 0, 0xfff, stat)).isZero();
        assertThat(stat.rdevMajor()).isEqualTo(0x123);
        assertThat(stat.rdevMinor()).isEqualTo(0x45678);
        assertThat(stat.rdev()).isEqualTo(dev);
        assertThat(sys.mknodat(dir, "p", FileMode.S_IFIFO | 0600, 0)).isZero();
        assertThat(sys.mknodat(dir, "p", FileMode.S_IFIFO | 0600, 0)).isEqualTo(-LinuxErrno.EEXIST);
    }

    @Test
    void directoriesAreMadeAndRemoved() {
        assertThat(sys.mkdirat(dir, "d", 0750)).isZero();
        assertThat(sys.mkdirat(dir, "d", 0750)).isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.mkdirat(dir, "d/e", 0750)).isZero();
        assertThat(sys.unlinkat(dir, "d", 0)).isEqualTo(-LinuxErrno.EISDIR);
        assertThat(sys.unlinkat(dir, "d", AT_REMOVEDIR)).isEqualTo(-LinuxErrno.ENOTEMPTY);
        assertThat(sys.unlinkat(dir, "d/e", AT_REMOVEDIR)).isZero();
        assertThat(sys.unlinkat(dir, "d", AT_REMOVEDIR)).isZero();
    }

    @Test
    void symbolicLinksGiveTheirTargetBack() {
        String target = "a/\u00ff\u00fe/" + "t".repeat(300);
        assertThat(sys.symlinkat(target, dir, "l")).isZero();
        assertThat(sys.symlinkat(target, dir, "l")).isEqualTo(-LinuxErrno.EEXIST);
        LinkTarget read = new LinkTarget();
        assertThat(sys.readlinkat(dir, "l", read)).isEqualTo(target.length());
        assertThat(read.text()).isEqualTo(target);
        assertThat(sys.readlinkat(dir, ".", read)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(read.length()).isZero();
        assertThat(sys.readlinkat(dir, "l", Arena.ofAuto().allocate(5))).isEqualTo(5);
        assertThat(sys.openat(dir, "l", O_RDONLY | O_NOFOLLOW, 0)).isEqualTo(-LinuxErrno.ELOOP);
    }

    @Test
    void linkatFollowsOnlyWhenTold() {
        create("f", 0600);
        assertThat(sys.symlinkat("f", dir, "l")).isZero();
        assertThat(sys.linkat(dir, "l", dir, "hard-link-of-link", 0)).isZero();
        assertThat(sys.linkat(dir, "l", dir, "hard-link-of-file", AT_SYMLINK_FOLLOW)).isZero();
        assertThat(sys.statx(dir, "f", AT_SYMLINK_NOFOLLOW, 0xfff, stat)).isZero();
        assertThat(stat.nlink()).isEqualTo(2);
        assertThat(sys.linkat(dir, "none", dir, "x", 0)).isEqualTo(-LinuxErrno.ENOENT);
        int fd = sys.openat(dir, "f", O_PATH | O_CLOEXEC, 0);
        assertThat(sys.linkat(fd, "", dir, "by-descriptor", AT_EMPTY_PATH)).isZero();
        assertThat(sys.linkat(AT_FDCWD, ProcFd.path(fd), dir, "by-proc", AT_SYMLINK_FOLLOW))
                .isZero();
        assertThat(sys.fstatx(fd, stat)).isZero();
        assertThat(stat.nlink()).isEqualTo(4);
        assertThat(sys.close(fd)).isZero();
    }

    @Test
    void renameat2ReplacesRefusesOrExchanges() {
        create("a", 0600);
        create("b", 0640);
        assertThat(sys.renameat2(dir, "a", dir, "b", PathSyscalls.RENAME_NOREPLACE))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.renameat2(dir, "a", dir, "b", PathSyscalls.RENAME_EXCHANGE)).isZero();
        assertThat(sys.statx(dir, "a", 0, 0xfff, stat)).isZero();
        assertThat(stat.mode() & 0777).isEqualTo(0640);
        assertThat(sys.renameat2(dir, "a", dir, "b", 0)).isZero();
        assertThat(sys.renameat2(dir, "a", dir, "b", 0)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void truncateSetsTheSizeByPath() {
        create("f", 0600);
        assertThat(sys.truncate(temp + "/f", 77)).isZero();
        assertThat(sys.statx(dir, "f", 0, 0xfff, stat)).isZero();
        assertThat(stat.size()).isEqualTo(77);
        assertThat(sys.truncate(temp.toString(), 0)).isEqualTo(-LinuxErrno.EISDIR);
        assertThat(sys.truncate(temp + "/f", -1)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void modeAndOwnerChangeByName() {
        create("f", 0600);
        assertThat(sys.symlinkat("f", dir, "l")).isZero();
        assertThat(sys.fchmodat(dir, "l", 04711, 0)).isZero();
        assertThat(sys.statx(dir, "f", 0, 0xfff, stat)).isZero();
        assertThat(stat.mode() & FileMode.PERMISSIONS).isEqualTo(04711);
        assertThat(sys.fchmodat(dir, "l", 0600, AT_SYMLINK_NOFOLLOW))
                .isEqualTo(-LinuxErrno.EOPNOTSUPP);
        assertThat(sys.fchmodat(dir, "none", 0600, 0)).isEqualTo(-LinuxErrno.ENOENT);
        TestUser.assumeRoot();
        assertThat(sys.fchownat(dir, "l", 1001, 1002, AT_SYMLINK_NOFOLLOW)).isZero();
        assertThat(sys.statx(dir, "l", AT_SYMLINK_NOFOLLOW, 0xfff, stat)).isZero();
        assertThat(stat.uid()).isEqualTo(1001);
        assertThat(stat.gid()).isEqualTo(1002);
        assertThat(sys.fchownat(dir, "l", -1, 1003, 0)).isZero();
        assertThat(sys.statx(dir, "f", 0, 0xfff, stat)).isZero();
        assertThat(stat.gid()).isEqualTo(1003);
        assertThat(sys.fchownat(dir, "none", 0, 0, 0)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void utimensatSetsOmitsAndTakesNow() {
        create("f", 0600);
        assertThat(sys.utimensat(dir, "f", -5, 999_999_999, 1L << 33, 7, 0)).isZero();
        assertThat(sys.statx(dir, "f", 0, 0xfff, stat)).isZero();
        assertThat(stat.atimeSec()).isEqualTo(-5);
        assertThat(stat.atimeNsec()).isEqualTo(999_999_999);
        assertThat(stat.mtimeSec()).isEqualTo(1L << 33);
        assertThat(stat.mtimeNsec()).isEqualTo(7);
        assertThat(sys.utimensat(dir, "f", 0, At.UTIME_OMIT, 0, At.UTIME_NOW, 0)).isZero();
        assertThat(sys.statx(dir, "f", 0, 0xfff, stat)).isZero();
        assertThat(stat.atimeSec()).isEqualTo(-5);
        assertThat(stat.mtimeSec()).isBetween(stat.ctimeSec() - 1, stat.ctimeSec());
        assertThat(sys.utimensat(dir, "f", 0, 2_000_000_000, 0, 0, 0))
                .isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void faccessatChecksExistenceAndBits() {
        create("f", 0600);
        assertThat(sys.faccessat(dir, "f", PathSyscalls.F_OK, 0)).isZero();
        assertThat(sys.faccessat(dir, "none", PathSyscalls.F_OK, 0)).isEqualTo(-LinuxErrno.ENOENT);
        assertThat(sys.faccessat(dir, "f", PathSyscalls.X_OK, 0)).isEqualTo(-LinuxErrno.EACCES);
    }

    @Test
    void statvfsKnowsTheFileSystem() {
        StatvfsBuf vfs = new StatvfsBuf();
        assertThat(sys.statvfs(temp.toString(), vfs)).isZero();
        assertThat(vfs.blocks() * vfs.frsize()).isEqualTo(temp.toFile().getTotalSpace());
        assertThat(vfs.namemax()).isEqualTo(255);
        assertThat(sys.statvfs(temp + "/none", vfs)).isEqualTo(-LinuxErrno.ENOENT);
    }

    private void create(String name, int mode) {
        int fd = sys.openat(dir, name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0);
        assertThat(fd).isNotNegative();
        assertThat(sys.fchmod(fd, mode)).isZero();
        assertThat(sys.close(fd)).isZero();
    }
}
