package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PosixLocksTest {
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

    private void lock(int client, int owner, int type, long start, long length) throws Exception {
        var op = rig.posix(Flock.SETLK, type, start, length);
        assertThat(rig.call(LockRig.by(client, owner), op).flock()).isEqualTo(op.flock());
    }

    private Flock test(int client, int owner, int type, long start, long length) throws Exception {
        return rig.call(LockRig.by(client, owner), rig.posix(Flock.GETLK, type, start, length))
                .flock();
    }

    @Test
    void readersShareAndWritersDoNot() throws Exception {
        lock(1, 1, Flock.READ, 0, 10);
        lock(2, 2, Flock.READ, 5, 10);
        assertThat(rig.errno(LockRig.by(3, 3), rig.posix(Flock.SETLK, Flock.WRITE, 9, 1)))
                .isSameAs(Errno.EAGAIN);
        lock(3, 3, Flock.WRITE, 15, 1);
    }

    @Test
    void theSameOwnerOnAnotherConnectionIsAnother() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        assertThat(rig.errno(LockRig.by(2, 1), rig.posix(Flock.SETLK, Flock.WRITE, 0, 1)))
                .isSameAs(Errno.EAGAIN);
        lock(1, 1, Flock.READ, 0, 1);
    }

    @Test
    void getlkTellsTheHolderOrThatNobodyIs() throws Exception {
        lock(1, 1, Flock.WRITE, 50, 100);
        var conflict = test(2, 2, Flock.READ, 0, 0);
        assertThat(conflict).isEqualTo(new Flock(Flock.WRITE, 0, 50, 100, 5, LkOwner.of(1L)));
        assertThat(test(2, 2, Flock.READ, 0, 50).type()).isEqualTo(Flock.UNLOCK);
        assertThat(test(1, 1, Flock.WRITE, 0, 0).type()).isEqualTo(Flock.UNLOCK);
    }

    @Test
    void unlockingTheMiddleSplits() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 0);
        lock(1, 1, Flock.UNLOCK, 10, 10);
        lock(2, 2, Flock.WRITE, 10, 10);
        assertThat(test(2, 2, Flock.READ, 0, 0).len()).isEqualTo(10);
        assertThat(test(2, 2, Flock.READ, 20, 0).len()).isZero();
        assertThat(rig.held()).isEqualTo(3);
    }

    @Test
    void aWaiterGetsTheLockWhenItIsFree() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        var waiter = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 5, 1));
        lock(1, 1, Flock.UNLOCK, 0, 5);
        assertThat(waiter).isNotDone();
        lock(1, 1, Flock.UNLOCK, 5, 5);
        assertThat(LockRig.granted(waiter).flock().start()).isEqualTo(5);
        assertThat(test(3, 3, Flock.READ, 0, 0).owner()).isEqualTo(LkOwner.of(2L));
    }

    @Test
    void turningAWriteLockIntoAReadLockLetsReadersIn() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        var reader = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.READ, 0, 10));
        lock(1, 1, Flock.READ, 0, 10);
        LockRig.granted(reader);
        assertThat(rig.held()).isEqualTo(2);
    }

    @Test
    void unlockingUnderTheWaitingCommandNeverWaits() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        rig.call(LockRig.by(1, 1), rig.posix(Flock.SETLKW, Flock.UNLOCK, 0, 0));
        rig.call(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.UNLOCK, 0, 0));
        assertThat(rig.held()).isZero();
    }

    @Test
    void aCancelledWaiterFailsWithEintrAndNeverGetsTheLock() throws Exception {
        var cancel = new Cancel();
        lock(1, 1, Flock.WRITE, 0, 10);
        var frame = LockRig.by(2, 2, cancel, Deadline.NONE);
        var waiter = rig.waiting(frame, rig.posix(Flock.SETLKW, Flock.WRITE, 0, 10));
        cancel.fire();
        assertThat(LockRig.refused(waiter)).isSameAs(Errno.EINTR);
        lock(1, 1, Flock.UNLOCK, 0, 10);
        assertThat(rig.held()).isZero();
        lock(3, 3, Flock.WRITE, 0, 10);
    }

    @Test
    void aWaiterPastItsDeadlineFailsWithEtimedout() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        var deadline = Deadline.after(fixture.environment(), Duration.ofSeconds(30));
        var frame = LockRig.by(2, 2, Cancel.NEVER, deadline);
        var waiter = rig.waiting(frame, rig.posix(Flock.SETLKW, Flock.WRITE, 0, 10));
        fixture.environment().advance(Duration.ofSeconds(31));
        assertThat(LockRig.refused(waiter)).isSameAs(Errno.ETIMEDOUT);
        lock(1, 1, Flock.UNLOCK, 0, 10);
        assertThat(rig.held()).isZero();
    }

    @Test
    void anInterruptEndsTheCallersWaitForThatRange() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 0);
        var one = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 3, 4));
        var two = rig.waiting(LockRig.by(2, 3), rig.posix(Flock.SETLKW, Flock.WRITE, 3, 4));
        var name = "glusterfs.intrlk.tposix.kblocked.0,3-4";
        var reply = rig.call(LockRig.by(2, 3), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(reply.dict().string(name))
                .contains("subject: posix blocked locks=1 granted locks=0");
        assertThat(LockRig.refused(two)).isSameAs(Errno.EINTR);
        assertThat(one).isNotDone();
        rig.call(LockRig.by(2, 77), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(one).as("somebody else's interruption").isNotDone();
        var frame = LockRig.by(2, 2);
        var caller = frame.caller().withLkOwner(LkOwner.of(99L));
        rig.call(frame.as(caller), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(LockRig.refused(one)).as("the same process's").isSameAs(Errno.EINTR);
        var none = rig.call(LockRig.by(2, 2), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(none.dict().string(name)).contains("No locks cleared.");
    }

    @Test
    void anInterruptOfAnotherClientEndsNothing() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 0);
        var waiter = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 3, 4));
        var name = "glusterfs.intrlk.tposix.kblocked.0,3-4";
        rig.call(LockRig.by(3, 2), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(waiter).isNotDone();
        lock(1, 1, Flock.UNLOCK, 0, 0);
        LockRig.granted(waiter);
    }

    @Test
    void flushReleasesItsOwnersLocksOnly() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        lock(1, 2, Flock.WRITE, 10, 10);
        rig.call(LockRig.by(1, 1), new Fop.Flush(rig.fd, Xdata.NULL));
        assertThat(rig.held()).isOne();
        assertThat(test(2, 9, Flock.READ, 0, 0).owner()).isEqualTo(LkOwner.of(2L));
        assertThat(fixture.child().last().op()).isInstanceOf(Fop.Flush.class);
    }

    @Test
    void closingAnFdReleasesWhatWasLockedThroughIt() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        var other = fixture.graph().inodes().newFd(rig.file, 2);
        rig.call(
                LockRig.by(1, 2),
                new Fop.Lk(other, Flock.SETLK, LockRig.flock(Flock.WRITE, 20, 10), Xdata.NULL));
        other.close();
        assertThat(rig.held()).isOne();
        assertThat(test(2, 9, Flock.READ, 0, 0).start()).isZero();
    }

    @Test
    void anonymousFdsLockToo() throws Exception {
        try (var anonymous = Fd.anonymous(rig.file, 0)) {
            var flock = LockRig.flock(Flock.WRITE, 0, 0);
            rig.call(LockRig.by(1, 1), new Fop.Lk(anonymous, Flock.SETLK, flock, Xdata.NULL));
        }
        assertThat(rig.errno(LockRig.by(2, 2), rig.posix(Flock.SETLK, Flock.READ, 0, 0)))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void numbersThatNameNoRangeAreRefused() {
        assertThat(refused(1, 0, -1, 5)).isSameAs(Errno.EINVAL);
        assertThat(refused(1, 0, 3, -5)).isSameAs(Errno.EINVAL);
        assertThat(refused(1, 0, 0, Long.MIN_VALUE)).isSameAs(Errno.EINVAL);
        assertThat(refused(1, 1, 0, 5)).as("whence").isSameAs(Errno.EINVAL);
        assertThat(refused(7, 0, 0, 5)).as("type").isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.posix(9, 1, 0, 5))).isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.posix(3, 1, 0, 5))).isSameAs(Errno.EOPNOTSUPP);
        assertThat(rig.errno(LockRig.by(1, 1), rig.posix(Flock.GETLK, Flock.UNLOCK, 0, 5)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.held()).isZero();
    }

    private Errno refused(int type, int whence, long start, long length) {
        var flock = new Flock(type, whence, start, length, 1, LkOwner.NONE);
        return rig.errno(LockRig.by(1, 1), new Fop.Lk(rig.fd, Flock.SETLK, flock, Xdata.NULL));
    }

    @Test
    void aRangePastTheLastByteEndsThere() throws Exception {
        lock(1, 1, Flock.WRITE, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertThat(test(2, 2, Flock.READ, 0, 0).start()).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(test(2, 2, Flock.READ, 0, 0).len()).isZero();
    }

    @Test
    void aNegativeLengthMeansTheBytesBefore() throws Exception {
        lock(1, 1, Flock.WRITE, 10, -4);
        var held = test(2, 2, Flock.READ, 0, 0);
        assertThat(held.start()).isEqualTo(6);
        assertThat(held.len()).isEqualTo(4);
    }

    @Test
    void rootMayClearLocksOfOthersAndUsersMayNot() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 10);
        lock(1, 1, Flock.WRITE, 100, 10);
        var waiter = rig.waiting(LockRig.by(2, 2), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 5));
        var name = "glusterfs.clrlk.tposix.kall.0,0-10";
        var other = rig.waiting(LockRig.by(2, 3), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 10));
        var user = org.glusterj.core.Frame.of(org.glusterj.core.Caller.of(1000, 1000, 5));
        assertThat(rig.errno(user, new Fop.Fgetxattr(rig.fd, name, Xdata.NULL)))
                .isSameAs(Errno.EPERM);
        var reply = rig.call(LockRig.by(9, 9), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(reply.dict().string(name))
                .contains("subject: posix blocked locks=1 granted locks=1");
        assertThat(LockRig.refused(other)).isSameAs(Errno.EINTR);
        LockRig.granted(waiter);
        assertThat(test(3, 3, Flock.READ, 50, 0).start()).isEqualTo(100);
    }

    @Test
    void whatWasClearedNamesHostAndBrick() throws Exception {
        var pathInfo = "<POSIX(/srv/v1.0/b):host:/srv/v1.0/b/d/locked>";
        fixture.child()
                .answer(
                        (frame, op) ->
                                new Reply.Xattrs(
                                        Xdata.EMPTY.withString(
                                                "trusted.glusterfs.pathinfo", pathInfo),
                                        Xdata.NULL));
        lock(1, 1, Flock.WRITE, 0, 10);
        var name = "glusterfs.clrlk.tposix.kall";
        var reply = rig.call(LockRig.by(9, 9), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL));
        assertThat(reply.dict().string(name))
                .contains("host:/srv/v1.0/b/: posix blocked locks=0 granted locks=1");
    }

    @Test
    void twoReadersThatBothWantToWriteDoNotWaitForEachOther() throws Exception {
        lock(1, 1, Flock.READ, 0, 0);
        lock(2, 2, Flock.READ, 0, 0);
        var one = rig.waiting(LockRig.by(1, 1), rig.posix(Flock.SETLKW, Flock.WRITE, 0, 0));
        lock(2, 2, Flock.WRITE, 0, 0);
        assertThat(one).isNotDone();
        lock(2, 2, Flock.UNLOCK, 0, 0);
        LockRig.granted(one);
    }

    @Test
    void whoeverWaitsThroughAnFdThatIsReleasedIsSentAway() throws Exception {
        lock(1, 1, Flock.WRITE, 0, 0);
        var other = fixture.graph().inodes().newFd(rig.file, 2);
        var flock = LockRig.flock(Flock.WRITE, 0, 0);
        var wait = new Fop.Lk(other, Flock.SETLKW, flock, Xdata.NULL);
        var waiter = rig.waiting(LockRig.by(2, 2), wait);
        other.close();
        assertThat(LockRig.refused(waiter)).isSameAs(Errno.EAGAIN);
        lock(1, 1, Flock.UNLOCK, 0, 0);
        assertThat(rig.held()).isZero();
    }

    private Fop.Lk ofKind(int kind, int cmd, int type) {
        var xdata = kind == 0 ? Xdata.NULL : Xdata.EMPTY.withUint(Flock.KIND_KEY, kind);
        return new Fop.Lk(rig.fd, cmd, LockRig.flock(type, 0, 0), xdata);
    }

    @Test
    void fcntlAndFlockMeetOnlyWhereTheKindIsNotKnown() throws Exception {
        rig.call(LockRig.by(1, 1), ofKind(Flock.KIND_FCNTL, Flock.SETLK, Flock.WRITE));
        rig.call(LockRig.by(1, 2), ofKind(Flock.KIND_FLOCK, Flock.SETLK, Flock.WRITE));
        for (int kind : new int[] {0, Flock.KIND_FCNTL, Flock.KIND_FLOCK}) {
            assertThat(rig.errno(LockRig.by(2, 3), ofKind(kind, Flock.SETLK, Flock.WRITE)))
                    .as("kind %d", kind)
                    .isSameAs(Errno.EAGAIN);
        }
        rig.call(LockRig.by(1, 1), ofKind(Flock.KIND_FCNTL, Flock.SETLK, Flock.UNLOCK));
        rig.call(LockRig.by(2, 3), ofKind(Flock.KIND_FCNTL, Flock.SETLK, Flock.WRITE));
        assertThat(rig.errno(LockRig.by(2, 4), ofKind(0, Flock.SETLK, Flock.READ)))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void splittingByUnlockingIsBoundedToo() throws Exception {
        var small = new ClientLocks.Total(20);
        var client = new ClientLocks(new org.glusterj.core.ClientId("c", 1), small);
        var locks = new InodeLocks(rig.file, () -> 0);
        var traits = new PosixLock.Traits(1, false, PosixLock.Kind.UNKNOWN);
        var owner = new Owner(client, LkOwner.of(1L));
        var all = new PosixLock(owner, Flock.WRITE, 0, Long.MAX_VALUE, 1, traits, 0, 0, 0);
        locks.setPosix(all, Flock.NONE, false, false, 0);
        long at = 1;
        try {
            for (; at < 1000; at += 2) {
                locks.setPosix(all.over(at, at).unlocked(), Flock.NONE, false, false, 0);
            }
        } catch (org.glusterj.core.FopException why) {
            assertThat(why.errno()).isSameAs(Errno.ENOLCK);
        }
        assertThat(client.total()).isEqualTo(20);
        assertThat(locks.posixCount()).isEqualTo(20);
        locks.setPosix(all.unlocked(), Flock.NONE, false, false, 0);
        assertThat(small.locks()).isZero();
    }

    @Test
    void malformedCommandsAreRefused() {
        for (var name :
                new String[] {
                    "glusterfs.clrlk.tposix",
                    "glusterfs.clrlk.tposix.kall.x",
                    "glusterfs.clrlk.ta.kall"
                }) {
            assertThat(rig.errno(LockRig.by(1, 1), new Fop.Fgetxattr(rig.fd, name, Xdata.NULL)))
                    .as(name)
                    .isSameAs(Errno.EINVAL);
        }
    }
}
