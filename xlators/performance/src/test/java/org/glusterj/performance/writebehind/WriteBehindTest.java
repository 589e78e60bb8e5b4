package org.glusterj.performance.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Caller;
import org.glusterj.core.Deadline;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a write is answered, when it is sent, and what waits for it. */
class WriteBehindTest extends WriteBehindCase {
    @Test
    void answersBeforeTheBrickDoes() throws FopException {
        hold();
        var reply = write(fd, 0, 4 * KIB, 1);
        assertThat(reply).isEqualTo(new Reply.Writev(4 * KIB, Iatt.NONE, Iatt.NONE, Xdata.NULL));
        assertThat(ranges(held())).containsExactly("0+4096");
        assertThat(disk.content()).isEmpty();
    }

    @Test
    void sendsTheRequestsOwnContentAndGivesItBackWhenItIsDone() throws FopException {
        hold();
        var data = Payload.copyOf(new byte[8 * KIB]);
        fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        assertThat(((Fop.Writev) held().getFirst().op()).data()).isSameAs(data);
        assertThat(data.duplicate().refCnt()).isEqualTo(2);
        answerAll();
        assertThat(data.duplicate().refCnt()).isOne();
        data.close();
    }

    @Test
    void adjacentOnesAreGatheredWhileOneIsUnderWay() throws FopException {
        hold();
        for (int i = 0; i < 9; i++) {
            write(fd, i * 4L * KIB, 4 * KIB, i);
        }
        assertThat(ranges(held())).containsExactly("0+4096");
        held().getFirst().answer();
        assertThat(ranges(held())).containsExactly("4096+32768");
        answerAll();
        for (int i = 0; i < 9; i++) {
            assertThat(disk.content()[i * 4 * KIB + 17]).isEqualTo((byte) i);
        }
    }

    @Test
    void smallOnesLeaveInGroups() throws Exception {
        hold();
        for (int i = 0; i < 9; i++) {
            write(fd, i * 8L * KIB, 4 * KIB, i);
        }
        assertThat(held()).hasSize(Ledger.GROUP);
        held().getFirst().answer();
        held().getFirst().answer();
        assertThat(held()).hasSize(2);
        held().getFirst().answer();
        assertThat(held()).as("one was left").hasSize(Ledger.GROUP);
        var stat = waiting(() -> fixture.call(new Fop.Fstat(fd, Xdata.NULL)));
        assertThat(held()).as("somebody waits").hasSize(6);
        answerAll();
        assertThat(get(stat).iatt().size()).isEqualTo(68 * KIB);
    }

    @Test
    void gathersNoMoreThanTheAggregateAndNothingOfOthers() throws FopException {
        hold();
        write(fd, 0, 4 * KIB, 0);
        write(fd, 4 * KIB, 100 * KIB, 1);
        write(fd, 104 * KIB, 30 * KIB, 2);
        assertThat(ranges(held())).containsExactly("0+4096", "4096+102400");
        write(Frame.of(Caller.of(0, 0, 99)), fd, 134 * KIB, KIB, 3);
        assertThat(ranges(held())).contains((104 * KIB) + "+" + (30 * KIB));
        write(open(O_RDWR), 135 * KIB, KIB, 4);
        assertThat(held()).hasSize(4);
    }

    @Test
    void withoutTricklingWaitsEvenWhenNothingIsUnderWay() throws Exception {
        fixture.reconfigure(Map.of("trickling-writes", "off"));
        hold();
        write(fd, 0, 4 * KIB, 1);
        write(fd, 4 * KIB, 4 * KIB, 2);
        assertThat(held()).isEmpty();
        var stat = waiting(() -> fixture.call(new Fop.Fstat(fd, Xdata.NULL)));
        assertThat(ranges(held())).containsExactly("0+8192");
        answerAll();
        assertThat(get(stat).iatt().size()).isEqualTo(8 * KIB);
    }

    @Test
    void noTwoWritesOfTheSameBytesAreUnderWay() throws FopException {
        hold();
        write(fd, 0, 8 * KIB, 1);
        write(fd, 4 * KIB, 8 * KIB, 2);
        write(fd, 2 * KIB, KIB, 3);
        write(fd, 64 * KIB, KIB, 4);
        write(fd, 128 * KIB, KIB, 4);
        assertThat(ranges(held())).containsExactly("0+8192", "65536+1024");
        held().getLast().answer();
        held().getFirst().answer();
        answerAll();
        assertThat(disk.content()[1]).isEqualTo((byte) 1);
        assertThat(disk.content()[2 * KIB]).isEqualTo((byte) 3);
        assertThat(disk.content()[4 * KIB]).isEqualTo((byte) 2);
    }

