package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.Gfid;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.storage.layout.Gfid2Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a brick puts right: objects of strangers, remains of crashes, the landfill; and how it looks after its disk. */
class RepairTest {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        FaultyPosix.failCall(0);
        rig.close();
    }

    @Test
    void objectsPutOnTheBrickAreAdoptedOnceTheyAreSettled() throws Exception {
        var clock = new ShiftedClock();
        clock.shift(Duration.ofHours(-1));
        rig.environment(clock).restart();
        Files.writeString(rig.path("direct"), "direct\n");
        PosixTest.fails(Errno.ENOENT, () -> rig.lookup(rig.root(), "direct", rig.request()));
        clock.shift(Duration.ofHours(1));
        PosixTest.fails(Errno.ENODATA, () -> rig.lookup(rig.root(), "direct"));
        var iatt = rig.lookup(rig.root(), "direct", rig.request()).iatt();
        assertThat(rig.xattr("direct", "trusted.gfid")).isEqualTo(iatt.gfid().toBytes());
        assertThat(rig.handle(iatt.gfid())).exists();
        assertThat(rig.xattr("direct", Gfid2Path.key(Gfid.ROOT, "direct"))).isNull();
        assertThat(iatt.nlink()).isEqualTo(1);
    }

    @Test
    void lostHandlesComeBackWithALookupByName() throws Exception {
        var file = rig.file(rig.root(), "f", "x").gfid();
        var directory = rig.mkdir(rig.root(), "d").gfid();
        rig.restart();
        Files.delete(rig.handle(file));
        Files.delete(rig.handle(directory));
        rig.find(rig.root(), "f");
        rig.find(rig.root(), "d");
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void lostHandlesOfFilesComeBackWithAListing() throws Exception {
        var file = rig.file(rig.root(), "f", "x").gfid();
        rig.restart();
        Files.delete(rig.handle(file));
        try (var fd = rig.opendir(rig.root())) {
            var listed = rig.call(new Fop.Readdirp(fd, 4096, 0, Xdata.NULL)).entries();
            var entry = listed.stream().filter(e -> e.name().equals("f")).findFirst().orElseThrow();
            assertThat(entry.iatt().gfid()).isEqualTo(file);
            assertThat(entry.iatt().nlink()).isEqualTo(1);
        }
        assertThat(rig.handle(file)).exists();
    }

    @Test
    void aLookupRestoresTheHandleOfADirectoryThatIsKnownFromAListing() throws Exception {
        var directory = rig.mkdir(rig.root(), "d").gfid();
        rig.restart();
        Files.delete(rig.handle(directory));
        try (var fd = rig.opendir(rig.root())) {
            var listed = rig.call(new Fop.Readdirp(fd, 4096, 0, Xdata.NULL)).entries();
            var entry = listed.stream().filter(e -> e.name().equals("d")).findFirst().orElseThrow();
            var known = rig.link(Loc.entry(rig.root(), "d"), entry.iatt());
            rig.call(new Fop.Lookup(Loc.entry(rig.root(), "d", known), Xdata.NULL));
        }
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void handlesWithoutObjectGoWithALookupByGfid() throws Exception {
        var file = rig.file(rig.root(), "f", "x");
        Files.delete(rig.path("f"));
        PosixTest.fails(Errno.ESTALE, () -> rig.call(new Fop.Lookup(Loc.of(file), Xdata.NULL)));
        assertThat(rig.handle(file.gfid())).doesNotExist();
    }

    @Test
    void aUsersSymlinkIsNeverTakenForADirectory() throws Exception {
        var loc = Loc.entry(rig.root(), "etc");
        var iatt = rig.call(new Fop.Symlink(loc, "/etc", 0, rig.request())).iatt();
        rig.restart();
        var inode = rig.graph().inodes().obtainPinned(iatt.gfid());
        PosixTest.fails(Errno.ESTALE, () -> rig.lookup(inode, "passwd"));
        inode.unpin();
    }

    @Test
    void theJanitorEmptiesTheLandfillWithItsHandles() throws Exception {
        var d = rig.mkdir(rig.root(), "d");
        var inner = rig.mkdir(d, "inner");
        var file = rig.file(inner, "f", "x");
        var kept = rig.file(inner, "g", "x");
        rig.call(new Fop.Link(Loc.of(kept), Loc.entry(rig.root(), "kept"), Xdata.NULL));
        rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d"), 1, Xdata.NULL));
        new Janitor(rig.posix().brick()).clean();
        assertThat(rig.path(".glusterfs/landfill")).isEmptyDirectory();
        assertThat(rig.handle(file.gfid())).doesNotExist();
        assertThat(Files.isSymbolicLink(rig.handle(inner.gfid()))).isFalse();
        assertThat(rig.lookup(rig.root(), "kept").iatt().gfid()).isEqualTo(kept.gfid());
    }

    @Test
    void aStaleDirectoryHandleYieldsToANewDirectory() throws Exception {
        var gfid = rig.newGfid();
        var xdata = Xdata.EMPTY.withGfid("gfid-req", gfid);
        var first = Loc.entry(rig.root(), "first");
        rig.link(first, rig.call(new Fop.Mkdir(first, 0755, 0, xdata)).iatt());
        rig.restart();
        Files.delete(rig.path("first"));
        var second = Loc.entry(rig.root(), "second");
        var inode = rig.link(second, rig.call(new Fop.Mkdir(second, 0755, 0, xdata)).iatt());
        rig.file(inode, "f", "x");
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void healthIsWrittenAndReadBack() throws Exception {
        var failures = new AtomicInteger();
        new HealthCheck(rig.posix().brick(), failures::incrementAndGet).check();
        assertThat(failures).hasValue(0);
        assertThat(Files.readString(rig.path(".glusterfs/health_check")))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000");
    }

    @Test
    void aSickDiskIsReported() throws Exception {
        var failures = new AtomicInteger();
        Files.createDirectory(rig.path(".glusterfs/health_check"));
        new HealthCheck(rig.posix().brick(), failures::incrementAndGet).check();
        assertThat(failures).hasValue(1);
    }

    @Test
    void aFullDiskIsNotSick() throws Exception {
        rig.type("test/faulty-posix").restart();
        var failures = new AtomicInteger();
        var health = new HealthCheck(rig.posix().brick(), failures::incrementAndGet);
        health.check();
        FaultyPosix.failEach("pwrite", LinuxErrno.ENOSPC);
        health.check();
        assertThat(failures).hasValue(0);
        FaultyPosix.failEach("pwrite", LinuxErrno.EIO);
        health.check();
        assertThat(failures).hasValue(1);
    }

    @Test
    void healthNeedsNoSpaceAfterTheFirstTime() throws Exception {
        var health = new HealthCheck(rig.posix().brick(), () -> {});
        health.check();
        rig.type("test/faulty-posix").restart();
        FaultyPosix.before(
                (call, args) -> {
                    if (call.equals("pwrite")) {
                        assertThat(rig.path(".glusterfs/health_check")).hasSize(25);
                    }
                    return true;
                });
        new HealthCheck(rig.posix().brick(), () -> {}).check();
        FaultyPosix.before(null);
    }

    @Test
    void theParentsLayoutIsCheckedBeforeMkdir() throws Exception {
        var layout = new byte[] {1, 2, 3, 4};
        var dict = Xdata.EMPTY.withBytes("trusted.glusterfs.dht", layout);
        rig.call(new Fop.Setxattr(Loc.of(rig.root()), dict, 0, Xdata.NULL));
        var guarded =
                rig.request()
                        .withString("glusterfs.preop.parent.key", "trusted.glusterfs.dht")
                        .withBytes("trusted.glusterfs.dht", layout)
                        .withBytes("trusted.glusterfs.dht.mds", new byte[4]);
        rig.call(new Fop.Mkdir(Loc.entry(rig.root(), "good"), 0755, 0, guarded));
        assertThat(rig.xattr("good", "trusted.glusterfs.dht")).isNull();
        assertThat(rig.xattr("good", "trusted.glusterfs.dht.mds")).hasSize(4);
        var stale = guarded.withBytes("trusted.glusterfs.dht", new byte[4]);
        var op = new Fop.Mkdir(Loc.entry(rig.root(), "bad"), 0755, 0, stale);
        PosixTest.fails(Errno.EIO, () -> rig.call(op));
        assertThat(rig.path("bad")).doesNotExist();
    }

    @Test
    void virtualXattrsSayWhereThingsAre() throws Exception {
        rig.option("hostname", "server1").restart();
        var d = rig.mkdir(rig.root(), "d");
        var f = rig.file(d, "Hard2", "x");
        rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
        assertThat(virtual(Loc.of(f), "trusted.glusterfs.pathinfo"))
                .isEqualTo("<POSIX(" + rig.directory + "):server1:" + rig.directory + "/d/Hard2>");
        assertThat(virtual(Loc.of(f), "glusterfs.gfid2path")).isEqualTo("/d/Hard2");
        assertThat(virtual(Loc.of(f), "glusterfs.gfidtopath").split(":"))
                .containsExactlyInAnyOrder("/d/Hard2", "/g");
        var key = "glusterfs.gfidtopath";
        var ofDirectory = rig.call(new Fop.Getxattr(Loc.of(d), key, Xdata.NULL)).dict();
        assertThat(ofDirectory.bytes(key)).contains("/d\0".getBytes());
        rig.unlink(rig.root(), "g");
        var ofFile = rig.call(new Fop.Getxattr(Loc.of(f), key, Xdata.NULL)).dict();
        assertThat(ofFile.bytes(key)).contains("/d/Hard2".getBytes());
        assertThat(virtual(Loc.of(d), "glusterfs.get_real_filename:hard2")).isEqualTo("Hard2");
        PosixTest.fails(
                Errno.ENODATA, () -> virtual(Loc.of(d), "glusterfs.get_real_filename:none"));
    }

    private String virtual(Loc loc, String name) throws Exception {
        var reply = rig.call(new Fop.Getxattr(loc, name, Xdata.NULL));
        return reply.dict().string(name).orElseThrow();
    }
}
