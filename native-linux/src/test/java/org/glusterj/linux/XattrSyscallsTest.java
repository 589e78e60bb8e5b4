package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.linux.At.AT_FDCWD;
import static org.glusterj.linux.OpenFlags.O_CLOEXEC;
import static org.glusterj.linux.OpenFlags.O_CREAT;
import static org.glusterj.linux.OpenFlags.O_NOFOLLOW;
import static org.glusterj.linux.OpenFlags.O_PATH;
import static org.glusterj.linux.OpenFlags.O_RDWR;
import static org.glusterj.linux.XattrSyscalls.XATTR_CREATE;
import static org.glusterj.linux.XattrSyscalls.XATTR_REPLACE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class XattrSyscallsTest {

    private static final byte[] VALUE = {0, 1, (byte) 0xff, (byte) 0xfe, 0};

    private final Syscalls sys = Syscalls.system();
    private final XattrBuf buf = new XattrBuf();

    @TempDir Path temp;
    private String file;
    private String link;
    private int fd;

    @BeforeEach
    void makeFileAndLink() {
        file = temp + "/f\u00ff";
        link = temp + "/l";
        fd = sys.openat(AT_FDCWD, file, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        assertThat(fd).isNotNegative();
        assertThat(sys.symlinkat("f\u00ff", AT_FDCWD, link)).isZero();
    }

    @AfterEach
    void closeFile() {
        assertThat(sys.close(fd)).isZero();
    }

    @Test
    void valuesGoInByDescriptorAndComeOutEveryWay() {
        assertThat(sys.fsetxattr(fd, "user.a", VALUE, 0)).isZero();
        assertThat(sys.fgetxattr(fd, "user.a", buf)).isEqualTo(5);
        assertThat(buf.bytes()).isEqualTo(VALUE);
        assertThat(sys.getxattr(link, "user.a", buf)).isEqualTo(5);
        assertThat(sys.lgetxattr(file, "user.a", buf)).isEqualTo(5);
        assertThat(buf.bytes()).isEqualTo(VALUE);
        byte[] heap = new byte[5];
        assertThat(sys.fgetxattr(fd, "user.a", heap)).isEqualTo(5);
        assertThat(heap).isEqualTo(VALUE);
        assertThat(sys.getxattr(file, "user.a", new byte[0])).isEqualTo(5);
        assertThat(sys.lgetxattr(file, "user.a", new byte[4])).isEqualTo(-LinuxErrno.ERANGE);
        assertThat(sys.fgetxattr(fd, "user.a", MemorySegment.NULL)).isEqualTo(5);
    }

    @Test
    void aMissingAttributeAnswersEnodataAndLeavesAnEmptyBuffer() {
        assertThat(sys.fsetxattr(fd, "user.a", VALUE, 0)).isZero();
        assertThat(sys.fgetxattr(fd, "user.a", buf)).isEqualTo(5);
        assertThat(sys.fgetxattr(fd, "user.b", buf)).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(buf.size()).isZero();
        assertThat(buf.bytes()).isEmpty();
        assertThat(sys.getxattr(file, "user.b", buf)).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.lgetxattr(file + "x", "user.b", buf)).isEqualTo(-LinuxErrno.ENOENT);
        assertThat(sys.fremovexattr(fd, "user.b")).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.removexattr(file, "user.b")).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.lremovexattr(file, "user.b")).isEqualTo(-LinuxErrno.ENODATA);
    }

    @Test
    void createAndReplaceFlagsAreObeyed() {
        assertThat(sys.setxattr(link, "user.a", VALUE, XATTR_REPLACE))
                .isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.setxattr(link, "user.a", VALUE, XATTR_CREATE)).isZero();
        assertThat(sys.lsetxattr(file, "user.a", VALUE, XATTR_CREATE))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.lsetxattr(file, "user.a", new byte[0], XATTR_REPLACE)).isZero();
        assertThat(sys.fgetxattr(fd, "user.a", buf)).isZero();
        assertThat(sys.fsetxattr(fd, "user.a", Arena.ofAuto().allocate(3), 0)).isZero();
        assertThat(sys.fgetxattr(fd, "user.a", buf)).isEqualTo(3);
    }

    @Test
    void listsNameEveryAttribute() {
        assertThat(sys.fsetxattr(fd, "user.a", VALUE, 0)).isZero();
        assertThat(sys.fsetxattr(fd, "user.\u00ff\u00fe", VALUE, 0)).isZero();
        assertThat(sys.flistxattr(fd, buf)).isEqualTo(15);
        assertThat(buf.names()).containsExactlyInAnyOrder("user.a", "user.\u00ff\u00fe");
        assertThat(sys.listxattr(link, buf)).isEqualTo(15);
        assertThat(sys.llistxattr(link, buf)).isZero();
        assertThat(buf.names()).isEmpty();
        assertThat(sys.flistxattr(fd, Arena.ofAuto().allocate(3))).isEqualTo(-LinuxErrno.ERANGE);
        assertThat(sys.removexattr(file, "user.a")).isZero();
        assertThat(sys.lremovexattr(file, "user.\u00ff\u00fe")).isZero();
        assertThat(sys.flistxattr(fd, buf)).isZero();
        assertThat(sys.flistxattr(-1, buf)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.listxattr(file + "x", buf)).isEqualTo(-LinuxErrno.ENOENT);
    }

    @Test
    void valuesAndListsBeyondTheFirstOfferAreReadWhole() {
        byte[] big = new byte[2_500];
        java.util.Arrays.fill(big, (byte) 7);
        assertThat(sys.fsetxattr(fd, "user.big", big, 0)).isZero();
        assertThat(sys.fgetxattr(fd, "user.big", buf)).isEqualTo(2_500);
        assertThat(buf.bytes()).isEqualTo(big);
        assertThat(sys.getxattr(file, "user.big", buf)).isEqualTo(2_500);
        assertThat(sys.lgetxattr(file, "user.big", buf)).isEqualTo(2_500);
        assertThat(sys.fremovexattr(fd, "user.big")).isZero();
        for (char c = 'a'; c < 'g'; c++) {
            String name = "user." + Character.toString(c).repeat(250);
            assertThat(sys.fsetxattr(fd, name, new byte[0], 0)).isZero();
        }
        assertThat(sys.flistxattr(fd, buf)).isEqualTo(6 * 256);
        assertThat(buf.names()).hasSize(6).contains("user." + "f".repeat(250));
        assertThat(sys.listxattr(file, buf)).isEqualTo(6 * 256);
        assertThat(sys.llistxattr(file, buf)).isEqualTo(6 * 256);
    }

    @Test
    void symbolicLinksHaveAttributesOfTheirOwn() {
        TestUser.assumeRoot();
        assertThat(sys.lsetxattr(link, "trusted.gfid", VALUE, 0)).isZero();
        assertThat(sys.lgetxattr(link, "trusted.gfid", buf)).isEqualTo(5);
        assertThat(sys.getxattr(link, "trusted.gfid", buf)).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.fremovexattr(fd, "trusted.gfid")).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.lremovexattr(link, "trusted.gfid")).isZero();
    }

    @Test
    void pathOnlyDescriptorsAreReachedThroughProc() {
        int path = sys.openat(AT_FDCWD, file, O_PATH | O_CLOEXEC, 0);
        assertThat(sys.fsetxattr(path, "user.a", VALUE, 0)).isEqualTo(-LinuxErrno.EBADF);
        assertThat(sys.setxattr(ProcFd.path(path), "user.a", VALUE, 0)).isZero();
        assertThat(sys.getxattr(ProcFd.path(path), "user.a", buf)).isEqualTo(5);
        assertThat(sys.close(path)).isZero();
        int dir = sys.openat(AT_FDCWD, temp.toString(), O_PATH | O_CLOEXEC | O_NOFOLLOW, 0);
        assertThat(sys.lgetxattr(ProcFd.path(dir, "f\u00ff"), "user.a", buf)).isEqualTo(5);
        assertThat(sys.close(dir)).isZero();
    }

    @Test
    void namesAndValuesOutOfRangeAreRefused() {
        int range = -LinuxErrno.ERANGE;
        assertThat(sys.fgetxattr(fd, "user." + "x".repeat(251), buf)).isEqualTo(range);
        assertThat(sys.fsetxattr(fd, "user." + "x".repeat(251), VALUE, 0)).isEqualTo(range);
        assertThat(sys.fgetxattr(fd, "", buf)).isEqualTo(range);
        assertThat(sys.fgetxattr(fd, "user.\0", buf)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.fsetxattr(fd, "user.a", new byte[65_537], 0)).isEqualTo(-LinuxErrno.E2BIG);
        assertThat(sys.setxattr(file, "user.a", new byte[65_537], 0)).isEqualTo(-LinuxErrno.E2BIG);
        assertThat(sys.lsetxattr(file, "user.a", new byte[65_537], 0)).isEqualTo(-LinuxErrno.E2BIG);
        assertThat(sys.fsetxattr(fd, "user.a", new byte[65_536], 0))
                .isIn(0, -LinuxErrno.ENOSPC, range);
        assertThat(sys.fgetxattr(fd, "user.none", new byte[100_000]))
                .isEqualTo(-LinuxErrno.ENODATA);
    }
}
