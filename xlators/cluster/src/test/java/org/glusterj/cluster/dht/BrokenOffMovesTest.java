package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client that knows where a file was changes its name: after the file went elsewhere, or after the process that moved
 * it was killed. Each for all places of the copy and of the new name.
 */
class BrokenOffMovesTest {
    private static final String LINKTO = "trusted.glusterfs.dht.linkto";
    private static final int PHASE_1 = 01000 | 02000 | 0644;
    private static final int PHASE_2 = 01000;
    private static final int N = 3;

    private Spread volume;
    private Inode root;

    @BeforeEach
    void mount() throws Exception {
        volume = new Spread(N).mounted();
        root = volume.root();
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    /** A file, and where it is, as the client knows; its copy is to be at {@code to}. */
    private record Moving(String name, Inode inode, int from, int to) {}

    private interface Case {
        void check(Moving file, String other) throws Exception;
    }

    /** Every distance between a file and its copy, and every place of another name. */
    private void forAll(Case one) throws Exception {
        for (int from = 0; from < N; from++) {
            for (int distance = 1; distance < N; distance++) {
                for (int other = 0; other < N; other++) {
                    var label = from + "-" + distance + "-" + other;
                    var name = nameOn(from, "file-" + label);
                    var inode = volume.create(root, name, "content");
                    var file = new Moving(name, inode, from, (from + distance) % N);
                    one.check(file, nameOn(other, "other-" + label));
                }
            }
        }
    }

    private String nameOn(int subvolume, String prefix) throws FopException {
        for (int i = 0; ; i++) {
            var name = prefix + "-" + i;
            if (belongsTo(name) == subvolume) {
                return name;
            }
        }
    }

    private void mode(Moving file, int on, int mode) throws FopException {
        var iatt = new Iatt.Builder().mode(mode).build();
        volume.on(on, new Fop.Setattr(Loc.of(file.inode()), iatt, SetattrMask.MODE, Xdata.NULL));
    }

    private void lead(Moving file, int on, int to) throws FopException {
        var linkto = Xdata.EMPTY.withBytes(LINKTO, ("v-client-" + to + "\0").getBytes());
        volume.on(on, new Fop.Setxattr(Loc.of(file.inode()), linkto, 0, Xdata.NULL));
    }

    private void begin(Moving file, String copied) throws Exception {
        var xdata =
                Xdata.EMPTY
                        .withGfid("gfid-req", file.inode().gfid())
                        .withString(LINKTO, "v-client-" + file.from());
        var loc = Loc.entry(root, file.name());
        volume.on(file.to(), new Fop.Mknod(loc, 0100000 | PHASE_2, 0, 0, xdata));
        lead(file, file.from(), file.to());
        mode(file, file.from(), PHASE_1);
        try (var data = Payload.copyOf(copied.getBytes());
                var fd = Fd.anonymous(file.inode(), 2)) {
            volume.on(file.to(), new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private void show(Moving file) throws FopException {
        lead(file, file.to(), file.to());
        mode(file, file.to(), 0644);
    }

    private void end(Moving file, boolean gone) throws FopException {
        show(file);
        mode(file, file.from(), PHASE_2);
        if (gone) {
            volume.on(file.from(), new Fop.Unlink(Loc.entry(root, file.name()), 0, Xdata.NULL));
        }
        var op = new Fop.Removexattr(Loc.of(file.inode()), LINKTO, Xdata.NULL);
        volume.on(file.to(), op);
    }

    private void rename(Moving file, String name) throws FopException {
        var to = Loc.entry(root, name);
        try {
            to = Loc.entry(root, name, volume.look(root, name));
        } catch (FopException free) {
            assertThat(Whereabouts.isGone(free)).isTrue();
        }
        var from = Loc.entry(root, file.name(), file.inode());
        volume.call(new Fop.Rename(from, to, Xdata.NULL));
        volume.graph().inodes().rename(root, file.name(), root, name);
    }

    private void unlink(Moving file) throws FopException {
        volume.call(new Fop.Unlink(Loc.entry(root, file.name(), file.inode()), 0, Xdata.NULL));
        volume.graph().inodes().unlink(root, file.name());
    }

    private long placesOf(String name, Predicate<Iatt> what) {
        long places = 0;
        for (int i = 0; i < N; i++) {
            var iatt = volume.stored(i, root, name);
            places += iatt != null && what.test(iatt) ? 1 : 0;
        }
        return places;
    }

    private static boolean isData(Iatt iatt) {
        return !Marks.isLinktoMode(iatt);
    }

    private void isGone(String name) {
        assertThat(placesOf(name, BrokenOffMovesTest::isData)).as(name).isZero();
    }

    private void has(String name, String content) throws FopException {
        assertThat(volume.content(volume.look(root, name))).isEqualTo(content);
        assertThat(placesOf(name, BrokenOffMovesTest::isData)).as(name).isOne();
    }

    private interface Before {
        void happens(Moving file) throws Exception;
    }

    private void renamed(String content, Before before) throws Exception {
        forAll(
                (file, other) -> {
                    before.happens(file);
                    rename(file, other);
                    has(other, content);
                    isGone(file.name());
                });
    }

    @Test
    void renameOfAFileThatIsElsewhereNow() throws Exception {
        renamed(
                "content",
                file -> {
                    begin(file, "content");
                    end(file, false);
                });
    }

    @Test
    void renameOfAFileThatLeftNothingBehind() throws Exception {
        renamed(
                "content",
                file -> {
                    begin(file, "content");
                    end(file, true);
                });
    }

    /** A client's chmod reached both ends, so half a copy looks like a file. */
    @Test
    void renameOfAFileWithHalfACopy() throws Exception {
        renamed("content", this::halfACopy);
    }

    /** Other clients may have written to the copy alone. */
    @Test
    void renameOfAFileWhoseCopyIsComplete() throws Exception {
        renamed("CONTENT", this::wholeCopy);
    }

    private void halfACopy(Moving file) throws Exception {
        begin(file, "con");
        mode(file, file.to(), 0644);
    }

    private void wholeCopy(Moving file) throws Exception {
        begin(file, "CONTENT");
        show(file);
    }

    private void replaced(Before before) throws Exception {
        forAll(
                (file, other) -> {
                    var source = volume.create(root, other, "new");
                    before.happens(file);
                    var target = Loc.entry(root, file.name(), file.inode());
                    var op = new Fop.Rename(Loc.entry(root, other, source), target, Xdata.NULL);
                    volume.call(op);
                    volume.graph().inodes().rename(root, other, root, file.name());
                    has(file.name(), "new");
                    isGone(other);
                });
    }

    @Test
    void renameOverAFileWithHalfACopy() throws Exception {
        replaced(this::halfACopy);
    }

    @Test
    void renameOverAFileWhoseCopyIsComplete() throws Exception {
        replaced(this::wholeCopy);
    }

    @Test
    void unlinkOfAFileThatWasSeenMoving() throws Exception {
        forAll(
                (file, other) -> {
                    halfACopy(file);
                    var name = Loc.entry(root, file.name(), file.inode());
                    assertThat(volume.call(new Fop.Lookup(name, Xdata.NULL)).iatt().size())
                            .isEqualTo(7);
                    unlink(file);
                    isGone(file.name());
                });
    }

    /** The client has not looked since the move began; the name belongs where the copy is. */
    @Test
    void unlinkOfANameThatBelongsWhereTheCopyIs() throws Exception {
        forAll(
                (file, other) -> {
                    var name = nameOn(file.to(), file.name());
                    rename(file, name);
                    var moving = new Moving(name, file.inode(), file.from(), file.to());
                    lead(moving, file.from(), file.to());
                    mode(moving, file.from(), PHASE_1);
                    mode(moving, file.to(), 0644);
                    unlink(moving);
                    isGone(name);
                });
    }

    /** Where the new name belongs a move has left a linkto file of the old one, which somebody has looked up. */
    @Test
    void renameOverAStaleLinktoThatStocksBrickKnows() throws Exception {
        forAll(
                (file, other) -> {
                    int d = belongsTo(other);
                    if (d == file.from()) {
                        return;
                    }
                    stale(file.name(), file.inode().gfid(), d, file.to());
                    volume.gate(d).failNext(FopType.MKNOD, Errno.EEXIST);
                    rename(file, other);
                    has(other, "content");
                    isGone(file.name());
                });
    }

    @Test
    void renameToANameOfWhichTheDataHasAStaleLinkto() throws Exception {
        forAll(
                (file, other) -> {
                    if (belongsTo(other) == file.from()) {
                        return;
                    }
                    var former = Gfid.random(volume.environment().random());
                    stale(other, former, file.from(), file.to());
                    volume.gate(file.from()).failNext(FopType.LINK, Errno.EEXIST);
                    rename(file, other);
                    has(other, "content");
                    isGone(file.name());
                });
    }

    private void stale(String name, Gfid gfid, int on, int target) throws FopException {
        var xdata = Xdata.EMPTY.withGfid("gfid-req", gfid).withString(LINKTO, "v-client-" + target);
        volume.on(on, new Fop.Mknod(Loc.entry(root, name), 0100000 | PHASE_2, 0, 0, xdata));
    }

    private int belongsTo(String name) throws FopException {
        var where = ((Dht) volume.graph().top()).parts().where();
        return where.hashed(Spread.ROOT, Loc.entry(root, name));
    }
}
