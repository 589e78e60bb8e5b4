package org.glusterj.features.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class MarkerTest extends XlatorContract {
    private static final String SIZE = "trusted.glusterfs.quota.size.1";
    private static final String DIRTY = "trusted.glusterfs.quota.dirty";
    private static final byte[] CLEAN = {'0', 0};
    private static final byte[] MARKED = {'1', 0};

    private final CountedDisk disk = new CountedDisk();

    @Override
    protected String type() {
        return "features/marker";
    }

    @Override
    protected Record defaults() {
        return new Marker.Options(false, false, 0, false, false, "", "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "quota", "on",
                "inode-quota", "on",
                "quota-version", "3",
                "xtime", "on",
                "gsync-force-xtime", "on",
                "volume-uuid", "u",
                "timestamp-file", "/t");
    }

    @Override
    protected Record others() {
        return new Marker.Options(true, true, 3, true, true, "u", "/t");
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of("quota", "on", "inode-quota", "on", "quota-version", "1");
    }

    private void on() throws GraphException {
        fixture.reconfigure(liveOptions());
        fixture.child().answer((frame, op) -> disk.answer(op));
    }

    private void settle() {
        ((Marker) fixture.subject()).settle();
    }

    private Inode root() {
        return fixture.graph().inodes().root();
    }

    private Inode inode(CountedDisk.Node node) {
        var inode = fixture.graph().inodes().obtainPinned(node.gfid);
        inode.unpin();
        return inode;
    }

    private Loc entry(Gfid parent, String name) {
        var directory = fixture.graph().inodes().obtainPinned(parent);
        directory.unpin();
        return Loc.entry(directory, name);
    }

    private void lookup(Gfid parent, String name) throws FopException {
        fixture.call(new Fop.Lookup(entry(parent, name), Xdata.NULL));
        settle();
    }

    private static String contribution(Gfid parent) {
        return "trusted.glusterfs.quota." + parent + ".contri.1";
    }

    private Usage size(Gfid directory) {
        return disk.usage(directory, SIZE);
    }

    /** A directory and in it a file of 4 KiB, both counted. */
    private CountedDisk.Node[] counted() throws Exception {
        on();
        var directory = disk.make(Gfid.ROOT, "d", FileType.DIRECTORY, 8);
        var file = disk.make(directory.gfid, "f", FileType.REGULAR, 8);
        lookup(Gfid.ROOT, "d");
        lookup(directory.gfid, "f");
        return new CountedDisk.Node[] {directory, file};
    }

    @Test
    void aLookupCountsWhatWasNotCounted() throws Exception {
        var made = counted();
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(4096, 1, 1));
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(4096, 1, 2));
        assertThat(disk.xattr(Gfid.ROOT, DIRTY)).isEqualTo(CLEAN);
        var hex = HexFormat.of();
        assertThat(hex.formatHex(disk.xattr(made[1].gfid, contribution(made[0].gfid))))
                .as("16 bytes, captured from 10.3")
                .isEqualTo("00000000000010000000000000000001");
        assertThat(hex.formatHex(disk.xattr(made[0].gfid, contribution(Gfid.ROOT))))
                .as("24 bytes, captured from 10.3")
                .isEqualTo("000000000000100000000000000000010000000000000001");
    }

    @Test
    void aWriteThatTakesBlocksIsCountedUpToTheRoot() throws Exception {
        var made = counted();
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            var before = disk.iatt(made[1]);
                            made[1].blocks = 16;
                            return new Reply.Writev(1, before, disk.iatt(made[1]), Xdata.NULL);
                        });
        try (var data = Payload.copyOf(new byte[1]);
                var fd = Fd.anonymous(inode(made[1]), 2)) {
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
            settle();
            assertThat(size(made[0].gfid).bytes()).isEqualTo(8192);
            assertThat(size(Gfid.ROOT).bytes()).isEqualTo(8192);
            fixture.child().forgetCalls();
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
            settle();
            assertThat(fixture.child().calls()).as("nothing but the write").hasSize(1);
        }
    }

    /** Quota decides by it whether more goes in. */
    @Test
    void whoAsksForASizeIsToldWhatWasWritten() throws Exception {
        var made = counted();
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            var before = disk.iatt(made[1]);
                            made[1].blocks += 8;
                            return new Reply.Writev(1, before, disk.iatt(made[1]), Xdata.NULL);
                        });
        var asked = Xdata.EMPTY.withUint(Keys.SIZE, 0);
        try (var data = Payload.copyOf(new byte[1]);
                var fd = Fd.anonymous(inode(made[1]), 2)) {
            for (int i = 2; i < 100; i++) {
                fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
                var told = fixture.call(new Fop.Lookup(Loc.of(inode(made[0])), asked)).xdata();
                assertThat(Usage.of(told, Keys.SIZE).bytes()).isEqualTo(i * 4096L);
            }
        }
    }

    @Test
    void theLastNameTakesTheContributionAlong() throws Exception {
        var made = counted();
        fixture.call(new Fop.Unlink(entry(made[0].gfid, "f"), 0, Xdata.NULL));
        settle();
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(0, 0, 1));
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(0, 0, 2));
    }

    @Test
    void aFileIsCountedOnceInEveryDirectoryThatNamesIt() throws Exception {
        var made = counted();
        disk.link(made[1], made[0].gfid, "again");
        disk.link(made[1], Gfid.ROOT, "above");
        lookup(made[0].gfid, "again");
        lookup(Gfid.ROOT, "above");
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(8192, 2, 2));
        fixture.call(new Fop.Unlink(entry(made[0].gfid, "f"), 0, Xdata.NULL));
        settle();
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(4096, 1, 1));
        fixture.call(new Fop.Unlink(entry(made[0].gfid, "again"), 0, Xdata.NULL));
        settle();
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(0, 0, 1));
        assertThat(disk.xattr(made[1].gfid, contribution(made[0].gfid))).isNull();
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(4096, 1, 2));
    }

    @Test
    void aRenameCountsWhereTheFileIs() throws Exception {
        var made = counted();
        var other = disk.make(Gfid.ROOT, "other", FileType.DIRECTORY, 8);
        var replaced = disk.make(other.gfid, "f", FileType.REGULAR, 16);
        lookup(Gfid.ROOT, "other");
        lookup(other.gfid, "f");
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(12288, 2, 3));
        var from = entry(made[0].gfid, "f");
        fixture.call(new Fop.Rename(from, entry(other.gfid, "f"), Xdata.NULL));
        settle();
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(0, 0, 1));
        assertThat(size(other.gfid)).isEqualTo(new Usage(4096, 1, 1));
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(4096, 1, 3));
        assertThat(disk.xattr(made[1].gfid, contribution(made[0].gfid))).isNull();
        assertThat(replaced.gfid).isNotEqualTo(made[1].gfid);
    }

    /** A distributed rename within a directory is LINK, RENAME of a linkto file, and UNLINK; keys of 10.3. */
    @Test
    void whatDistributeMovesWithinADirectoryIsNotCountedAnew() throws Exception {
        var made = counted();
        var moves = Xdata.EMPTY.withInt("glusters.marker.dont-account", 1);
        var link =
                new Fop.Link(
                        Loc.of(inode(made[1])),
                        Loc.entry(inode(made[0]), "new", inode(made[1])),
                        moves);
        var unlink = new Fop.Unlink(entry(made[0].gfid, "f"), 0, moves);
        fixture.child().forgetCalls();
        fixture.call(link);
        fixture.call(unlink);
        settle();
        assertThat(fixture.child().calls()).as("nothing but the two").hasSize(2);
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(4096, 1, 1));
    }

    /** As stock's marker: the key says that nothing arrives, not that nothing is replaced. */
    @Test
    void whatALinktoFileReplacesIsNotCountedAnyMore() throws Exception {
        var made = counted();
        disk.make(made[0].gfid, "linkto", FileType.REGULAR, 0);
        var moves = Xdata.EMPTY.withInt("glusters.marker.dont-account", 1);
        var from = entry(made[0].gfid, "linkto");
        fixture.call(new Fop.Rename(from, entry(made[0].gfid, "f"), moves));
        settle();
        assertThat(size(made[0].gfid).bytes()).isZero();
    }

    @Test
    void aDirectoryIsMarkedBeforeAnythingIsRemoved() throws Exception {
        var made = counted();
        var seen = new byte[1][];
        fixture.child()
                .answer(
                        FopType.UNLINK,
                        (frame, op) -> {
                            seen[0] = disk.xattr(made[0].gfid, DIRTY);
                            throw new FopException(Errno.EACCES);
                        });
        var op = new Fop.Unlink(entry(made[0].gfid, "f"), 0, Xdata.NULL);
        assertThatThrownBy(() -> fixture.call(op)).isInstanceOf(FopException.class);
        settle();
        assertThat(seen[0]).isEqualTo(MARKED);
        assertThat(disk.xattr(made[0].gfid, DIRTY)).isEqualTo(CLEAN);
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(4096, 1, 1));
    }

    @Test
    void whatACrashLeftIsCountedAnew() throws Exception {
        on();
        var directory = disk.make(Gfid.ROOT, "d", FileType.DIRECTORY, 8);
        var file = disk.make(directory.gfid, "f", FileType.REGULAR, 8);
        disk.put(file.gfid, contribution(directory.gfid), Usage.ofFile(8).toBytes(false));
        disk.put(directory.gfid, SIZE, new Usage(77777, 9, 9).toBytes(true));
        disk.put(directory.gfid, contribution(Gfid.ROOT), new Usage(5, 1, 1).toBytes(true));
        disk.put(directory.gfid, DIRTY, MARKED);
        lookup(Gfid.ROOT, "d");
        assertThat(size(directory.gfid)).isEqualTo(new Usage(4096, 1, 1));
        assertThat(disk.xattr(directory.gfid, DIRTY)).isEqualTo(CLEAN);
        assertThat(disk.usage(directory.gfid, contribution(Gfid.ROOT)))
                .isEqualTo(new Usage(4096, 1, 1));
    }

    @Test
    void anAccountThatFailsIsMadeLater() throws Exception {
        var made = counted();
        disk.broken = SIZE;
        fixture.call(new Fop.Unlink(entry(made[0].gfid, "f"), 0, Xdata.NULL));
        settle();
        assertThat(disk.xattr(made[0].gfid, DIRTY)).isEqualTo(MARKED);
        disk.broken = "";
        fixture.environment().advance(Duration.ofSeconds(10));
        settle();
        assertThat(disk.xattr(made[0].gfid, DIRTY)).isEqualTo(CLEAN);
        assertThat(size(made[0].gfid)).isEqualTo(new Usage(0, 0, 1));
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(0, 0, 2));
    }

    @Test
    void fifosAndPointersOfADistributedVolumeAreNotCounted() throws Exception {
        on();
        disk.make(Gfid.ROOT, "fifo", FileType.FIFO, 0);
        lookup(Gfid.ROOT, "fifo");
        assertThat(disk.usage(Gfid.ROOT, SIZE)).isNull();
    }

    @Test
    void theRootGetsItsSizeAtItsFirstLookup() throws Exception {
        on();
        fixture.call(new Fop.Lookup(Loc.of(root()), Xdata.NULL));
        settle();
        assertThat(size(Gfid.ROOT)).isEqualTo(new Usage(0, 0, 1));
    }

    @Test
    void namesWithoutVersionMeanTheCurrentOne() throws Exception {
        counted();
        var request = Xdata.EMPTY.withUint("trusted.glusterfs.quota.size", 0);
        var answer = fixture.call(new Fop.Lookup(Loc.of(root()), request)).xdata();
        assertThat(answer.keyList()).containsExactly("trusted.glusterfs.quota.size");
        var dict = Xdata.EMPTY.withBytes("trusted.glusterfs.quota.limit-set", new byte[16]);
        fixture.call(new Fop.Setxattr(Loc.of(root()), dict, 0, Xdata.NULL));
        assertThat(disk.xattr(Gfid.ROOT, "trusted.glusterfs.quota.limit-set.1")).hasSize(16);
        fixture.call(
                new Fop.Removexattr(
                        Loc.of(root()), "trusted.glusterfs.quota.limit-set", Xdata.NULL));
        assertThat(disk.xattr(Gfid.ROOT, "trusted.glusterfs.quota.limit-set.1")).isNull();
    }

    @Test
    void aListingHidesTheAccountsAlsoWhenQuotaIsOff() throws Exception {
        var made = counted();
        disk.put(made[1].gfid, "user.a", new byte[] {1});
        var list = new Fop.Getxattr(Loc.of(inode(made[1])), "", Xdata.NULL);
        assertThat(fixture.call(list).dict().keyList()).containsExactly("user.a");
        fixture.reconfigure(Map.of());
        assertThat(fixture.call(list).dict().keyList()).containsExactly("user.a");
    }

    @Test
    void afterQuotaTheAccountsAreTakenAway() throws Exception {
        var made = counted();
        disk.put(made[0].gfid, "trusted.glusterfs.quota.size.0", new byte[24]);
        var dict = Xdata.EMPTY.withBytes("glusterfs.quota-xattr-cleanup", new byte[] {1});
        var clean = new Fop.Setxattr(Loc.of(inode(made[0])), dict, 0, Xdata.NULL);
        var user = Frame.of(Caller.of(7, 7, 7));
        assertThatThrownBy(() -> fixture.call(user, clean))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.EPERM));
        fixture.call(clean);
        assertThat(disk.xattr(made[0].gfid, "trusted.glusterfs.quota.size.0")).isNull();
        assertThat(size(made[0].gfid)).as("of the quota that is on").isNotNull();
        fixture.reconfigure(Map.of("quota-version", "2"));
        fixture.call(clean);
        assertThat(size(made[0].gfid)).isNull();
    }

    @Test
    void timesForGeoReplicationAreRefused() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("xtime", "on")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("option xtime of features/marker is on");
    }
}
