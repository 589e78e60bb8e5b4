package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.linux.At.AT_FDCWD;
import static org.glusterj.linux.OpenFlags.O_CLOEXEC;
import static org.glusterj.linux.OpenFlags.O_CREAT;
import static org.glusterj.linux.OpenFlags.O_NONBLOCK;
import static org.glusterj.linux.OpenFlags.O_RDWR;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceSyscallsTest {

    private static final int NOT_OPEN = 999_999;
    private static final long FIONREAD = 0x541B;

    private final Syscalls sys = Syscalls.system();
    private final Arena arena = Arena.ofAuto();
    private final int[] ends = new int[2];

    @TempDir Path temp;

    @Test
    void eventfdCountsAndPollSeesIt() {
        int fd = sys.eventfd(0, DeviceSyscalls.EFD_CLOEXEC | DeviceSyscalls.EFD_NONBLOCK);
        assertThat(sys.poll(fd, PollFds.POLLIN, 0)).isZero();
        MemorySegment count = arena.allocate(8, 8);
        assertThat(sys.read(fd, count)).isEqualTo(-LinuxErrno.EAGAIN);
        count.set(ValueLayout.JAVA_LONG, 0, 3);
        assertThat(sys.write(fd, count)).isEqualTo(8);
        assertThat(sys.poll(fd, PollFds.POLLIN, 1000)).isEqualTo(PollFds.POLLIN);
        assertThat(sys.close(fd)).isZero();
        assertThat(sys.poll(fd, PollFds.POLLIN, 0)).isEqualTo(PollFds.POLLNVAL);
        assertThat(sys.eventfd(0, 0x123)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void pollWatchesSeveralDescriptors() {
        assertThat(sys.pipe2(ends, O_CLOEXEC)).isZero();
        PollFds fds = new PollFds(3);
        fds.set(0, ends[0], PollFds.POLLIN);
        fds.set(1, ends[1], PollFds.POLLOUT);
        assertThat(sys.poll(fds, 0)).isEqualTo(1);
        assertThat(fds.revents(0)).isZero();
        assertThat(fds.revents(1)).isEqualTo(PollFds.POLLOUT);
        assertThat(sys.close(ends[1])).isZero();
        fds.set(1, -1, 0);
        assertThat(sys.poll(fds, 1000)).isEqualTo(1);
        assertThat(fds.revents(0)).isEqualTo(PollFds.POLLHUP);
        assertThat(sys.close(ends[0])).isZero();
        assertThat(sys.pipe2(ends, 0x7fff_ffff)).isEqualTo(-LinuxErrno.EINVAL);
    }

    @Test
    void descriptorsAreDuplicatedAndFlagged() {
        assertThat(sys.pipe2(ends, O_CLOEXEC)).isZero();
        int copy = sys.dup(ends[0]);
        assertThat(copy).isNotNegative();
        assertThat(sys.fcntl(copy, DeviceSyscalls.F_GETFD, 0)).isZero();
        assertThat(sys.fcntl(copy, DeviceSyscalls.F_SETFD, DeviceSyscalls.FD_CLOEXEC)).isZero();
        assertThat(sys.fcntl(copy, DeviceSyscalls.F_GETFD, 0)).isEqualTo(1);
        int flags = sys.fcntl(copy, DeviceSyscalls.F_GETFL, 0);
        assertThat(sys.fcntl(copy, DeviceSyscalls.F_SETFL, flags | O_NONBLOCK)).isZero();
        assertThat(sys.read(ends[0], arena.allocate(1))).isEqualTo(-LinuxErrno.EAGAIN);
        assertThat(sys.dup2(ends[1], copy)).isEqualTo(copy);
        assertThat(sys.write(copy, arena.allocate(1))).isEqualTo(1);
        int high = sys.fcntl(copy, DeviceSyscalls.F_DUPFD_CLOEXEC, 100);
        assertThat(high).isGreaterThanOrEqualTo(100);
        for (int fd : new int[] {ends[0], ends[1], copy, high}) {
            assertThat(sys.close(fd)).isZero();
        }
        assertThat(sys.dup(NOT_OPEN)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.dup2(NOT_OPEN, 100)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.fcntl(NOT_OPEN, DeviceSyscalls.F_GETFD, 0)).isEqualTo(-LinuxErrno.EBADF);
    }

    @Test
    void ioctlTakesPointersAndNumbers() {
        assertThat(sys.pipe2(ends, O_CLOEXEC)).isZero();
        assertThat(sys.write(ends[1], arena.allocate(7))).isEqualTo(7);
        MemorySegment count = arena.allocate(4, 4);
        assertThat(sys.ioctl(ends[0], FIONREAD, count)).isZero();
        assertThat(count.get(ValueLayout.JAVA_INT, 0)).isEqualTo(7);
        assertThat(sys.ioctl(ends[0], 0x5401, 0L)).isEqualTo(-LinuxErrno.ENOTTY);
        assertThat(sys.ioctlPointer(ends[0], DeviceSyscalls.FUSE_DEV_IOC_CLONE, 0))
                .isEqualTo(-LinuxErrno.ENOTTY);
        assertThat(sys.close(ends[0])).isZero();
        assertThat(sys.close(ends[1])).isZero();
    }

    @Test
    void locksExcludeOtherOpenFiles() {
        int a = sys.openat(AT_FDCWD, temp + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        int b = sys.openat(AT_FDCWD, temp + "/lock", O_RDWR | O_CLOEXEC, 0);
        int set = DeviceSyscalls.F_OFD_SETLK;
        int write = DeviceSyscalls.F_WRLCK;
        assertThat(sys.fcntlLock(a, set, write, 10, 10)).isZero();
        assertThat(sys.fcntlLock(b, set, write, 19, 1)).isEqualTo(-LinuxErrno.EAGAIN);
        assertThat(sys.fcntlLock(b, set, write, 20, 0)).isZero();
        assertThat(sys.fcntlLock(a, set, DeviceSyscalls.F_UNLCK, 10, 10)).isZero();
        assertThat(sys.fcntlLock(b, set, write, 10, 10)).isZero();
        int now = DeviceSyscalls.LOCK_EX | DeviceSyscalls.LOCK_NB;
        assertThat(sys.flock(a, now)).isZero();
        assertThat(sys.flock(b, now)).isEqualTo(-LinuxErrno.EAGAIN);
        assertThat(sys.close(a)).isZero();
        assertThat(sys.flock(b, now)).isZero();
        assertThat(sys.close(b)).isZero();
        assertThat(sys.flock(NOT_OPEN, now)).isEqualTo(-LinuxErrno.EBADF);
    }

    @Test
    void descriptorsTravelOverALocalSocket() {
        int type = DeviceSyscalls.SOCK_STREAM | DeviceSyscalls.SOCK_CLOEXEC;
        assertThat(sys.socketpair(DeviceSyscalls.AF_UNIX, type, 0, ends)).isZero();
        int sent = sys.openat(AT_FDCWD, temp + "/x", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        assertThat(sys.sendFd(ends[0], sent)).isEqualTo(1);
        int got = sys.receiveFd(ends[1]);
        assertThat(got).isNotNegative().isNotEqualTo(sent);
        assertThat(sys.fcntl(got, DeviceSyscalls.F_GETFD, 0)).isEqualTo(DeviceSyscalls.FD_CLOEXEC);
        StatBuf one = new StatBuf();
        StatBuf other = new StatBuf();
        assertThat(sys.fstatx(sent, one)).isZero();
        assertThat(sys.fstatx(got, other)).isZero();
        assertThat(one.ino()).isEqualTo(other.ino());
        assertThat(sys.write(ends[0], arena.allocate(1))).isEqualTo(1);
        assertThat(sys.receiveFd(ends[1])).isEqualTo(-LinuxErrno.EBADMSG);
        assertThat(sys.sendFd(ends[0], NOT_OPEN)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.close(ends[0])).isZero();
        assertThat(sys.receiveFd(ends[1])).isEqualTo(-LinuxErrno.ECONNRESET);
        for (int fd : new int[] {ends[1], sent, got}) {
            assertThat(sys.close(fd)).isZero();
        }
        assertThat(sys.socketpair(12345, type, 0, ends)).isEqualTo(-LinuxErrno.EAFNOSUPPORT);
        assertThat(sys.receiveFd(NOT_OPEN)).isEqualTo(-LinuxErrno.EBADF);
    }

    @Test
    void mountAndUmountReportTheirErrno() {
        assertThat(sys.mount(null, temp + "/none", "tmpfs", 0, null))
                .isIn(-LinuxErrno.ENOENT, -LinuxErrno.EPERM);
        assertThat(sys.mount("a", temp.toString(), "tmpfs", 0, "x".repeat(4096)))
                .isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.umount2(temp.toString(), DeviceSyscalls.MNT_DETACH))
                .isIn(-LinuxErrno.EINVAL, -LinuxErrno.EPERM);
    }

    @Test
    void pagesAreAlignedZeroAndOwned() {
        PageBuffer pages = new PageBuffer(10_000);
        MemorySegment segment = pages.segment();
        assertThat(pages.size()).isEqualTo(12_288);
        assertThat(segment.address() % PageBuffer.PAGE_BYTES).isZero();
        assertThat(segment.mismatch(arena.allocate(12_288))).isEqualTo(-1);
        segment.fill((byte) 1);
        pages.close();
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sys.read(0, segment)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new PageBuffer(1L << 60)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> new PageBuffer(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
