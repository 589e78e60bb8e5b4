package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fops on objects without a name answer, by gfid, by their fd and without an fd, as a stock brick does. */
class RemovedObjectsTest {
    private static final String DIRTY = "trusted.afr.dirty";
    private static final Xdata ONE = Xdata.EMPTY.withBytes(DIRTY, new byte[] {0, 0, 0, 1});
    private static final Xdata ASKING = Xdata.EMPTY.withBytes(DIRTY, new byte[4]);

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Fop.Xattrop byGfid(Inode inode, Xdata dict) {
        return new Fop.Xattrop(Loc.of(inode), 0, dict, Xdata.NULL);
    }

    private static List<Fop<?>> by(Fd fd) {
        return List.of(
                new Fop.Fxattrop(fd, 0, ONE, Xdata.NULL),
                new Fop.Fstat(fd, Xdata.NULL),
                new Fop.Fsetxattr(fd, Xdata.EMPTY.withBytes("user.a", new byte[1]), 0, Xdata.NULL),
                new Fop.Readv(fd, 0, 10, 0, Xdata.NULL));
    }

    private void allFindNothing(Fd fd) {
        for (var op : by(fd)) {
            PosixTest.fails(Errno.ENOENT, () -> rig.call(op));
        }
    }

    @Test
    void anOpenFileIsChangedByItsFdAlone() throws Exception {
        try (var fd = rig.create(rig.root(), "f", 2, 0644)) {
            rig.unlink(rig.root(), "f");
            PosixTest.fails(Errno.ENOENT, () -> rig.call(byGfid(fd.inode(), ONE)));
            PosixTest.fails(Errno.ENOENT, () -> rig.call(byGfid(fd.inode(), ASKING)));
            rig.call(new Fop.Fxattrop(fd, 0, ONE, Xdata.NULL));
            var anonymous = Fd.anonymous(fd.inode(), 2);
            var counted = rig.call(new Fop.Fxattrop(anonymous, 0, ONE, Xdata.NULL)).dict();
            assertThat(counted.bytes(DIRTY)).contains(new byte[] {0, 0, 0, 2});
        }
    }

    @Test
    void anOpenFileWithAnotherNameIsThere() throws Exception {
        try (var fd = rig.create(rig.root(), "f", 2, 0644)) {
            rig.call(new Fop.Link(Loc.of(fd.inode()), Loc.entry(rig.root(), "other"), Xdata.NULL));
            rig.unlink(rig.root(), "f");
            rig.call(byGfid(fd.inode(), ONE));
        }
    }

    @Test
    void aClosedFileIsStaleByGfidAndNotThereWithoutAnFd() throws Exception {
        var file = rig.file(rig.root(), "f", "content");
        rig.unlink(rig.root(), "f");
        PosixTest.fails(Errno.ESTALE, () -> rig.call(byGfid(file, ONE)));
        allFindNothing(Fd.anonymous(file, 2));
    }

    @Test
    void aDirectoryIsStaleByGfidAndNotThereWithoutAnFd() throws Exception {
        var directory = rig.mkdir(rig.root(), "d");
        rig.call(new Fop.Rmdir(Loc.entry(rig.root(), "d", directory), 0, Xdata.NULL));
        PosixTest.fails(Errno.ESTALE, () -> rig.call(byGfid(directory, ONE)));
        allFindNothing(Fd.anonymous(directory, 0));
    }

    @Test
    void aGfidThatNeverWasIsStaleItselfAndNotThereWithoutAnFd() {
        var inode = rig.graph().inodes().obtainPinned(rig.newGfid());
        PosixTest.fails(Errno.ESTALE, () -> rig.call(byGfid(inode, ONE)));
        allFindNothing(Fd.anonymous(inode, 2));
        inode.unpin();
    }
}
