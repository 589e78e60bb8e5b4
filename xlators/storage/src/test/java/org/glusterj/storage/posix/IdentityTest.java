package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel judges callers by their own uid, gid and groups, at any depth, and root's work stays root's. */
class IdentityTest {
    private static final int USER = 12_345;
    private static final int GROUP = 12_346;

    private Rig rig;
    private Inode shared;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
        var closed = rig.mkdir(rig.root(), "closed", 0700);
        shared = rig.mkdir(closed, "shared", 0777);
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(rig.sys.setfsuid(-1)).isZero();
        rig.close();
    }

    private void as(int uid, int gid, int... groups) {
        rig.frame = Frame.of(new Caller(uid, gid, groups, 99, LkOwner.NONE, ClientId.LOCAL));
    }

    /** As those of requests that had to wait for others. */
    @Test
    void virtualThreadsLendTheirCarriersNobodysIdentity() throws Exception {
        as(USER, GROUP, 7);
        var user = rig.frame;
        var owners = new ArrayList<Future<Integer>>();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                var frame = i % 2 == 0 ? user : Frame.internal();
                var op = new Fop.Mkdir(Loc.entry(shared, "d" + i), 0700, 0, rig.request());
                owners.add(each.submit(() -> rig.posix().call(frame, op).iatt().uid()));
            }
        }
        for (int i = 0; i < 200; i++) {
            assertThat(owners.get(i).get()).isEqualTo(i % 2 == 0 ? USER : 0);
        }
    }

    @Test
    void newObjectsBelongToTheCaller() throws Exception {
        as(USER, GROUP);
        var file = rig.stat(rig.file(shared, "f", "x"));
        assertThat(file.uid()).isEqualTo(USER);
        assertThat(file.gid()).isEqualTo(GROUP);
        var directory = rig.stat(rig.mkdir(shared, "d"));
        assertThat(directory.uid()).isEqualTo(USER);
        var loc = Loc.entry(shared, "s");
        assertThat(rig.call(new Fop.Symlink(loc, "t", 0, rig.request())).iatt().uid())
                .isEqualTo(USER);
        assertThat(rig.xattr("closed/shared/f", "trusted.gfid")).hasSize(16);
    }

    /** As the kernel does with ids that the user namespace of the process does not map. */
    @Test
    void whoCannotBeLentAnIdentityDoesNotActAsRoot() throws Exception {
        var file = rig.file(shared, "f", "x");
        for (var refused :
                List.of(new int[] {-1, 7, 7}, new int[] {7, -1, 7}, new int[] {7, 7, -1})) {
            as(refused[0], refused[1], refused[2]);
            assertThatThrownBy(() -> rig.create(shared, "g", 0102, 0644))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> rig.call(new Fop.Truncate(Loc.of(file), 0, Xdata.NULL)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(rig.sys.setfsuid(-1)).isZero();
            assertThat(rig.sys.setfsgid(-1)).isZero();
        }
        as(0, 0);
        assertThat(rig.stat(file).size()).isOne();
    }

    @Test
    void namesAreFoundByThoseWhoMaySearchTheDirectory() throws Exception {
        var secret = rig.mkdir(rig.root(), "secret", 0700);
        rig.file(secret, "f", "x");
        as(USER, GROUP);
        assertThat(rig.find(rig.root(), "secret").gfid()).isEqualTo(secret.gfid());
        PosixTest.fails(Errno.EACCES, () -> rig.lookup(secret, "f"));
        PosixTest.fails(Errno.EACCES, () -> rig.lookup(secret, "missing"));
        rig.frame = Frame.of(new Caller(USER, GROUP, new int[0], -6, LkOwner.NONE, ClientId.LOCAL));
        rig.lookup(secret, "f");
    }

    @Test
    void attributesAreForReadersAndWriters() throws Exception {
        var file = rig.file(shared, "f", "x");
        var mode = new Iatt.Builder().mode(0600).build();
        rig.call(new Fop.Setattr(Loc.of(file), mode, SetattrMask.MODE, Xdata.NULL));
        var mark = Xdata.EMPTY.withBytes("trusted.k", new byte[] {1});
        rig.call(new Fop.Setxattr(Loc.of(file), mark, 0, Xdata.NULL));
        as(USER, GROUP);
        for (var name : List.of("trusted.k", "user.k", "security.k", "glusterfs.gfid")) {
            PosixTest.fails(
                    Errno.EACCES, () -> rig.call(new Fop.Getxattr(Loc.of(file), name, Xdata.NULL)));
        }
        PosixTest.fails(
                Errno.EACCES, () -> rig.call(new Fop.Setxattr(Loc.of(file), mark, 0, Xdata.NULL)));
        PosixTest.fails(
                Errno.EACCES,
                () -> rig.call(new Fop.Removexattr(Loc.of(file), "trusted.k", Xdata.NULL)));
        assertThat(rig.xattr("closed/shared/f", "trusted.k")).hasSize(1);
        var own = rig.file(shared, "own", "x");
        rig.call(new Fop.Setxattr(Loc.of(own), mark, 0, Xdata.NULL));
        rig.call(new Fop.Removexattr(Loc.of(own), "trusted.k", Xdata.NULL));
    }

    @Test
    void namesOfAttributesAreForAllAndValuesForReaders() throws Exception {
        var file = rig.file(shared, "f", "x");
        var mode = new Iatt.Builder().mode(0600).build();
        rig.call(new Fop.Setattr(Loc.of(file), mode, SetattrMask.MODE, Xdata.NULL));
        var mark = Xdata.EMPTY.withBytes("user.k", new byte[] {1, 2});
        rig.call(new Fop.Setxattr(Loc.of(file), mark, 0, Xdata.NULL));
        var list = new Fop.Getxattr(Loc.of(file), "", Xdata.NULL);
        assertThat(rig.call(list).dict().bytes("user.k").orElseThrow()).hasSize(2);
        as(USER, GROUP);
        assertThat(rig.call(list).dict().bytes("user.k").orElseThrow()).isEmpty();
    }

    @Test
    void contentComesWithTheLookupOfThoseWhoMayReadIt() throws Exception {
        var file = rig.file(shared, "f", "secret");
        var asked = Xdata.EMPTY.withUint("glusterfs.content", 100);
        as(USER, GROUP);
        assertThat(rig.lookup(shared, "f", asked).xdata().bytes("glusterfs.content")).isPresent();
        rig.frame = Frame.internal();
        var mode = new Iatt.Builder().mode(0600).build();
        rig.call(new Fop.Setattr(Loc.of(file), mode, SetattrMask.MODE, Xdata.NULL));
        assertThat(rig.lookup(shared, "f", asked).xdata().bytes("glusterfs.content")).isPresent();
        as(USER, GROUP);
        assertThat(rig.lookup(shared, "f", asked).xdata().bytes("glusterfs.content")).isEmpty();
    }

    /** Whoever opened it: the number of an fd is the client's, not its user's. */
    @Test
    void directoriesAreListedByTheirReaders() throws Exception {
        var secret = rig.mkdir(rig.root(), "secret", 0711);
        var fd = Fd.anonymous(secret, 0);
        assertThat(rig.call(new Fop.Readdir(fd, 1000, 0, Xdata.NULL)).entries()).hasSize(2);
        as(USER, GROUP);
        PosixTest.fails(Errno.EACCES, () -> rig.call(new Fop.Readdir(fd, 1000, 0, Xdata.NULL)));
        PosixTest.fails(Errno.EACCES, () -> rig.call(new Fop.Readdirp(fd, 1000, 0, Xdata.NULL)));
    }

    @Test
    void wholeTreesAreRemovedByThoseWhoMayRemoveADirectory() throws Exception {
        var foreign = rig.mkdir(rig.root(), "foreign", 0755);
        rig.file(rig.mkdir(foreign, "tree"), "f", "x");
        var sticky = rig.mkdir(rig.root(), "tmp", 01777);
        rig.mkdir(sticky, "tree");
        as(USER, GROUP);
        rig.mkdir(sticky, "own");
        PosixTest.fails(
                Errno.EACCES,
                () -> rig.call(new Fop.Rmdir(Loc.entry(foreign, "tree"), 1, Xdata.NULL)));
        PosixTest.fails(
                Errno.EPERM,
                () -> rig.call(new Fop.Rmdir(Loc.entry(sticky, "tree"), 1, Xdata.NULL)));
        rig.call(new Fop.Rmdir(Loc.entry(sticky, "own"), 1, Xdata.NULL));
        assertThat(rig.path("foreign/tree/f")).exists();
        assertThat(rig.path("tmp/tree")).exists();
        assertThat(rig.path("tmp/own")).doesNotExist();
    }

    @Test
    void setgidDirectoriesPassTheirGroupOn() throws Exception {
        var wanted = new Iatt.Builder().mode(02777).gid(777).build();
        int valid = SetattrMask.MODE | SetattrMask.GID;
        rig.call(new Fop.Setattr(Loc.of(shared), wanted, valid, Xdata.NULL));
        as(USER, GROUP);
        assertThat(rig.stat(rig.file(shared, "f", "")).gid()).isEqualTo(777);
        assertThat(rig.stat(rig.mkdir(shared, "d")).mode()).isEqualTo(042755);
    }

    @Test
    void foreignDirectoriesCannotBeChanged() throws Exception {
        var own = rig.mkdir(rig.root(), "own", 0755);
        rig.file(own, "f", "x");
        as(USER, GROUP);
        PosixTest.fails(Errno.EACCES, () -> rig.mkdir(own, "d"));
        PosixTest.fails(Errno.EACCES, () -> rig.create(own, "g", 0102, 0644));
        PosixTest.fails(Errno.EACCES, () -> rig.unlink(own, "f"));
        PosixTest.fails(Errno.EACCES, () -> rig.rename(own, "f", shared, "f"));
        var file = rig.find(own, "f");
        PosixTest.fails(
                Errno.EACCES,
                () -> rig.call(new Fop.Link(Loc.of(file), Loc.entry(own, "l"), Xdata.NULL)));
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void foreignFilesAreOpenedAsTheirModeSays() throws Exception {
        var file = rig.file(shared, "f", "x");
        as(USER, GROUP);
        rig.open(file, 0).close();
        PosixTest.fails(Errno.EACCES, () -> rig.open(file, 1));
        PosixTest.fails(
                Errno.EACCES, () -> rig.call(new Fop.Truncate(Loc.of(file), 0, Xdata.NULL)));
        PosixTest.fails(Errno.EACCES, () -> rig.call(new Fop.Access(Loc.of(file), 2, Xdata.NULL)));
        rig.call(new Fop.Access(Loc.of(file), 4, Xdata.NULL));
    }

    @Test
    void groupsOpenWhatTheirModeAllows() throws Exception {
        var file = rig.file(shared, "f", "x");
        var wanted = new Iatt.Builder().mode(0660).gid(4711).build();
        int valid = SetattrMask.MODE | SetattrMask.GID;
        rig.call(new Fop.Setattr(Loc.of(file), wanted, valid, Xdata.NULL));
        as(USER, GROUP);
        PosixTest.fails(Errno.EACCES, () -> rig.open(file, 2));
        as(USER, GROUP, 1, 4711);
        rig.open(file, 2).close();
    }

    @Test
    void onlyOwnersChangeAttributes() throws Exception {
        var file = rig.file(shared, "f", "x");
        var mode = new Iatt.Builder().mode(0600).build();
        as(USER, GROUP);
        var op = new Fop.Setattr(Loc.of(file), mode, SetattrMask.MODE, Xdata.NULL);
        PosixTest.fails(Errno.EPERM, () -> rig.call(op));
        var own = rig.file(shared, "own", "x");
        var mine = new Fop.Setattr(Loc.of(own), mode, SetattrMask.MODE, Xdata.NULL);
        assertThat(rig.call(mine).post().mode()).isEqualTo(0100600);
        var dict = Xdata.EMPTY.withBytes("user.k", new byte[] {1});
        PosixTest.fails(
                Errno.EACCES, () -> rig.call(new Fop.Setxattr(Loc.of(file), dict, 0, Xdata.NULL)));
        rig.call(new Fop.Setxattr(Loc.of(own), dict, 0, Xdata.NULL));
    }

    @Test
    void programsNeedNotBeReadableToBeExecuted() throws Exception {
        rig.create(shared, "program", 0102, 0711).close();
        var program = rig.find(shared, "program");
        as(USER, GROUP);
        PosixTest.fails(Errno.EACCES, () -> rig.open(program, 0));
        rig.open(program, 040).close();
    }

    @Test
    void aRootCallersGroupCounts() throws Exception {
        as(0, GROUP);
        assertThat(rig.stat(rig.file(shared, "f", "")).gid()).isEqualTo(GROUP);
    }
}
