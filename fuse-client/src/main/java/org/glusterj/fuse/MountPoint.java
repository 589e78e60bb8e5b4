package org.glusterj.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.glusterj.linux.At;
import org.glusterj.linux.DeviceSyscalls;
import org.glusterj.linux.Fusermount;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.Syscalls;

/**
 * A directory, something mounted on it, and how to get it off again. Root uses mount(2), others fusermount3. Used by
 * the
 * session's thread; {@link #unmount} by any.
 */
final class MountPoint {
    /** Stock's where stock's helper is stood in for: what looks for its mounts finds ours. */
    static final String SUBTYPE = System.getProperty("glusterj.fuse.subtype", "glusterj");

    private static final String TYPE = "fuse." + SUBTYPE;
    private static final Duration HELPER_WITHIN = Duration.ofSeconds(30);

    private static final Map<Long, String> HELPER_FLAGS =
            Map.of(
                    (long) DeviceSyscalls.MS_RDONLY, "ro",
                    (long) DeviceSyscalls.MS_NOSUID, "nosuid",
                    (long) DeviceSyscalls.MS_NODEV, "nodev",
                    (long) DeviceSyscalls.MS_NOEXEC, "noexec",
                    (long) DeviceSyscalls.MS_SYNCHRONOUS, "sync",
                    (long) DeviceSyscalls.MS_DIRSYNC, "dirsync",
                    (long) DeviceSyscalls.MS_NOATIME, "noatime");

    private final Syscalls sys = Syscalls.system();
    private final String directory;
    private volatile String device = "";
    private Fusermount helper;

    /** @param directory absolute path, a byte string */
    MountPoint(String directory) {
        this.directory = directory;
    }

    String directory() {
        return directory;
    }

    /** A directory without links and dots, as the mount table shows it; unchanged when there is none of that name. */
    static String resolved(String directory) {
        var sys = Syscalls.system();
        int fd = sys.openat(At.AT_FDCWD, directory, OpenFlags.O_PATH | OpenFlags.O_CLOEXEC, 0);
        if (fd < 0) {
            return directory;
        }
        try {
            var target = new LinkTarget();
            int length = sys.readlinkat(At.AT_FDCWD, "/proc/self/fd/" + fd, target);
            return length < 0 ? directory : target.text();
        } finally {
            sys.close(fd);
        }
    }

    /** Refuses what is no directory, and what already carries a mount of ours. */
    void check() throws IOException {
        var stat = new StatBuf();
        int result = sys.statx(At.AT_FDCWD, directory, 0, StatBuf.STATX_BASIC_STATS, stat);
        if (result == -LinuxErrno.ENOTCONN) {
            throw new IOException(
                    directory + ": a dead mount is in the way; run: umount " + directory);
        }
        if (result < 0) {
            throw new IOException("mount point " + directory + ": " + LinuxErrno.text(result));
        }
        if (!stat.isDirectory()) {
            throw new IOException("mount point " + directory + " is not a directory");
        }
        if (carriesOurs()) {
            throw new IOException("mount point " + directory + " already carries a GlusterJ mount");
        }
    }

    /** Whether one of our mounts is here; asks the mount table only. */
    boolean carriesOurs() throws IOException {
        return mountedTypes().contains(" " + TYPE + " ");
    }

    /** Mounts and returns the device, on which INIT waits. */
    FuseDevice mount(String source, String options, long flags) throws IOException {
        if (sys.geteuid() != 0) {
            helper =
                    Fusermount.mount(
                            directory, helperOptions(source, options, flags), HELPER_WITHIN);
            return FuseDevice.of(helper.deviceFd());
        }
        var opened = FuseDevice.open();
        var data =
                "fd="
                        + opened.first()
                        + ",rootmode=40000,user_id=0,group_id=0"
                        + (options.isEmpty() ? "" : "," + options);
        int result = sys.mount(source, directory, TYPE, flags, data);
        if (result < 0) {
            opened.close();
            throw new IOException("mount on " + directory + ": " + LinuxErrno.text(result));
        }
        return opened;
    }

    /** fusermount3 takes flags by name; it splits at commas that no backslash precedes. */
    static String helperOptions(String source, String options, long flags) {
        var escaped = source.replace("\\", "\\\\").replace(",", "\\,");
        var text = new StringBuilder("fsname=").append(escaped).append(",subtype=").append(SUBTYPE);
        HELPER_FLAGS.forEach(
                (flag, name) -> {
                    if ((flags & flag) != 0) {
                        text.append(',').append(name);
                    }
                });
        return options.isEmpty() ? text.toString() : text.append(',').append(options).toString();
    }

    /** Remembers what is mounted here now, so that {@link #isMounted} can tell when it is gone. */
    void recognise() throws IOException {
        for (var line : mountinfo().split("\n")) {
            var fields = line.split(" ");
            if (fields.length > 4 && fields[4].equals(escaped())) {
                device = fields[2];
            }
        }
    }

    /** Whether this mount namespace still holds the mount, here or bound to another directory. */
    boolean isMounted() throws IOException {
        return !device.isEmpty() && mountinfo().contains(" " + device + " ");
    }

    /** Takes the mount off, lazily when busy; null, or why that failed. */
    String unmount() {
        if (sys.geteuid() == 0) {
            int result = sys.umount2(directory, DeviceSyscalls.MNT_DETACH);
            return result < 0 ? LinuxErrno.text(result) : null;
        }
        try {
            Fusermount.unmount(directory, true, HELPER_WITHIN);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /**
     * Ends the connection from below: every caller gets ENOTCONN. False when that could not be asked for: sysfs shows
     * no FUSE connections here.
     */
    boolean abort() {
        int colon = device.indexOf(':');
        if (colon < 0) {
            return false;
        }
        var file = Path.of("/sys/fs/fuse/connections", device.substring(colon + 1), "abort");
        try {
            Files.writeString(file, "1", StandardOpenOption.WRITE);
            return true;
        } catch (IOException | RuntimeException ignored) {
            // not mounted, or not ours to write: the end of the process ends the connection as well
            return false;
        }
    }

    private String mountedTypes() throws IOException {
        var types = new StringBuilder(" ");
        for (var line : mountinfo().split("\n")) {
            var fields = line.split(" ");
            int dash = java.util.Arrays.asList(fields).indexOf("-");
            if (fields.length > 4 && fields[4].equals(escaped()) && dash > 0) {
                types.append(fields[dash + 1]).append(' ');
            }
        }
        return types.toString();
    }

    private static String mountinfo() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
    }

    /** The directory as /proc writes it. */
    private String escaped() {
        return directory
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
