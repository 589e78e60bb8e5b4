package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a brick does for each fop, and what it leaves on disk. */
class PosixTest {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void startMakesTheSkeletonAndIdentifiesTheRoot() throws Exception {
        assertThat(rig.xattr(".", "trusted.gfid")).isEqualTo(Gfid.ROOT.toBytes());
        assertThat(Files.readSymbolicLink(rig.handle(Gfid.ROOT))).hasToString("../../..");
        assertThat(rig.path(".glusterfs/ff")).isDirectory();
        assertThat(rig.path(".glusterfs/unlink")).isDirectory();
        assertThat(rig.path(".glusterfs/indices/xattrop")).isDirectory();
        rig.restart();
        assertThat(rig.stat(rig.root()).ino()).isEqualTo(1);
    }

    @Test
    void aBrickOfAnotherVolumeIsRefused() throws Exception {
        rig.option("volume-id", "00000000-1111-2222-3333-444444444444");
        assertThatThrownBy(rig::restart)
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("belongs to volume " + Rig.VOLUME_ID);
        rig.option("volume-id", Rig.VOLUME_ID).start();
    }

    @Test
    void createWritesGfidHandleAndName() throws Exception {
        var inode = rig.file(rig.root(), "file1", "hello\n");
        assertThat(rig.xattr("file1", "trusted.gfid")).isEqualTo(inode.gfid().toBytes());
        assertThat(Files.getAttribute(rig.handle(inode.gfid()), "unix:ino"))
                .isEqualTo(Files.getAttribute(rig.path("file1"), "unix:ino"));
        var value = Gfid2Path.value(Gfid.ROOT, "file1");
        assertThat(rig.xattr("file1", Gfid2Path.key(value))).isEqualTo(value);
        var iatt = rig.stat(inode);
        assertThat(iatt.nlink()).isEqualTo(1);
        assertThat(iatt.size()).isEqualTo(6);
        assertThat(iatt.blocks()).isEqualTo(1);
        assertThat(iatt.mode()).isEqualTo(0100644);
        assertThat(iatt.flags()).isEqualTo(0x17ff);
        assertThat(iatt.ino()).isEqualTo(inode.gfid().low());
    }

    @Test
    void createWithoutGfidIsRefused() {
        var loc = Loc.entry(rig.root(), "f");
        fails(Errno.EINVAL, () -> rig.call(new Fop.Mkdir(loc, 0755, 0, Xdata.NULL)));
        assertThat(rig.path("f")).doesNotExist();
    }

    /** A client that asks for such a gfid must not take the handle away that every lookup below goes through. */
    @Test
    void aFileCannotTakeTheGfidOfADirectory() throws Exception {
        var directory = rig.mkdir(rig.root(), "d");
        var inside = rig.file(directory, "f", "x");
        for (var taken : List.of(Gfid.ROOT, directory.gfid())) {
            var request = Xdata.EMPTY.withGfid("gfid-req", taken);
            var loc = Loc.entry(rig.root(), "thief");
            fails(Errno.EEXIST, () -> rig.call(new Fop.Mknod(loc, 0100644, 0, 0, request)));
            fails(Errno.EEXIST, () -> rig.call(new Fop.Symlink(loc, "t", 0, request)));
        }
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
        rig.restart();
        assertThat(rig.find(rig.find(rig.root(), "d"), "f").gfid()).isEqualTo(inside.gfid());
    }

    @Test
    void createOpensAnExistingFileUnlessExclusive() throws Exception {
        var inode = rig.file(rig.root(), "f", "content");
        try (var fd = rig.create(rig.root(), "f", 2 | 0100, 0600)) {
            assertThat(fd.inode()).isSameAs(inode);
            assertThat(rig.read(fd, 0, 100)).isEqualTo("content");
        }
        fails(Errno.EEXIST, () -> rig.create(rig.root(), "f", 2 | 0100 | 0200, 0600));
    }

