package org.glusterj.features.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.OpTime;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Statvfs;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class QuotaTest extends XlatorContract {
    private static final Frame USER = Frame.of(Caller.of(7, 7, 7));
    private static final Caller OTHER = Caller.of(8, 8, 8);
    private static final int LIMIT = 10_000;

    private final Map<Gfid, Gfid> parents = new HashMap<>();
    private final Map<Gfid, long[]> limits = new HashMap<>();
    private final Map<Gfid, long[]> sizes = new HashMap<>();
    private Inode limited;
    private Inode below;
    private Inode file;
    private int written;
    private volatile IntConsumer during = bytes -> {};

    @Override
    protected String type() {
        return "features/quota";
    }

    @Override
    protected Record defaults() {
        return options(false, true, "80%", 60, 5, 86_400, "");
    }

    private static Quota.Options options(
            boolean on, boolean statfs, String soft, int t1, int t2, int alert, String volume) {
        return new Quota.Options(
                on,
                statfs,
                soft,
                Duration.ofSeconds(t1),
                Duration.ofSeconds(t2),
                Duration.ofSeconds(alert),
                volume);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "server-quota", "on",
                "deem-statfs", "off",
                "default-soft-limit", "50%",
                "soft-timeout", "7",
                "hard-timeout", "3",
                "alert-time", "9",
                "volume-uuid", "v");
    }

    @Override
    protected Record others() {
        return options(true, false, "50%", 7, 3, 9, "v");
    }

    /** Directory "limited" with 10,000 bytes and 10 objects, "below" in it, "f" in that. */
    private void on() throws GraphException {
        fixture.reconfigure(Map.of("server-quota", "on"));
        limited = fixture.directory("limited");
        below = fixture.directory("below");
        file = fixture.file("f");
        parents.put(limited.gfid(), Gfid.ROOT);
        parents.put(below.gfid(), limited.gfid());
        parents.put(file.gfid(), below.gfid());
        limits.put(limited.gfid(), new long[] {LIMIT, 10});
        sizes.put(limited.gfid(), new long[] {6000, 2, 2});
        fixture.child().answer((frame, op) -> disk(op));
    }

    private Reply disk(Fop<?> op) throws FopException {
        return switch (op) {
            case Fop.Getxattr g when g.name().equals(OwnKeys.PARENTS) -> parent(g);
            case Fop.Lookup l -> new Reply.Lookup(iatt(l.inode()), Iatt.NONE, asked(l));
            case Fop.Stat s -> new Reply.Attr(iatt(s.inode()), Xdata.NULL);
            case Fop.Writev w -> {
                int size = w.data().size();
                written = size;
                during.accept(size);
                yield new Reply.Writev(size, blocks(0), blocks((size + 511) / 512), Xdata.NULL);
            }
            default -> Samples.reply(op.type());
        };
    }

    private static Iatt blocks(long count) {
        return new Iatt.Builder().blocks(count).build();
    }

    private static Iatt iatt(Inode inode) {
        var type = inode.type() == FileType.INVALID ? FileType.DIRECTORY : inode.type();
        return new Iatt.Builder().gfid(inode.gfid()).mode(type.bits()).nlink(1).blocks(8).build();
    }

    private Reply parent(Fop.Getxattr op) throws FopException {
        var parent = parents.get(op.inode().gfid());
        if (parent == null) {
            throw new FopException(Errno.ENODATA);
        }
        return new Reply.Xattrs(
                Xdata.EMPTY.withBytes(OwnKeys.PARENTS, parent.toBytes()), Xdata.NULL);
    }

    private Xdata asked(Fop.Lookup op) {
        var answer = Xdata.EMPTY;
        var limit = limits.get(op.inode().gfid());
        if (limit != null && op.xdata().contains(Limit.BYTES)) {
            answer = answer.withBytes(Limit.BYTES, words(limit[0], -1));
            answer = answer.withBytes(Limit.OBJECTS, words(limit[1], -1));
        }
        var size = sizes.get(op.inode().gfid());
        if (size != null && op.xdata().contains(Keys.SIZE)) {
            answer = answer.withBytes(Keys.SIZE, words(size));
        }
        return answer;
    }

    private static byte[] words(long... values) {
        var bytes = ByteBuffer.allocate(8 * values.length);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    private void write(Frame frame, int size) throws FopException {
        written = 0;
        try (var data = Payload.copyOf(new byte[size]);
                var fd = Fd.anonymous(file, 2)) {
            fixture.call(frame, new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
            assertThat(data.duplicate().refCnt()).isOne();
        }
    }

    private Fop.Mkdir mkdir() {
        var xdata = Xdata.EMPTY.withGfid("gfid-req", new Gfid(1, 1));
        return new Fop.Mkdir(Loc.entry(below, "new"), 0755, 0, xdata);
    }

    @Test
    void aWriteWithinTheLimitPasses() throws Exception {
        on();
        write(USER, 3000);
        assertThat(written).isEqualTo(3000);
    }

    @Test
    void aWriteThatFitsInPartIsMadeInPartAndTheNextIsRefused() throws Exception {
        on();
        write(USER, 5000);
        assertThat(written).isEqualTo(4000);
        sizes.put(limited.gfid(), new long[] {LIMIT, 2, 2});
        fails(Errno.EDQUOT, () -> write(USER, 1));
        assertThat(written).isZero();
    }

    /** A client that answers writes early sends several. */
    @Test
    void ofTwoWritesAtOnceTheSecondGetsWhatTheFirstLeft() throws Exception {
        on();
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var sum = new AtomicInteger();
        during =
                bytes -> {
                    sum.addAndGet(bytes);
                    inside.countDown();
                    awaitFor(goOn);
                };
        var first = Thread.ofPlatform().start(() -> writeInTime(3000));
        awaitFor(inside);
        var second = Thread.ofPlatform().start(() -> writeInTime(3000));
        while (second.getState() != Thread.State.WAITING
                && second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        first.join();
        second.join();
        // the first took six blocks
        assertThat(sum).hasValue(3000 + 4000 - 6 * 512);
    }

    /** A lock of another client, for instance: it writes before it unlocks. */
    @Test
    void aWriteThatWaitsBelowHoldsNobodyUp() throws Exception {
        on();
        var unlocked = new CountDownLatch(1);
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            if (frame.caller().uid() == USER.caller().uid()) {
                                MustWait.unlessAllowed(frame);
                                awaitFor(unlocked);
                            }
                            return disk(op);
                        });
        var waits = Thread.ofPlatform().start(() -> writeInTime(100));
        while (waits.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        var holder = new Frame(1, OTHER, Deadline.NONE, OpTime.NONE, Cancel.NO_WAITING);
        write(holder, 100);
        assertThat(written).isEqualTo(100);
        unlocked.countDown();
        waits.join();
        assertThat(fixture.child().calls(FopType.WRITE)).hasSize(3);
    }

    private void writeInTime(int size) {
        try {
            write(USER, size);
        } catch (FopException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void daemonsAreNotHeldToLimits() throws Exception {
        on();
        write(Frame.of(Caller.internal(Caller.PID_SELF_HEAL_DAEMON)), 50_000);
        assertThat(written).isEqualTo(50_000);
    }

    @Test
    void aRefusalRestsOnWhatIsUsedNow() throws Exception {
        on();
        write(USER, 3900);
        sizes.put(limited.gfid(), new long[] {0, 2, 2});
        fixture.environment().advance(Duration.ofMillis(60));
        write(USER, 8000);
        assertThat(written).isEqualTo(8000);
    }

    @Test
    void theUseIsAskedAgainWhenTheTimeOutHasPassed() throws Exception {
        on();
        write(USER, 1);
        fixture.child().forgetCalls();
        write(USER, 1);
        assertThat(fixture.child().calls()).as("nothing but the write").hasSize(1);
        fixture.environment().advance(Duration.ofSeconds(60));
        write(USER, 1);
        assertThat(fixture.child().calls(FopType.LOOKUP)).hasSize(1);
    }

    @Test
    void objectsHaveTheirOwnLimit() throws Exception {
        on();
        fixture.call(USER, mkdir());
        sizes.put(limited.gfid(), new long[] {0, 8, 2});
        fixture.environment().advance(Duration.ofSeconds(60));
        fails(Errno.EDQUOT, () -> fixture.call(USER, mkdir()));
    }

    @Test
    void aLimitThatIsSetHoldsAtOnce() throws Exception {
        on();
        write(USER, 1);
        limits.put(limited.gfid(), new long[] {6000, 10});
        var dict = Xdata.EMPTY.withBytes(Limit.BYTES, words(6000, -1));
        var set = new Fop.Setxattr(Loc.of(limited), dict, 0, Xdata.NULL);
        fails(Errno.EPERM, () -> fixture.call(USER, set));
        fixture.call(Frame.of(Caller.internal(Caller.PID_QUOTA)), set);
        fails(Errno.EDQUOT, () -> write(USER, 1));
    }

    @Test
    void aDirectoryThatMovesTakesItsContentToOtherLimits() throws Exception {
        on();
        write(USER, 1);
        parents.put(below.gfid(), Gfid.ROOT);
        fixture.child()
                .answer(
                        FopType.RENAME,
                        (frame, op) -> {
                            var none = Iatt.NONE;
                            return new Reply.Rename(
                                    iatt(below), none, none, none, none, Xdata.NULL);
                        });
        var root = fixture.graph().inodes().root();
        fixture.call(
                USER,
                new Fop.Rename(
                        Loc.entry(limited, "below", below), Loc.entry(root, "b"), Xdata.NULL));
        write(USER, 50_000);
        assertThat(written).isEqualTo(50_000);
    }

    @Test
    void aRenameIntoAFullDirectoryIsRefusedButNotWithinIt() throws Exception {
        on();
        sizes.put(limited.gfid(), new long[] {9000, 2, 2});
        var root = fixture.graph().inodes().root();
        var in = Loc.entry(limited, "in");
        fails(
                Errno.EDQUOT,
                () ->
                        fixture.call(
                                USER, new Fop.Rename(Loc.entry(root, "f", file), in, Xdata.NULL)));
        fixture.call(USER, new Fop.Rename(Loc.entry(below, "f", file), in, Xdata.NULL));
    }

    @Test
    void statfsTellsTheNearestLimit() throws Exception {
        on();
        var disk = new Statvfs(100, 100, 1_000_000, 5, 5, 7, 7, 7, 1, 0, 255);
        fixture.child().answer(FopType.STATFS, (frame, op) -> new Reply.Statfs(disk, Xdata.NULL));
        var reply = fixture.call(USER, new Fop.Statfs(Loc.of(below), Xdata.NULL));
        assertThat(reply.statvfs().blocks()).isEqualTo(100);
        assertThat(reply.statvfs().bfree()).isEqualTo(40);
        assertThat(reply.statvfs().bavail()).isEqualTo(40);
        assertThat(reply.xdata().number("quota-deem-statfs", 0)).isOne();
        var plain = Xdata.EMPTY.withInt("ignore-deem-statfs", 1);
        assertThat(fixture.call(USER, new Fop.Statfs(Loc.of(below), plain)).statvfs())
                .isEqualTo(disk);
        var root = fixture.graph().inodes().root();
        assertThat(fixture.call(USER, new Fop.Statfs(Loc.of(root), Xdata.NULL)).statvfs())
                .isEqualTo(disk);
    }

    @Test
    void aFileWithoutANameIsWritten() throws Exception {
        on();
        parents.remove(file.gfid());
        write(USER, 50_000);
        assertThat(written).isEqualTo(50_000);
    }

    @Test
    void aSoftLimitBeyondHundredPercentIsRefused() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("default-soft-limit", "120%")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("default-soft-limit");
    }

    @Test
    void theWarningComesAtTheCrossingAndThenRarely() {
        var directory = new Limited(Gfid.ROOT, new Limit(100, 50), Limit.NONE);
        assertThat(directory.bytes.soft(80)).isEqualTo(50);
        assertThat(new Limit(100, -1).soft(80)).isEqualTo(80);
        assertThat(directory.warning(50, 49, 0, 10)).isZero();
        assertThat(directory.warning(50, 60, 0, 10)).isOne();
        directory.add(60, 0, 0);
        assertThat(directory.warning(50, 1, 5, 10)).isZero();
        assertThat(directory.warning(50, 1, 10, 10)).isEqualTo(2);
    }
}
