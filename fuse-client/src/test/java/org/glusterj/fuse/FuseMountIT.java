package org.glusterj.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.FdSyscalls;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.PathSyscalls;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** POSIX work through a real mount of a file system in memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuseMountIT {
    private static final int FDCWD = org.glusterj.linux.At.AT_FDCWD;

    private final Syscalls sys = Syscalls.system();

    @TempDir Path temp;
    private MountedMemory mounted;
    private Path dir;

    @BeforeEach
    void mount() throws Exception {
        FuseHost.require();
        mounted = new MountedMemory(temp, "");
        dir = mounted.directory();
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted != null) {
            mounted.close();
            assertThat(Files.readString(Path.of("/proc/self/mounts")))
                    .doesNotContain(dir.toString());
            assertThat(mounted.session().state().openHandles()).isZero();
            assertThat(mounted.session().state().nodes().size()).isZero();
        }
    }

    private String run(String... command) throws Exception {
        var process =
                new ProcessBuilder(command)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", Arrays.toString(command), output).isZero();
        return output;
    }

    @Test
    void theMountTableNamesTypeAndSource() throws Exception {
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .contains("memory:/vol " + dir + " fuse.glusterj rw,")
                .contains("default_permissions,allow_other");
    }

    @Test
    void contentSurvivesWritesOfManySizesAtOddOffsets() throws Exception {
        var random = new Random(1);
        var expected = new byte[3_000_000];
        var file = dir.resolve("content");
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            int end = 0;
            for (int i = 0; i < 40; i++) {
                int offset = random.nextInt(1_500_000);
                var part = new byte[random.nextInt(1, 1_400_000)];
                random.nextBytes(part);
                System.arraycopy(part, 0, expected, offset, part.length);
                end = Math.max(end, offset + part.length);
                assertThat(channel.write(ByteBuffer.wrap(part), offset)).isEqualTo(part.length);
            }
            assertThat(channel.size()).isEqualTo(end);
            expected = Arrays.copyOf(expected, end);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        run("cp", "content", "copy");
        run("cmp", "content", "copy");
    }

    @Test
    void namesCanBeMadeMovedLinkedAndRemoved() throws Exception {
        var a = Files.createDirectories(dir.resolve("a/b/c"));
        Files.writeString(a.resolve("f"), "one");
        Files.createLink(dir.resolve("hard"), a.resolve("f"));
        Files.createSymbolicLink(dir.resolve("soft"), Path.of("a/b/c/f"));
        assertThat(Files.readString(dir.resolve("soft"))).isEqualTo("one");
        assertThat(Files.getAttribute(dir.resolve("hard"), "unix:nlink")).isEqualTo(2);
        Files.move(a.resolve("f"), dir.resolve("a/g"));
        assertThat(Files.exists(a.resolve("f"))).isFalse();
        assertThat(Files.readString(dir.resolve("a/g"))).isEqualTo("one");
        Files.writeString(dir.resolve("target"), "old");
        Files.move(dir.resolve("a/g"), dir.resolve("target"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(Files.readString(dir.resolve("target"))).isEqualTo("one");
        assertThatThrownBy(() -> Files.delete(dir.resolve("a")))
                .isInstanceOf(DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> Files.createDirectory(dir.resolve("a")))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.delete(a);
        assertThatThrownBy(() -> Files.delete(a)).isInstanceOf(NoSuchFileException.class);
        run("rm", "-rf", "a", "hard", "soft", "target");
        try (var left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesAreBytesAndTooLongOnesAreRefused() throws Exception {
        run("sh", "-c", "touch \"$(printf 'b\\303\\244d\\377')\" && ls | od -An -c");
        assertThat(sys.openat(FDCWD, dir + "/b\u00c3\u00a4d\u00ff", OpenFlags.O_RDONLY, 0))
                .satisfies(fd -> assertThat(sys.close(fd)).isZero());
        assertThat(sys.mkdirat(FDCWD, dir + "/" + "n".repeat(255), 0755)).isZero();
        assertThat(sys.mkdirat(FDCWD, dir + "/" + "n".repeat(256), 0755))
                .isEqualTo(-LinuxErrno.ENAMETOOLONG);
    }

    @Test
    void largeDirectoriesListEveryNameOnceWithAttributes() throws Exception {
        var names = IntStream.range(0, 3000).mapToObj(i -> "file-%05d".formatted(i)).toList();
        for (var name : names) {
            Files.createFile(dir.resolve(name));
        }
        try (var listed = Files.list(dir)) {
            assertThat(listed.map(path -> path.getFileName().toString()).sorted().toList())
                    .isEqualTo(names);
        }
        assertThat(run("sh", "-c", "ls -l | grep -c -- -rw").trim()).isEqualTo("3000");
        assertThat(run("sh", "-c", "ls -a | wc -l").trim()).isEqualTo("3002");
        run("sh", "-c", "rm file-0000*; test $(ls | wc -l) = 2990");
        run("sh", "-c", "find . -type f -delete; test $(ls | wc -l) = 0");
    }

    @Test
    void attributesCanBeSetAndTimesAreExact() throws Exception {
        var file = Files.createFile(dir.resolve("f"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        var time = FileTime.from(1_234_567_890_123_456_789L, TimeUnit.NANOSECONDS);
        Files.setLastModifiedTime(file, time);
        Files.setAttribute(file, "unix:uid", 12);
        Files.setAttribute(file, "unix:gid", 34);
        assertThat(run("stat", "-c", "%a %u %g %h %F %y", "f"))
                .startsWith("750 12 34 1 regular empty file 2009-02-13 ")
                .contains("31:30.123456789");
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(1L << 31 >> 1);
        }
        assertThat(Files.size(file)).isEqualTo(1L << 30);
        assertThat(run("stat", "-c", "%s %b %o", "f").trim()).isEqualTo("1073741824 0 131072");
        assertThat(run("stat", "-f", "-c", "%S %l", ".").trim()).isEqualTo("4096 255");
    }

    @Test
    void theUmaskCountsAndSetgidIsInherited() throws Exception {
        run("sh", "-c", "umask 027; mkdir d; touch f; mkfifo p; mknod n c 1 259");
        assertThat(run("stat", "-c", "%a %F %t:%T", "d", "f", "p", "n").lines().toList())
                .containsExactly(
                        "750 directory 0:0",
                        "640 regular empty file 0:0",
                        "640 fifo 0:0",
                        "640 character special file 1:103");
    }

    @Test
    void anUnprivilegedWriteDropsSetuid() throws Exception {
        run("sh", "-c", "touch f; chmod 6777 f; chown 1000:1000 f; chmod 6777 f");
        run("setpriv", "--reuid=1001", "--regid=1001", "--clear-groups", "sh", "-c", "echo x >> f");
        assertThat(run("stat", "-c", "%a", "f").trim()).isEqualTo("777");
        run("sh", "-c", "chmod 6777 f; echo root >> f");
        assertThat(run("stat", "-c", "%a", "f").trim()).isEqualTo("6777");
    }

    /** The kernel asks to set nothing before, and by chown(-1, -1). */
    @Test
    void setuidFallsWithWhatTheKernelAsksByAnEmptySetattr() throws Exception {
        run("sh", "-c", "touch f; chown 1000:1000 f; chmod 6777 f");
        run(
                "setpriv",
                "--reuid=1001",
                "--regid=1001",
                "--clear-groups",
                "fallocate",
                "--length=10",
                "f");
        assertThat(run("stat", "-c", "%a", "f").trim()).isEqualTo("777");
        run("sh", "-c", "chmod 6777 f; python3 -c 'import os; os.chown(\"f\",-1,-1)'");
        assertThat(run("stat", "-c", "%a", "f").trim()).isEqualTo("777");
    }

    @Test
    void anUnprivilegedWriteToAnUnlinkedSetuidFileSucceeds() throws Exception {
        var write = "setpriv --reuid=1001 --regid=1001 --clear-groups sh -c 'echo x >&3'";
        run(
                "bash",
                "-c",
                "exec 3>f; chmod 6777 f; rm f; "
                        + write
                        + " && [ $(stat -Lc %a /dev/fd/3) = 777 ]");
    }

    @Test
    void supplementaryGroupsCount() throws Exception {
        run("sh", "-c", "mkdir g; chown 0:4242 g; chmod 770 g");
        run("setpriv", "--reuid=1001", "--regid=1001", "--groups=4242", "touch", "g/by-group");
        assertThatThrownBy(
                        () ->
                                run(
                                        "setpriv",
                                        "--reuid=1001",
                                        "--regid=1001",
                                        "--clear-groups",
                                        "touch",
                                        "g/by-other"))
                .hasMessageContaining("Permission denied");
    }

    @Test
    void extendedAttributesFollowTheKernelsRules() throws Exception {
        Files.createFile(dir.resolve("f"));
        var big = new byte[60_000];
        Arrays.fill(big, (byte) 'v');
        var path = dir + "/f";
        assertThat(sys.setxattr(path, "user.big", big, 0)).isZero();
        assertThat(sys.setxattr(path, "user.small", "x".getBytes(UTF_8), 1)).isZero();
        assertThat(sys.setxattr(path, "user.small", "x".getBytes(UTF_8), 1))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.setxattr(path, "user.none", "x".getBytes(UTF_8), 2))
                .isEqualTo(-LinuxErrno.ENODATA);
        var value = new byte[60_000];
        assertThat(sys.getxattr(path, "user.big", value)).isEqualTo(60_000);
        assertThat(value).isEqualTo(big);
        assertThat(sys.getxattr(path, "user.big", new byte[10])).isEqualTo(-LinuxErrno.ERANGE);
        assertThat(sys.getxattr(path, "user.big", new byte[0])).isEqualTo(60_000);
        assertThat(sys.getxattr(path, "security.capability", value)).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.getxattr(path, "security.selinux", value)).isEqualTo(-LinuxErrno.EOPNOTSUPP);
        assertThat(sys.setxattr(path, "security.selinux", big, 0))
                .isEqualTo(-LinuxErrno.EOPNOTSUPP);
        assertThat(sys.setxattr(path, "security.mine", new byte[3], 0)).isZero();
        assertThat(sys.getxattr(path, "security.mine", value)).isEqualTo(3);
        assertThat(sys.setxattr(path, "trusted.gfid", big, 0)).isEqualTo(-LinuxErrno.EPERM);
        assertThat(sys.setxattr(path, "trusted.mine", new byte[1], 0)).isZero();
        assertThat(sys.setxattr(path, "trusted.glusterfs.inner", new byte[1], 0)).isZero();
        assertThat(run("sh", "-c", "getfattr -m . f | sort"))
                .isEqualTo("\n# file: f\nsecurity.mine\ntrusted.mine\nuser.big\nuser.small\n");
        assertThat(run("getfattr", "--only-values", "-n", "glusterfs.gfid.string", "f"))
                .hasSize(36);
        run("setfattr", "-x", "user.big", "f");
        assertThat(sys.getxattr(path, "user.big", value)).isEqualTo(-LinuxErrno.ENODATA);
    }

    @Test
    void sparseOperationsReachTheGraph() throws Exception {
        var path = dir + "/f";
        Files.write(dir.resolve("f"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        int fd = sys.openat(FDCWD, path, OpenFlags.O_RDWR, 0);
        try {
            assertThat(sys.fallocate(fd, 0, 0, 100)).isZero();
            assertThat(Files.size(dir.resolve("f"))).isEqualTo(100);
            assertThat(sys.fallocate(fd, FdSyscalls.FALLOC_FL_KEEP_SIZE, 0, 200)).isZero();
            assertThat(Files.size(dir.resolve("f"))).isEqualTo(100);
            int punch = FdSyscalls.FALLOC_FL_KEEP_SIZE | FdSyscalls.FALLOC_FL_PUNCH_HOLE;
            assertThat(sys.fallocate(fd, punch, 2, 3)).isZero();
            assertThat(Arrays.copyOf(Files.readAllBytes(dir.resolve("f")), 8))
                    .containsExactly(1, 2, 0, 0, 0, 6, 7, 8);
            assertThat(sys.fallocate(fd, FdSyscalls.FALLOC_FL_ZERO_RANGE, 6, 104)).isZero();
            assertThat(Files.size(dir.resolve("f"))).isEqualTo(110);
            assertThat(
                            sys.pwrite(
                                    fd,
                                    ByteBuffer.allocateDirect(2).put(0, (byte) 9).put(1, (byte) 9),
                                    108))
                    .isEqualTo(2);
            int zeroKeep = FdSyscalls.FALLOC_FL_KEEP_SIZE | FdSyscalls.FALLOC_FL_ZERO_RANGE;
            assertThat(sys.fallocate(fd, zeroKeep, 109, 5000)).isZero();
            assertThat(Files.size(dir.resolve("f"))).isEqualTo(110);
            assertThat(Files.readAllBytes(dir.resolve("f"))).endsWith(9, 0);
            assertThat(sys.fallocate(fd, FdSyscalls.FALLOC_FL_COLLAPSE_RANGE, 0, 4096))
                    .isEqualTo(-LinuxErrno.EOPNOTSUPP);
            assertThat(sys.lseek(fd, 5, FdSyscalls.SEEK_DATA)).isEqualTo(5);
            assertThat(sys.lseek(fd, 5, FdSyscalls.SEEK_HOLE)).isEqualTo(110);
            assertThat(sys.lseek(fd, 200, FdSyscalls.SEEK_DATA)).isEqualTo(-LinuxErrno.ENXIO);
            int out = sys.openat(FDCWD, dir + "/out", OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600);
            assertThat(sys.copyFileRange(fd, 0, out, 10, 6, 0)).isEqualTo(6);
            assertThat(sys.fsync(out)).isZero();
            assertThat(sys.close(out)).isZero();
        } finally {
            sys.close(fd);
        }
        assertThat(Files.readAllBytes(dir.resolve("out")))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 6);
    }

    @Test
    void aRenameThatMustNotReplaceDoesNotAndOtherFlagsAndTmpfileAreRefused() throws Exception {
        Files.createFile(dir.resolve("e"));
        Files.createFile(dir.resolve("g"));
        int flag = PathSyscalls.RENAME_NOREPLACE;
        assertThat(sys.renameat2(FDCWD, dir + "/e", FDCWD, dir + "/g", flag))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.renameat2(FDCWD, dir + "/e", FDCWD, dir + "/f", flag)).isZero();
        assertThat(dir.resolve("e")).doesNotExist();
        Files.writeString(dir.resolve("g"), "g");
        var refused = List.of(PathSyscalls.RENAME_EXCHANGE, PathSyscalls.RENAME_WHITEOUT);
        for (int other : refused) {
            assertThat(sys.renameat2(FDCWD, dir + "/f", FDCWD, dir + "/g", other))
                    .as("flags %d", other)
                    .isEqualTo(-LinuxErrno.EINVAL);
        }
        assertThat(dir.resolve("f")).isEmptyFile();
        assertThat(dir.resolve("g")).hasContent("g");
        assertThat(sys.openat(FDCWD, dir.toString(), OpenFlags.O_TMPFILE | OpenFlags.O_RDWR, 0600))
                .isEqualTo(-LinuxErrno.EOPNOTSUPP);
        run("sh", "-c", "cat f; python3 -c 'open(\"f\").isatty()' 2>/dev/null || true");
    }

    @Test
    void anUnlinkedOpenFileStaysUsable() throws Exception {
        try (var file = new RandomAccessFile(dir.resolve("gone").toFile(), "rw")) {
            file.write(new byte[] {1, 2, 3});
            Files.delete(dir.resolve("gone"));
            file.seek(1);
            assertThat(file.read()).isEqualTo(2);
            file.setLength(2);
            assertThat(file.length()).isEqualTo(2);
        }
        run(
                "python3",
                "-c",
                "import os; f=os.open('g',66); os.unlink('g'); os.fchmod(f,0o600); "
                        + "s=os.fstat(f); assert s.st_nlink==0 and s.st_mode & 0o777 == 0o600, s");
    }

    @Test
    void directIoAndAppendAndTruncateOnOpenWork() throws Exception {
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_DIRECT;
        int fd = sys.openat(FDCWD, dir + "/direct", flags, 0600);
        try (var page = new org.glusterj.linux.PageBuffer(1 << 20)) {
            page.segment().fill((byte) 7);
            assertThat(sys.pwrite(fd, page.segment(), 0)).isEqualTo(1 << 20);
            page.segment().fill((byte) 0);
            assertThat(sys.pread(fd, page.segment(), 0)).isEqualTo(1 << 20);
            assertThat(page.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 99_999))
                    .isEqualTo((byte) 7);
        } finally {
            sys.close(fd);
        }
        run("sh", "-c", "echo one > f; echo two >> f; test \"$(cat f)\" = 'one\ntwo'; echo 3 > f");
        assertThat(Files.readString(dir.resolve("f"))).isEqualTo("3\n");
    }

    @Test
    void memoryMapsShareContent() throws Exception {
        run(
                "python3",
                "-c",
                "import mmap,os; f=open('m','w+b'); f.truncate(8192); m=mmap.mmap(f.fileno(),8192); "
                        + "m[4096:4101]=b'hello'; m.flush(); m.close(); f.close(); "
                        + "assert open('m','rb').read()[4096:4101]==b'hello'");
    }

    @Test
    void pagesMappedThroughAnAppendingDescriptorKeepTheirPlace() throws Exception {
        run(
                "python3",
                "-c",
                "import mmap,os; open('m','wb').write(bytes(8192)); a=os.open('m',os.O_RDWR|os.O_APPEND); "
                        + "m=mmap.mmap(a,8192); m[0:5]=b'hello'; m.flush(); "
                        + "os.write(a,b'end'); d=open('m','rb').read(); "
                        + "assert (len(d), d[:5], d[8192:])==(8195, b'hello', b'end'), len(d)");
    }

    @Test
    void aWriteGoesWhereItSaysOnceAppendingWasTakenAway() throws Exception {
        run(
                "python3",
                "-c",
                "import fcntl,os; a=os.open('m',os.O_CREAT|os.O_RDWR|os.O_APPEND); os.write(a,b'0123'); "
                        + "fcntl.fcntl(a,fcntl.F_SETFL,0); os.pwrite(a,b'X',1); "
                        + "fcntl.fcntl(a,fcntl.F_SETFL,os.O_APPEND); os.pwrite(a,b'Y',1); "
                        + "d=open('m','rb').read(); assert d==b'0X23Y', d");
    }

    @Test
    void statxMasksAndInodeNumbersComeFromTheGfid() throws Exception {
        var file = Files.createFile(dir.resolve("f"));
        var stat = new StatBuf();
        assertThat(sys.statx(FDCWD, file.toString(), 0, 0xfff, stat)).isZero();
        var gfid = run("getfattr", "--only-values", "-n", "glusterfs.gfid.string", "f");
        assertThat(stat.ino()).isEqualTo(org.glusterj.core.Gfid.parse(gfid).ino());
        assertThat(Files.getAttribute(dir, "unix:ino")).isEqualTo(1L);
    }

    @Test
    void locksConflictBetweenProcessesAndWaitersAreWokenAndInterrupted() throws Exception {
        Files.createFile(dir.resolve("l"));
        int fd = sys.openat(FDCWD, dir + "/l", OpenFlags.O_RDWR, 0);
        try {
            assertThat(lock(fd, DeviceSyscalls.F_SETLK, DeviceSyscalls.F_WRLCK)).isZero();
            assertThatThrownBy(() -> run("python3", "-c", LOCK.formatted("LOCK_EX|fcntl.LOCK_NB")))
                    .hasMessageContaining("Resource temporarily unavailable");
            var waiter = waiter("LOCK_EX");
            assertThat(lock(fd, DeviceSyscalls.F_SETLK, DeviceSyscalls.F_UNLCK)).isZero();
            assertThat(waiter.waitFor()).isZero();
            assertThat(lock(fd, DeviceSyscalls.F_SETLK, DeviceSyscalls.F_WRLCK)).isZero();
            var killed = waiter("LOCK_EX");
            killed.destroyForcibly();
            assertThat(killed.waitFor(20, TimeUnit.SECONDS)).as("the waiter dies at once").isTrue();
            assertThat(mounted.hasLockWaiters()).isFalse();
        } finally {
            sys.close(fd);
        }
        run("python3", "-c", LOCK.formatted("LOCK_EX|fcntl.LOCK_NB"));
    }

    private static final String LOCK =
            "import fcntl; f=open('l','r+'); fcntl.lockf(f, fcntl.%s); print('got')";

    private Process waiter(String how) throws Exception {
        var process =
                new ProcessBuilder("python3", "-c", LOCK.formatted(how))
                        .directory(dir.toFile())
                        .start();
        while (!mounted.hasLockWaiters()) {
            assertThat(process.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        return process;
    }

    private int lock(int fd, int command, int type) {
        return sys.fcntlLock(fd, command, type, 0, 0);
    }

    @Test
    void aShellSessionWithTarAndGitWorks() throws Exception {
        run("sh", "-c", "mkdir src && for i in $(seq 200); do echo $i > src/$i; done");
        run(
                "sh",
                "-c",
                "tar cf t.tar src && mkdir out && tar xf t.tar -C out && diff -r src out/src");
        run("sh", "-c", "cp -a src copy && diff -r src copy && rm -rf src copy out t.tar");
        assertThat(run("sh", "-c", "ls -A").trim()).isEmpty();
    }

    @Test
    void nodesAreForgottenWhenTheKernelDropsThem() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.createFile(dir.resolve("f" + i));
        }
        assertThat(mounted.session().state().nodes().size()).isEqualTo(50);
        run("sh", "-c", "rm f*");
        while (mounted.session().state().nodes().size() > 0) {
            Thread.onSpinWait();
        }
        assertThat(mounted.graph().inodes().size()).isLessThan(60);
    }

    @Test
    void umountFromOutsideEndsTheSession() throws Exception {
        assertThat(sys.umount2(dir.toString(), 0)).isZero();
        mounted.session().awaitEnd();
        var again = new MountedMemory(temp, "reader-thread-count=32");
        again.close();
    }

    @Test
    void everyUmountOfManyEndsItsSessionSoon() throws Exception {
        assertThat(sys.umount2(dir.toString(), 0)).isZero();
        for (int i = 0; i < 5; i++) {
            var again = new MountedMemory(temp, "");
            Files.writeString(again.directory().resolve("f"), "content " + i);
            assertThat(sys.umount2(dir.toString(), 0)).isZero();
            assertEndsWithin(4, again);
        }
    }

    /** The kernel says nothing, as the copy still holds the mount. */
    @Test
    void aCopyOfTheMountElsewhereDoesNotKeepTheSession() throws Exception {
        var copy =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "--propagation",
                                "private",
                                "sh",
                                "-c",
                                "echo; read x")
                        .start();
        try {
            assertThat(copy.getInputStream().read()).isEqualTo('\n');
            assertThat(sys.umount2(dir.toString(), 0)).isZero();
            assertEndsWithin(4, mounted);
        } finally {
            copy.getOutputStream().close();
            assertThat(copy.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void assertEndsWithin(int seconds, MountedMemory ending) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(seconds),
                () -> {
                    ending.session().awaitEnd();
                    ending.close();
                });
    }

    @Test
    void manyThreadsWorkAtOnce() throws Exception {
        var names =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(
                                i -> {
                                    try {
                                        var file = dir.resolve("p" + i);
                                        Files.writeString(file, "content " + i);
                                        assertThat(Files.readString(file))
                                                .isEqualTo("content " + i);
                                        return Files.size(file);
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                })
                        .collect(Collectors.toList());
        assertThat(names).hasSize(400);
    }
}