    @Test
    void inStrictOrderOneIsUnderWay() throws Exception {
        fixture.reconfigure(Map.of("strict-write-ordering", "on"));
        hold();
        write(fd, 0, KIB, 1);
        write(fd, 100 * KIB, KIB, 2);
        write(fd, 200 * KIB, KIB, 3);
        assertThat(ranges(held())).containsExactly("0+1024");
        held().getFirst().answer();
        assertThat(ranges(held())).containsExactly("102400+1024");
    }

    @Test
    void appendsAreAnsweredWhenTheyAreDoneAndComeInOrder() throws Exception {
        hold();
        var appending = open(O_RDWR | O_APPEND);
        write(fd, 0, KIB, 1);
        var append = waiting(() -> write(appending, 0, KIB, 2));
        write(fd, 500 * KIB, KIB, 3);
        assertThat(fixture.child().calls(FopType.WRITE)).hasSize(1);
        held().getFirst().answer();
        assertThat(get(append).post().size()).isEqualTo(2 * KIB);
        answerAll();
        assertThat(disk.content()).hasSize(501 * KIB);
    }

    @Test
    void beyondTheWindowCallersWaitForRoom() throws Exception {
        hold();
        write(fd, 0, MIB, 1);
        write(fd, MIB, MIB, 2);
        var third = waiting(() -> write(fd, 2 * MIB, MIB, 3));
        assertThat(ranges(held())).as("it is on its way all the same").hasSize(3);
        held().getFirst().answer();
        assertThat(get(third).count()).isEqualTo(MIB);
        assertThat(held()).as("the window opened").hasSize(2);
    }

    @Test
    void allFilesTogetherHaveABound() throws Exception {
        hold();
        var others = new ArrayList<Fd>();
        for (int i = 0; i < Room.MAX_BYTES / MIB; i++) {
            var other = fixture.graph().inodes().newFd(fixture.file("file" + i), O_RDWR);
            others.add(other);
            write(other, 0, MIB, 1);
        }
        var late = waiting(() -> write(fd, 0, 4 * KIB, 2));
        held().getLast().answer();
        assertThat(get(late).count()).isEqualTo(4 * KIB);
        answerAll();
        others.forEach(Fd::close);
    }

    @Test
    void readsWaitForTheirBytesAlone() throws Exception {
        hold();
        fixture.child().answer(disk);
        write(fd, 0, 64 * KIB, 1);
        answerAll();
        write(fd, 32 * KIB, KIB, 2);
        fixture.call(new Fop.Readv(fd, 0, 32 * KIB, 0, Xdata.NULL)).close();
        fixture.call(new Fop.Readv(fd, 33 * KIB, KIB, 0, Xdata.NULL)).close();
        var read = waiting(() -> fixture.call(new Fop.Readv(fd, 32 * KIB, 10, 0, Xdata.NULL)));
        answerAll();
        try (var reply = get(read)) {
            assertThat(reply.data().toBytes()).containsOnly(2);
        }
    }

