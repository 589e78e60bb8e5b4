package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.ActiveLock;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.Frame;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks that follow their file to another brick, or their client to another graph. */
class LockMigrationTest {
    private GraphFixture fixture;
    private LockRig rig;

    @BeforeEach
    void build() throws Exception {
        fixture = GraphFixture.of("features/locks");
        rig = new LockRig(fixture);
    }

    @AfterEach
    void end() {
        rig.close();
        fixture.close();
    }

    private static Frame rebalance() {
        return named("rebalance", 9, 0, Caller.PID_REBALANCE);
    }

    private static Frame named(String client, int connection, long owner, int pid) {
        var id = new ClientId(client, connection);
        var caller = new Caller(0, 0, new int[0], pid, LkOwner.of(owner), id);
        return new Frame(1, caller, Deadline.NONE, OpTime.NONE, new Cancel());
    }

    private void set(Frame frame, Xdata dict) throws Exception {
        rig.call(frame, new Fop.Setxattr(Loc.of(rig.file), dict, 0, Xdata.NULL));
    }

    private void begin() throws Exception {
        set(rebalance(), Xdata.EMPTY.withInt(XattrCommands.META_LOCK, 1));
    }

    private void finish(boolean moved) throws Exception {
        var dict = Xdata.EMPTY.withInt(XattrCommands.META_UNLOCK, 1);
        set(rebalance(), moved ? dict.withInt(XattrCommands.MOVED, 1) : dict);
    }

    private Fop.Lk whole(int cmd, int type) {
        return rig.posix(cmd, type, 0, 0);
    }

