package org.glusterj.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.linux.At;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another client gives a name to a new file while the kernel still believes in the old one: the name always leads to
 * one of them. The old inode is gone by the brick's word, which is ENOENT here.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReplacedFileIT {
    @TempDir Path temp;
    private MountedMemory mounted;
    private Path file;

    @BeforeEach
    void mount() throws Exception {
        FuseHost.require();
        mounted =
                new MountedMemory(
                        temp,
                        "entry-timeout=600,attribute-timeout=600",
                        " volume gone type test/gone-is-enoent subvolumes locks end-volume");
        file = mounted.directory().resolve("f");
        Files.writeString(file, "old");
        Files.createDirectory(mounted.directory().resolve("d"));
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            mounted.close();
        }
    }

    /** As another client does it: the mount hears nothing. */
    private void replace() throws FopException {
        var graph = mounted.graph();
        var root = graph.inodes().root();
        var made = Loc.entry(root, "new");
        Fd fd = graph.inodes().newFd(made.inode(), OpenFlags.O_RDWR);
        try (var content = Payload.copyOf("new".getBytes(UTF_8))) {
            var gfid = mounted.session().state().gfidRequest();
            var frame = Frame.internal();
            graph.top().call(frame, new Fop.Create(made, OpenFlags.O_RDWR, 0644, 0, fd, gfid));
            graph.top().call(frame, new Fop.Writev(fd, 0, content, 0, Xdata.NULL));
            graph.top().call(frame, new Fop.Rename(made, Loc.entry(root, "f"), Xdata.NULL));
        } finally {
            fd.close();
        }
    }

    @Test
    void anOpenFindsTheNewFile() throws Exception {
        replace();
        assertThat(Files.readString(file)).isEqualTo("new");
    }

    @Test
    void aTruncationFindsTheNewFile() throws Exception {
        replace();
        try (var channel = new RandomAccessFile(file.toFile(), "rw")) {
            channel.setLength(1);
        }
        assertThat(Files.readString(file)).isEqualTo("n");
    }

    @Test
    void attributesGoToTheNewFile() throws Exception {
        replace();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        replace();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThat(Files.readString(file)).isEqualTo("new");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1000));
    }

    @Test
    void extendedAttributesGoToTheNewFile() throws Exception {
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        replace();
        assertThat(view.list()).isEmpty();
        replace();
        view.write("a", ByteBuffer.wrap(new byte[] {1}));
        assertThat(view.list()).containsExactly("a");
        assertThat(view.size("a")).isOne();
    }

    @Test
    void aLinkIsMadeToTheNewFile() throws Exception {
        replace();
        var link = mounted.directory().resolve("d/link");
        Files.createLink(link, file);
        assertThat(Files.readString(link)).isEqualTo("new");
    }

    /** The kernel names no handle for these; the old file has no name any more. */
    @Test
    void whoHoldsTheOldFileOpenStillReachesItsAttributes() throws Exception {
        var sys = Syscalls.system();
        int fd = sys.openat(At.AT_FDCWD, file.toString(), OpenFlags.O_RDONLY, 0);
        try (var arena = Arena.ofConfined()) {
            replace();
            var value = arena.allocate(8);
            assertThat(sys.fsetxattr(fd, "user.a", value, 0)).isZero();
            assertThat(sys.fgetxattr(fd, "user.a", value)).isEqualTo(8);
            assertThat(sys.flistxattr(fd, value)).isEqualTo("user.a".length() + 1);
            assertThat(sys.fremovexattr(fd, "user.a")).isZero();
            assertThat(sys.flistxattr(fd, value)).isZero();
        } finally {
            sys.close(fd);
        }
    }
}
