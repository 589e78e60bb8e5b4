package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.storage.posix.PosixTest.fails;

import java.nio.file.Files;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Mdata;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.storage.layout.MdataCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What translators on the client's side (DHT, replicate, disperse) ask of a brick by flags in xdata. */
class InternalCallsTest {
    private static final String PROTECT = "trusted.glusterfs.protect.writes";

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private void set(Inode inode, String key, String value) throws Exception {
        var dict = Xdata.EMPTY.withBytes(key, value.getBytes());
        rig.call(new Fop.Setxattr(Loc.of(inode), dict, 0, Xdata.NULL));
    }

    private void unlink(String name, Xdata xdata) throws Exception {
        rig.call(new Fop.Unlink(Loc.entry(rig.root(), name), 0, xdata));
    }

    @Test
    void removalWithoutNameTakesAllKeysOfXdataAndForgivesMissingOnes() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        set(f, "user.a", "1");
        set(f, "trusted.b", "2");
        set(f, "user.kept", "3");
        var keys =
                Xdata.EMPTY
                        .withBytes("user.a", new byte[1])
                        .withBytes("user.missing", new byte[1])
                        .withBytes("trusted.b", new byte[1]);

        rig.call(new Fop.Removexattr(Loc.of(f), "", keys));

        assertThat(rig.xattr("f", "user.a")).isNull();
        assertThat(rig.xattr("f", "trusted.b")).isNull();
        assertThat(rig.xattr("f", "user.kept")).isEqualTo("3".getBytes());
        set(f, "user.a", "1");
        try (var fd = rig.open(f, 2)) {
            rig.call(new Fop.Fremovexattr(fd, "", keys));
        }
        assertThat(rig.xattr("f", "user.a")).isNull();
    }

    @Test
    void removalWithoutNameRemovesNothingWhenItWouldTakeTheGfid() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        set(f, "user.a", "1");
        var keys =
                Xdata.EMPTY
                        .withBytes("user.a", new byte[1])
                        .withBytes(Attributes.GFID, new byte[1]);

        fails(Errno.EPERM, () -> rig.call(new Fop.Removexattr(Loc.of(f), "", keys)));

        assertThat(rig.xattr("f", "user.a")).isEqualTo("1".getBytes());
        assertThat(rig.xattr("f", Attributes.GFID)).hasSize(16);
    }

    @Test
    void unlinkOfAStaleLinktoSparesAFileThatHoldsData() throws Exception {
        var only = Xdata.EMPTY.withInt("unlink-only-if-dht-linkto-file", 1);
        rig.file(rig.root(), "data", "x");
        fails(Errno.EBUSY, () -> unlink("data", only));
        assertThat(Files.exists(rig.path("data"))).isTrue();

        var linkto = rig.request().withBytes(XattrNames.LINKTO, "vol-client-1\0".getBytes());
        var loc = Loc.entry(rig.root(), "linkto");
        rig.call(new Fop.Mknod(loc, 0101000, 0, 0, linkto));
        unlink("linkto", only);
        assertThat(Files.exists(rig.path("linkto"))).isFalse();
    }

    @Test
    void unlinkSparesAFileThatIsOpenWhenAskedTo() throws Exception {
        var closed = Xdata.EMPTY.withInt("dont-unlink-for-open-fd", 1);
        var f = rig.file(rig.root(), "f", "x");
        try (var fd = rig.open(f, 0)) {
            fails(Errno.EBUSY, () -> unlink("f", closed));
            assertThat(rig.read(fd, 0, 1)).isEqualTo("x");
        }
        unlink("f", closed);
        assertThat(Files.exists(rig.path("f"))).isFalse();
    }

    @Test
    void unlinkTellsTheLinksBeforeItWhenAsked() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
        var asked = Xdata.EMPTY.withUint("get-link-count", 0);

        var first = rig.call(new Fop.Unlink(Loc.entry(rig.root(), "g"), 0, asked)).xdata();
        var last = rig.call(new Fop.Unlink(Loc.entry(rig.root(), "f"), 0, asked)).xdata();

        assertThat(first.number("get-link-count", -1)).isEqualTo(2);
        assertThat(last.number("get-link-count", -1)).isZero();
    }

    @Test
    void migrationDoesNotWriteOverWhatClientsWroteMeanwhile() throws Exception {
        var f = rig.file(rig.root(), "f", "old");
        var migration = Xdata.EMPTY.withInt("glusterfs.avoid.overwrite", 1);
        var client = Xdata.EMPTY.with(PROTECT, new XdataValue.Uint(1));
        try (var fd = rig.open(f, 2)) {
            write(fd, "mig", migration);
            write(fd, "new", client);
            assertThat(rig.xattr("f", PROTECT)).isEqualTo(new byte[] {'1', 0});
            fails(Errno.EBUSY, () -> write(fd, "mig", migration));
            assertThat(rig.read(fd, 0, 3)).isEqualTo("new");

            rig.lookup(rig.root(), "f", Xdata.EMPTY.withInt("glusterfs.clean.writexattr", 1));
            assertThat(rig.xattr("f", PROTECT)).isNull();
            write(fd, "mig", migration);
        }
    }

    private void write(Fd fd, String text, Xdata xdata) throws Exception {
        try (var data = Payload.copyOf(text.getBytes())) {
            rig.call(new Fop.Writev(fd, 0, data, 2, xdata));
        }
    }

    @Test
    void lookupAnswersWithADictionaryThoughNothingIsAsked() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        for (var loc : new Loc[] {Loc.of(f), Loc.entry(rig.root(), "f")}) {
            var told = rig.call(new Fop.Lookup(loc, Xdata.NULL)).xdata();
            assertThat(told.isNull()).isFalse();
            assertThat(told.size()).isZero();
        }
    }

    @Test
    void aLookupByGfidSaysNothingOfTheParent() throws Exception {
        var d = rig.mkdir(rig.root(), "d");
        for (var inode : new Inode[] {rig.root(), d}) {
            var reply = rig.call(new Fop.Lookup(Loc.of(inode), Xdata.NULL));
            assertThat(reply.postParent().isNone()).isTrue();
        }
        var named = rig.call(new Fop.Lookup(Loc.entry(rig.root(), "d"), Xdata.NULL));
        assertThat(named.postParent().gfid()).isEqualTo(Gfid.ROOT);
    }

    @Test
    void changingXattrsTellsAttributesUnaskedButNotOfferingTimes() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[1]);
        var set = rig.call(new Fop.Setxattr(Loc.of(f), dict, 0, Xdata.NULL)).xdata();
        var removed = rig.call(new Fop.Removexattr(Loc.of(f), "user.a", Xdata.NULL)).xdata();
        for (var told : new Xdata[] {set, removed}) {
            assertThat(told.keyList())
                    .containsExactlyInAnyOrder(
                            "virt-gf-prestat", "virt-gf-poststat", "dht-get-iatt-in-xattr");
        }
        var times = new XdataValue.MdataValue(new Mdata(1, 0, 1, 0, 1, 0));
        var offer = Xdata.EMPTY.with("set-ctime-mdata", times);
        var offered = rig.call(new Fop.Setxattr(Loc.of(f), offer, 0, Xdata.NULL)).xdata();
        assertThat(offered.size()).isZero();
    }

    @Test
    void healersSeeTheStoredTimesAmongTheXattrs() throws Exception {
        var f = rig.file(rig.root(), "f", "x");
        var list = new Fop.Getxattr(Loc.of(f), "", Xdata.NULL);
        var mdata = "trusted.glusterfs.mdata";
        var stored = MdataCodec.encode(new Mdata(1, 0, 1, 0, 1, 0));
        var dict = Xdata.EMPTY.withBytes(mdata, stored);
        rig.call(new Fop.Setxattr(Loc.of(f), dict, 0, Xdata.NULL));
        assertThat(rig.call(list).dict().contains(mdata)).isFalse();
        rig.frame = Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON));
        assertThat(rig.call(list).dict().bytes(mdata)).hasValue(stored);
    }
}
