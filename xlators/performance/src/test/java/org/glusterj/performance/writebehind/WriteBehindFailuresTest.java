package org.glusterj.performance.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who hears that a write failed, and what is tried again. */
class WriteBehindFailuresTest extends WriteBehindCase {
    @Test
    void whatFindsNoConnectionIsSentAgainWhenThereIsOne() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        write(fd, 64 * KIB, KIB, 2);
        write(fd, 512, KIB, 3);
        fixture.child().connected(false);
        held().getFirst().fail(Errno.ENOTCONN);
        held().getFirst().fail(Errno.ENOTCONN);
        assertErrno(Errno.ENOTCONN, () -> write(fd, 0, KIB, 4));
        assertErrno(Errno.ENOTCONN, () -> fixture.call(new Fop.Fsync(fd, false, Xdata.NULL)));
        assertErrno(Errno.ENOTCONN, () -> fixture.call(new Fop.Readv(fd, 0, 10, 0, Xdata.NULL)));
        fixture.child().connected(true);
        answerAll();
        fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
        assertThat(disk.content()).hasSize(65 * KIB);
        assertThat(disk.content()[0]).isEqualTo((byte) 1);
        assertThat(disk.content()[512]).isEqualTo((byte) 3);
    }

    @Test
    void itIsTriedAgainWhereNobodySaysThatThereIsOne() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var waits = waiting(() -> fixture.call(new Fop.Fstat(fd, Xdata.NULL)));
        held().getFirst().fail(Errno.ENOTCONN);
        assertThatThrownBy(() -> get(waits)).hasCauseInstanceOf(FopException.class);
        assertThat(held()).isEmpty();
        fixture.environment().advance(Ledger.AGAIN);
        assertThat(held()).hasSize(1);
    }

    @Test
    void afterAMinuteWithoutConnectionItHasFailed() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        held().getFirst().fail(Errno.ENOTCONN);
        fixture.environment().advance(Ledger.GIVE_UP);
        held().getFirst().fail(Errno.ENOTCONN);
        assertErrno(Errno.ENOTCONN, () -> fixture.call(new Fop.Flush(fd, Xdata.NULL)));
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        assertThat(fixture.environment().pendingTimers()).isZero();
    }

    @Test
    void withoutConnectionNothingIsAnsweredEarly() {
        hold();
        fixture.child().connected(false);
        fixture.child()
                .answer(
                        (frame, op) -> {
                            throw new FopException(Errno.ENOTCONN);
                        });
        assertErrno(Errno.ENOTCONN, () -> write(fd, 0, KIB, 1));
    }

    @Test
    void aFailureOfOneThatWaitsIsItsOwn() throws FopException {
        var sync = open(O_RDWR | O_DSYNC);
        fixture.child()
                .answer(
                        (frame, op) -> {
                            throw new FopException(Errno.ENOSPC);
                        });
        assertErrno(Errno.ENOSPC, () -> write(sync, 0, KIB, 1));
        fixture.child().answer(disk);
        fixture.call(new Fop.Fsync(sync, false, Xdata.NULL));
        fixture.call(new Fop.Flush(sync, Xdata.NULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "flush", "fsync"})
    void whoWroteIsToldOnceThatItFailed(String by) throws FopException {
        hold();
        write(fd, 0, KIB, 1);
        held().getFirst().fail(Errno.ENOSPC);
        assertErrno(
                Errno.ENOSPC,
                () -> {
                    switch (by) {
                        case "write" -> write(fd, 0, KIB, 2);
                        case "flush" -> fixture.call(new Fop.Flush(fd, Xdata.NULL));
                        default -> fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
                    }
                });
        write(fd, 0, KIB, 3);
        answerAll();
        fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        assertThat(disk.content()).containsOnly(3);
    }

    @Test
    void flushGivesLocksBackBeforeItFails() throws FopException {
        hold();
        write(fd, 0, KIB, 1);
        held().getFirst().fail(Errno.EIO);
        assertErrno(Errno.EIO, () -> fixture.call(new Fop.Flush(fd, Xdata.NULL)));
        assertThat(fixture.child().last().op().type()).isSameAs(FopType.FLUSH);
    }

    @Test
    void everyoneWhoWroteIsToldByFsyncOnce() throws FopException {
        hold();
        var other = open(O_RDWR);
        write(other, 100 * KIB, KIB, 1);
        answerAll();
        write(fd, 0, KIB, 1);
        held().getFirst().fail(Errno.EDQUOT);
        fixture.call(new Fop.Flush(other, Xdata.NULL));
        assertErrno(Errno.EDQUOT, () -> fixture.call(new Fop.Fsync(other, true, Xdata.NULL)));
        fixture.call(new Fop.Fsync(other, true, Xdata.NULL));
        assertErrno(Errno.EDQUOT, () -> fixture.call(new Fop.Flush(fd, Xdata.NULL)));
        fixture.call(new Fop.Fsync(open(O_RDWR), true, Xdata.NULL));
    }

    @Test
    void whoNeverWroteIsToldIfNobodyWas() throws FopException {
        hold();
        var writer = fixture.graph().inodes().newFd(file, O_RDWR);
        write(writer, 0, KIB, 1);
        held().getFirst().fail(Errno.EIO);
        writer.close();
        var reader = open(0);
        assertErrno(Errno.EIO, () -> fixture.call(new Fop.Fsync(reader, false, Xdata.NULL)));
        fixture.call(new Fop.Fsync(reader, false, Xdata.NULL));
    }

    @Test
    void whatIsWrittenHalfIsWrittenOn() throws FopException {
        hold();
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            var all = (Fop.Writev) op;
                            int half = Math.max(1, all.data().size() / 2);
                            try (var part = all.data().slice(0, half)) {
                                var less =
                                        new Fop.Writev(all.fd(), all.offset(), part, 0, Xdata.NULL);
                                return disk.answer(frame, less);
                            }
                        });
        write(fd, 0, KIB, 7);
        answerAll();
        assertThat(disk.content()).hasSize(KIB).containsOnly(7);
        fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
    }

    @Test
    void aThreadWaitsWhereStartingIsRefused() throws Exception {
        hold();
        write(fd, 0, KIB, 7);
        held().getFirst().fail(Errno.ENOBUFS);
        fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
        assertThat(disk.content()).hasSize(KIB).containsOnly(7);
    }

    @Test
    void aChildThatFailsAtOnceMakesNoRecursion() throws FopException {
        hold();
        for (int i = 0; i < Ledger.MAX_WRITES; i++) {
            write(fd, 0, 16, i);
        }
        assertThat(held()).as("one after the other").hasSize(1);
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            throw new FopException(Errno.EIO);
                        });
        fixture.child().answerAtOnce();
        held().getFirst().fail(Errno.EIO);
        assertThat(fixture.child().calls(FopType.WRITE)).hasSize(Ledger.MAX_WRITES);
        assertErrno(Errno.EIO, () -> fixture.call(new Fop.Fsync(fd, false, Xdata.NULL)));
    }

    /** Such as of memory that there is no more of. */
    @Test
    void aBugBelowIsAFailureAndHoldsNothingUp() throws FopException {
        hold();
        write(fd, 0, KIB, 1);
        write(fd, 0, KIB, 2);
        write(fd, 512, KIB, 3);
        fixture.child()
                .answer(
                        FopType.WRITE,
                        (frame, op) -> {
                            throw new IllegalStateException("no more of it");
                        });
        fixture.child().answerAtOnce();
        held().getFirst().fail(Errno.EIO);
        assertThat(fixture.child().calls(FopType.WRITE)).hasSize(3);
        fixture.child().answer(disk);
        var until = Deadline.after(fixture.environment(), Duration.ofSeconds(1));
        assertThat(fixture.subject().settle(until)).isTrue();
        assertErrno(Errno.EIO, () -> fixture.call(new Fop.Fsync(fd, false, Xdata.NULL)));
        write(fd, 0, KIB, 4);
        fixture.call(new Fop.Fsync(fd, false, Xdata.NULL));
        assertThat(disk.content()).containsOnly(4);
    }

    /** As with one of several bricks, or without a quorum of copies: the child is up all the same. */
    @Test
    void whileAWriteWaitsForAConnectionNoMoreIsAnswered() throws FopException {
        hold();
        write(fd, 0, KIB, 1);
        held().getFirst().fail(Errno.ENOTCONN);
        assertErrno(Errno.ENOTCONN, () -> write(fd, 64 * KIB, KIB, 2));
        assertErrno(Errno.ENOTCONN, () -> fixture.call(new Fop.Flush(fd, Xdata.NULL)));
        fixture.environment().advance(Ledger.AGAIN);
        write(fd, 64 * KIB, KIB, 3);
        answerAll();
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        assertThat(disk.content()).hasSize(65 * KIB);
    }

    @Test
    void theEndOfTheGraphWaitsForWhatWasAnswered() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var subject = fixture.subject();
        var until = Deadline.after(fixture.environment(), Duration.ofSeconds(1));
        var settled = waiting(() -> subject.settle(until));
        answerAll();
        assertThat(get(settled)).isTrue();
    }

    @Test
    void aHungBrickDoesNotHoldTheGraphForEver() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var until = Deadline.after(fixture.environment(), Duration.ofSeconds(1));
        var settled = waiting(() -> fixture.subject().settle(until));
        fixture.environment().advance(Duration.ofSeconds(2));
        assertThat(get(settled)).isFalse();
    }
}
