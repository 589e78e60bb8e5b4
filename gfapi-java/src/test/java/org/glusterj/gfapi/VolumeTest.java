package org.glusterj.gfapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VolumeTest {
    private final Graph graph = MemoryVolume.graph();
    private final Volume volume = Volume.of(graph);

    @AfterEach
    void end() {
        volume.close();
        assertThat(graph.inodes().root().pins()).isEqualTo(1);
        graph.inodes().purge();
        assertThat(graph.inodes().size()).as("inodes still pinned").isEqualTo(1);
        graph.close();
    }

    private void touch(String path) throws GlusterException {
        volume.creat(path, OpenFlags.WRONLY | OpenFlags.EXCL, 0644).close();
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GlusterException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void whatIsWrittenIsRead() throws GlusterException {
        try (var file = volume.creat("/hello", OpenFlags.RDWR, 0640)) {
            assertThat(file.pwrite("hello, world".getBytes(UTF_8), 0, 12, 0)).isEqualTo(12);
        }
        var bytes = new byte[20];
        try (var file = volume.open("hello", OpenFlags.RDONLY)) {
            assertThat(file.pread(bytes, 0, 20, 7)).isEqualTo(5);
            assertThat(file.pread(bytes, 0, 20, 12)).isEqualTo(-1);
        }
        assertThat(new String(bytes, 0, 5, UTF_8)).isEqualTo("world");
        assertThat(volume.stat("/hello").mode() & 0777).isEqualTo(0640);
        assertThat(volume.stat("/hello").size()).isEqualTo(12);
    }

    @Test
    void theRootHasAttributes() throws GlusterException {
        assertThat(volume.stat("/").gfid()).isEqualTo(Gfid.ROOT);
        assertThat(volume.stat("/").nlink()).isEqualTo(2);
        assertThat(volume.stat("//.//..").ino()).isEqualTo(1);
    }

    @Test
    void errnosSayWhatIsWrong() throws GlusterException {
        touch("/f");
        volume.mkdir("/d", 0755);
        touch("/d/x");
        volume.symlink("loop", "/loop");
        assertErrno(Errno.ENOENT, () -> volume.stat("/none"));
        assertErrno(Errno.ENOENT, () -> volume.stat(""));
        assertErrno(Errno.ENOENT, () -> volume.mkdir("/none/x", 0755));
        assertErrno(Errno.ENOTDIR, () -> volume.stat("/f/x"));
        assertErrno(Errno.ENOTDIR, () -> volume.stat("/f/"));
        assertErrno(Errno.ENOTDIR, () -> volume.unlink("/f/"));
        assertErrno(Errno.EEXIST, () -> volume.mkdir("/f", 0755));
        assertErrno(Errno.EEXIST, () -> touch("/f"));
        assertErrno(Errno.ENOTEMPTY, () -> volume.rmdir("/d"));
        assertErrno(Errno.ENOTDIR, () -> volume.rmdir("/f"));
        assertErrno(Errno.EISDIR, () -> volume.unlink("/d"));
        assertErrno(Errno.EISDIR, () -> volume.open("/d", OpenFlags.RDONLY));
        int tmpfile = 0x400000 | OpenFlags.DIRECTORY | OpenFlags.RDWR;
        assertErrno(Errno.EISDIR, () -> volume.open("/d", tmpfile, 0644));
        assertErrno(Errno.EISDIR, () -> volume.creat("/new/", OpenFlags.RDWR, 0644));
        assertErrno(Errno.ELOOP, () -> volume.stat("/loop"));
        assertErrno(Errno.ELOOP, () -> volume.open("/loop", OpenFlags.NOFOLLOW));
        int directory = OpenFlags.NOFOLLOW | OpenFlags.DIRECTORY;
        assertErrno(Errno.ENOTDIR, () -> volume.open("/loop", directory));
        assertErrno(Errno.ENAMETOOLONG, () -> volume.stat("/" + "n".repeat(256)));
        assertErrno(Errno.ENAMETOOLONG, () -> volume.stat("/n".repeat(2048)));
        assertErrno(Errno.EINVAL, () -> volume.rmdir("/d/."));
        assertErrno(Errno.ENOTEMPTY, () -> volume.rmdir("/d/.."));
        assertErrno(Errno.EISDIR, () -> volume.unlink("/d/."));
        assertErrno(Errno.EISDIR, () -> volume.unlink("/d/.."));
        assertErrno(Errno.EBUSY, () -> volume.rename("/d/.", "/e"));
        assertErrno(Errno.EBUSY, () -> volume.rename("/d/..", "/e"));
        assertErrno(Errno.EBUSY, () -> volume.rename("/d", "/d/."));
        assertErrno(Errno.EBUSY, () -> volume.rmdir("/"));
        assertErrno(Errno.EINVAL, () -> volume.rename("/d", "/d/below"));
        assertErrno(Errno.ENODATA, () -> volume.getXattr("/f", "user.none"));
        assertErrno(Errno.ESTALE, () -> volume.handle(new Gfid(7, 7)));
    }

    @Test
    void symlinksLeadOnRelativeToWhereTheyStand() throws GlusterException {
        volume.mkdir("/a", 0755);
        volume.mkdir("/a/b", 0755);
        touch("/a/target");
        volume.symlink("../target", "/a/b/relative");
        volume.symlink("/a/b", "/absolute");
        assertThat(volume.stat("/absolute/relative").gfid())
                .isEqualTo(volume.stat("/a/target").gfid());
        assertThat(volume.lstat("/absolute/relative").type()).isEqualTo(FileType.SYMLINK);
        assertThat(volume.stat("/absolute/..").gfid()).isEqualTo(volume.stat("/a").gfid());
        assertThat(volume.readlink("/a/b/relative")).isEqualTo("../target");
        assertThat(volume.realPath("/absolute/./relative")).isEqualTo("/a/target");
        assertErrno(Errno.EINVAL, () -> volume.readlink("/a/target"));
    }

    @Test
    void creatingThroughADanglingSymlinkMakesItsTarget() throws GlusterException {
        volume.symlink("target", "/link");
        volume.creat("/link", OpenFlags.RDWR, 0600).close();
        assertThat(volume.lstat("/target").type()).isEqualTo(FileType.REGULAR);
        assertErrno(Errno.EEXIST, () -> touch("/link"));
    }

    @Test
    void aSlashDoesNotMakeRemovalFollow() throws GlusterException {
        volume.mkdir("/d", 0755);
        volume.symlink("d", "/link");
        assertErrno(Errno.ENOTDIR, () -> volume.rmdir("/link/"));
        assertThat(volume.stat("/d").type()).isEqualTo(FileType.DIRECTORY);
        volume.mkdir("/new//", 0755);
        volume.rmdir("/new//");
        assertErrno(Errno.ENOENT, () -> volume.stat("/new"));
    }

    @Test
    void renameReplacesAndMoves() throws GlusterException {
        volume.mkdir("/from", 0755);
        volume.mkdir("/to", 0755);
        touch("/from/f");
        touch("/to/f");
        var moved = volume.stat("/from/f").gfid();
        volume.rename("/from/f", "/to/f");
        assertThat(volume.stat("/to/f").gfid()).isEqualTo(moved);
        assertErrno(Errno.ENOENT, () -> volume.stat("/from/f"));
        assertErrno(Errno.ENOTDIR, () -> volume.rename("/to/f", "/new/"));
        volume.rename("/to", "/new/");
        assertThat(volume.stat("/new/f").gfid()).isEqualTo(moved);
    }

    @Test
    void hardLinksAreOneObject() throws GlusterException {
        touch("/one");
        volume.link("/one", "/two");
        assertThat(volume.stat("/two").gfid()).isEqualTo(volume.stat("/one").gfid());
        assertThat(volume.stat("/two").nlink()).isEqualTo(2);
        volume.unlink("/one");
        assertThat(volume.stat("/two").nlink()).isEqualTo(1);
    }

    @Test
    void attributesAreSet() throws GlusterException {
        touch("/f");
        volume.symlink("f", "/link");
        var time = Instant.ofEpochSecond(1_000_000_000L, 123_456_789);
        volume.chmod("/link", 0600);
        volume.chown("/link", 12, 34);
        volume.lchown("/link", 56, 78);
        volume.utimens("/link", time, time.plusSeconds(1));
        var iatt = volume.stat("/f");
        assertThat(iatt.mode() & 07777).isEqualTo(0600);
        assertThat(iatt.uid()).isEqualTo(12);
        assertThat(iatt.gid()).isEqualTo(34);
        assertThat(iatt.atime()).isEqualTo(1_000_000_000L);
        assertThat(iatt.mtime()).isEqualTo(1_000_000_001L);
        assertThat(iatt.mtimeNsec()).isEqualTo(123_456_789);
        assertThat(volume.lstat("/link").uid()).isEqualTo(56);
    }

    @Test
    void extendedAttributesComeBack() throws GlusterException {
        touch("/f");
        volume.setXattr("/f", "user.color", new byte[] {1, 0, 2}, 0);
        volume.setXattr("/f", "user.empty", new byte[0], 1);
        assertThat(volume.getXattr("/f", "user.color")).containsExactly(1, 0, 2);
        assertThat(volume.listXattrs("/f")).containsExactlyInAnyOrder("user.color", "user.empty");
        assertErrno(Errno.EEXIST, () -> volume.setXattr("/f", "user.color", new byte[1], 1));
        volume.removeXattr("/f", "user.color");
        assertThat(volume.listXattrs("/f")).containsExactly("user.empty");
    }

    @Test
    void directoriesListWhatIsInThem() throws GlusterException {
        volume.mkdir("/d", 0755);
        for (int i = 0; i < 1500; i++) {
            touch("/d/file-" + i);
        }
        try (var list = volume.list("/d")) {
            assertThat(list.map(DirectoryEntry::name))
                    .hasSize(1500)
                    .doesNotHaveDuplicates()
                    .contains("file-1499");
        }
        try (var names = volume.opendir("/d", false)) {
            var first = names.read().orElseThrow();
            var second = names.read().orElseThrow();
            assertThat(first.type()).isEqualTo(FileType.REGULAR);
            assertThat(first.iatt().isNone()).isTrue();
            names.seek(first.cookie());
            assertThat(names.read()).contains(second);
            assertThat(names.tell()).isEqualTo(second.cookie());
        }
        assertErrno(Errno.ENOTDIR, () -> volume.opendir("/d/file-0"));
    }

    @Test
    void namesAreUnicodeOutsideAndUtf8Inside() throws GlusterException {
        touch("/größe-日本");
        try (var list = volume.list("/")) {
            assertThat(list.map(DirectoryEntry::name)).containsExactly("größe-日本");
        }
        assertErrno(Errno.ENAMETOOLONG, () -> touch("/" + "日".repeat(86)));
        touch("/" + "日".repeat(85));
    }

    @Test
    void anotherUserMeetsPermissions() throws GlusterException {
        volume.mkdir("/private", 0700);
        volume.mkdir("/shared", 01777);
        touch("/private/f");
        var user = volume.as(1000, 1000, 2000).withUmask(027);
        assertErrno(Errno.EACCES, () -> user.stat("/private/f"));
        assertErrno(Errno.EACCES, () -> user.mkdir("/d", 0755));
        user.mkdir("/shared/mine", 0777);
        assertThat(user.stat("/shared/mine").uid()).isEqualTo(1000);
        assertThat(user.stat("/shared/mine").mode() & 07777).isEqualTo(0750);
        volume.chown("/private", 0, 2000);
        volume.chmod("/private", 0750);
        assertThat(user.stat("/private/f").isRegular()).isTrue();
    }

    @Test
    void handlesStayTheSameObject() throws GlusterException {
        volume.mkdir("/d", 0755);
        try (var directory = volume.handle("/d", true)) {
            directory.creat("f", OpenFlags.RDWR, 0644).close();
            try (var file = directory.lookup("f")) {
                directory.rename("f", directory, "g");
                try (var again = volume.handle(file.gfid());
                        var open = again.open(OpenFlags.RDWR)) {
                    open.pwrite(new byte[5], 0, 5, 0);
                    assertThat(again).isEqualTo(file);
                }
                assertThat(file.stat().size()).isEqualTo(5);
                assertThat(volume.stat("/d/g").gfid()).isEqualTo(file.gfid());
                directory.link(file, "h");
                directory.symlink("g", "s");
                directory.mknod("p", FileType.FIFO.bits() | 0600, 0);
                directory.mkdir("sub", 0755);
                try (var list = directory.opendir()) {
                    assertThat(list.stream().map(DirectoryEntry::name))
                            .containsExactlyInAnyOrder("g", "h", "s", "p", "sub");
                }
                directory.unlink("h");
                directory.rmdir("sub");
                assertErrno(Errno.EINVAL, () -> directory.unlink(".."));
                assertErrno(Errno.EINVAL, () -> directory.mkdir("a/b", 0755));
            }
        }
    }

    @Test
    void statvfsHasFigures() throws GlusterException {
        assertThat(volume.statvfs("/").namemax()).isEqualTo(255);
        assertThat(volume.statvfs("/").blocks()).isPositive();
    }

    @Test
    void aClosedVolumeRefuses() throws GlusterException {
        var file = volume.creat("/f", OpenFlags.RDWR, 0600);
        volume.close();
        assertErrno(Errno.ESHUTDOWN, () -> volume.stat("/f"));
        assertErrno(Errno.ESHUTDOWN, file::stat);
        file.close();
        assertErrno(Errno.EBADF, file::stat);
    }

    @Test
    void namesAreRemovedWhateverTheyName() throws Exception {
        volume.mkdir("/d", 0755);
        volume.creat("/d/f", OpenFlags.RDWR, 0644).close();
        volume.symlink("d", "/link");
        assertErrno(Errno.ENOTEMPTY, () -> volume.remove("/d"));
        volume.remove("/link");
        volume.remove("/d/f");
        volume.remove("/d");
        assertErrno(Errno.ENOENT, () -> volume.remove("/d"));
        assertErrno(Errno.EBUSY, () -> volume.remove("/"));
    }

    /** Stock bricks grant root everything; Linux grants it execution only where somebody may execute. */
    @Test
    void nobodyExecutesAFileThatNobodyMayExecute() throws Exception {
        try (var counting = MemoryVolume.counting();
                var granting = Volume.of(counting)) {
            ((FopCounter) counting.top()).grantEverything();
            granting.creat("/f", OpenFlags.RDWR, 0644).close();
            assertErrno(Errno.EACCES, () -> granting.access("/f", 1));
            granting.access("/f", 6);
            granting.access("/", 1);
            granting.chmod("/f", 0654);
            granting.access("/f", 1);
        }
    }

    private interface Change {
        void run(Volume volume, GlusterFile file) throws GlusterException;
    }

    @Test
    void whatAUserChangesLosesSetUidAndSetGid() throws GlusterException {
        volume.creat("/f", OpenFlags.RDWR, 0777).close();
        volume.chown("/f", 1000, 1000);
        var changes =
                Map.<String, Change>of(
                        "pwrite", (user, file) -> file.pwrite(new byte[] {1}, 0, 1, 0),
                        "write", (user, file) -> file.write(ByteBuffer.wrap(new byte[] {1})),
                        "pwritev",
                                (user, file) ->
                                        file.pwritev(
                                                new ByteBuffer[] {ByteBuffer.wrap(new byte[2])}, 0),
                        "ftruncate", (user, file) -> file.truncate(3),
                        "truncate", (user, file) -> user.truncate("/f", 3),
                        "open", (user, file) -> user.open("/f", 01001).close());
        for (var change : changes.entrySet()) {
            for (int uid : new int[] {0, 1000}) {
                volume.chmod("/f", 06755);
                var user = volume.as(uid, 1000);
                try (var file = user.open("/f", OpenFlags.RDWR)) {
                    change.getValue().run(user, file);
                }
                assertThat(volume.stat("/f").mode() & 07777)
                        .as("%s by %d", change.getKey(), uid)
                        .isEqualTo(uid == 0 ? 06755 : 0755);
            }
        }
    }

    @Test
    void oneTimeIsSetToNowAndTheOtherIsLeft() throws GlusterException {
        touch("/f");
        var given = Instant.ofEpochSecond(5, 7);
        volume.utimens("/f", given, given);
        volume.setAttributes("/f", true, Changes.NONE.atimeNow());
        assertThat(volume.stat("/f").mtime()).isEqualTo(5);
        assertThat(volume.stat("/f").atime()).isGreaterThan(1_000_000_000);
        volume.setAttributes("/f", true, Changes.NONE.atime(given).mtimeNow());
        assertThat(volume.stat("/f").atime()).isEqualTo(5);
        assertThat(volume.stat("/f").mtime()).isGreaterThan(1_000_000_000);
    }

    @Test
    void aLockNeedsItsKindOfAccess() throws GlusterException {
        touch("/f");
        try (var reader = volume.open("/f", OpenFlags.RDONLY);
                var writer = volume.open("/f", OpenFlags.WRONLY)) {
            assertErrno(Errno.EBADF, () -> reader.lock(LockKind.EXCLUSIVE, 0, 1));
            assertErrno(Errno.EBADF, () -> reader.tryLock(LockKind.EXCLUSIVE, 0, 1));
            assertErrno(Errno.EBADF, () -> writer.tryLock(LockKind.SHARED, 0, 1));
        }
    }

    @Test
    void theAttributesOfARemovedDirectoryAreSetWhileItIsOpen() throws GlusterException {
        volume.mkdir("/d", 0755);
        try (var directory = volume.opendir("/d")) {
            volume.rmdir("/d");
            directory.setAttributes(Changes.NONE.mode(0700));
            assertThat(directory.stat().mode() & 07777).isEqualTo(0700);
        }
    }

    @Test
    void trustedAttributesAreForRootAndSecurityOnesChangedByRoot() throws GlusterException {
        touch("/f");
        volume.chmod("/f", 0666);
        volume.setXattr("/f", "trusted.k", new byte[] {1}, 0);
        volume.setXattr("/f", "security.k", new byte[] {2}, 0);
        var user = volume.as(1000, 1000);
        var value = new byte[] {3};
        try (var file = user.open("/f", OpenFlags.RDWR)) {
            assertErrno(Errno.ENODATA, () -> user.getXattr("/f", "trusted.k"));
            assertErrno(Errno.ENODATA, () -> file.getXattr("trusted.k"));
            for (var name : List.of("trusted.k", "security.k")) {
                assertErrno(Errno.EPERM, () -> user.setXattr("/f", name, value, 0));
                assertErrno(Errno.EPERM, () -> file.setXattr(name, value, 0));
                assertErrno(Errno.EPERM, () -> user.removeXattr("/f", name));
                assertErrno(Errno.EPERM, () -> file.removeXattr(name));
            }
            assertThat(file.getXattr("security.k")).containsExactly(2);
            assertThat(file.listXattrs()).containsExactly("security.k");
            assertThat(user.listXattrs("/f")).containsExactly("security.k");
        }
        assertThat(volume.listXattrs("/f")).contains("trusted.k", "security.k");
        assertThat(volume.getXattr("/f", "trusted.k")).containsExactly(1);
    }

    @Test
    void aRenameBetweenTwoNamesOfOneFileDoesNothing() throws GlusterException {
        touch("/a");
        volume.link("/a", "/b");
        var before = volume.stat("/a");
        volume.rename("/a", "/b");
        assertThat(volume.stat("/a")).isEqualTo(before);
        assertThat(volume.stat("/b")).isEqualTo(before);
        volume.rename("/a", "/a");
        assertThat(volume.stat("/a").nlink()).isEqualTo(2);
    }

    @Test
    void aFileOpenForWritingIsNotRead() throws GlusterException {
        touch("/f");
        try (var file = volume.open("/f", OpenFlags.WRONLY);
                var other = volume.open("/f", OpenFlags.RDWR)) {
            assertErrno(Errno.EBADF, () -> file.pread(new byte[1], 0, 1, 0));
            assertErrno(Errno.EBADF, () -> file.read(ByteBuffer.allocate(1)));
            assertErrno(Errno.EBADF, () -> file.readPayload(0, 1).close());
            assertErrno(Errno.EBADF, () -> file.copyFileRange(0, other, 0, 1));
        }
    }

    @Test
    void openingTruncatesWhateverItIsFor() throws GlusterException {
        for (int access : new int[] {OpenFlags.RDONLY, OpenFlags.WRONLY, OpenFlags.RDWR}) {
            try (var file = volume.creat("/f", OpenFlags.RDWR, 0644)) {
                file.pwrite(new byte[10], 0, 10, 0);
            }
            volume.open("/f", access | OpenFlags.TRUNC).close();
            assertThat(volume.stat("/f").size()).isZero();
        }
    }

    @Test
    void devicesAreForRoot() throws GlusterException {
        volume.chmod("/", 0777);
        var user = volume.as(1000, 1000);
        for (var type : List.of(FileType.BLOCK, FileType.CHARACTER)) {
            assertErrno(Errno.EPERM, () -> user.mknod("/dev", type.bits() | 0600, 0));
        }
        user.mknod("/fifo", FileType.FIFO.bits() | 0600, 0);
    }
}
