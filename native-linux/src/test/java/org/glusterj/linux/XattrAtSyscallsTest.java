package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XattrAtSyscallsTest {
    private static final String KEY = "trusted.glusterj.test";

    private final Syscalls sys = Syscalls.system();
    @TempDir private Path directory;
    private int dirfd;

    @BeforeEach
    void open() throws Exception {
        assumeThat(sys.geteuid()).as("NOT RUN: trusted xattrs need root").isZero();
        dirfd = sys.openat(At.AT_FDCWD, directory.toString(), OpenFlags.O_PATH, 0);
        Files.createFile(directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    }

    @AfterEach
    void close() {
        sys.close(dirfd);
    }

    @Test
    void valuesAreSetReadListedAndRemovedBelowADirectory() {
        assertThat(sys.setxattrat(dirfd, "file", KEY, new byte[] {1, 2}, 0)).isZero();
        var value = new XattrBuf();
        assertThat(sys.getxattrat(dirfd, "file", KEY, value)).isEqualTo(2);
        assertThat(value.bytes()).containsExactly(1, 2);
        assertThat(sys.listxattrat(dirfd, "file", value)).isPositive();
        assertThat(value.names()).contains(KEY);
        assertThat(sys.removexattrat(dirfd, "file", KEY)).isZero();
        assertThat(sys.getxattrat(dirfd, "file", KEY, value)).isEqualTo(-LinuxErrno.ENODATA);
    }

    @Test
    void linksAreNotFollowed() {
        assertThat(sys.setxattrat(dirfd, "link", KEY, new byte[] {1}, 0)).isZero();
        var value = new XattrBuf();
        assertThat(sys.getxattrat(dirfd, "file", KEY, value)).isEqualTo(-LinuxErrno.ENODATA);
        assertThat(sys.lgetxattr(directory + "/link", KEY, value)).isEqualTo(1);
    }

    @Test
    void theDirectoryItselfIsTheDot() {
        assertThat(sys.setxattrat(dirfd, ".", KEY, new byte[0], 0)).isZero();
        assertThat(sys.getxattr(directory.toString(), KEY, new XattrBuf())).isZero();
    }

    @Test
    void flagsAndErrnosAreThoseOfTheOtherForms() {
        var one = new byte[] {1};
        assertThat(sys.setxattrat(dirfd, "file", KEY, one, XattrSyscalls.XATTR_REPLACE))
                .isEqualTo(-LinuxErrno.ENODATA);
        sys.setxattrat(dirfd, "file", KEY, one, XattrSyscalls.XATTR_CREATE);
        assertThat(sys.setxattrat(dirfd, "file", KEY, one, XattrSyscalls.XATTR_CREATE))
                .isEqualTo(-LinuxErrno.EEXIST);
        assertThat(sys.getxattrat(dirfd, "none", KEY, new XattrBuf()))
                .isEqualTo(-LinuxErrno.ENOENT);
        assertThat(sys.getxattrat(dirfd, "file", KEY, MemorySegment.NULL)).isEqualTo(1);
        assertThat(sys.getxattrat(dirfd, "file", "x".repeat(300), MemorySegment.NULL))
                .isEqualTo(-LinuxErrno.ERANGE);
    }

    @Test
    void shortBuffersAreRefusedAndLargeValuesReadWhole() {
        var large = new byte[3000];
        sys.setxattrat(dirfd, "file", KEY, large, 0);
        try (var arena = Arena.ofConfined()) {
            assertThat(sys.getxattrat(dirfd, "file", KEY, arena.allocate(10)))
                    .isEqualTo(-LinuxErrno.ERANGE);
        }
        assertThat(sys.getxattrat(dirfd, "file", KEY, new XattrBuf())).isEqualTo(3000);
    }
}