    @Test
    void requestsDuringAMigrationGoToTheOtherBrick() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var early = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
        begin();
        var dict = Xdata.EMPTY.withInt(XattrCommands.META_LOCK, 1);
        assertThat(rig.errno(rebalance(), new Fop.Setxattr(Loc.of(rig.file), dict, 0, Xdata.NULL)))
                .as("a second migration")
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(3, 3), whole(Flock.SETLK, Flock.WRITE)))
                .isSameAs(Errno.EAGAIN);
        var unlock = queued(named("client-1", 1, 1, 101), whole(Flock.SETLK, Flock.UNLOCK));
        finish(true);
        assertThat(LockRig.refused(early)).isSameAs(Errno.EREMOTE);
        assertThat(LockRig.refused(unlock)).isSameAs(Errno.EREMOTE);
        assertThat(rig.errno(LockRig.by(3, 3), whole(Flock.SETLK, Flock.READ)))
                .isSameAs(Errno.EREMOTE);
        assertThat(rig.errno(LockRig.by(1, 1), new Fop.Flush(rig.fd, Xdata.NULL)))
                .isSameAs(Errno.EREMOTE);
    }

    private java.util.concurrent.CompletableFuture<Reply.Lk> queued(Frame frame, Fop.Lk op) {
        var outcome = new java.util.concurrent.CompletableFuture<Reply.Lk>();
        var thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        outcome.complete(rig.call(frame, op));
                                    } catch (org.glusterj.core.FopException why) {
                                        outcome.completeExceptionally(why);
                                    }
                                });
        LockRig.until(() -> outcome.isDone() || thread.getState() == Thread.State.WAITING);
        return outcome;
    }

    @Test
    void aMigrationThatFailedLeavesLocksAndWaitersAlone() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        var early = rig.waiting(LockRig.by(2, 2), whole(Flock.SETLKW, Flock.WRITE));
        begin();
        var late = queued(named("client-3", 3, 3, 103), whole(Flock.SETLKW, Flock.WRITE));
        finish(false);
        assertThat(LockRig.refused(late)).isSameAs(Errno.EREMOTE);
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.UNLOCK));
        LockRig.granted(early);
    }

    @Test
    void whoWaitsForTheEndOfAMigrationCanBeInterrupted() throws Exception {
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
        begin();
        var late = queued(LockRig.by(3, 3), whole(Flock.SETLKW, Flock.WRITE));
        var unlock = queued(named("client-1", 1, 1, 101), whole(Flock.SETLK, Flock.UNLOCK));
        var interrupt = "glusterfs.intrlk.tposix.kblocked.0,0-0";
        rig.call(LockRig.by(1, 1), new Fop.Fgetxattr(rig.fd, interrupt, Xdata.NULL));
        rig.call(LockRig.by(3, 3), new Fop.Fgetxattr(rig.fd, interrupt, Xdata.NULL));
        assertThat(LockRig.refused(late)).isSameAs(Errno.EINTR);
        assertThat(unlock).as("what never waits for a lock").isNotDone();
        finish(true);
        assertThat(LockRig.refused(unlock)).isSameAs(Errno.EREMOTE);
    }

    @Test
    void theEndOfTheRebalanceProcessEndsItsMigration() throws Exception {
        long pins = rig.file.pins();
        begin();
        var late = queued(named("client-3", 3, 3, 103), whole(Flock.SETLKW, Flock.WRITE));
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("rebalance", 9)));
        assertThat(LockRig.refused(late)).isSameAs(Errno.EREMOTE);
        assertThat(rig.file.pins()).isEqualTo(pins);
        rig.call(LockRig.by(1, 1), whole(Flock.SETLK, Flock.WRITE));
    }

    @Test
    void onlyTheRebalanceProcessMigrates() {
        var dict = Xdata.EMPTY.withInt(XattrCommands.META_LOCK, 1);
        assertThat(
                        rig.errno(
                                LockRig.by(1, 1),
                                new Fop.Setxattr(Loc.of(rig.file), dict, 0, Xdata.NULL)))
                .isSameAs(Errno.EINVAL);
        var op = new Fop.Setactivelk(Loc.of(rig.file), List.of(), Xdata.NULL);
        assertThat(rig.errno(LockRig.by(1, 1), op)).isSameAs(Errno.EPERM);
        assertThat(rig.errno(rebalance(), op)).isSameAs(Errno.EINVAL);
    }

    @Test
    void installedLocksBelongToTheirConnectionAlsoWhenItComesLater() throws Exception {
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.WRITE, 5, 0));
        var got = rig.call(LockRig.by(2, 2), new Fop.Getactivelk(Loc.of(rig.file), Xdata.NULL));
        assertThat(got.locks())
                .containsExactly(
                        new ActiveLock(
                                new Flock(Flock.WRITE, 0, 5, 0, 5, LkOwner.of(1L)), "client-1", 0));
        var known = got.locks().getFirst();
        var later =
                new ActiveLock(new Flock(Flock.READ, 0, 0, 5, 7, LkOwner.of(4L)), "client-4", 1);
        rig.call(LockRig.by(1, 1), new Fop.Flush(rig.fd, Xdata.NULL));
        var install = new Fop.Setactivelk(Loc.of(rig.file), List.of(known, later), Xdata.NULL);
        rig.call(rebalance(), install);
        assertThat(rig.errno(rebalance(), install)).as("twice").isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(3, 3), rig.posix(Flock.SETLK, Flock.WRITE, 0, 1)))
                .isSameAs(Errno.EAGAIN);
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLK, Flock.READ, 5, 0));
        rig.call(LockRig.by(4, 4), rig.posix(Flock.SETLK, Flock.WRITE, 0, 5));
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-4", 4)));
        assertThat(rig.held()).isOne();
        fixture.graph().top().notify(new Event.ClientGone(new ClientId("client-1", 1)));
        assertThat(rig.held()).isZero();
    }

    @Test
    void allLocksAreInstalledOrNone() throws Exception {
        var many = new ArrayList<ActiveLock>();
        for (int i = 0; i <= PosixLocks.MAX_HELD; i++) {
            var flock = new Flock(Flock.READ, 0, 2L * i, 1, 7, LkOwner.of(4L));
            many.add(new ActiveLock(flock, "client-" + i % 4, 0));
        }
        var tooMany = new Fop.Setactivelk(Loc.of(rig.file), many, Xdata.NULL);
        assertThat(rig.errno(rebalance(), tooMany)).isSameAs(Errno.ENOLCK);
        assertThat(rig.held()).isZero();
        var few = new Fop.Setactivelk(Loc.of(rig.file), many.subList(0, 9), Xdata.NULL);
        rig.call(rebalance(), few);
        assertThat(rig.held()).isEqualTo(9);
    }

    private static final String PROCESS = "CTX_ID:0815-GRAPH_ID:";

    private byte[] lockInfo() throws Exception {
        var answer =
                rig.call(LockRig.by(1, 1), new Fop.Fgetxattr(rig.fd, LockInfo.KEY, Xdata.NULL));
        return answer.dict().bytes(LockInfo.KEY).orElse(null);
    }

    @Test
    void theSameProcessMovesItsLocksToAnotherFd() throws Exception {
        var path = "<POSIX(/b):host:/b/locked>";
        fixture.child()
                .answer(
                        (frame, op) ->
                                new Reply.Xattrs(
                                        Xdata.EMPTY.withString("trusted.glusterfs.pathinfo", path),
                                        Xdata.NULL));
        assertThat(lockInfo()).isNull();
        var before = named(PROCESS + "0-PID:1", 1, 1, 101);
        rig.call(before, whole(Flock.SETLK, Flock.WRITE));
        var info = lockInfo();
        assertThat(LockInfo.read(info, "<POSIX(/b):host")).isEqualTo(rig.fd.id());
        try (var fd = fixture.graph().inodes().newFd(rig.file, 2)) {
            var set = Xdata.EMPTY.withBytes(LockInfo.KEY, info);
            rig.call(named("CTX_ID:666-GRAPH_ID:0", 6, 6, 6), new Fop.Fsetxattr(fd, set, 0, set));
            assertThat(fixture.dump().toString()).as("a thief").contains("id=" + PROCESS + "0");
            var after = named(PROCESS + "1-PID:1", 2, 1, 101);
            rig.call(after, new Fop.Fsetxattr(fd, set, 0, Xdata.NULL));
            assertThat(fixture.dump().toString()).contains("id=" + PROCESS + "1");
            fixture.graph()
                    .top()
                    .notify(new Event.ClientGone(new ClientId(PROCESS + "0-PID:1", 1)));
            assertThat(rig.errno(before, whole(Flock.SETLK, Flock.READ))).isSameAs(Errno.EAGAIN);
            rig.call(after, whole(Flock.SETLK, Flock.READ));
        }
    }
}
