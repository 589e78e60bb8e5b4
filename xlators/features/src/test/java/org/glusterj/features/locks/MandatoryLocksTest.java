package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MandatoryLocksTest {
    private static final int O_NONBLOCK = 04000;
    private static final int O_TRUNC = 01000;

    private GraphFixture fixture;
    private LockRig rig;
    private Fd impatient;
    private final Payload one = Payload.copyOf(new byte[1]);
    private final Payload ten = Payload.copyOf(new byte[10]);

    @BeforeEach
    void build() throws Exception {
        fixture = GraphFixture.of("features/locks");
        rig = new LockRig(fixture);
        impatient = fixture.graph().inodes().newFd(rig.file, 2 | O_NONBLOCK);
    }

    @AfterEach
    void end() {
        one.close();
        ten.close();
        impatient.close();
        rig.close();
        fixture.close();
    }

    private void mode(String mode) throws Exception {
        fixture.reconfigure(Map.of("mandatory-locking", mode));
    }

    private void lock(int type, long start, long length) throws Exception {
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, type, start, length));
    }

    private Fop.Readv read(Fd fd, long offset, int size) {
        return new Fop.Readv(fd, offset, size, 0, Xdata.NULL);
    }

    private Fop.Writev write(Fd fd, long offset, int size) {
        return new Fop.Writev(fd, offset, size == 1 ? one : ten, 0, Xdata.NULL);
    }

    private Errno errno(Fop<?> op) {
        return rig.errno(LockRig.by(2, 2), op);
    }

    private void passes(Frame frame, Fop<?> op) throws Exception {
        int before = fixture.child().calls().size();
        var reply = rig.call(frame, op);
        if (reply instanceof Reply.Readv content) {
            content.close();
        }
        assertThat(fixture.child().calls().size()).isEqualTo(before + 1);
    }

    @Test
    void advisoryLocksHoldNothingBackByDefault() throws Exception {
        lock(Flock.WRITE, 0, 0);
        passes(LockRig.by(2, 2), write(impatient, 0, 10));
    }

    @Test
    void aForcedWriteLockExcludesContentOfOthers() throws Exception {
        mode("forced");
        lock(Flock.WRITE, 10, 10);
        assertThat(errno(read(impatient, 5, 6))).isSameAs(Errno.EAGAIN);
        assertThat(errno(write(impatient, 19, 1))).isSameAs(Errno.EAGAIN);
        assertThat(errno(new Fop.Truncate(Loc.of(rig.file), 19, Xdata.NULL)))
                .isSameAs(Errno.EAGAIN);
        assertThat(errno(new Fop.Ftruncate(impatient, 0, Xdata.NULL))).isSameAs(Errno.EAGAIN);
        assertThat(errno(new Fop.Discard(impatient, 0, 11, Xdata.NULL))).isSameAs(Errno.EAGAIN);
        assertThat(errno(new Fop.Zerofill(impatient, 0, 11, Xdata.NULL))).isSameAs(Errno.EAGAIN);
        passes(LockRig.by(2, 2), read(impatient, 0, 10));
        passes(LockRig.by(2, 2), write(impatient, 20, 10));
        passes(LockRig.by(2, 2), new Fop.Ftruncate(impatient, 20, Xdata.NULL));
        passes(LockRig.by(1, 1), write(impatient, 10, 10));
        passes(Frame.of(Caller.internal(-6)), write(impatient, 10, 10));
    }

    @Test
    void aForcedReadLockExcludesWritersOnly() throws Exception {
        mode("forced");
        lock(Flock.READ, 0, 10);
        passes(LockRig.by(2, 2), read(impatient, 0, 10));
        assertThat(errno(write(impatient, 9, 1))).isSameAs(Errno.EAGAIN);
    }

    @Test
    void onlyLocksAskedForSoBindInOptimalMode() throws Exception {
        mode("optimal");
        lock(Flock.WRITE, 0, 10);
        passes(LockRig.by(2, 2), write(impatient, 0, 10));
        passes(LockRig.by(2, 2), open(O_TRUNC));
        var asked = Xdata.EMPTY.withUint(Flock.MODE_KEY, Flock.MODE_MANDATORY);
        var flock = LockRig.flock(Flock.WRITE, 20, 10);
        rig.call(LockRig.by(1, 1), new Fop.Lk(rig.fd, Flock.SETLK, flock, asked));
        assertThat(errno(write(impatient, 20, 1))).isSameAs(Errno.EAGAIN);
        assertThat(errno(open(O_TRUNC))).isSameAs(Errno.EAGAIN);
        passes(LockRig.by(2, 2), open(0));
    }

    private Fop.Open open(int flags) {
        return new Fop.Open(Loc.of(rig.file), 2 | flags, impatient, Xdata.NULL);
    }

    @Test
    void anOpenThatTruncatesFailsWhileThereAreLocks() throws Exception {
        mode("forced");
        passes(LockRig.by(2, 2), open(O_TRUNC));
        lock(Flock.READ, 5, 1);
        assertThat(errno(open(O_TRUNC))).isSameAs(Errno.EAGAIN);
        passes(LockRig.by(2, 2), open(0));
    }

    @Test
    void inFileModeTheSetgidBitDecides() throws Exception {
        mode("file");
        lock(Flock.WRITE, 0, 0);
        for (int bits : new int[] {0100644, 0102755, 0102644}) {
            var found = new Iatt.Builder().gfid(rig.file.gfid()).mode(bits).build();
            var child = fixture.child();
            child.answer(
                    (frame, op) ->
                            op instanceof Fop.Stat
                                    ? new Reply.Attr(found, Xdata.NULL)
                                    : new Reply.Writev(10, Iatt.NONE, Iatt.NONE, Xdata.NULL));
            if (bits == 0102644) {
                assertThat(errno(write(impatient, 0, 10))).isSameAs(Errno.EAGAIN);
            } else {
                rig.call(LockRig.by(2, 2), write(impatient, 0, 10));
            }
        }
    }

    @Test
    void aPatientCallerIsSentWhereItMayWait() throws Exception {
        mode("forced");
        lock(Flock.WRITE, 0, 0);
        var frame = LockRig.by(2, 2, Cancel.NO_WAITING, Deadline.NONE);
        assertThatThrownBy(() -> rig.call(frame, write(rig.fd, 0, 10)))
                .isInstanceOf(MustWait.class);
    }

    @Test
    void andWaitsIfItCanBeCancelled() throws Exception {
        mode("forced");
        lock(Flock.WRITE, 0, 0);
        var wakened = waitingWrite(new Cancel());
        var cancel = new Cancel();
        var cancelled = waitingWrite(cancel);
        cancel.fire();
        assertThat(LockRig.refused(cancelled)).isSameAs(Errno.EINTR);
        assertThat(wakened).isNotDone();
        lock(Flock.UNLOCK, 0, 0);
        LockRig.granted(wakened);
    }

    private java.util.concurrent.CompletableFuture<Reply> waitingWrite(Cancel cancel) {
        var outcome = new java.util.concurrent.CompletableFuture<Reply>();
        var frame = LockRig.by(2, 2, cancel, Deadline.NONE);
        var thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        outcome.complete(rig.call(frame, write(rig.fd, 0, 10)));
                                    } catch (FopException | RuntimeException why) {
                                        outcome.completeExceptionally(why);
                                    }
                                });
        LockRig.until(
                () ->
                        outcome.isDone()
                                || thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(outcome).isNotDone();
        return outcome;
    }
}
