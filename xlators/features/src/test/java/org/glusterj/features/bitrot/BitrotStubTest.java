package org.glusterj.features.bitrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitrotStubTest extends XlatorContract {
    private static final Frame BITD = Frame.of(Caller.internal(Caller.PID_BITD));
    private static final Frame SCRUB = Frame.of(Caller.internal(Caller.PID_SCRUB));
    private static final Frame USER = Frame.of(Caller.of(0, 0, 7));

    /** Of {@code bitrot-content\n}: captured from 10.3. */
    private static final String HASH =
            "89055daf995f3252338735e8b2334518f9a6f4a0f38749ee730be8ac3a6cb262";

    @TempDir Path brick;

    /** The xattrs of every file below. */
    private final Map<String, byte[]> disk = new HashMap<>();

    private Inode file;

    @Override
    protected String type() {
        return "features/bitrot-stub";
    }

    @Override
    protected Record defaults() {
        return new BitrotStub.Options(false, "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("bitrot", "on", "export", "/b");
    }

    @Override
    protected Record others() {
        return new BitrotStub.Options(true, "/b");
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of("bitrot", "on", "export", brick.toString());
    }

    @Override
    protected Map<String, String> options() {
        try {
            Files.createDirectories(brick.resolve(".glusterfs"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Map.of();
    }

    private void on() throws Exception {
        fixture.reconfigure(liveOptions());
        file = fixture.file("f");
        fixture.child().answer((frame, op) -> below(op));
    }

    private Reply below(Fop<?> op) throws FopException {
        switch (op) {
            case Fop.Fsetxattr s -> {
                for (int i = 0; i < s.dict().size(); i++) {
                    disk.put(s.dict().key(i), s.dict().bytes(s.dict().key(i)).orElseThrow());
                }
            }
            case Fop.Getxattr g -> {
                if (!disk.containsKey(g.name())) {
                    throw new FopException(Errno.ENODATA);
                }
                var dict = Xdata.EMPTY.withBytes(g.name(), disk.get(g.name()));
                return new Reply.Xattrs(dict, Xdata.NULL);
            }
            default -> {}
        }
        return Samples.reply(op.type());
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    private Fd open(Frame frame, int flags) throws FopException {
        var fd = fixture.graph().inodes().newFd(file, flags);
        fixture.call(frame, new Fop.Open(Loc.of(file), flags, fd, Xdata.NULL));
        return fd;
    }

    private void write(Fd fd) throws FopException {
        try (var data = Payload.copyOf(new byte[4])) {
            fixture.call(USER, new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private void writeAndClose() throws FopException {
        try (var fd = open(USER, 2)) {
            write(fd);
            write(fd);
        }
    }

    private void fsetxattr(Frame frame, String key, byte[] value) throws FopException {
        try (var fd = open(frame, 2)) {
            var dict = Xdata.EMPTY.withBytes(key, value);
            fixture.call(frame, new Fop.Fsetxattr(fd, dict, 0, Xdata.NULL));
        }
    }

    private void reopen(long hint) throws FopException {
        try (var fd = open(BITD, 2)) {
            var dict = Xdata.EMPTY.withUint("trusted.glusterfs.bit-rot.reopen-hint", hint);
            fixture.call(BITD, new Fop.Fsetxattr(fd, dict, 0, Xdata.NULL));
        }
    }

    private void sign(int version) throws FopException {
        var request = ByteBuffer.allocate(24 + 32).order(ByteOrder.LITTLE_ENDIAN);
        request.put(0, (byte) 1).putLong(16, 32).put(24, HexFormat.of().parseHex(HASH));
        request.order(ByteOrder.BIG_ENDIAN).putInt(8, version);
        fsetxattr(BITD, "trusted.glusterfs.set-signature", request.array());
    }

    private String onDisk(String key) {
        return HexFormat.of().formatHex(disk.get(key));
    }

    private byte[] get(Frame frame, String key) throws FopException {
        return fixture.call(frame, new Fop.Getxattr(Loc.of(file), key, Xdata.NULL))
                .dict()
                .bytes(key)
                .orElseThrow();
    }

    @Test
    void theFirstChangeWritesAVersionBeforeItself() throws Exception {
        on();
        writeAndClose();
        long started = ManualEnvironment.START_EPOCH_NANOS;
        var time = String.format("%08x%08x", started / 1_000_000_000, started / 1000 % 1_000_000);
        assertThat(onDisk("trusted.bit-rot.version")).isEqualTo("0200000000000000" + time);
        assertThat(fixture.child().calls())
                .extracting(call -> call.op().type())
                .endsWith(FopType.OPEN, FopType.FSETXATTR, FopType.WRITE, FopType.WRITE);
        var set = fixture.child().calls(FopType.FSETXATTR).getFirst();
        assertThat(set.op().xdata().contains("glusterfs-internal-fop")).isTrue();
    }

    @Test
    void aVersionGoesOnUntilItIsSigned() throws Exception {
        on();
        writeAndClose();
        writeAndClose();
        assertThat(onDisk("trusted.bit-rot.version")).startsWith("02");
        reopen(0);
        sign(2);
        assertThat(onDisk("trusted.bit-rot.signature")).isEqualTo("010200000000000000" + HASH);
        assertThat(fixture.child().calls(FopType.FSYNC)).hasSize(1);
        writeAndClose();
        assertThat(onDisk("trusted.bit-rot.version")).startsWith("03");
        disk.remove("trusted.bit-rot.signature");
        sign(2);
        assertThat(disk).as("a signature that came too late").doesNotContainKey(Formats.SIGNATURE);
        fails(Errno.EINVAL, () -> sign(4));
    }

    @Test
    void everythingThatChangesContentIsAChange() throws Exception {
        on();
        try (var fd = Fd.anonymous(file, 2)) {
            for (var op :
                    List.<Fop<?>>of(
                            new Fop.Truncate(Loc.of(file), 0, Xdata.NULL),
                            new Fop.Ftruncate(fd, 0, Xdata.NULL),
                            new Fop.Discard(fd, 0, 1, Xdata.NULL),
                            new Fop.Zerofill(fd, 0, 1, Xdata.NULL),
                            new Fop.Fallocate(fd, 0, 0, 1, Xdata.NULL),
                            new Fop.Open(Loc.of(file), 01000, newFd(), Xdata.NULL))) {
                long before = version();
                fixture.call(USER, op);
                assertThat(version()).as(op.type().name()).isEqualTo(before + 1);
                reopen(0);
            }
        }
    }

    private Fd newFd() {
        return fixture.graph().inodes().newFd(file, 0);
    }

    private long version() {
        var bytes = disk.get(Formats.VERSION);
        return bytes == null ? 1 : Formats.versionOf(bytes);
    }

    @Test
    void aSignatureIsAnsweredWithItsVersionAndWhetherItIsOld() throws Exception {
        on();
        fails(Errno.ENODATA, () -> get(SCRUB, "trusted.glusterfs.get-signature"));
        writeAndClose();
        reopen(0);
        sign(2);
        var answer = get(SCRUB, "trusted.glusterfs.get-signature");
        var time = onDisk("trusted.bit-rot.version").substring(16);
        var expected = "0000000000000000" + "0200000000000000" + time;
        expected += "0100000000000000" + "2000000000000000" + HASH;
        assertThat(HexFormat.of().formatHex(answer)).isEqualTo(expected);
        writeAndClose();
        assertThat(get(SCRUB, "trusted.glusterfs.get-signature")[0]).isEqualTo((byte) 1);
    }

    @Test
    void aDamagedFileIsShutOutAndQuarantined() throws Exception {
        on();
        var earlier = open(USER, 2);
        fsetxattr(SCRUB, "trusted.bit-rot.bad-file", new byte[] {'1', 0});
        fails(Errno.EIO, () -> open(USER, 0));
        fails(Errno.EIO, () -> write(earlier));
        fails(Errno.EIO, () -> fixture.call(new Fop.Readv(earlier, 0, 4, 0, Xdata.NULL)));
        fails(Errno.EIO, () -> fixture.call(new Fop.Stat(Loc.of(file), Xdata.NULL)));
        fails(Errno.EIO, () -> fixture.call(new Fop.Truncate(Loc.of(file), 0, Xdata.NULL)));
        fails(Errno.EIO, () -> get(SCRUB, "trusted.glusterfs.get-signature"));
        var found = fixture.call(new Fop.Lookup(Loc.of(file), Xdata.NULL));
        assertThat(found.xdata().number("glusterfs.bad-inode", 0)).isOne();
        var link = brick.resolve(".glusterfs/quarantine/" + file.gfid());
        assertThat(link).exists();
        earlier.close();
        fixture.call(new Fop.Unlink(Loc.entry(root(), "f", file), 0, Xdata.NULL));
        assertThat(link).doesNotExist();
    }

    private Inode root() {
        return fixture.graph().inodes().root();
    }

    @Test
    void aFileThatWasDamagedBeforeIsFoundOut() throws Exception {
        on();
        disk.put("trusted.bit-rot.bad-file", new byte[] {'1', 0});
        fails(Errno.EIO, () -> open(USER, 0));
        var other = fixture.file("g");
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> {
                            assertThat(op.xdata().keyList()).containsAll(disk.keySet());
                            var found = (Reply.Lookup) Samples.reply(FopType.LOOKUP);
                            var xdata = Xdata.EMPTY.withBytes(Formats.BAD, new byte[] {'1', 0});
                            return found.withXdata(
                                    xdata.withBytes("glusterfs.content", new byte[3])
                                            .withBytes(Formats.VERSION, new byte[16]));
                        });
        var found = fixture.call(new Fop.Lookup(Loc.of(other), Xdata.NULL));
        assertThat(found.xdata().keyList()).containsExactly("glusterfs.bad-inode");
    }

    @Test
    void directoriesAreNotAskedForVersions() throws Exception {
        on();
        var directory = new Fop.Lookup(Loc.of(fixture.directory("d")), Xdata.NULL);
        fixture.call(directory);
        assertThat(fixture.child().last().op()).isSameAs(directory);
    }

    @Test
    void usersNeitherSeeNorSetOurXattrs() throws Exception {
        for (boolean on : new boolean[] {false, true}) {
            if (on) {
                on();
            } else {
                file = fixture.file("f");
            }
            var value = new byte[16];
            for (var key : List.of(Formats.VERSION, Formats.SIGNATURE, Formats.BAD, Formats.SIGN)) {
                var dict = Xdata.EMPTY.withBytes(key, value);
                fails(
                        Errno.EINVAL,
                        () -> fixture.call(new Fop.Setxattr(Loc.of(file), dict, 0, Xdata.NULL)));
                fails(Errno.EINVAL, () -> fsetxattr(USER, key, value));
            }
            fails(Errno.EINVAL, () -> get(USER, Formats.VERSION));
            fails(
                    Errno.EINVAL,
                    () -> fixture.call(new Fop.Removexattr(Loc.of(file), Formats.BAD, Xdata.NULL)));
            var all = Xdata.EMPTY.withBytes(Formats.VERSION, value).withBytes("user.a", value);
            fixture.child()
                    .answer(FopType.GETXATTR, (frame, op) -> new Reply.Xattrs(all, Xdata.NULL));
            var shown = fixture.call(new Fop.Getxattr(Loc.of(file), "", Xdata.NULL)).dict();
            assertThat(shown.keyList()).containsExactly("user.a");
        }
    }

    @Test
    void signersLearnWhenTheBrickStarted() throws Exception {
        on();
        file = root();
        var start = get(BITD, "trusted.glusterfs.bit-rot.stub-init");
        assertThat(start).hasSize(8 + 4096);
        assertThat(new String(start, 8, brick.toString().length())).isEqualTo(brick.toString());
    }
}
