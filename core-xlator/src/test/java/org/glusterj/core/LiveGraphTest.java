package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveGraphTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int O_RDWR = 2;
    private static final int O_CREAT_EXCL_TRUNC = 0100 | 0200 | 01000;

    private final Environment environment = SystemEnvironment.get();
    private final GraphBuilder builder = new GraphBuilder(environment);
    private LiveGraph live;

    @BeforeEach
    void build() throws Exception {
        OpeningLeaf.said.clear();
        OpeningLeaf.fsyncs = new CountDownLatch(0);
        OpeningLeaf.inFsync = new CountDownLatch(1);
        live = new LiveGraph(environment, builder.build(volfile(1, "")));
    }

    @AfterEach
    void end() {
        OpeningLeaf.fsyncs.countDown();
        live.endFormers();
        live.graph().close();
    }

    private static Volfile volfile(int answer, String more) throws GraphException {
        return Volfile.parse(
                "volume leaf type test/opening option answer " + answer + more + " end-volume");
    }

    private Graph fresh(int answer, String more) throws GraphException {
        return builder.buildBeside(live.graph(), volfile(answer, more));
    }

    private Inode file(int number) {
        var iatt = new Iatt.Builder().gfid(new Gfid(9, number)).mode(0100644).build();
        return live.inodes().linkPinned(live.inodes().blank(), live.inodes().root(), "f", iatt);
    }

    private Fd open(Inode inode, int flags) throws FopException {
        var fd = live.inodes().newFd(inode, flags);
        var op = new Fop.Open(Loc.of(inode), flags, fd, Xdata.NULL);
        live.open(Frame.internal(), op, fd, reply -> {});
        return fd;
    }

    private long answer(Fd fd) throws FopException {
        return live.call(Frame.internal(), new Fop.Fstat(fd, Xdata.NULL)).iatt().ino();
    }

    private static void assertErrno(
            Errno errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void openFilesGoOverBeforeTheyAreReleased() throws Exception {
        var fd = open(file(1), O_RDWR | O_CREAT_EXCL_TRUNC);
        assertThat(answer(fd)).isEqualTo(1);
        assertThat(live.switchTo(fresh(2, ""), LONG)).isEmpty();
        assertThat(answer(fd)).isEqualTo(2);
        assertThat(live.graphs()).isOne();
        int flags = O_RDWR | O_CREAT_EXCL_TRUNC;
        assertThat(OpeningLeaf.said).containsExactly("released 1:" + flags, "end 1");
        fd.close();
        assertThat(OpeningLeaf.said).last().isEqualTo("released 2:" + O_RDWR);
    }

    @Test
    void aClosedFileDoesNotComeBack() throws Exception {
        open(file(1), O_RDWR).close();
        assertThat(live.switchTo(fresh(2, ""), LONG)).isEmpty();
        assertThat(OpeningLeaf.said).containsExactly("released 1:2", "end 1");
    }

    @Test
    void whatCannotBeOpenedStaysWithItsGraphUntilItIsClosed() throws Exception {
        var fd = open(file(1), O_RDWR);
        assertThat(live.switchTo(fresh(2, " option refuses on"), LONG)).isEmpty();
        assertThat(live.switchTo(fresh(3, ""), LONG)).isEmpty();
        var later = open(file(2), O_RDWR);
        assertThat(answer(fd)).isEqualTo(1);
        assertThat(answer(later)).isEqualTo(3);
        assertErrno(
                Errno.EXDEV,
                () ->
                        live.call(
                                Frame.internal(),
                                new Fop.CopyFileRange(fd, 0, later, 0, 1, 0, Xdata.NULL)));
        assertThat(live.graphs()).isEqualTo(2);
        var ended = CompletableFuture.runAsync(() -> awaitSaid("end 1"));
        fd.close();
        ended.get(30, TimeUnit.SECONDS);
        assertThat(OpeningLeaf.said).containsSubsequence("end 2", "released 1:2", "end 1");
        later.close();
    }

    private static void awaitSaid(String word) {
        long until = System.nanoTime() + LONG.toNanos();
        while (!OpeningLeaf.said.contains(word) && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void graphsWithFilesThatStayAreBounded() throws Exception {
        for (int i = 2; i < 6; i++) {
            open(file(i), O_RDWR);
            assertThat(live.switchTo(fresh(i, " option refuses on"), LONG)).isEmpty();
            var next = fresh(10 * i, "");
            var why = live.switchTo(next, LONG);
            if (!why.isEmpty()) {
                assertThat(i).isEqualTo(5);
                next.close();
            }
        }
        assertThat(live.graphs()).isEqualTo(5);
    }

    @Test
    void aGraphWithoutConnectionDoesNotTakeOver() throws Exception {
        var fd = open(file(1), O_RDWR);
        var next = fresh(2, " option loses on");
        assertThat(live.switchTo(next, LONG)).contains("connection");
        next.close();
        assertThat(answer(fd)).isEqualTo(1);
        assertThat(OpeningLeaf.said).containsExactly("end 2");
        fd.close();
    }

    @Test
    void newFopsWaitForThoseOfTheOldGraph() throws Exception {
        var fd = open(file(1), O_RDWR);
        OpeningLeaf.fsyncs = new CountDownLatch(1);
        var fsync =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return live.call(
                                        Frame.internal(), new Fop.Fsync(fd, false, Xdata.NULL));
                            } catch (FopException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        OpeningLeaf.inFsync.await();
        var busy = fresh(2, "");
        assertThat(live.switchTo(busy, Duration.ofMillis(1))).isEqualTo("requests are under way");
        busy.close();
        assertThat(answer(fd)).isEqualTo(1);
        var next = fresh(3, "");
        var switched = CompletableFuture.supplyAsync(() -> live.switchTo(next, LONG));
        OpeningLeaf.fsyncs.countDown();
        assertThat(switched.get(30, TimeUnit.SECONDS)).isEmpty();
        fsync.get(30, TimeUnit.SECONDS);
        assertThat(answer(fd)).isEqualTo(3);
        fd.close();
    }

    @Test
    void locksFollowAndWaitsBeginAgain() throws Exception {
        var fd = open(file(1), O_RDWR);
        var flock = new Flock(Flock.WRITE, 0, 5, 6, 1, LkOwner.of(7L));
        live.lock(Frame.internal(), new Fop.Lk(fd, Flock.SETLK, flock, Xdata.NULL));
        var op = new Fop.Lk(fd, Flock.SETLKW, flock, Xdata.NULL);
        var lock = new PatientLock(live, environment, Frame.internal(), op, new Cancel());
        var granted =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return lock.await();
                            } catch (FopException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        awaitSaid("waits 1");
        assertThat(live.switchTo(fresh(2, ""), LONG)).isEmpty();
        assertThat(granted.get(30, TimeUnit.SECONDS).flock()).isEqualTo(flock);
        assertThat(OpeningLeaf.said)
                .containsSubsequence(
                        "waits 1",
                        "glusterfs.intrlk.tposix.kblocked.0,5-6",
                        "locks of 1",
                        "grants 2")
                .contains("end 1");
        fd.close();
    }

    @Test
    void whatTranslatorsKeepBelongsToOneGraph() throws Exception {
        var inode = file(1);
        var node = new Object();
        assertThat(inode.replaceOfFront(null, node)).isTrue();
        var slots = new GraphSlots();
        var others = new GraphSlots();
        var mine = slots.inodes().register(String.class, (holder, value) -> {});
        var unused = others.inodes().register(String.class, (holder, value) -> {});
        var theirs = others.inodes().register(String.class, (holder, value) -> {});
        mine.set(inode, "mine");
        theirs.set(inode, "theirs");
        assertThat(mine.get(inode)).isEqualTo("mine");
        assertThat(unused.get(inode)).isNull();
        unused.set(inode, "unused");
        slots.inodes().drop(inode);
        assertThat(mine.get(inode)).isNull();
        assertThat(theirs.get(inode)).isEqualTo("theirs");
        mine.set(inode, "again");
        others.inodes().drop(inode);
        assertThat(theirs.get(inode)).isNull();
        assertThat(mine.get(inode)).isEqualTo("again");
        assertThat(inode.ofFront()).isSameAs(node);
        inode.unpin();
    }
}
