package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client while somebody else moves a file it has open: the steps of stock's rebalance, made by hand (spec dht 7). */
class MigrationTest {
    private static final String LINKTO = "trusted.glusterfs.dht.linkto";
    private static final int PHASE_1 = 01000 | 02000 | 0644;
    private static final int PHASE_2 = 01000;

    private Spread volume;
    private Inode file;
    private int from;
    private int to;
    private boolean guarded;

    @BeforeEach
    void makeAFile() throws Exception {
        volume = new Spread(3).mounted();
        file = volume.create(volume.root(), "f", "content");
        from = volume.dataOf(volume.root(), "f");
        to = (from + 1) % 3;
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    private void mode(int on, int mode) throws Exception {
        var iatt = new Iatt.Builder().mode(mode).build();
        volume.on(on, new Fop.Setattr(Loc.of(file), iatt, SetattrMask.MODE, Xdata.NULL));
    }

    private void beginCopy() throws Exception {
        var xdata =
                Xdata.EMPTY
                        .withGfid("gfid-req", file.gfid())
                        .withString(LINKTO, "v-client-" + from);
        var loc = Loc.entry(volume.root(), "f");
        volume.on(to, new Fop.Mknod(loc, 0100000 | PHASE_2, 0, 0, xdata));
        var linkto = Xdata.EMPTY.withBytes(LINKTO, ("v-client-" + to + "\0").getBytes());
        volume.on(from, new Fop.Setxattr(Loc.of(file), linkto, 0, Xdata.NULL));
        mode(from, PHASE_1);
    }

    private void endCopy() throws Exception {
        mode(to, 0644);
        volume.on(to, new Fop.Removexattr(Loc.of(file), LINKTO, Xdata.NULL));
        mode(from, PHASE_2);
        volume.on(from, new Fop.Truncate(Loc.of(file), 0, Xdata.NULL));
    }

    private void seen(Fop<?> op) {
        guarded |= op instanceof Fop.Writev && op.xdata().contains(Keys.PROTECT_WRITES);
    }

    private void copyContent(String content) throws Exception {
        try (var data = Payload.copyOf(content.getBytes());
                var fd = Fd.anonymous(file, 2)) {
            volume.on(to, new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    @Test
    void changesGoToBothEndsWhileTheFileIsCopied() throws Exception {
        try (var fd = volume.open(file)) {
            beginCopy();
            copyContent("content");
            volume.gate(to).watch(this::seen);
            volume.write(fd, "CON");
            assertThat(volume.gate(to).count(FopType.WRITE)).isEqualTo(1);
            assertThat(guarded).as("the mover must not write over it").isTrue();
            var seen = volume.call(new Fop.Fstat(fd, Xdata.NULL)).iatt();
            assertThat(seen.mode() & 07777).isEqualTo(0644);
            endCopy();
            assertThat(volume.read(fd)).isEqualTo("CONtent");
            volume.write(fd, "con");
            assertThat(volume.read(fd)).isEqualTo("content");
        }
    }

    @Test
    void anOpenFileIsFollowedWhenItsNameIsGoneFromTheOldPlace() throws Exception {
        try (var fd = volume.open(file)) {
            beginCopy();
            copyContent("content");
            endCopy();
            volume.on(from, new Fop.Unlink(Loc.entry(volume.root(), "f"), 0, Xdata.NULL));
            assertThat(volume.call(new Fop.Stat(Loc.of(file), Xdata.NULL)).iatt().size())
                    .isEqualTo(7);
            assertThat(volume.read(fd)).isEqualTo("content");
            assertThat(volume.content(file)).isEqualTo("content");
        }
    }

    @Test
    void aLookupInTheSecondPhaseFollowsTheLinkto() throws Exception {
        beginCopy();
        copyContent("content");
        endCopy();
        var loc = Loc.entry(volume.root(), "f", file);
        var found = volume.call(new Fop.Lookup(loc, Xdata.NULL)).iatt();
        assertThat(found.size()).isEqualTo(7);
        assertThat(found.mode() & 07777).isEqualTo(0644);
        volume.unlink(volume.root(), "f");
        assertThat(volume.dataOf(volume.root(), "f")).isEqualTo(-1);
    }

    @Test
    void aMigrationThatIsGivenUpChangesNothing() throws Exception {
        try (var fd = volume.open(file)) {
            beginCopy();
            volume.write(fd, "C");
            volume.on(to, new Fop.Unlink(Loc.entry(volume.root(), "f"), 0, Xdata.NULL));
            mode(from, 0644);
            volume.write(fd, "c");
            assertThat(volume.read(fd)).isEqualTo("content");
        }
    }

    /** Else the empty file that is left would be one again, beside the one that was moved. */
    @Test
    void aModeThatComesTooLateIsThatOfTheFileThatWasMoved() throws Exception {
        beginCopy();
        copyContent("content");
        endCopy();
        var iatt = new Iatt.Builder().mode(0600).build();
        var op = new Fop.Setattr(Loc.of(file), iatt, SetattrMask.MODE, Xdata.NULL);
        assertThat(volume.call(op).post().mode() & 07777).isEqualTo(0600);
        assertThat(volume.stored(from, volume.root(), "f").mode() & 07777).isEqualTo(PHASE_2);
        assertThat(volume.stored(to, volume.root(), "f").mode() & 07777).isEqualTo(0600);
        assertThat(volume.content(file)).isEqualTo("content");
    }

    @Test
    void aFileMayBeStickyWithoutPermissions() throws Exception {
        mode(from, PHASE_2);
        var iatt = new Iatt.Builder().mode(0600).build();
        var op = new Fop.Setattr(Loc.of(file), iatt, SetattrMask.MODE, Xdata.NULL);
        assertThat(volume.call(op).post().mode() & 07777).isEqualTo(0600);
        assertThat(volume.stored(from, volume.root(), "f").mode() & 07777).isEqualTo(0600);
    }
}
