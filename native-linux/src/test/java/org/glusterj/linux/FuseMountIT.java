package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.linux.At.AT_FDCWD;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real FUSE mounts, by mount(2) and by fusermount3, answered by {@link FuseServer} on the test's thread. */
final class FuseMountIT {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Syscalls sys = Syscalls.system();

    @TempDir Path temp;
    private String mountpoint;

    @BeforeEach
    void makeMountpoint() {
        int probe = sys.openat(AT_FDCWD, "/dev/fuse", OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        assumeTrue(probe >= 0, "SKIPPED: /dev/fuse: " + LinuxErrno.text(probe));
        sys.close(probe);
        mountpoint = temp + "/mnt";
        assertThat(sys.mkdirat(AT_FDCWD, mountpoint, 0755)).isZero();
    }

    @AfterEach
    void leaveNoMountBehind() {
        if (mountpoint != null) {
            sys.umount2(mountpoint, DeviceSyscalls.MNT_DETACH);
        }
    }

    @Test
    void rootMountsAnswersInitAndStatAndUnmounts() throws Exception {
        TestUser.assumeRoot();
        int device = openDevice();
        String options = "fd=" + device + ",rootmode=40000,user_id=0,group_id=0";
        int mounted = sys.mount("probe:/vol", mountpoint, "fuse.glusterj", 0, options);
        assumeTrue(mounted == 0, "SKIPPED: mount: " + LinuxErrno.text(mounted));
        try (FuseServer server = new FuseServer(device)) {
            assertThat(server.serveUntil(FuseServer.INIT)).isZero();
            assertThat(Files.readString(Path.of("/proc/self/mounts")))
                    .contains("probe:/vol " + mountpoint + " fuse.glusterj rw,");
            assertRootIsServed(server);
            assertClonesShareTheConnection(device);
            assertThat(sys.umount2(mountpoint, 0)).isZero();
            assertThat(server.serveUntil(FuseServer.INIT)).isEqualTo(-LinuxErrno.ENODEV);
        }
        assertThat(sys.umount2(mountpoint, 0)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.close(device)).isZero();
    }

    @Test
    void mountWithoutMandatoryOptionsIsRefused() {
        TestUser.assumeRoot();
        int device = openDevice();
        assertThat(sys.mount("p", mountpoint, "fuse", 0, "fd=" + device))
                .isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.close(device)).isZero();
    }

    @Test
    void fusermountHandsTheDeviceOverAndUnmounts() throws Exception {
        Fusermount mount = mountByHelper("fsname=probe:/vol,subtype=glusterj");
        try (mount;
                FuseServer server = new FuseServer(mount.deviceFd())) {
            assertThat(server.serveUntil(FuseServer.INIT)).isZero();
            assertRootIsServed(server);
            assertThat(mounts()).contains(mountpoint + " fuse.glusterj");
            Fusermount.unmount(mountpoint, false, WITHIN);
            assertThat(mounts()).doesNotContain(mountpoint);
            assertThat(server.serveUntil(FuseServer.INIT)).isEqualTo(-LinuxErrno.ENODEV);
        }
        assertThat(sys.close(mount.deviceFd())).isZero();
        assertThatThrownBy(() -> Fusermount.unmount(mountpoint, true, WITHIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fusermount3 (exit code 1): ");
    }

    /**
     * In a mount namespace of its own, with a device node that everybody may open, as udev makes it: the real node's
     * mode does not matter and no mount can be left behind.
     */
    @Test
    void anOrdinaryUserMountsAndUnmountsThroughTheHelper() throws Exception {
        TestUser.assumeRoot();
        String classes = temp + "/classes";
        copyClasses(StatBuf.class, classes);
        copyClasses(FuseServer.class, classes);
        String script =
                "mknod -m 666 $0/fuse c 10 229 && mount --bind $0/fuse /dev/fuse"
                        + " && chmod 755 $0 && chown 65534 $0/mnt && exec setpriv --reuid=65534"
                        + " --regid=65534 --clear-groups $1 --enable-native-access=ALL-UNNAMED"
                        + " -cp $0/classes org.glusterj.linux.FusermountProbe $0/mnt";
        String java = System.getProperty("java.home") + "/bin/java";
        Process process =
                new ProcessBuilder("unshare", "-m", "sh", "-c", script, temp.toString(), java)
                        .redirectErrorStream(true)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the user's process did not end");
        }
        String said = new String(process.getInputStream().readAllBytes());
        assumeTrue(!said.startsWith("unshare: "), "SKIPPED: " + said);
        assertThat(said).isEqualTo("uid 65534 saw mode 40751\n");
    }

    @Test
    void autoUnmountEndsTheMountWhenTheSocketCloses() throws Exception {
        TestUser.assumeRoot();
        Fusermount mount = mountByHelper("allow_other,auto_unmount,fsname=probe:/vol");
        try (FuseServer server = new FuseServer(mount.deviceFd())) {
            assertThat(server.serveUntil(FuseServer.INIT)).isZero();
            assertThat(mounts()).contains(mountpoint);
        }
        // the helper unmounts only what is dead: ENOTCONN after the last descriptor of the device
        assertThat(sys.close(mount.deviceFd())).isZero();
        mount.close();
        assertThat(mounts()).doesNotContain(mountpoint);
    }

    @Test
    void fusermountsComplaintIsTheMessage() {
        assertThatThrownBy(() -> Fusermount.mount(mountpoint + "/none", "ro", WITHIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory");
        assertThatThrownBy(() -> Fusermount.mount(mountpoint, "auto_unmount,no_such", WITHIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fusermount3 (exit code 1): ");
    }

    private Fusermount mountByHelper(String options) throws IOException {
        try {
            return Fusermount.mount(mountpoint, options, WITHIN);
        } catch (IOException refused) {
            boolean absent = refused.getMessage().equals("fusermount3: No such file or directory");
            assumeTrue(!absent, "SKIPPED: " + refused.getMessage());
            throw refused;
        }
    }

    private int openDevice() {
        int device = sys.openat(AT_FDCWD, "/dev/fuse", OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
        assertThat(device).isNotNegative();
        return device;
    }

    /** Another thread asks for the root's attributes while this one answers. */
    private void assertRootIsServed(FuseServer server) throws Exception {
        StatBuf stat = new StatBuf();
        FutureTask<Integer> asking =
                new FutureTask<>(() -> sys.statx(AT_FDCWD, mountpoint, 0, 0x7ff, stat));
        new Thread(asking).start();
        assertThat(server.serveUntil(FuseServer.GETATTR)).isZero();
        assertThat(asking.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(stat.mode()).isEqualTo(FileMode.S_IFDIR | 0751);
        assertThat(stat.ino()).isEqualTo(1);
    }

    private void assertClonesShareTheConnection(int device) {
        int clone = openDevice();
        long request = DeviceSyscalls.FUSE_DEV_IOC_CLONE;
        assertThat(sys.ioctlPointer(clone, request, device)).isZero();
        assertThat(sys.ioctlPointer(clone, request, device)).isEqualTo(-LinuxErrno.EINVAL);
        assertThat(sys.close(clone)).isZero();
    }

    /** Puts the build's classes where another user can read them. */
    private static void copyClasses(Class<?> of, String to) throws Exception {
        Path from = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = Files.createDirectories(Path.of(to, "org/glusterj/linux"));
        try (var files = Files.newDirectoryStream(from.resolve("org/glusterj/linux"), "*.class")) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private static String mounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mounts"));
    }
}
