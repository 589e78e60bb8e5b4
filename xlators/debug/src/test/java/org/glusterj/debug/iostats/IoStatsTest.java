package org.glusterj.debug.iostats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Profiler;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoStatsTest extends XlatorContract {
    @TempDir Path directory;

    private Inode file;

    @Override
    protected String type() {
        return "debug/io-stats";
    }

    @Override
    protected Record defaults() {
        return new IoStats.Options(false, false, "/var/run/gluster", "", "", "INFO", 16, false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "latency-measurement", "on",
                "count-fop-hits", "on",
                "dump-directory", "/tmp/d",
                "unique-id", "/bricks/b",
                "volume-id", "v",
                "log-level", "DEBUG",
                "threads", "3",
                "global-threading", "on");
    }

    @Override
    protected Record others() {
        return new IoStats.Options(true, true, "/tmp/d", "/bricks/b", "v", "DEBUG", 3, true);
    }

    private Profiler profiler() {
        return (Profiler) fixture.subject();
    }

    @BeforeEach
    void knowAFile() {
        file = fixture.file("f");
    }

    private void measure() throws Exception {
        var on = new HashMap<String, String>();
        on.put("latency-measurement", "on");
        on.put("count-fop-hits", "on");
        on.put("dump-directory", directory.toString());
        fixture.reconfigure(on);
    }

    /** Lets a write of {@code bytes} take {@code micros}. */
    private void write(int bytes, int micros) throws Exception {
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            fixture.environment().advance(Duration.ofNanos(micros * 1000L));
                            return new Reply.Writev(bytes, Samples.FILE, Samples.FILE, Xdata.NULL);
                        });
        try (var data = Payload.copyOf(new byte[1]);
                var fd = fixture.graph().inodes().newFd(file, 2)) {
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    @Test
    void nothingIsMeasuredUntilAnOptionAsks() throws Exception {
        write(10, 10);
        assertThat(profiler().isProfiling()).isFalse();
        assertThat(profiler().sinceStart()).isEqualTo(Profiler.Stretch.empty(-1));
        assertThat(profiler().interval(false)).isEqualTo(Profiler.Stretch.empty(0));
        assertThat(profiler().top(Profiler.Counter.WRITE, 5)).isEmpty();
    }

    private static Profiler.Calls calls(FopType type, int hits, long average, long min, long max) {
        return new Profiler.Calls(type, hits, average, min, max);
    }

    @Test
    void theProfileHasSizesCallsAndLatencies() throws Exception {
        measure();
        write(4096, 30);
        write(5000, 10);
        write(131_072, 50);
        fixture.call(new Fop.Stat(Loc.of(file), Xdata.NULL));
        fixture.environment().advance(Duration.ofSeconds(2));
        var all = profiler().sinceStart();
        assertThat(all)
                .isEqualTo(
                        new Profiler.Stretch(
                                -1,
                                2,
                                0,
                                140_168,
                                List.of(
                                        new Profiler.Block(4096, 0, 2),
                                        new Profiler.Block(131_072, 0, 1)),
                                List.of(
                                        calls(FopType.STAT, 1, 0, 0, 0),
                                        calls(FopType.WRITE, 3, 30_000, 10_000, 50_000))));
        assertThat(profiler().interval(true))
                .isEqualTo(
                        new Profiler.Stretch(
                                0, 2, 0, all.bytesWritten(), all.blocks(), all.fops()));
    }

    @Test
    void anIntervalEndsWhenSomebodyLooksUnlessThatIsAPeek() throws Exception {
        measure();
        write(100, 10);
        assertThat(profiler().interval(true).bytesWritten()).isEqualTo(100);
        assertThat(profiler().interval(false).number()).isZero();
        write(7, 20);
        var interval = profiler().interval(true);
        assertThat(interval.number()).isEqualTo(1);
        assertThat(interval.bytesWritten()).isEqualTo(7);
        assertThat(interval.blocks()).containsExactly(new Profiler.Block(4, 0, 1));
        assertThat(interval.fops())
                .containsExactly(calls(FopType.WRITE, 1, 20_000, 20_000, 20_000));
        assertThat(profiler().sinceStart().bytesWritten()).isEqualTo(107);
        assertThat(profiler().sinceStart().fops())
                .containsExactly(calls(FopType.WRITE, 2, 15_000, 10_000, 20_000));
    }

    @Test
    void aClearedProfileBeginsAnew() throws Exception {
        measure();
        write(100, 10);
        profiler().interval(false);
        fixture.environment().advance(Duration.ofSeconds(5));
        profiler().clear();
        assertThat(profiler().sinceStart()).isEqualTo(Profiler.Stretch.empty(-1));
        assertThat(profiler().interval(true)).isEqualTo(Profiler.Stretch.empty(0));
        write(3, 10);
        assertThat(profiler().sinceStart().bytesWritten()).isEqualTo(3);
        assertThat(profiler().sinceStart().fops())
                .containsExactly(calls(FopType.WRITE, 1, 10_000, 10_000, 10_000));
    }

    @Test
    void bytesReadAreThoseOfTheReply() throws Exception {
        measure();
        try (var fd = fixture.graph().inodes().newFd(file, 0);
                var reply = fixture.call(new Fop.Readv(fd, 0, 1000, 0, Xdata.NULL))) {
            assertThat(reply.data().size()).isEqualTo(5);
        }
        assertThat(profiler().sinceStart().bytesRead()).isEqualTo(5);
    }

    @Test
    void topListsTheBusiestFirst() throws Exception {
        measure();
        write(1, 1);
        file = fixture.file("g");
        write(1, 1);
        write(1, 1);
        assertThat(profiler().top(Profiler.Counter.WRITE, 5))
                .containsExactly(busy("/g", 2), busy("/f", 1));
        assertThat(profiler().top(Profiler.Counter.WRITE, 1)).containsExactly(busy("/g", 2));
    }

    private static Profiler.Busy busy(String path, long count) {
        return new Profiler.Busy(path, count, 0);
    }

    /** Bytes per second; the fastest of each file counts, with its time. */
    @Test
    void topListsTheFastestFirst() throws Exception {
        measure();
        write(1000, 10);
        long when = fixture.environment().epochNanos();
        write(1000, 100);
        file = fixture.file("g");
        write(1000, 20);
        long later = fixture.environment().epochNanos();
        write(0, 1);
        assertThat(profiler().top(Profiler.Counter.WRITE_SPEED, 5))
                .containsExactly(
                        new Profiler.Busy("/f", 100_000_000, when),
                        new Profiler.Busy("/g", 50_000_000, later));
        assertThat(profiler().top(Profiler.Counter.READ_SPEED, 5)).isEmpty();
    }

    @Test
    void topListsBeginAnewWithoutTheProfile() throws Exception {
        measure();
        write(1, 1);
        write(1, 1);
        profiler().clear();
        assertThat(profiler().top(Profiler.Counter.WRITE, 5)).containsExactly(busy("/f", 2));
        write(1, 1);
        profiler().clearTops();
        assertThat(profiler().top(Profiler.Counter.WRITE, 5)).isEmpty();
        assertThat(profiler().sinceStart().bytesWritten()).isEqualTo(1);
        write(1, 1);
        assertThat(profiler().top(Profiler.Counter.WRITE, 5)).containsExactly(busy("/f", 1));
    }

    @Test
    void topListsAreBoundedAndKeepTheBusiest() throws Exception {
        measure();
        for (int i = 0; i < TopList.MAX; i++) {
            file = fixture.file("few" + i);
            write(1, 1);
        }
        file = fixture.file("many");
        write(1, 1);
        write(1, 1);
        write(1, 1);
        var top = profiler().top(Profiler.Counter.WRITE, 1000);
        assertThat(top).hasSize(TopList.MAX);
        assertThat(top.getFirst()).isEqualTo(busy("/many", 3));
    }

    @Test
    void everyCounterCountsItsFops() throws Exception {
        measure();
        try (var fd = fixture.graph().inodes().newFd(file, 0)) {
            fixture.call(new Fop.Open(Loc.of(file), 0, fd, Xdata.NULL));
            fixture.call(new Fop.Opendir(Loc.of(file), fd, Xdata.NULL));
            fixture.call(new Fop.Readdir(fd, 10, 0, Xdata.NULL));
            fixture.call(new Fop.Readdirp(fd, 10, 0, Xdata.NULL));
            fixture.call(new Fop.Readv(fd, 0, 1, 0, Xdata.NULL)).close();
        }
        assertThat(profiler().top(Profiler.Counter.OPEN, 1)).containsExactly(busy("/f", 1));
        assertThat(profiler().top(Profiler.Counter.OPENDIR, 1)).containsExactly(busy("/f", 1));
        assertThat(profiler().top(Profiler.Counter.READDIR, 1)).containsExactly(busy("/f", 2));
        assertThat(profiler().top(Profiler.Counter.READ, 1)).containsExactly(busy("/f", 1));
    }

    @Test
    void startingAgainForgetsTheOldProfile() throws Exception {
        measure();
        write(100, 10);
        fixture.reconfigure(Map.of());
        assertThat(profiler().isProfiling()).isFalse();
        measure();
        assertThat(profiler().sinceStart()).isEqualTo(Profiler.Stretch.empty(-1));
        write(1, 1);
        assertThat(profiler().top(Profiler.Counter.WRITE, 1)).containsExactly(busy("/f", 1));
    }

    private void dump(Frame frame, String name) throws FopException {
        var dict = Xdata.EMPTY.withString("trusted.io-stats-dump", name);
        fixture.call(frame, new Fop.Setxattr(Loc.of(file), dict, 0, Xdata.NULL));
    }

    @Test
    void localRootWritesADumpUnderANameOfItsChoice() throws Exception {
        measure();
        write(4096, 30);
        dump(Frame.internal(), "/etc/mine");
        assertThat(directory.resolve("-etc-mine.subject")).exists();
        for (var name : new String[] {"", ".", "../mine", "m".repeat(300)}) {
            assertThatThrownBy(() -> dump(Frame.internal(), name))
                    .as(name)
                    .isInstanceOfSatisfying(
                            FopException.class,
                            why -> assertThat(why.errno()).isSameAs(Errno.EINVAL));
        }
        dump(Frame.internal(), "mine");
        var text = Files.readString(directory.resolve("mine.subject"));
        assertThat(text)
                .contains("=== Cumulative stats ===")
                .contains("  BytesWritten : 4096")
                .contains("Block Size   :            4096B+")
                .contains("WRITE                  1       30.00 us       30.00 us       30.00 us")
                .contains("==========Write File Stats========")
                .contains("1            /f");
        assertThat(fixture.child().calls(FopType.SETXATTR)).isEmpty();
    }

    @Test
    void rootOfAnotherHostOverwritesOneFile() throws Exception {
        measure();
        var remote =
                Frame.of(new Caller(0, 0, new int[0], 1, LkOwner.NONE, new ClientId("far", 7)));
        dump(remote, "a");
        dump(remote, "/etc/b");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("io-stats.subject"));
        }
    }

    @Test
    void usersMayNotDump() throws Exception {
        measure();
        assertThatThrownBy(() -> dump(Frame.of(Caller.of(1000, 1000, 5)), "mine"))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.EPERM));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aSymlinkInTheWayIsNotFollowed() throws Exception {
        measure();
        var victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("mine.subject"), victim);
        assertThatThrownBy(() -> dump(Frame.internal(), "mine"))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.EIO));
        assertThat(victim).hasContent("precious");
    }

    @Test
    void otherAttributesOfTheRequestAreStillSet() throws Exception {
        measure();
        var dict =
                Xdata.EMPTY.withString("trusted.io-stats-dump", "mine").withString("user.a", "b");
        try (var fd = fixture.graph().inodes().newFd(file, 0)) {
            fixture.call(new Fop.Fsetxattr(fd, dict, 0, Xdata.NULL));
        }
        assertThat(((Fop.Fsetxattr) fixture.child().last().op()).dict().keyList())
                .containsExactly("user.a");
    }

    @Test
    void theStatedumpHasTheLatencies() throws Exception {
        measure();
        write(4096, 30);
        assertThat(fixture.dump().toString())
                .contains("profiling=1")
                .contains("data_written=4096")
                .contains(
                        "subject.latency.WRITE=AVG:30000.0 CNT:1 TOTAL:30000 MIN:30000 MAX:30000");
    }
}
