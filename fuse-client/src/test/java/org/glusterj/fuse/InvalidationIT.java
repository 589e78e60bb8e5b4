package org.glusterj.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.glusterj.core.ClientId;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that keeps everything for ten minutes hears of other clients' changes by the brick's reports alone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InvalidationIT {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @TempDir Path temp;
    private MountedMemory mounted;
    private Path file;
    private Iatt root;

    @BeforeEach
    void mount() throws Exception {
        FuseHost.require();
        mounted =
                new MountedMemory(
                        temp, "entry-timeout=600,attribute-timeout=600,negative-timeout=600");
        file = mounted.directory().resolve("f");
        Files.writeString(file, "old");
        root = new Iatt.Builder().gfid(Gfid.ROOT).mode(040755).build();
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            mounted.close();
        }
    }

    private Gfid gfidOf(String name) throws Exception {
        var loc = Loc.entry(mounted.graph().inodes().root(), name);
        return mounted.graph()
                .top()
                .call(Frame.internal(), new Fop.Lookup(loc, Xdata.NULL))
                .iatt()
                .gfid();
    }

    private void told(Gfid gfid, int flags, Iatt parent) {
        mounted.graph()
                .top()
                .notify(
                        new Event.Upcall(
                                ClientId.LOCAL,
                                new CacheInvalidation(
                                        gfid, flags, 60, Iatt.NONE, parent, parent, Xdata.NULL)));
    }

    private void writeElsewhere(String name, String text) throws Exception {
        var inode = mounted.graph().inodes().findPinned(gfidOf(name));
        Fd fd = Fd.anonymous(inode, 2);
        try (var data = Payload.copyOf(text.getBytes(UTF_8))) {
            mounted.graph()
                    .top()
                    .call(Frame.internal(), new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        } finally {
            fd.close();
            inode.unpin();
        }
    }

    private static void soon(Callable<Boolean> claim) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!claim.call()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void anotherClientsWriteIsSeen() throws Exception {
        assertThat(Files.size(file)).isEqualTo(3);
        writeElsewhere("f", "longer");
        assertThat(Files.size(file)).as("what the kernel keeps").isEqualTo(3);
        told(gfidOf("f"), CacheInvalidation.SIZE | CacheInvalidation.TIMES, Iatt.NONE);
        soon(() -> Files.size(file) == 6);
        assertThat(Files.readString(file)).isEqualTo("longer");
    }

    @Test
    void anotherClientsRemovalIsSeen() throws Exception {
        assertThat(file).exists();
        var gfid = gfidOf("f");
        var loc = Loc.entry(mounted.graph().inodes().root(), "f");
        mounted.graph().top().call(Frame.internal(), new Fop.Unlink(loc, 0, Xdata.NULL));
        assertThat(file).as("what the kernel keeps").exists();
        told(gfid, 0x211, root);
        soon(() -> Files.notExists(file));
    }

    @Test
    void whatAnotherClientMovedOverANameIsSeen() throws Exception {
        var other = mounted.directory().resolve("g");
        Files.writeString(other, "other");
        assertThat(Files.size(file)).isEqualTo(3);
        var gfid = gfidOf("g");
        var table = mounted.graph().inodes();
        mounted.graph()
                .top()
                .call(
                        Frame.internal(),
                        new Fop.Rename(
                                Loc.entry(table.root(), "g"),
                                Loc.entry(table.root(), "f"),
                                Xdata.NULL));
        assertThat(Files.size(file)).as("what the kernel keeps").isEqualTo(3);
        told(gfid, 0x280, root);
        soon(() -> Files.notExists(other));
        soon(() -> Files.readString(file).equals("other"));
    }

    @Test
    void whatAnotherClientMadeIsSeen() throws Exception {
        var made = mounted.directory().resolve("made");
        assertThat(made).doesNotExist();
        var loc = Loc.entry(mounted.graph().inodes().root(), "made");
        var gfid = mounted.session().state().gfidRequest();
        mounted.graph().top().call(Frame.internal(), new Fop.Mkdir(loc, 0755, 0, gfid));
        assertThat(made).as("what the kernel keeps").doesNotExist();
        told(Gfid.ROOT, CacheInvalidation.TIMES, Iatt.NONE);
        soon(() -> Files.isDirectory(made));
    }

    @Test
    void afterALostConnectionEverythingIsAskedAgain() throws Exception {
        try (var open = Files.newByteChannel(file)) {
            assertThat(open.size()).isEqualTo(3);
            writeElsewhere("f", "longer");
            assertThat(open.size()).as("what the kernel keeps").isEqualTo(3);
            mounted.graph().top().notify(new Event.ChildUp("client"));
            soon(() -> open.size() == 6);
        }
    }
}
