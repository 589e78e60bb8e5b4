package org.glusterj.linux;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Run in a process of its own by {@link FuseMountIT}, as an ordinary user: mount, answer, stat, unmount. */
final class FusermountProbe {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private FusermountProbe() {}

    public static void main(String[] args) throws Exception {
        Syscalls sys = Syscalls.system();
        Fusermount mount = Fusermount.mount(args[0], "fsname=probe,subtype=glusterj", WITHIN);
        StatBuf stat = new StatBuf();
        try (mount;
                FuseServer server = new FuseServer(mount.deviceFd())) {
            expect(0, server.serveUntil(FuseServer.INIT));
            FutureTask<Integer> asking =
                    new FutureTask<>(() -> sys.statx(At.AT_FDCWD, args[0], 0, 0x7ff, stat));
            new Thread(asking).start();
            expect(0, server.serveUntil(FuseServer.GETATTR));
            expect(0, asking.get(10, TimeUnit.SECONDS));
            Fusermount.unmount(args[0], false, WITHIN);
            expect(-LinuxErrno.ENODEV, server.serveUntil(FuseServer.INIT));
        }
        System.out.printf("uid %d saw mode %o%n", sys.geteuid(), stat.mode());
    }

    private static void expect(int wanted, int got) {
        if (wanted != got) {
            throw new IllegalStateException("expected " + wanted + ", got " + got);
        }
    }
}
