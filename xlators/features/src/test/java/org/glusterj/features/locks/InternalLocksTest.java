package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InternalLocksTest {
    private static final int LOCK = 0;
    private static final int UNLOCK = 1;
    private static final int TRY = 2;

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

    @Test
    void domainsDoNotSeeEachOther() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range("a", Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(2, 2), rig.range("b", Flock.SETLK, Flock.WRITE, 0, 0));
        assertThat(rig.errno(LockRig.by(2, 2), rig.range("a", Flock.SETLK, Flock.WRITE, 0, 0)))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void locksOnAttributesDoNotMeetThoseOnContent() throws Exception {
        long attributes = Long.MAX_VALUE - 1;
        rig.call(LockRig.by(1, 1), rig.range("a", Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(2, 2), rig.range("a", Flock.SETLK, Flock.WRITE, attributes, 0));
        assertThat(
                        rig.errno(
                                LockRig.by(3, 3),
                                rig.range("a", Flock.SETLK, Flock.WRITE, attributes, 0)))
                .isSameAs(Errno.EAGAIN);
        rig.call(LockRig.by(2, 2), rig.range("a", Flock.SETLK, Flock.UNLOCK, attributes, 0));
        assertThat(rig.held()).isEqualTo(1);
    }

    @Test
    void kindsOfLocksDoNotSeeEachOther() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(2, 2), rig.posix(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(3, 3), rig.name(TRY, NameLock.WRITE, null));
        assertThat(rig.held()).isEqualTo(3);
    }

    @Test
    void rangesOfOneOwnerNeitherMergeNorExclude() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 10));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 5, 10));
        assertThat(rig.held()).isEqualTo(2);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 10));
        assertThat(rig.errno(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.READ, 14, 1)))
                .isSameAs(Errno.EAGAIN);
        rig.call(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.READ, 0, 5));
    }

    @Test
    void unlockingNamesExactlyWhatWasLocked() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 10));
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 5)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 2), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 10)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.range("x", Flock.SETLK, Flock.UNLOCK, 0, 10)))
                .isSameAs(Errno.EINVAL);
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLKW, Flock.UNLOCK, 0, 10));
        assertThat(rig.held()).isZero();
    }

    @Test
    void fdFormsLockTheSameInode() throws Exception {
        var flock = LockRig.flock(Flock.WRITE, 0, 0);
        rig.call(
                LockRig.by(1, 1),
                new Fop.Finodelk(LockRig.DOMAIN, rig.fd, Flock.SETLK, flock, Xdata.NULL));
        assertThat(rig.errno(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.READ, 0, 1)))
                .isSameAs(Errno.EAGAIN);
        rig.call(
                LockRig.by(1, 1),
                new Fop.Fentrylk(
                        LockRig.DOMAIN, rig.fd, "f", false, TRY, NameLock.WRITE, Xdata.NULL));
        assertThat(rig.errno(LockRig.by(2, 2), rig.name(TRY, NameLock.WRITE, "f")))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void waitersAreServedInTheirOrder() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        var second = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        var third = rig.waiting(LockRig.by(3, 3), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(second);
        assertThat(third).isNotDone();
        rig.call(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(third);
    }

    @Test
    void readersDoNotOvertakeAWaitingWriter() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 0, 0));
        var writer = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        assertThat(rig.errno(LockRig.by(3, 3), rig.range(Flock.SETLK, Flock.READ, 0, 0)))
                .as("without waiting")
                .isSameAs(Errno.EAGAIN);
        var reader = rig.waiting(LockRig.by(4, 4), rig.range(Flock.SETLKW, Flock.READ, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(writer);
        assertThat(reader).isNotDone();
        rig.call(LockRig.by(2, 2), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0));
        LockRig.granted(reader);
    }

    @Test
    void anOwnerThatHasALockIsNotHeldBackByWaiters() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 0, 10));
        var writer = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 20, 10));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 10));
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 20, 10));
        LockRig.granted(writer);
    }

    @Test
    void aWriterThatGivesUpLetsTheReadersBehindItIn() throws Exception {
        var cancel = new Cancel();
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.READ, 0, 0));
        var frame = LockRig.by(2, 2, cancel, Deadline.NONE);
        var writer = rig.waiting(frame, rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        var reader = rig.waiting(LockRig.by(3, 3), rig.range(Flock.SETLKW, Flock.READ, 0, 0));
        cancel.fire();
        assertThat(LockRig.refused(writer)).isSameAs(Errno.EINTR);
        LockRig.granted(reader);
    }

    @Test
    void theWholeDirectoryExcludesEveryName() throws Exception {
        rig.call(LockRig.by(1, 1), rig.name(TRY, NameLock.WRITE, "a"));
        rig.call(LockRig.by(2, 2), rig.name(TRY, NameLock.WRITE, "b"));
        assertThat(rig.errno(LockRig.by(3, 3), rig.name(TRY, NameLock.WRITE, null)))
                .isSameAs(Errno.EAGAIN);
        var whole = rig.waiting(LockRig.by(3, 3), rig.name(LOCK, NameLock.WRITE, null));
        rig.call(LockRig.by(1, 1), rig.name(UNLOCK, NameLock.WRITE, "a"));
        rig.call(LockRig.by(2, 2), rig.name(UNLOCK, NameLock.WRITE, "b"));
        LockRig.granted(whole);
        assertThat(rig.errno(LockRig.by(1, 1), rig.name(TRY, NameLock.WRITE, "c")))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void readersOfANameShareIt() throws Exception {
        rig.call(LockRig.by(1, 1), rig.name(TRY, NameLock.READ, "a"));
        rig.call(LockRig.by(2, 2), rig.name(TRY, NameLock.READ, "a"));
        assertThat(rig.errno(LockRig.by(3, 3), rig.name(TRY, NameLock.WRITE, "a")))
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void unlockingANameNobodyLockedFails() throws Exception {
        assertThat(rig.errno(LockRig.by(1, 1), rig.name(UNLOCK, NameLock.WRITE, "a")))
                .isSameAs(Errno.EINVAL);
        rig.call(LockRig.by(1, 1), rig.name(TRY, NameLock.WRITE, "a"));
        assertThat(rig.errno(LockRig.by(1, 1), rig.name(UNLOCK, NameLock.WRITE, null)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(2, 1), rig.name(UNLOCK, NameLock.WRITE, "a")))
                .isSameAs(Errno.EINVAL);
    }

    @Test
    void unknownCommandsAndTypesAreRefused() {
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(Flock.GETLK, Flock.READ, 0, 0)))
                .isSameAs(Errno.EOPNOTSUPP);
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(9, Flock.READ, 0, 0)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(Flock.SETLK, 9, 0, 0)))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.name(9, NameLock.WRITE, "a")))
                .isSameAs(Errno.EINVAL);
        assertThat(rig.errno(LockRig.by(1, 1), rig.name(TRY, 9, "a"))).isSameAs(Errno.EINVAL);
        assertThat(rig.held()).isZero();
    }

    @Test
    void anInodeNobodyLookedUpCannotBeLocked() {
        var blank = Loc.entry(rig.file, "x");
        var flock = LockRig.flock(Flock.WRITE, 0, 0);
        assertThat(
                        rig.errno(
                                LockRig.by(1, 1),
                                new Fop.Inodelk("d", blank, Flock.SETLK, flock, Xdata.NULL)))
                .isSameAs(Errno.EINVAL);
    }

    @Test
    void locksPerInodeAreBounded() throws Exception {
        for (int i = 0; i < InodeLocks.MAX_DOMAINS; i++) {
            rig.call(LockRig.by(1, 1), rig.range("d" + i, Flock.SETLK, Flock.READ, 0, 0));
        }
        assertThat(rig.errno(LockRig.by(1, 1), rig.range("more", Flock.SETLK, Flock.READ, 0, 0)))
                .isSameAs(Errno.ENOLCK);
        rig.call(LockRig.by(1, 1), rig.range("d0", Flock.SETLK, Flock.UNLOCK, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range("more", Flock.SETLK, Flock.READ, 0, 0));
    }

    @Test
    void rootMayClearThem() throws Exception {
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.name(TRY, NameLock.WRITE, "a"));
        var waiter = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        assertThat(clear("glusterfs.clrlk.tinode.kgranted"))
                .isEqualTo("subject: inode blocked locks=0 granted locks=1");
        LockRig.granted(waiter);
        assertThat(clear("glusterfs.clrlk.tentry.kall.b")).isEqualTo("No locks cleared.");
        assertThat(clear("glusterfs.clrlk.tentry.kall.a"))
                .isEqualTo("subject: entry blocked locks=0 granted locks=1");
    }

    private String clear(String name) throws Exception {
        return rig.call(LockRig.by(9, 9), new Fop.Getxattr(Loc.of(rig.file), name, Xdata.NULL))
                .dict()
                .string(name)
                .orElseThrow();
    }

    private void revoke(String clearAll, String maxBlocked) throws Exception {
        fixture.reconfigure(
                java.util.Map.of(
                        "revocation-secs", "10",
                        "revocation-max-blocked", maxBlocked,
                        "revocation-clear-all", clearAll));
    }

    @Test
    void aLockThatIsTooOldGoesToWhoeverWantsIt() throws Exception {
        revoke("off", "0");
        rig.call(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.WRITE, 0, 0));
        rig.call(LockRig.by(1, 1), rig.range("other", Flock.SETLK, Flock.WRITE, 0, 0));
        var waiter = rig.waiting(LockRig.by(2, 2), rig.range(Flock.SETLKW, Flock.WRITE, 0, 0));
        fixture.environment().advance(java.time.Duration.ofSeconds(11));
        assertThat(rig.errno(LockRig.by(3, 3), rig.range(Flock.SETLK, Flock.WRITE, 0, 0)))
                .isSameAs(Errno.EAGAIN);
        LockRig.granted(waiter);
        assertThat(rig.errno(LockRig.by(1, 1), rig.range(Flock.SETLK, Flock.UNLOCK, 0, 0)))
                .as("its holder hears of it")
                .isSameAs(Errno.EINVAL);
        rig.call(LockRig.by(1, 1), rig.range("other", Flock.SETLK, Flock.UNLOCK, 0, 0));
        fixture.environment().advance(java.time.Duration.ofSeconds(9));
        assertThat(rig.errno(LockRig.by(3, 3), rig.range(Flock.SETLK, Flock.WRITE, 0, 0)))
                .as("its age counts from the grant")
                .isSameAs(Errno.EAGAIN);
    }

    @Test
    void tooManyWaitersTakeALockAway() throws Exception {
        revoke("on", "1");
        rig.call(LockRig.by(1, 1), rig.name(TRY, NameLock.WRITE, "a"));
        var first = rig.waiting(LockRig.by(2, 2), rig.name(LOCK, NameLock.WRITE, "a"));
        rig.call(LockRig.by(3, 3), rig.name(LOCK, NameLock.WRITE, "a"));
        assertThat(LockRig.refused(first)).as("clear-all").isSameAs(Errno.EAGAIN);
        assertThat(rig.held()).isOne();
    }

    @Test
    void oneConnectionCannotTakeTheLocksOfAll() throws Exception {
        var all = new ClientLocks.Total(100);
        var greedy = new ClientLocks(new org.glusterj.core.ClientId("greedy", 1), all);
        var modest = new ClientLocks(new org.glusterj.core.ClientId("modest", 2), all);
        var locks = new InodeLocks(rig.file, () -> 0);
        assertThat(fill(locks, greedy)).isEqualTo(100);
        assertThat(fill(locks, modest)).isEqualTo(ClientLocks.SHARE);
        locks.dropClient(greedy);
        assertThat(all.locks()).isEqualTo(ClientLocks.SHARE);
        locks.dropClient(modest);
        assertThat(all.locks()).isZero();
    }

    private int fill(InodeLocks locks, ClientLocks client) {
        var owner = new Owner(client, org.glusterj.core.LkOwner.of(1L));
        var flock = LockRig.flock(Flock.READ, 0, 0);
        int taken = 0;
        try {
            for (; taken < 1_000; taken++) {
                var lock = new RangeLock(owner, flock, new Range(0, 1), 1, 0);
                locks.lockRange("d", lock, false, new Contention(false, 0, 0));
            }
        } catch (org.glusterj.core.FopException why) {
            assertThat(why.errno()).isSameAs(Errno.ENOLCK);
        }
        return taken;
    }
}
