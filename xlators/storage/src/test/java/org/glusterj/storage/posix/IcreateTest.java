package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.storage.layout.BrickXattrs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IcreateTest {
    private static final Gfid FILE = new Gfid(0x1234_5678_9abc_4defL, 0x8123_4567_89ab_cdefL);

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Loc nameless() {
        return new Loc(null, "", rig.graph().inodes().blank(), FILE);
    }

    private Iatt make(int mode) throws FopException {
        return rig.call(new Fop.Icreate(nameless(), mode, Xdata.NULL)).iatt();
    }

    private Inode find() throws FopException {
        var loc = nameless();
        return rig.link(loc, rig.call(new Fop.Lookup(loc, Xdata.NULL)).iatt());
    }

    private void link(String name) throws FopException {
        rig.call(new Fop.Link(nameless(), Loc.entry(rig.root(), name), Xdata.NULL));
    }

    private void fails(Errno errno, Fop<?> op) {
        assertThatThrownBy(() -> rig.call(op))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void aFileWithoutNameIsFoundByItsGfidAndKeepsWhatIsWritten() throws Exception {
        var made = make(FileType.REGULAR.bits() | 0640);
        assertThat(made.gfid()).isEqualTo(FILE);
        assertThat(made.mode()).isEqualTo(FileType.REGULAR.bits() | 0640);
        assertThat(made.nlink()).isZero();
        assertThat(rig.xattr(".glusterfs/12/34/" + FILE, "trusted.gfid")).isEqualTo(FILE.toBytes());
        try (var fd = rig.open(find(), 2)) {
            rig.write(fd, 0, "content");
        }
        rig.restart();
        try (var fd = rig.open(find(), 0)) {
            assertThat(rig.read(fd, 0, 100)).isEqualTo("content");
        }
    }

    @Test
    void itBelongsToItsMaker() throws Exception {
        rig.frame = Frame.of(new Caller(12, 34, new int[0], 99, LkOwner.NONE, ClientId.LOCAL));
        var made = make(0600);
        assertThat(made.uid()).isEqualTo(12);
        assertThat(made.gid()).isEqualTo(34);
    }

    @Test
    void aLinkGivesItItsFirstName() throws Exception {
        make(0600);
        link("first");
        assertThat(rig.find(rig.root(), "first").gfid()).isEqualTo(FILE);
        assertThat(rig.stat(find()).nlink()).isOne();
        assertThat(rig.xattr("first", BrickXattrs.NAMELESS)).isNull();
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
        link("second");
        assertThat(rig.stat(find()).nlink()).isEqualTo(2);
    }

    @Test
    void whatLostItsNamesIsNoSuchFile() throws Exception {
        make(0600);
        link("only");
        rig.unlink(rig.root(), "only");
        assertThat(Files.exists(rig.handle(FILE))).isFalse();
        fails(Errno.ESTALE, new Fop.Lookup(nameless(), Xdata.NULL));
        make(0600);
        var stray = rig.file(rig.root(), "stray", "x");
        Files.delete(rig.path("stray"));
        var name = Loc.entry(rig.root(), "again");
        fails(Errno.ENOENT, new Fop.Link(Loc.of(stray), name, Xdata.NULL));
    }

    @Test
    void theMarkIsNobodysXattr() throws Exception {
        make(0600);
        var inode = find();
        var all = rig.call(new Fop.Getxattr(Loc.of(inode), "", Xdata.NULL)).dict();
        assertThat(all.contains(BrickXattrs.NAMELESS)).isFalse();
    }

    @Test
    void aGfidIsMadeOnce() throws Exception {
        make(0600);
        fails(Errno.EEXIST, new Fop.Icreate(nameless(), 0600, Xdata.NULL));
        var xdata = Xdata.EMPTY.withGfid("gfid-req", FILE);
        fails(Errno.EEXIST, new Fop.Mknod(Loc.entry(rig.root(), "f"), 0100600, 0, 0, xdata));
        fails(Errno.EEXIST, new Fop.Mkdir(Loc.entry(rig.root(), "d"), 0700, 0, xdata));
        assertThat(find().gfid()).isEqualTo(FILE);
    }

    @Test
    void onlyRegularFilesDoWithoutAName() {
        int directory = FileType.DIRECTORY.bits() | 0700;
        fails(Errno.EINVAL, new Fop.Icreate(nameless(), directory, Xdata.NULL));
        var nothing = new Loc(null, "", rig.graph().inodes().blank(), Gfid.NULL);
        fails(Errno.EINVAL, new Fop.Icreate(nothing, 0600, Xdata.NULL));
    }
}
