package org.glusterj.linux;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Links the system calls of a start on a thread beside it, which meanwhile starts the network. Who makes a call that is
 * being linked waits for that; who makes one that is not, links it. The thread ends when it is done, or with the
 * process.
 */
public final class Linking {
    private Linking() {}

    /** What a mount does before its root answers. */
    public static void ofMount() {
        start(
                () -> LinuxPaths.Openat.CALL,
                () -> LinuxPaths.Readlinkat.CALL,
                () -> LinuxFds.Close.CALL,
                () -> LinuxPaths.Statx.CALL,
                () -> LinuxProcess.Geteuid.CALL,
                () -> LinuxDevices.Mount.CALL,
                () -> LinuxDevices.Poll.CALL,
                () -> LinuxFds.Read.CALL,
                () -> LinuxFds.Write.CALL,
                () -> LinuxDevices.Fcntl.CALL,
                () -> LinuxDevices.Dup2.CALL);
    }

    /** What a brick does before it listens, but for what its first thread calls at once. */
    public static void ofBrick() {
        start(
                () -> LinuxPaths.Openat.CALL,
                () -> LinuxXattrs.Fgetxattr.CALL,
                () -> LinuxXattrs.Fsetxattr.CALL,
                () -> LinuxPaths.Mkdirat.CALL,
                () -> LinuxPaths.Statx.CALL,
                () -> LinuxPaths.Symlinkat.CALL,
                () -> LinuxPaths.Renameat2.CALL,
                () -> LinuxFds.Lseek.CALL,
                () -> LinuxFds.Getdents64.CALL,
                () -> LinuxFds.Close.CALL,
                () -> LinuxProcess.Getgroups.CALL,
                () -> LinuxFds.Fstatvfs.CALL);
    }

    @SafeVarargs
    private static void start(Supplier<MethodHandle>... calls) {
        Thread.ofPlatform()
                .daemon()
                .name("linking")
                .start(() -> Stream.of(calls).forEach(Supplier::get));
    }
}