    @Test
    void readsWaitForWhatMakesTheFileLonger() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        answerAll();
        write(fd, 100 * KIB, KIB, 2);
        var read = waiting(() -> fixture.call(new Fop.Readv(fd, KIB, 10, 0, Xdata.NULL)));
        answerAll();
        try (var reply = get(read)) {
            assertThat(reply.data().toBytes()).as("a hole").hasSize(10).containsOnly(0);
        }
    }

    @Test
    void truncatingMakesTheSizeUnknown() throws Exception {
        hold();
        write(fd, 0, 64 * KIB, 1);
        answerAll();
        fixture.call(new Fop.Ftruncate(fd, KIB, Xdata.NULL));
        write(fd, 32 * KIB, KIB, 2);
        var read = waiting(() -> fixture.call(new Fop.Readv(fd, KIB, 10, 0, Xdata.NULL)));
        answerAll();
        try (var reply = get(read)) {
            assertThat(reply.data().toBytes()).hasSize(10).containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FSTAT",
                "STAT",
                "SETATTR",
                "FTRUNCATE",
                "FLUSH",
                "FSYNC",
                "LK",
                "UNLINK",
                "LINK",
                "RENAME",
                "FALLOCATE",
                "SEEK",
                "LEASE",
                "FSETXATTR",
                "COPY_FILE_RANGE"
            })
    void otherFopsWaitForAllWrites(String name) throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        write(fd, 64 * KIB, KIB, 2);
        var table = fixture.graph().inodes();
        try (var data = Payload.copyOf(new byte[1])) {
            var type = FopType.valueOf(name);
            var op = Samples.request(type, table.root(), file, fd, data);
            var outcome = waiting(() -> fixture.call(op));
            assertThat(fixture.child().calls(type)).isEmpty();
            answerAll();
            get(outcome);
            assertThat(fixture.child().last().op()).isSameAs(op);
        }
    }

    @Test
    void openAndAccessWaitForNothing() throws FopException {
        hold();
        write(fd, 0, KIB, 1);
        fixture.call(new Fop.Open(Loc.of(file), O_RDWR, fd, Xdata.NULL));
        fixture.call(new Fop.Access(Loc.of(file), 4, Xdata.NULL));
        assertThat(held()).hasSize(1);
    }

    @Test
    void syncWritesAreAnsweredWhenTheyAreDone() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var sync = open(O_RDWR | O_DSYNC);
        var outcome = waiting(() -> write(sync, 512, KIB, 2));
        assertThat(fixture.child().calls(FopType.WRITE)).hasSize(1);
        held().getFirst().answer();
        assertThat(get(outcome).post().size()).isEqualTo(1536);
        assertThat(disk.content()[600]).isEqualTo((byte) 2);
    }

    @Test
    void anInterruptedCallerWaitsNoLongerAndItsWriteGoesOn() throws Exception {
        hold();
        write(fd, 0, MIB, 1);
        write(fd, MIB, MIB, 2);
        var until = Deadline.after(fixture.environment(), Duration.ofSeconds(1));
        var late = waiting(() -> write(Frame.internal().until(until), fd, 2 * MIB, 16, 3));
        fixture.environment().advance(Duration.ofSeconds(2));
        assertThatThrownBy(() -> get(late)).hasCauseInstanceOf(FopException.class);
        answerAll();
        assertThat(disk.content()).hasSize(2 * MIB + 16);
    }

    @Test
    void othersThanRootAreAnsweredEarlyWhileTheModeIsKnown() throws Exception {
        hold();
        var frame = Frame.of(SOMEBODY);
        assertThat(write(frame, fd, 0, KIB, 1).post().size()).isEqualTo(KIB);
        assertThat(write(frame, fd, 0, KIB, 1).post().isNone()).isTrue();
        answerAll();
        fixture.environment().advance(Duration.ofSeconds(2));
        assertThat(write(frame, fd, 0, KIB, 1).post().isNone()).isFalse();
        disk.mode(04755);
        fixture.call(new Fop.Fsetattr(fd, Iatt.NONE, 0, Xdata.NULL));
        assertThat(write(frame, fd, 0, KIB, 1).post().mode() & 07777).isEqualTo(04755);
        assertThat(write(frame, fd, 0, KIB, 1).post().isNone()).isFalse();
        // mandatory locking, which a write leaves
        disk.mode(02644);
        assertThat(write(frame, fd, 0, KIB, 1).post().isNone()).isFalse();
        assertThat(write(frame, fd, 0, KIB, 1).post().isNone()).isTrue();
    }

    @Test
    void listingsLeaveOutAttributesThatMayBeOld() throws FopException {
        hold();
        var old = new Iatt.Builder().gfid(file.gfid()).mode(0100644).size(1).build();
        var entry = new DirEntry(5, 1, 8, "file", old, Xdata.NULL);
        fixture.child()
                .answer(
                        FopType.READDIRP,
                        (frame, op) -> new Reply.Readdir(List.of(entry), true, Xdata.NULL));
        var root = fixture.graph().inodes().newFd(fixture.graph().inodes().root(), 0);
        fds.add(root);
        var op = new Fop.Readdirp(root, 4096, 0, Xdata.NULL);
        assertThat(fixture.call(op).entries().getFirst().iatt()).isSameAs(old);
        write(fd, 0, KIB, 1);
        assertThat(fixture.call(op).entries().getFirst().iatt().isNone()).isTrue();
        answerAll();
        assertThat(fixture.call(op).entries().getFirst().iatt()).isSameAs(old);
    }

    @Test
    void lookingUpAKnownFileWaits() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var lookup = waiting(() -> fixture.call(new Fop.Lookup(Loc.of(file), Xdata.NULL)));
        answerAll();
        assertThat(get(lookup).iatt().size()).isEqualTo(KIB);
        assertThat(fixture.child().calls(FopType.LOOKUP)).hasSize(1);
    }

    @Test
    void anotherNameOfTheFileHasTheRightSize() throws Exception {
        hold();
        write(fd, 0, KIB, 1);
        var table = fixture.graph().inodes();
        var name = new Loc(table.root(), "other", table.blank(), Gfid.NULL);
        var lookup = waiting(() -> fixture.call(new Fop.Lookup(name, Xdata.NULL)));
        answerAll();
        assertThat(get(lookup).iatt().size()).isEqualTo(KIB);
    }

    @Test
    void whatAsksForXdataIsNotAnsweredEarly() throws FopException {
        hold();
        try (var data = Payload.copyOf(new byte[10])) {
            var asking = Xdata.EMPTY.withInt("some-count", 1);
            var reply = fixture.call(new Fop.Writev(fd, 0, data, 0, asking));
            assertThat(reply.post().size()).isEqualTo(10);
        }
    }

    @Test
    void anAggregateAboveTheWindowIsRefused() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("aggregate-size", "2MB")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("aggregate-size");
    }
}
