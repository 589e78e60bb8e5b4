package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.linux.At.AT_FDCWD;
import static org.glusterj.linux.FdSyscalls.FALLOC_FL_KEEP_SIZE;
import static org.glusterj.linux.FdSyscalls.FALLOC_FL_PUNCH_HOLE;
import static org.glusterj.linux.FdSyscalls.SEEK_DATA;
import static org.glusterj.linux.FdSyscalls.SEEK_END;
import static org.glusterj.linux.FdSyscalls.SEEK_HOLE;
import static org.glusterj.linux.FdSyscalls.SEEK_SET;
import static org.glusterj.linux.OpenFlags.O_CLOEXEC;
import static org.glusterj.linux.OpenFlags.O_CREAT;
import static org.glusterj.linux.OpenFlags.O_PATH;
import static org.glusterj.linux.OpenFlags.O_RDONLY;
import static org.glusterj.linux.OpenFlags.O_RDWR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FdSyscallsTest {

    private static final int NOT_OPEN = 999_999;

    private final Syscalls sys = Syscalls.system();
    private final Arena arena = Arena.ofAuto();
    private final StatBuf stat = new StatBuf();

    @TempDir Path temp;
    private int fd;

    @BeforeEach
    void openFile() {
        fd = sys.openat(AT_FDCWD, temp + "/f", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        assertThat(fd).isNotNegative();
    }

    @AfterEach
    void closeFile() {
        assertThat(sys.close(fd)).isZero();
    }

    @Test
    void readAndWriteMoveThePosition() {
        assertThat(sys.write(fd, segment("hello"))).isEqualTo(5);
        assertThat(sys.lseek(fd, 0, SEEK_SET)).isZero();
        MemorySegment in = arena.allocate(10);
        assertThat(sys.read(fd, in)).isEqualTo(5);
        assertThat(text(in, 5)).isEqualTo("hello");
        assertThat(sys.read(fd, in)).isZero();
    }

    @Test
    void preadAndPwriteTakeTheirOffset() {
        assertThat(sys.pwrite(fd, segment("abc"), 5_000_000_000L)).isEqualTo(3);
        MemorySegment in = arena.allocate(10);
        assertThat(sys.pread(fd, in, 5_000_000_001L)).isEqualTo(2);
        assertThat(text(in, 2)).isEqualTo("bc");
        assertThat(sys.lseek(fd, 0, FdSyscalls.SEEK_CUR)).isZero();
        assertThat(sys.pread(fd, in, -1)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void directByteBuffersWorkBetweenPositionAndLimit() {
        ByteBuffer out = ByteBuffer.allocateDirect(8).put(0, "xxabcxxx".getBytes());
        assertThat(sys.pwrite(fd, out.position(2).limit(5), 0)).isEqualTo(3);
        assertThat(out.position()).isEqualTo(2);
        ByteBuffer in = ByteBuffer.allocateDirect(8);
        assertThat(sys.pread(fd, in.limit(2), 1)).isEqualTo(2);
        assertThat(in.get(0)).isEqualTo((byte) 'b');
    }

    @Test
    void vectoredCallsGatherAndScatter() {
        assertThat(sys.writev(fd, segment("head"), segment("data"))).isEqualTo(8);
        MemorySegment[] out = new MemorySegment[100];
        for (int i = 0; i < out.length; i++) {
            out[i] = segment(Integer.toString(i % 10));
        }
        assertThat(sys.pwritev(fd, out, 8)).isEqualTo(100);
        MemorySegment[] in = {arena.allocate(6), arena.allocate(4), arena.allocate(1000)};
        assertThat(sys.preadv(fd, in, 0)).isEqualTo(108);
        assertThat(text(in[0], 6) + text(in[1], 4)).isEqualTo("headdata01");
        assertThat(sys.preadv(fd, in, 1, 4)).isEqualTo(6);
        assertThat(text(in[0], 6)).isEqualTo("data01");
        assertThat(sys.lseek(fd, 0, SEEK_SET)).isZero();
        assertThat(sys.readv(fd, in, 2)).isEqualTo(10);
        assertThat(sys.writev(fd, new MemorySegment[] {segment("1"), segment("2")}, 2))
                .isEqualTo(2);
    }

    @Test
    void vectoredCallsRefuseTooManyAndBadBuffers() {
        MemorySegment[] tooMany = new MemorySegment[FdSyscalls.IOV_MAX + 1];
        assertThat(sys.preadv(fd, tooMany, 0)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.pwritev(fd, tooMany, -1, 0)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.writev(NOT_OPEN, segment("a"), segment("b"))).isEqualTo(-LinuxErrno.EBADF);
        MemorySegment heap = MemorySegment.ofArray(new byte[1]);
        assertThatThrownBy(() -> sys.writev(fd, segment("a"), heap))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sys.write(fd, heap)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyCallOnAClosedDescriptorAnswersEbadf() {
        MemorySegment one = arena.allocate(1);
        int bad = -LinuxErrno.EBADF;
        assertThat(sys.close(NOT_OPEN)).isEqualTo(bad);
        assertThat(sys.read(NOT_OPEN, one)).isEqualTo(bad);
        assertThat(sys.write(NOT_OPEN, one)).isEqualTo(bad);
        assertThat(sys.pread(NOT_OPEN, one, 0)).isEqualTo(bad);
        assertThat(sys.pwrite(NOT_OPEN, one, 0)).isEqualTo(bad);
        assertThat(sys.readv(NOT_OPEN, new MemorySegment[] {one}, 1)).isEqualTo(bad);
        assertThat(sys.fsync(NOT_OPEN)).isEqualTo(bad);
        assertThat(sys.fdatasync(NOT_OPEN)).isEqualTo(bad);
        assertThat(sys.syncfs(NOT_OPEN)).isEqualTo(bad);
        assertThat(sys.ftruncate(NOT_OPEN, 0)).isEqualTo(bad);
        assertThat(sys.fallocate(NOT_OPEN, 0, 0, 1)).isEqualTo(bad);
        assertThat(sys.lseek(NOT_OPEN, 0, SEEK_SET)).isEqualTo(bad);
        assertThat(sys.copyFileRange(NOT_OPEN, 0, fd, 0, 1, 0)).isEqualTo(bad);
        assertThat(sys.fstatx(NOT_OPEN, stat)).isEqualTo(bad);
        assertThat(sys.fstatvfs(NOT_OPEN, new StatvfsBuf())).isEqualTo(bad);
        assertThat(sys.fchmod(NOT_OPEN, 0)).isEqualTo(bad);
        assertThat(sys.fchown(NOT_OPEN, -1, -1)).isEqualTo(bad);
        assertThat(sys.futimens(NOT_OPEN, 0, 0, 0, 0)).isEqualTo(bad);
        assertThat(sys.getdents64(NOT_OPEN, one)).isEqualTo(bad);
    }

    @Test
    void syncCallsSucceedOnAFile() {
        assertThat(sys.fsync(fd)).isZero();
        assertThat(sys.fdatasync(fd)).isZero();
        assertThat(sys.syncfs(fd)).isZero();
    }

    @Test
    void sizeAndHolesAreShapedAndFound() {
        assertThat(sys.ftruncate(fd, 1 << 20)).isZero();
        assertThat(sys.fallocate(fd, 0, 0, 1 << 21)).isZero();
        assertThat(sys.fstatx(fd, stat)).isZero();
        assertThat(stat.size()).isEqualTo(1 << 21);
        assertThat(stat.blocks()).isGreaterThanOrEqualTo((1 << 21) / 512);
        assertThat(sys.ftruncate(fd, 0)).isZero();
        assertThat(sys.pwrite(fd, segment("x"), 1 << 20)).isEqualTo(1);
        assertThat(sys.lseek(fd, 0, SEEK_DATA)).isEqualTo(1 << 20);
        assertThat(sys.lseek(fd, 0, SEEK_HOLE)).isZero();
        assertThat(sys.lseek(fd, 0, SEEK_END)).isEqualTo((1 << 20) + 1);
        assertThat(sys.lseek(fd, 1 << 21, SEEK_DATA)).isEqualTo(-LinuxErrno.ENXIO);
        int punch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
        assertThat(sys.fallocate(fd, punch, 0, 1 << 21)).isZero();
        assertThat(sys.lseek(fd, 0, SEEK_DATA)).isEqualTo(-LinuxErrno.ENXIO);
        assertThat(sys.fallocate(fd, 0, -1, 1)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.ftruncate(fd, -1)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void copyFileRangeCopiesByOffsetOrPosition() {
        int to = sys.openat(AT_FDCWD, temp + "/g", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        assertThat(sys.pwrite(fd, segment("0123456789"), 0)).isEqualTo(10);
        assertThat(sys.copyFileRange(fd, 4, to, 0, 3, 0)).isEqualTo(3);
        assertThat(sys.copyFileRange(fd, -1, to, 3, 2, 0)).isEqualTo(2);
        assertThat(sys.copyFileRange(fd, -1, to, 5, 100, 0)).isEqualTo(8);
        MemorySegment in = arena.allocate(20);
        assertThat(sys.pread(to, in, 0)).isEqualTo(13);
        assertThat(text(in, 13)).isEqualTo("4560123456789");
        assertThat(sys.close(to)).isZero();
    }

    @Test
    void attributesChangeByDescriptor() {
        assertThat(sys.fchmod(fd, 01751)).isZero();
        assertThat(sys.futimens(fd, 1, 2, 3, 4)).isZero();
        assertThat(sys.fstatx(fd, stat)).isZero();
        assertThat(stat.mode()).isEqualTo(FileMode.S_IFREG | 01751);
        assertThat(stat.isRegular()).isTrue();
        assertThat(stat.atimeSec()).isEqualTo(1);
        assertThat(stat.atimeNsec()).isEqualTo(2);
        assertThat(stat.mtimeSec()).isEqualTo(3);
        assertThat(stat.mtimeNsec()).isEqualTo(4);
        TestUser.assumeRoot();
        assertThat(sys.fchown(fd, 0xfffffffe, 77)).isZero();
        assertThat(sys.fstatx(fd, stat)).isZero();
        assertThat(stat.uid()).isEqualTo(-2);
        assertThat(stat.gid()).isEqualTo(77);
    }

    @Test
    void fstatxReachesOpathDescriptorsAndSymbolicLinks() {
        assertThat(sys.symlinkat("f", AT_FDCWD, temp + "/l")).isZero();
        int link = sys.openat(AT_FDCWD, temp + "/l", O_PATH | OpenFlags.O_NOFOLLOW | O_CLOEXEC, 0);
        assertThat(sys.fstatx(link, stat)).isZero();
        assertThat(stat.isSymlink()).isTrue();
        assertThat(sys.fchmod(link, 0600)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.close(link)).isZero();
    }

    @Test
    void fstatvfsAgreesWithStatvfs() {
        StatvfsBuf byFd = new StatvfsBuf();
        StatvfsBuf byPath = new StatvfsBuf();
        assertThat(sys.fstatvfs(fd, byFd)).isZero();
        assertThat(sys.statvfs(temp.toString(), byPath)).isZero();
        assertThat(byFd.bsize()).isEqualTo(byPath.bsize()).isPositive();
        assertThat(byFd.files()).isEqualTo(byPath.files());
        assertThat(byFd.fsid()).isEqualTo(byPath.fsid());
        assertThat(byFd.flag()).isEqualTo(byPath.flag());
        assertThat(byFd.bfree()).isGreaterThanOrEqualTo(byFd.bavail());
        assertThat(byFd.ffree()).isGreaterThanOrEqualTo(byFd.favail());
    }

    @Test
    void aDirectoryOfTenThousandNamesIsListedCompletelyAndFromAnyCookie() {
        assertThat(sys.mkdirat(AT_FDCWD, temp + "/d", 0700)).isZero();
        int dir = sys.openat(AT_FDCWD, temp + "/d", O_RDONLY | O_CLOEXEC, 0);
        java.util.Set<String> expected = new java.util.HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String name = "\u00ff\u00fe-" + i;
            int made = sys.mknodat(dir, name, FileMode.S_IFREG | 0600, 0);
            assertThat(made).isZero();
            expected.add(name);
        }
        MemorySegment records = arena.allocate(32 << 10);
        DirentCursor cursor = new DirentCursor();
        java.util.List<String> names = new java.util.ArrayList<>();
        long middle = 0;
        int bytes;
        while ((bytes = sys.getdents64(dir, records)) > 0) {
            cursor.wrap(records, bytes);
            while (cursor.next()) {
                if (!cursor.isDot()) {
                    names.add(cursor.name());
                    assertThat(cursor.type()).isEqualTo(DirentCursor.DT_REG);
                    middle = names.size() == 5_000 ? cursor.off() : middle;
                }
            }
        }
        assertThat(bytes).isZero();
        assertThat(names).hasSize(10_000);
        assertThat(new java.util.HashSet<>(names)).isEqualTo(expected);
        assertThat(sys.lseek(dir, middle, SEEK_SET)).isEqualTo(middle);
        cursor.wrap(records, sys.getdents64(dir, records));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.name()).isEqualTo(names.get(5_000));
        assertThat(sys.getdents64(fd, records)).isEqualTo(-LinuxErrno.ENOTDIR);
        assertThat(sys.getdents64(dir, arena.allocate(8))).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.close(dir)).isZero();
    }

    private MemorySegment segment(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static String text(MemorySegment from, int length) {
        return Scratch.text(from, 0, length);
    }
}
