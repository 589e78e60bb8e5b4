package org.glusterj.features.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WormTest extends XlatorContract {
    private static final long START = ManualEnvironment.START_EPOCH_NANOS / 1_000_000_000;

    /** What the brick keeps of the one file. */
    private final Map<String, byte[]> xattrs = new HashMap<>();

    private Inode file;
    private long atime = START;
    private long mtime = START;

    @Override
    protected String type() {
        return "features/worm";
    }

    @Override
    protected Record defaults() {
        return new Worm.Options(
                false, false, true, Duration.ofSeconds(120), "relax", Duration.ofSeconds(180));
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "worm", "on",
                "worm-file-level", "on",
                "worm-files-deletable", "off",
                "default-retention-period", "100",
                "retention-mode", "enterprise",
                "auto-commit-period", "2");
    }

    @Override
    protected Record others() {
        return new Worm.Options(
                true, true, false, Duration.ofSeconds(100), "enterprise", Duration.ofSeconds(2));
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    @BeforeEach
    void aBrick() {
        file = fixture.file("f");
        var child = fixture.child();
        child.answer(FopType.GETXATTR, (frame, op) -> value(((Fop.Getxattr) op).name()));
        child.answer(
                FopType.SETXATTR,
                (frame, op) -> {
                    var dict = ((Fop.Setxattr) op).dict();
                    dict.keyList().forEach(key -> xattrs.put(key, dict.bytes(key).get()));
                    return Reply.Ok.PLAIN;
                });
        child.answer(FopType.STAT, (frame, op) -> new Reply.Attr(iatt(), Xdata.NULL));
        child.answer(
                FopType.LOOKUP,
                (frame, op) -> {
                    if (((Fop.Lookup) op).loc().name().equals("free")) {
                        throw new FopException(Errno.ENOENT);
                    }
                    return new Reply.Lookup(iatt(), Iatt.NONE, Xdata.NULL);
                });
        child.answer(
                FopType.CREATE,
                (frame, op) -> new Reply.Entry(iatt(), Iatt.NONE, Iatt.NONE, Xdata.NULL));
        child.answer(
                FopType.SETATTR,
                (frame, op) -> {
                    var set = (Fop.Setattr) op;
                    if ((set.valid() & SetattrMask.ATIME) != 0) {
                        atime = set.iatt().atime();
                    }
                    return new Reply.PrePost(Iatt.NONE, iatt(), Xdata.NULL);
                });
    }

    private Reply value(String name) throws FopException {
        var value = xattrs.get(name);
        if (value == null) {
            throw new FopException(Errno.ENODATA);
        }
        return new Reply.Xattrs(Xdata.EMPTY.withBytes(name, value), Xdata.NULL);
    }

    private Iatt iatt() {
        return new Iatt.Builder()
                .gfid(file.gfid())
                .mode(file.type().bits() | 0644)
                .atime(atime, 0)
                .mtime(mtime, 0)
                .build();
    }

    private void on(String... options) throws Exception {
        var map = new HashMap<String, String>();
        map.put("worm-file-level", "on");
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        fixture.reconfigure(map);
    }

    private String text(String key) {
        var value = xattrs.get(key);
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    private void make() throws FopException {
        try (var fd = fixture.graph().inodes().newFd(file, 2)) {
            var loc = Loc.entry(fixture.graph().inodes().root(), "f");
            fixture.call(new Fop.Create(loc, 2, 0644, 0, fd, Xdata.NULL));
        }
    }

    private void write() throws FopException {
        try (var fd = fixture.graph().inodes().newFd(file, 2);
                var data = Payload.copyOf(new byte[1])) {
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    private void chmod(int mode) throws FopException {
        var iatt = new Iatt.Builder().mode(mode).build();
        fixture.call(new Fop.Setattr(Loc.of(file), iatt, SetattrMask.MODE, Xdata.NULL));
    }

    private void utime(long seconds) throws FopException {
        var iatt = new Iatt.Builder().atime(seconds, 0).build();
        fixture.call(new Fop.Setattr(Loc.of(file), iatt, SetattrMask.ATIME, Xdata.NULL));
    }

    private void unlink() throws FopException {
        var loc = Loc.entry(fixture.graph().inodes().root(), "f");
        fixture.call(new Fop.Unlink(loc, 0, Xdata.NULL));
    }

    private void rename(String from, String to) throws FopException {
        var root = fixture.graph().inodes().root();
        fixture.call(new Fop.Rename(Loc.entry(root, from), Loc.entry(root, to), Xdata.NULL));
    }

    private void pass(int seconds) {
        fixture.environment().advance(Duration.ofSeconds(seconds));
    }

    private static void refused(ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.EROFS));
    }

    @Test
    void aWormVolumeTakesNewFilesAndChangesNone() throws Exception {
        fixture.reconfigure(Map.of("worm", "on"));
        make();
        write();
        chmod(0444);
        refused(this::unlink);
        refused(() -> rename("f", "free"));
        refused(() -> fixture.call(new Fop.Truncate(Loc.of(file), 0, Xdata.NULL)));
        try (var fd = fixture.graph().inodes().newFd(file, 1)) {
            refused(() -> fixture.call(new Fop.Open(Loc.of(file), 1, fd, Xdata.NULL)));
            fixture.call(new Fop.Open(Loc.of(file), 0, fd, Xdata.NULL));
        }
        var zero = Xdata.EMPTY.withBytes("trusted.afr.x", new byte[4]);
        fixture.call(new Fop.Xattrop(Loc.of(file), 0, zero, Xdata.NULL));
        var one = Xdata.EMPTY.withBytes("trusted.afr.x", new byte[] {1});
        refused(() -> fixture.call(new Fop.Xattrop(Loc.of(file), 0, one, Xdata.NULL)));
        var healer = Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON));
        fixture.call(healer, new Fop.Truncate(Loc.of(file), 0, Xdata.NULL));
    }

    @Test
    void theStateOfAFileIsStoredAsStockStoresIt() throws Exception {
        on("default-retention-period", "100", "auto-commit-period", "2");
        make();
        assertThat(text("trusted.start_time")).isEqualTo(START + "\0");
        assertThat(text("trusted.worm_file")).isEqualTo("1\0");
        assertThat(text("trusted.reten_state")).isNull();
        chmod(0444);
        assertThat(text("trusted.reten_state")).isEqualTo("3/100/2\0");
        assertThat(atime).as("end of the retention").isEqualTo(START + 100);
    }

    @Test
    void aCommittedFileCannotBeChanged() throws Exception {
        on();
        make();
        write();
        chmod(0444);
        refused(this::write);
        refused(this::unlink);
        refused(() -> rename("f", "free"));
        refused(() -> rename("other", "f"));
        refused(() -> fixture.call(new Fop.Truncate(Loc.of(file), 0, Xdata.NULL)));
        var root = fixture.graph().inodes().root();
        refused(
                () ->
                        fixture.call(
                                new Fop.Link(Loc.of(file), Loc.entry(root, "free"), Xdata.NULL)));
        try (var fd = fixture.graph().inodes().newFd(file, 01001)) {
            refused(() -> fixture.call(new Fop.Open(Loc.of(file), 01001, fd, Xdata.NULL)));
            refused(() -> fixture.call(new Fop.Fallocate(fd, 0, 0, 9, Xdata.NULL)));
        }
    }

    @Test
    void whatIsNotOfWormMayChange() throws Exception {
        on();
        write();
        chmod(0444);
        write();
        unlink();
        assertThat(xattrs).isEmpty();
    }

    @Test
    void afterItsRetentionAFileMayBeRemovedAndNothingElse() throws Exception {
        on();
        make();
        chmod(0444);
        pass(119);
        refused(this::unlink);
        pass(1);
        refused(this::write);
        assertThat(text("trusted.reten_state")).isEqualTo("1/0/0\0");
        assertThat(atime).isEqualTo(START);
        unlink();
    }

    @Test
    void filesMayStayForGood() throws Exception {
        on("worm-files-deletable", "off");
        make();
        chmod(0444);
        pass(500);
        refused(this::unlink);
    }

    @Test
    void aFileLeftAloneIsCommittedByTheNextTry() throws Exception {
        on("auto-commit-period", "10");
        make();
        pass(5);
        write();
        mtime = START + 5;
        pass(9);
        write();
        assertThat(text("trusted.reten_state")).isNull();
        pass(1);
        refused(this::write);
        assertThat(text("trusted.reten_state")).isEqualTo("3/120/10\0");
    }

    @Test
    void aRelaxedRetentionCanBeShortenedToTheModificationTime() throws Exception {
        on();
        make();
        chmod(0444);
        utime(START + 20);
        assertThat(text("trusted.reten_state")).isEqualTo("3/20/180\0");
        refused(() -> utime(START - 1));
        utime(START + 300);
        assertThat(text("trusted.reten_state")).isEqualTo("3/300/180\0");
    }

    @Test
    void anEnterprisesRetentionCanOnlyGrow() throws Exception {
        on("retention-mode", "enterprise");
        make();
        chmod(0444);
        assertThat(text("trusted.reten_state")).isEqualTo("11/120/180\0");
        refused(() -> utime(START + 119));
        utime(START + 121);
        assertThat(text("trusted.reten_state")).isEqualTo("11/121/180\0");
    }

    @Test
    void anUnreadableStateProtects() throws Exception {
        on();
        make();
        xattrs.put("trusted.reten_state", "x\0".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::write).isInstanceOf(FopException.class);
    }
}
