package org.glusterj.fuse;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/** Whether this machine can mount; tests that need it are skipped loudly elsewhere, or fail where they must run. */
final class FuseHost {
    private FuseHost() {}

    static void require() {
        var why = obstacle();
        if (why == null) {
            return;
        }
        if ("1".equals(System.getenv("GLUSTERJ_REQUIRE_INTEROP"))) {
            fail("FUSE is required here: " + why);
        }
        System.err.println("SKIPPED FUSE TESTS: " + why);
        assumeTrue(false, why);
    }

    private static String obstacle() {
        var sys = Syscalls.system();
        if (sys.geteuid() != 0) {
            return "not root";
        }
        int fd = sys.openat(At.AT_FDCWD, "/dev/fuse", OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        if (fd < 0) {
            return "/dev/fuse: " + LinuxErrno.text(fd);
        }
        sys.close(fd);
        return null;
    }
}
