package org.glusterj.features.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.glusterj.linux.Syscalls;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogTest extends XlatorContract {
    private static final long START = ManualEnvironment.START_EPOCH_NANOS / 1_000_000_000;
    private static final Gfid Q = Gfid.parse("15a61e5f-3688-4d16-bad1-d6c5d4bee1bc");
    private static final Gfid SUB = Gfid.parse("7d09ff2b-bf6b-4fe2-bc0d-6404717b8277");
    private static final Gfid F = Gfid.parse("7a2a5788-aeea-4d95-a1bc-d7bcbf02e3ed");
    private static final Gfid SIGNED = Gfid.parse("3bbe388f-05e3-4fb2-8b67-8381ae5ceef6");
    private static final Gfid TRASHED = Gfid.parse("16ee0ffd-dd38-4e66-aeb1-9fd4ec9b255a");

    @TempDir Path brick;

    @Override
    protected String type() {
        return "features/changelog";
    }

    @Override
    protected Record defaults() {
        return new Changelog.Options(
                false,
                false,
                "",
                "",
                "realtime",
                Encoding.ASCII,
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(120),
                false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "changelog", "on",
                "changelog-notification", "on",
                "changelog-brick", "/b",
                "changelog-dir", "/b/c",
                "op-mode", "other",
                "encoding", "binary",
                "rollover-time", "7",
                "fsync-interval", "0",
                "changelog-barrier-timeout", "9",
                "capture-del-path", "on");
    }

    @Override
    protected Record others() {
        return new Changelog.Options(
                true,
                true,
                "/b",
                "/b/c",
                "other",
                Encoding.BINARY,
                Duration.ofSeconds(7),
                Duration.ZERO,
                Duration.ofSeconds(9),
                true);
    }

    @Override
    protected Map<String, String> liveOptions() {
        return on("encoding", "binary", "fsync-interval", "0");
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    private Map<String, String> on(String... others) {
        var options = new HashMap<String, String>();
        options.put("changelog", "on");
        options.put("changelog-brick", brick.toString());
        options.put("changelog-dir", journals().toString());
        for (int i = 0; i < others.length; i += 2) {
            options.put(others[i], others[i + 1]);
        }
        return options;
    }

    private Path journals() {
        return brick.resolve(".glusterfs/changelogs");
    }

    private Inode root() {
        return fixture.graph().inodes().root();
    }

    private Inode known(Gfid gfid, int mode) {
        var iatt = new Iatt.Builder().gfid(gfid).mode(mode).nlink(1).build();
        var table = fixture.graph().inodes();
        return table.linkPinned(table.blank(), root(), gfid.toString(), iatt);
    }

    private Xdata gfid(Gfid gfid) {
        return Xdata.EMPTY.withGfid("gfid-req", gfid);
    }

    private Inode mkdir(Inode parent, String name, Gfid gfid) throws FopException {
        fixture.call(new Fop.Mkdir(Loc.entry(parent, name), 0755, 0, gfid(gfid)));
        return known(gfid, 040755);
    }

    private Inode put(Inode parent, String name, Gfid gfid) throws FopException {
        var file = known(gfid, 0100644);
        try (var fd = fixture.graph().inodes().newFd(file, 2)) {
            var loc = Loc.entry(parent, name);
            fixture.call(new Fop.Create(loc, 0102, 0100644, 0, fd, gfid(gfid)));
        }
        write(file);
        return file;
    }

    private void write(Inode file) throws FopException {
        try (var fd = fixture.graph().inodes().newFd(file, 2);
                var data = Payload.copyOf(new byte[4])) {
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private void setxattr(Inode inode) throws FopException {
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[1]);
        fixture.call(new Fop.Setxattr(Loc.of(inode), dict, 0, Xdata.NULL));
    }

    private void fsetxattr(Inode inode) throws FopException {
        try (var fd = fixture.graph().inodes().newFd(inode, 0)) {
            var dict = Xdata.EMPTY.withBytes("trusted.a", new byte[1]);
            fixture.call(new Fop.Fsetxattr(fd, dict, 0, Xdata.NULL));
        }
    }

    private void chmod(Inode inode, Xdata xdata) throws FopException {
        fixture.call(new Fop.Setattr(Loc.of(inode), Iatt.NONE, 1, xdata));
    }

    private void unlink(Inode parent, String name, Inode file) throws FopException {
        fixture.call(new Fop.Unlink(Loc.entry(parent, name, file), 0, Xdata.NULL));
    }

    /** As distribute of 10.3 says it: the fixed part has three bytes more than its members. */
    private static Xdata tracked(Gfid oldParent, String oldName, Gfid newParent, String newName) {
        var bytes = ByteBuffer.allocate(44 + oldName.length() + newName.length() + 2);
        bytes.put(oldParent.toBytes()).put(newParent.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(oldName.length() + 1).putInt(newName.length() + 1);
        bytes.put((oldName + "\0" + newName).getBytes(StandardCharsets.ISO_8859_1));
        return Xdata.EMPTY.withBytes("changelog.rename-op", bytes.array());
    }

    private void advance(int seconds) {
        fixture.environment().advance(Duration.ofSeconds(seconds));
    }

    private Path slice(long seconds) {
        return journals().resolve("2026/01/02/CHANGELOG." + seconds);
    }

    private static byte[] golden(String name) throws IOException {
        try (var in = ChangelogTest.class.getResourceAsStream("/golden/changelog/" + name)) {
            return in.readAllBytes();
        }
    }

    /** The records of a journal, each NUL a bar. */
    private static String records(Path journal) throws IOException {
        var text = Files.readString(journal, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf('\n') + 1).replace('\0', '|');
    }

    private String current() throws IOException {
        return records(journals().resolve("CHANGELOG"));
    }

    @Test
    void theSameWorkGivesTheRecordsOfStock() throws Exception {
        fixture.reconfigure(on());
        var q = mkdir(root(), "q", Q);
        var sub = mkdir(q, "sub", SUB);
        setxattr(q);
        var f = put(sub, "f", F);
        write(f);
        var signed = put(root(), "signed", SIGNED);
        fixture.call(new Fop.Link(Loc.of(f), Loc.entry(q, "hl", f), Xdata.NULL));
        advance(15);
        unlink(q, "hl", f);
        var trashed = put(root(), "trashme", TRASHED);
        unlink(root(), "trashme", trashed);
        setxattr(signed);
        setxattr(signed);
        var from = Loc.entry(root(), "signed", signed);
        var to = Loc.entry(root(), "signed2");
        var moved = tracked(Gfid.ROOT, "signed", Gfid.ROOT, "signed2");
        fixture.call(new Fop.Rename(from, to, moved));
        chmod(signed, Xdata.NULL);
        advance(15);
        fsetxattr(signed);
        fsetxattr(f);
        fsetxattr(trashed);
        advance(15);
        assertThat(slice(START + 15)).hasBinaryContent(golden("CHANGELOG.1795214447"));
        assertThat(slice(START + 30)).hasBinaryContent(golden("CHANGELOG.1795214452"));
        assertThat(slice(START + 45)).hasBinaryContent(golden("CHANGELOG.1795214460"));
    }

    private byte[] xattr(Path path, String name) {
        var value = new byte[64];
        int size = Syscalls.system().getxattr(path.toString(), name, value);
        assertThat(size).as(name + " of " + path).isPositive();
        return Arrays.copyOf(value, size);
    }

    @Test
    void theListHasEverySliceAndTheEmptyOnesInLowerCase() throws Exception {
        fixture.reconfigure(on());
        advance(15);
        put(root(), "f", F);
        advance(15);
        var list = journals().resolve("htime/HTIME." + START);
        var empty = journals() + "/2026/01/02/changelog." + (START + 15);
        assertThat(Files.readString(list)).isEqualTo(empty + "\0" + slice(START + 30) + "\0");
        assertThat(xattr(list, "trusted.glusterfs.htime"))
                .asString()
                .isEqualTo((START + 30) + ":2");
        assertThat(xattr(list.getParent(), "trusted.glusterfs.current_htime"))
                .asString()
                .isEqualTo("HTIME." + START);
        assertThat(Path.of(empty)).doesNotExist();
        assertThat(slice(START + 30)).exists();
    }

    @Test
    void whatAnEarlierProcessLeftBecomesASliceOfTheSameList() throws Exception {
        fixture.reconfigure(on());
        put(root(), "f", F);
        fixture.close();
        fixture = GraphFixture.of(type(), on());
        assertThat(records(slice(START))).startsWith("E" + F);
        assertThat(current()).isEmpty();
        try (Stream<Path> lists = Files.list(journals().resolve("htime"))) {
            assertThat(lists).hasSize(1);
        }
    }

    @Test
    void switchedOffAndOnItBeginsAnotherList() throws Exception {
        fixture.reconfigure(on());
        put(root(), "f", F);
        advance(3);
        fixture.reconfigure(Map.of());
        assertThat(journals().resolve("CHANGELOG")).doesNotExist();
        assertThat(records(slice(START + 3))).startsWith("E" + F);
        put(root(), "g", SIGNED);
        assertThat(fixture.environment().pendingTimers()).isZero();
        advance(1);
        fixture.reconfigure(on());
        assertThat(current()).isEmpty();
        assertThat(journals().resolve("htime/HTIME." + (START + 4))).isEmptyFile();
    }

    @Test
    void oneRecordOfAKindInASlice() throws Exception {
        fixture.reconfigure(on());
        var f = known(F, 0100644);
        for (int i = 0; i < 3; i++) {
            write(f);
            setxattr(f);
            chmod(f, Xdata.NULL);
        }
        assertThat(current()).isEqualTo("D" + F + "|M" + F + "|17|M" + F + "|38|");
        advance(15);
        write(f);
        assertThat(current()).isEqualTo("D" + F + "|");
    }

    @Test
    void binaryRecords() throws Exception {
        fixture.reconfigure(on("encoding", "binary"));
        put(root(), "f", F);
        var expected = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        var header = "GlusterFS Changelog | version: v1.2 | encoding : 1\nE";
        expected.put(header.getBytes(StandardCharsets.US_ASCII)).put(F.toBytes()).put((byte) 0);
        expected.putInt(23).put((byte) 0).putInt(0100644).put((byte) 0).putInt(0).put((byte) 0);
        expected.putInt(0).put((byte) 0).put(Gfid.ROOT.toBytes()).put("/f\0D".getBytes());
        expected.put(F.toBytes()).put((byte) 0);
        assertThat(Files.readAllBytes(journals().resolve("CHANGELOG")))
                .isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
    }

    @Test
    void whatIsRemovedHasItsPathWhenAskedFor() throws Exception {
        fixture.reconfigure(on("capture-del-path", "on"));
        var handles = brick.resolve(".glusterfs");
        Files.createDirectories(handles.resolve("7d/09"));
        Files.createDirectories(handles.resolve("15/a6"));
        Files.createSymbolicLink(
                handles.resolve("7d/09/" + SUB), Path.of("../../15/a6/" + Q + "/sub"));
        Files.createSymbolicLink(
                handles.resolve("15/a6/" + Q), Path.of("../../00/00/" + Gfid.ROOT + "/q"));
        unlink(known(SUB, 040755), "f", known(F, 0100644));
        unlink(root(), "r", known(SIGNED, 0100644));
        unlink(known(TRASHED, 040755), "lost", known(SIGNED, 0100644));
        assertThat(current())
                .isEqualTo(
                        ("E" + F + "|5|" + SUB + "/f|q/sub/f|")
                                + ("E" + SIGNED + "|5|" + Gfid.ROOT + "/r|r|")
                                + ("E" + SIGNED + "|5|" + TRASHED + "/lost|||"));
    }

    @Test
    void anUnlinkThatEndsARenameIsARename() throws Exception {
        fixture.reconfigure(on());
        var file = known(F, 0100644);
        var loc = Loc.entry(root(), "a", file);
        fixture.call(new Fop.Unlink(loc, 0, tracked(Gfid.ROOT, "a", Q, "b")));
        var bad = Xdata.EMPTY.withBytes("changelog.rename-op", new byte[] {1, 2});
        fixture.call(new Fop.Unlink(loc, 0, bad));
        var huge = tracked(Gfid.ROOT, "a", Q, "b").bytes("changelog.rename-op").orElseThrow();
        huge[35] = huge[39] = -1;
        fixture.call(new Fop.Unlink(loc, 0, Xdata.EMPTY.withBytes("changelog.rename-op", huge)));
        assertThat(current())
                .isEqualTo(
                        ("E" + F + "|8|" + Gfid.ROOT + "/a|" + Q + "/b|")
                                + ("E" + F + "|5|" + Gfid.ROOT + "/a|||").repeat(2));
    }

    @Test
    void whatIsNoChangeByUsersIsNotRecorded() throws Exception {
        fixture.reconfigure(on());
        var file = known(F, 0100644);
        var internal = Xdata.EMPTY.withString("glusterfs-internal-fop", "yes");
        chmod(file, internal);
        fixture.call(new Fop.Unlink(Loc.entry(root(), "f", file), 0, internal));
        var rename =
                new Fop.Rename(Loc.entry(root(), "f", file), Loc.entry(root(), "g"), Xdata.NULL);
        fixture.call(rename);
        var rebalance = Frame.internal().as(Caller.internal(Caller.PID_REBALANCE));
        fixture.call(rebalance, new Fop.Truncate(Loc.of(file), 0, Xdata.NULL));
        fixture.child()
                .answer(
                        (frame, op) -> {
                            throw new FopException(Errno.EPERM);
                        });
        assertThatThrownBy(() -> chmod(file, Xdata.NULL)).isInstanceOf(FopException.class);
        assertThat(current()).isEmpty();
    }

    @Test
    void anObjectIsRecordedOnDemand() throws Exception {
        fixture.reconfigure(on());
        var file = fixture.file("old");
        var trigger = Xdata.EMPTY.withString("glusterfs.geo-rep.trigger-sync", "1");
        fixture.call(new Fop.Setxattr(Loc.of(file), trigger, 0, Xdata.NULL));
        var gfid = file.gfid();
        assertThat(current())
                .isEqualTo("E" + gfid + "|23|33188|0|0|" + Gfid.ROOT + "/old|D" + gfid + "|");
        var other = Xdata.EMPTY.withString("glusterfs.geo-rep.trigger-sync", "2");
        assertThatThrownBy(() -> fixture.call(new Fop.Setxattr(Loc.of(file), other, 0, Xdata.NULL)))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.EOPNOTSUPP));
        assertThat(fixture.child().calls(FopType.SETXATTR)).isEmpty();
    }

    @Test
    void aSliceThatCannotEndGoesOn() throws Exception {
        fixture.reconfigure(on());
        Files.writeString(journals().resolve("2026"), "in the way");
        var file = put(root(), "f", F);
        advance(15);
        setxattr(file);
        assertThat(current()).contains("M" + F + "|17|");
        Files.delete(journals().resolve("2026"));
        advance(15);
        assertThat(records(slice(START + 30))).contains("D" + F + "|M" + F + "|17|");
    }

    @Test
    void aDirectoryThatCannotBeIsRefused() throws Exception {
        var file = Files.writeString(brick.resolve("file"), "");
        assertThatThrownBy(() -> fixture.reconfigure(on("changelog-dir", file + "/journal")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("Not a directory");
        assertThatThrownBy(() -> fixture.reconfigure(on("changelog-dir", "here")))
                .isInstanceOf(GraphException.class);
        assertThat(List.of(fixture.dump().toString())).first().asString().contains("active=false");
    }
}
