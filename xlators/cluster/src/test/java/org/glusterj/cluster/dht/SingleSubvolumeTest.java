package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SingleSubvolumeTest extends XlatorContract {
    private static final String LAYOUT = "trusted.glusterfs.dht";
    private static final Frame REBALANCE = Frame.of(Caller.internal(Caller.PID_REBALANCE));
    private static final byte[] VALUE = {1};

    private Loc file;

    @Override
    protected String type() {
        return "cluster/distribute";
    }

    @Override
    protected Record defaults() {
        return new DistributeOptions(
                LAYOUT, "on", true, "10%", "5%", 0, false, true, false, "", "", "", false, true,
                "normal", false, false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.ofEntries(
                Map.entry("xattr-name", "trusted.other"),
                Map.entry("lookup-unhashed", "auto"),
                Map.entry("lookup-optimize", "off"),
                Map.entry("min-free-disk", "1GB"),
                Map.entry("min-free-inodes", "1%"),
                Map.entry("directory-layout-spread", "2"),
                Map.entry("readdir-optimize", "on"),
                Map.entry("weighted-rebalance", "off"),
                Map.entry("randomize-hash-range-by-gfid", "on"),
                Map.entry("rsync-hash-regex", "none"),
                Map.entry("extra-hash-regex", "^x(.*)$"),
                Map.entry("decommissioned-bricks", "a"),
                Map.entry("unhashed-sticky-bit", "on"),
                Map.entry("ensure-durability", "off"),
                Map.entry("rebal-throttle", "lazy"),
                Map.entry("lock-migration", "on"),
                Map.entry("force-migration", "on"));
    }

    @Override
    protected Map<String, String> liveOptions() {
        var live = new HashMap<>(otherOptions());
        live.remove("xattr-name");
        return live;
    }

    @Override
    protected Record others() {
        return new DistributeOptions(
                "trusted.other",
                "auto",
                false,
                "1GB",
                "1%",
                2,
                true,
                false,
                true,
                "none",
                "^x(.*)$",
                "a",
                true,
                false,
                "lazy",
                true,
                true);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.MKDIR, FopType.RENAME);
    }

    /** As stock names it. */
    @Override
    protected String dumpName() {
        return "cluster.dht";
    }

    @BeforeEach
    void knowAFile() {
        file = Loc.of(fixture.file("f"));
    }

    private void fails(Errno errno, Fop<?> op) {
        assertThatThrownBy(() -> fixture.call(op))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void aNewDirectoryGetsTheWholeRingAsStockSendsIt() throws Exception {
        var gfid = new Gfid(1, 2);
        var xdata = Xdata.EMPTY.withGfid("gfid-req", gfid);
        fixture.call(
                new Fop.Mkdir(Loc.entry(fixture.graph().inodes().root(), "d"), 0755, 0, xdata));
        var sent = fixture.child().last().op().xdata();
        assertThat(sent.keyList()).containsExactly(LAYOUT, "gfid-req");
        assertThat(HexFormat.of().formatHex(sent.bytes(LAYOUT).orElseThrow()))
                .isEqualTo("000000000000000000000000ffffffff");
        assertThat(sent.gfid("gfid-req")).contains(gfid);
    }

    @Test
    void aLayoutThatIsGivenStays() throws Exception {
        var xdata = Xdata.EMPTY.withBytes(LAYOUT, VALUE);
        fixture.call(
                new Fop.Mkdir(Loc.entry(fixture.graph().inodes().root(), "d"), 0755, 0, xdata));
        assertThat(fixture.child().last().op().xdata()).isEqualTo(xdata);
    }

    /** Bricks of 10.3 leave the rename of a file out of their changelog unless distribute tells them of it. */
    @Test
    void bricksAreToldOfTheRenameOfAFile() throws Exception {
        var root = fixture.graph().inodes().root();
        var from = Loc.entry(root, "old", file.inode());
        fixture.call(new Fop.Rename(from, Loc.entry(root, "newer"), Xdata.NULL));
        var sent = fixture.child().last().op().xdata().bytes("changelog.rename-op").orElseThrow();
        var rootGfid = "00000000000000000000000000000001";
        var names = HexFormat.of().formatHex("old\0newer\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(sent))
                .isEqualTo(rootGfid + rootGfid + "0400000006000000" + names + "00000000");
        var directory = Loc.entry(root, "d", fixture.directory("d"));
        fixture.call(new Fop.Rename(directory, Loc.entry(root, "e"), Xdata.NULL));
        assertThat(fixture.child().last().op().xdata()).isEqualTo(Xdata.NULL);
    }

    @Test
    void usersDoNotSeeLayouts() throws Exception {
        var stored =
                Xdata.EMPTY
                        .withBytes("user.a", VALUE)
                        .withBytes(LAYOUT, VALUE)
                        .withBytes(LAYOUT + ".mds", VALUE);
        fixture.child().answer((frame, op) -> new Reply.Xattrs(stored, Xdata.NULL));
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            assertThat(fixture.call(new Fop.Getxattr(file, "", Xdata.NULL)).dict().keyList())
                    .containsExactly("user.a");
            assertThat(fixture.call(new Fop.Fgetxattr(fd, "", Xdata.NULL)).dict().keyList())
                    .containsExactly("user.a");
            assertThat(fixture.call(REBALANCE, new Fop.Getxattr(file, "", Xdata.NULL)).dict())
                    .isEqualTo(stored);
        }
    }

    @Test
    void askingForALayoutByNameFindsNone() throws Exception {
        fails(Errno.ENODATA, new Fop.Getxattr(file, LAYOUT, Xdata.NULL));
        fixture.call(REBALANCE, new Fop.Getxattr(file, LAYOUT, Xdata.NULL));
        assertThat(fixture.child().calls(FopType.GETXATTR)).hasSize(1);
    }

    @Test
    void usersMayNotChangeLayouts() throws Exception {
        var layout = Xdata.EMPTY.withBytes("user.a", VALUE).withBytes(LAYOUT, VALUE);
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 0)) {
            fails(Errno.EPERM, new Fop.Setxattr(file, layout, 0, Xdata.NULL));
            fails(Errno.EPERM, new Fop.Fsetxattr(fd, layout, 0, Xdata.NULL));
            fails(Errno.EPERM, new Fop.Removexattr(file, LAYOUT + ".linkto", Xdata.NULL));
            fails(Errno.EPERM, new Fop.Fremovexattr(fd, LAYOUT, Xdata.NULL));
            fixture.call(REBALANCE, new Fop.Setxattr(file, layout, 0, Xdata.NULL));
        }
        assertThat(fixture.child().calls(FopType.SETXATTR)).hasSize(1);
    }

    @Test
    void rebalanceCommandsAreRefused() {
        var command = Xdata.EMPTY.withString("trusted.distribute.migrate-data", "force");
        fails(Errno.EOPNOTSUPP, new Fop.Setxattr(file, command, 0, Xdata.NULL));
    }

    @Test
    void theBaseNameCannotChangeWhileItRuns() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("xattr-name", "trusted.x")))
                .isInstanceOf(GraphException.class);
    }
}