    @Test
    void readReportsTheEnd() throws Exception {
        var inode = rig.file(rig.root(), "f", "0123456789");
        try (var fd = rig.open(inode, 0);
                var part = rig.call(new Fop.Readv(fd, 2, 4, 0, Xdata.NULL));
                var rest = rig.call(new Fop.Readv(fd, 8, 4, 0, Xdata.NULL))) {
            assertThat(part.data().toBytes()).asString().isEqualTo("2345");
            assertThat(part.atEnd()).isFalse();
            assertThat(rest.data().toBytes()).asString().isEqualTo("89");
            assertThat(rest.atEnd()).isTrue();
        }
    }

    @Test
    void appendingFdsIgnoreTheOffset() throws Exception {
        var inode = rig.file(rig.root(), "f", "one");
        try (var fd = rig.open(inode, 1 | 02000)) {
            rig.write(fd, 0, "two");
        }
        assertThat(rig.path("f")).hasContent("onetwo");
    }

    @Test
    void lookupTellsMissingNamesFromMissingDirectories() throws Exception {
        fails(Errno.ENOENT, () -> rig.lookup(rig.root(), "nothing"));
        var gone = rig.mkdir(rig.root(), "d");
        rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d"), 0, Xdata.NULL));
        fails(Errno.ESTALE, () -> rig.lookup(gone, "x"));
        var unknown = rig.graph().inodes().obtainPinned(rig.newGfid());
        fails(Errno.ESTALE, () -> rig.stat(unknown));
        fails(Errno.ESTALE, () -> rig.lookup(unknown, "x"));
        unknown.unpin();
    }

    @Test
    void theHiddenDirectoryIsOutOfReachOnlyInTheRoot() throws Exception {
        fails(Errno.EPERM, () -> rig.lookup(rig.root(), ".glusterfs"));
        fails(Errno.EPERM, () -> rig.mkdir(rig.root(), ".glusterfs"));
        var d = rig.mkdir(rig.root(), "d");
        rig.mkdir(d, ".glusterfs");
        assertThat(rig.path("d/.glusterfs")).isDirectory();
    }

    @Test
    void namesWithSlashesNeverReachTheBackend() {
        fails(Errno.EINVAL, () -> rig.lookup(rig.root(), "../etc"));
        fails(Errno.EINVAL, () -> rig.file(rig.root(), "..", ""));
        fails(Errno.ENAMETOOLONG, () -> rig.mkdir(rig.root(), "x".repeat(256)));
    }

    @Test
    void directoriesAreLinkedBySymlinks() throws Exception {
        var a = rig.mkdir(rig.root(), "a");
        var b = rig.mkdir(a, "b");
        assertThat(Files.readSymbolicLink(rig.handle(b.gfid())).toString())
                .isEqualTo("../../" + HandlePaths.of(a.gfid()) + "/b");
        rig.file(b, "f", "deep");
        rig.restart();
        assertThat(rig.stat(rig.walk("a/b/f")).size()).isEqualTo(4);
    }

    @Test
    void renamedDirectoriesGetANewHandle() throws Exception {
        var a = rig.mkdir(rig.root(), "a");
        var b = rig.mkdir(a, "b");
        var f = rig.file(b, "f", "x");
        rig.rename(a, "b", rig.root(), "moved");
        assertThat(Files.readSymbolicLink(rig.handle(b.gfid())).toString())
                .isEqualTo("../../00/00/" + Gfid.ROOT + "/moved");
        assertThat(rig.lookup(b, "f").iatt().gfid()).isEqualTo(f.gfid());
        rig.restart();
        assertThat(rig.walk("moved/f").gfid()).isEqualTo(f.gfid());
    }

    @Test
    void renameMovesTheNameInGfid2Path() throws Exception {
        rig.file(rig.root(), "old", "x");
        var d = rig.mkdir(rig.root(), "d");
        rig.rename(rig.root(), "old", d, "new");
        assertThat(rig.xattr("d/new", Gfid2Path.key(d.gfid(), "new"))).isNotNull();
        assertThat(rig.xattr("d/new", Gfid2Path.key(Gfid.ROOT, "old"))).isNull();
    }

