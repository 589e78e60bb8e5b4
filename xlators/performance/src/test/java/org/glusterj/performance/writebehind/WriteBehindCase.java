package org.glusterj.performance.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.RecordingChild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A translator over a child whose answers a test gives when it wants to. */
abstract class WriteBehindCase {
    static final int O_RDWR = 2;
    static final int O_APPEND = 02000;
    static final int O_DSYNC = 010000;
    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;
    static final long PATIENCE_SECONDS = 60;
    static final Caller SOMEBODY = Caller.of(1000, 1000, 7);

    final OneFile disk = new OneFile();
    final List<Fd> fds = new ArrayList<>();
    GraphFixture fixture;
    Inode file;
    Fd fd;

    @BeforeEach
    void aFile() throws GraphException {
        fixture = GraphFixture.of("performance/write-behind");
        file = fixture.file("file");
        disk.gfid(file.gfid());
        fd = open(O_RDWR);
    }

    @AfterEach
    void allIsGivenBack() {
        answerAll();
        fds.forEach(Fd::close);
        assertThat(fixture.dump().toString()).contains("bytes_not_written=0");
        fixture.close();
    }

    Fd open(int flags) {
        var opened = fixture.graph().inodes().newFd(file, flags);
        fds.add(opened);
        return opened;
    }

    void hold() {
        fixture.child().answer(disk);
        fixture.child().holdStarted();
    }

    Reply.Writev write(Fd to, long offset, int bytes, int value) throws FopException {
        return write(Frame.internal(), to, offset, bytes, value);
    }

    Reply.Writev write(Frame frame, Fd to, long offset, int bytes, int value) throws FopException {
        var content = new byte[bytes];
        Arrays.fill(content, (byte) value);
        try (var data = Payload.copyOf(content)) {
            return fixture.call(frame, new Fop.Writev(to, offset, data, 0, Xdata.NULL));
        }
    }

    List<RecordingChild.Held<?>> held() {
        return fixture.child().held();
    }

    void answerAll() {
        for (var held = held(); !held.isEmpty(); held = held()) {
            held.getFirst().answer();
        }
    }

    /** Runs {@code call} beside, until it waits for something. */
    <T> CompletableFuture<T> waiting(Callable<T> call) throws InterruptedException {
        var outcome = new CompletableFuture<T>();
        var thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        outcome.complete(call.call());
                                    } catch (Exception e) {
                                        outcome.completeExceptionally(e);
                                    }
                                });
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).as("it waits").isTrue();
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.onSpinWait();
        }
        return outcome;
    }

    static <T> T get(CompletableFuture<T> outcome) throws Exception {
        return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static List<String> ranges(List<RecordingChild.Held<?>> held) {
        return held.stream()
                .map(each -> (Fop.Writev) each.op())
                .map(op -> op.offset() + "+" + op.data().size())
                .toList();
    }

    static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }
}