    @Test
    void renameOverAFileRemovesItsHandle() throws Exception {
        var victim = rig.file(rig.root(), "victim", "v");
        var winner = rig.file(rig.root(), "winner", "w");
        rig.rename(rig.root(), "winner", rig.root(), "victim");
        assertThat(rig.handle(victim.gfid())).doesNotExist();
        assertThat(rig.lookup(rig.root(), "victim").iatt().gfid()).isEqualTo(winner.gfid());
        assertThat(rig.stat(winner).nlink()).isEqualTo(1);
    }

    @Test
    void renameOntoAFullDirectoryFails() throws Exception {
        rig.mkdir(rig.root(), "a");
        var b = rig.mkdir(rig.root(), "b");
        rig.file(b, "f", "");
        fails(Errno.ENOTEMPTY, () -> rig.rename(rig.root(), "a", rig.root(), "b"));
        assertThat(rig.lookup(b, "f").iatt().isRegular()).isTrue();
    }

    @Test
    void linksCountAndRememberTheirNames() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        var reply = rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
        assertThat(reply.iatt().nlink()).isEqualTo(2);
        assertThat(rig.xattr("f", Gfid2Path.key(Gfid.ROOT, "g"))).isNotNull();
        rig.unlink(rig.root(), "f");
        assertThat(rig.xattr("g", Gfid2Path.key(Gfid.ROOT, "f"))).isNull();
        assertThat(rig.stat(f).nlink()).isEqualTo(1);
        rig.unlink(rig.root(), "g");
        assertThat(rig.handle(f.gfid())).doesNotExist();
        fails(Errno.ESTALE, () -> rig.stat(f));
    }

    @Test
    void linksAreLimited() throws Exception {
        rig.option("max-hardlinks", "2").restart();
        var f = rig.file(rig.root(), "f", "x");
        rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
        fails(
                Errno.EMLINK,
                () -> rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "h"), Xdata.NULL)));
    }

    @Test
    void anUnlinkedOpenFileLivesUntilItsRelease() throws Exception {
        var f = rig.file(rig.root(), "f", "still here");
        var waiting = rig.path(".glusterfs/unlink/" + f.gfid());
        try (var fd = rig.open(f, 0)) {
            rig.unlink(rig.root(), "f");
            assertThat(waiting).exists();
            assertThat(rig.handle(f.gfid())).doesNotExist();
            assertThat(rig.read(fd, 0, 100)).isEqualTo("still here");
            assertThat(rig.call(new Fop.Fstat(fd, Xdata.NULL)).iatt().nlink()).isZero();
            fails(Errno.ESTALE, () -> rig.call(new Fop.Lookup(Loc.of(f), Xdata.NULL)));
            var key = Xdata.EMPTY.withInt("unlinked-lookup", 1);
            assertThat(rig.call(new Fop.Lookup(Loc.of(f), key)).iatt().nlink()).isZero();
            try (var again = rig.open(f, 0)) {
                assertThat(rig.read(again, 0, 5)).isEqualTo("still");
            }
        }
        assertThat(waiting).doesNotExist();
    }

    @Test
    void rmdirRemovesTheHandleAndRefusesFullDirectories() throws Exception {
        var d = rig.mkdir(rig.root(), "d");
        rig.file(d, "f", "");
        var rmdir = new Fop.Rmdir(Loc.entry(rig.root(), "d"), 0, Xdata.NULL);
        fails(Errno.ENOTEMPTY, () -> rig.call(rmdir));
        rig.unlink(d, "f");
        rig.call(rmdir);
        assertThat(Files.isSymbolicLink(rig.handle(d.gfid()))).isFalse();
    }

    @Test
    void rmdirWithFlagsMovesTheDirectoryToTheLandfill() throws Exception {
        var d = rig.mkdir(rig.root(), "d");
        rig.file(d, "f", "");
        rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d"), 1, Xdata.NULL));
        assertThat(rig.path(".glusterfs/landfill/" + d.gfid() + "/f")).exists();
        assertThat(Files.isSymbolicLink(rig.handle(d.gfid()))).isFalse();
        fails(Errno.ENOENT, () -> rig.lookup(rig.root(), "d"));
    }

    @Test
    void symlinksAndDevicesKeepWhatTheyAre() throws Exception {
        var link = Loc.entry(rig.root(), "sym");
        var iatt = rig.call(new Fop.Symlink(link, "../target/\u00ff", 0, rig.request())).iatt();
        var inode = rig.link(link, iatt);
        assertThat(iatt.type()).isEqualTo(FileType.SYMLINK);
        var read = rig.call(new Fop.Readlink(Loc.of(inode), 4096, Xdata.NULL));
        assertThat(read.target()).isEqualTo("../target/\u00ff");
        fails(Errno.ELOOP, () -> rig.open(inode, 0));
        var device = Loc.entry(rig.root(), "dev");
        long number = org.glusterj.linux.StatBuf.makedev(7, 3);
        var made = rig.call(new Fop.Mknod(device, 060644, number, 0, rig.request())).iatt();
        assertThat(made.rdev()).isEqualTo(0x700000003L);
        fails(Errno.EINVAL, () -> rig.open(rig.link(device, made), 0));
    }

    @Test
    void listingsHideTheBrickAndCarryAttributes() throws Exception {
        for (int i = 0; i < 300; i++) {
            rig.file(rig.root(), "file" + i, "x");
        }
        var names = new ArrayList<String>();
        try (var fd = rig.opendir(rig.root())) {
            long offset = 0;
            boolean atEnd = false;
            while (!atEnd) {
                var reply = rig.call(new Fop.Readdirp(fd, 8192, offset, Xdata.EMPTY));
                for (DirEntry entry : reply.entries()) {
                    names.add(entry.name());
                    offset = entry.offset();
                    if (entry.name().startsWith("file")) {
                        assertThat(entry.ino()).isEqualTo(entry.iatt().gfid().low());
                        assertThat(entry.iatt().size()).isEqualTo(1);
                        assertThat(entry.type()).isEqualTo(8);
                    }
                }
                atEnd = reply.atEnd();
            }
        }
        assertThat(names).hasSize(302).doesNotHaveDuplicates().doesNotContain(".glusterfs");
    }

    /** As with readdir(3): the kernel says ENOENT, which is no news to somebody who has it open. */
    @Test
    void theListingOfARemovedDirectoryEnds() throws Exception {
        var made = rig.mkdir(rig.root(), "d");
        try (var fd = rig.opendir(made)) {
            rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d"), 0, Xdata.NULL));
            var reply = rig.call(new Fop.Readdir(fd, 8192, 0, Xdata.NULL));
            assertThat(reply.entries()).isEmpty();
            assertThat(reply.atEnd()).isTrue();
        }
    }

    /** A position of ext4 is out of range once the directory is gone. */
    @Test
    void soItDoesInTheMiddle() throws Exception {
        var made = rig.mkdir(rig.root(), "d");
        for (int i = 0; i < 20; i++) {
            rig.file(made, "f" + i, "");
        }
        try (var fd = rig.opendir(made)) {
            var first = rig.call(new Fop.Readdir(fd, 200, 0, Xdata.NULL)).entries();
            for (int i = 0; i < 20; i++) {
                rig.call(new Fop.Unlink(Loc.entry(made, "f" + i), 0, Xdata.NULL));
            }
            rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d"), 0, Xdata.NULL));
            long behind = first.getLast().offset();
            var reply = rig.call(new Fop.Readdir(fd, 8192, behind, Xdata.NULL));
            assertThat(reply.entries()).isEmpty();
            assertThat(reply.atEnd()).isTrue();
        }
    }

    @Test
    void setattrChangesOwnerModeAndTimes() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        var wanted =
                new Iatt.Builder()
                        .mode(04755)
                        .uid(1001)
                        .gid(1002)
                        .atime(981173106, 123456789)
                        .mtime(981173106, 123456789)
                        .build();
        int valid =
                SetattrMask.MODE
                        | SetattrMask.UID
                        | SetattrMask.GID
                        | SetattrMask.ATIME
                        | SetattrMask.MTIME;
        var post = rig.call(new Fop.Setattr(Loc.of(f), wanted, valid, Xdata.NULL)).post();
        assertThat(post.mode()).isEqualTo(0104755);
        assertThat(post.uid()).isEqualTo(1001);
        assertThat(post.gid()).isEqualTo(1002);
        assertThat(post.mtime()).isEqualTo(981173106);
        assertThat(post.mtimeNsec()).isEqualTo(123456789);
    }

    /** As captured from the stock client: utimes carry the time of the call, but no flag. */
    @Test
    void explicitTimesMoveTheCtimeEvenWithoutAFlag() throws Exception {
        rig.at(1_700_000_000, 1, OpTime.CTIME | OpTime.MTIME | OpTime.ATIME);
        var f = rig.file(rig.root(), "f", "x");
        var wanted = new Iatt.Builder().atime(5, 6).mtime(7, 8).build();
        int valid = SetattrMask.ATIME | SetattrMask.MTIME;

        rig.at(1_800_000_000, 9, 0);
        var post = rig.call(new Fop.Setattr(Loc.of(f), wanted, valid, Xdata.NULL)).post();

        assertThat(post.ctime()).isEqualTo(1_800_000_000);
        assertThat(post.ctimeNsec()).isEqualTo(9);
        assertThat(post.mtime()).isEqualTo(7);
        assertThat(post.atimeNsec()).isEqualTo(6);
    }

    @Test
    void xattrsRoundTripAndReservedOnesAreHidden() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        var dict =
                Xdata.EMPTY
                        .withBytes("user.color", "blue".getBytes())
                        .withBytes("user.empty", new byte[0]);
        rig.call(new Fop.Setxattr(Loc.of(f), dict, 0, Xdata.NULL));
        var all = rig.call(new Fop.Getxattr(Loc.of(f), "", Xdata.NULL)).dict();
        assertThat(all.keyList()).containsExactlyInAnyOrder("user.color", "user.empty");
        var one = rig.call(new Fop.Getxattr(Loc.of(f), "user.color", Xdata.NULL)).dict();
        assertThat(one.bytes("user.color")).contains("blue".getBytes());
        rig.call(new Fop.Removexattr(Loc.of(f), "user.color", Xdata.NULL));
        for (var key : Arrays.asList("user.color", "trusted.gfid", Gfid2Path.PREFIX + "0")) {
            fails(Errno.ENODATA, () -> rig.call(new Fop.Getxattr(Loc.of(f), key, Xdata.NULL)));
        }
        var unknown = Xdata.EMPTY.withBytes("glusterfs.foo", new byte[1]);
        fails(
                Errno.EOPNOTSUPP,
                () -> rig.call(new Fop.Setxattr(Loc.of(f), unknown, 0, Xdata.NULL)));
    }

    @Test
    void lookupAnswersWhatXdataAsksFor() throws Exception {
        var f = rig.file(rig.root(), "f", "content");
        var dict =
                Xdata.EMPTY
                        .withBytes("trusted.afr.v-client-0", new byte[12])
                        .withBytes("trusted.afr.v-client-1", new byte[12]);
        rig.call(new Fop.Setxattr(Loc.of(f), dict, 0, Xdata.NULL));
        var asked =
                Xdata.EMPTY
                        .withUint("glusterfs.content", 65536)
                        .withUint("trusted.afr.*", 0)
                        .withUint("security.capability", 0)
                        .withUint("glusterfs.open-fd-count", 4);
        try (var fd = rig.open(f, 0)) {
            var answer = rig.lookup(rig.root(), "f", asked).xdata();
            assertThat(answer.bytes("glusterfs.content")).contains("content".getBytes());
            assertThat(answer.bytes("trusted.afr.v-client-1")).contains(new byte[12]);
            assertThat(answer.number("glusterfs.open-fd-count", -1)).isEqualTo(1);
            assertThat(answer.size()).isEqualTo(4);
            assertThat(fd.isAnonymous()).isFalse();
        }
    }

    @Test
    void statfsIsSharedAmongBricks() throws Exception {
        long whole = rig.call(new Fop.Statfs(Loc.of(rig.root()), Xdata.NULL)).statvfs().blocks();
        rig.option("shared-brick-count", "4").restart();
        long part = rig.call(new Fop.Statfs(Loc.of(rig.root()), Xdata.NULL)).statvfs().blocks();
        assertThat(part).isEqualTo(whole / 4);
    }
}
