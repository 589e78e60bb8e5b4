package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopType;
import org.glusterj.core.InodeTable;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Workers.Priority;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

/** Which fops are urgent, which may wait for a lock, and who acts as nobody. */
class FopRulesTest {
    private final InodeTable inodes = new InodeTable(16);

    private static Flock flock(int type) {
        return new Flock(type, 0, 0, 0, 1, LkOwner.NONE);
    }

    private Fop<?> inodelk(int cmd, int type) {
        return new Fop.Inodelk("domain", Loc.of(inodes.root()), cmd, flock(type), Xdata.NULL);
    }

    private Fop<?> entrylk(int cmd) {
        return new Fop.Entrylk("domain", Loc.of(inodes.root()), "n", false, cmd, 1, Xdata.NULL);
    }

    @Test
    void onlyLocksThatAskToWaitMayWait() {
        assertThat(LockWaits.mayWait(inodelk(Flock.SETLKW, Flock.WRITE))).isTrue();
        assertThat(LockWaits.mayWait(inodelk(Flock.SETLKW, Flock.UNLOCK))).isFalse();
        assertThat(LockWaits.mayWait(inodelk(Flock.SETLK, Flock.WRITE))).isFalse();
        assertThat(LockWaits.mayWait(entrylk(0))).isTrue();
        assertThat(LockWaits.mayWait(entrylk(1))).isFalse();
        assertThat(LockWaits.mayWait(entrylk(2))).isFalse();
        assertThat(LockWaits.mayWait(new Fop.Statfs(Loc.of(inodes.root()), Xdata.NULL))).isFalse();
    }

    @Test
    void waitsAreBoundedAndEndWithTheClient() {
        var waits = new LockWaits(new LockWaits.Total(0));
        long large = LockWaits.SHARE_BYTES - LockWaits.WAIT_BYTES - 1000;
        var first = waits.begin(large, null);
        assertThat(waits.begin(large, null)).isNull();
        waits.end(first);
        var second = waits.begin(large, null);
        assertThat(second).isNotNull();
        waits.close();
        assertThat(second.isFired()).isTrue();
        assertThat(first.isFired()).isFalse();
        waits.end(second);
        assertThat(waits.begin(100, null)).isNull();
    }

    @Test
    void oneClientsWaitsLeaveOthersTheirShare() {
        int cost = LockWaits.WAIT_BYTES + 1000;
        var total = new LockWaits.Total(200L * cost);
        var greedy = new LockWaits(total);
        var alsoGreedy = new LockWaits(total);
        var modest = new LockWaits(total);
        assertThat(waitsOf(greedy)).isEqualTo(100);
        assertThat(waitsOf(alsoGreedy)).isEqualTo(100);
        assertThat(waitsOf(modest)).isBetween(40, 50);
        assertThat(total.bytes().get()).isEqualTo((200L + modest.size()) * cost);
    }

    private static int waitsOf(LockWaits waits) {
        while (waits.begin(1000, null) != null) {
            assertThat(waits.size()).isLessThan(1000);
        }
        return waits.size();
    }

    @Test
    void daemonsComeLastUnlessTheyActForDistribute() {
        assertThat(FopPriority.of(FopType.LOOKUP, 1, true)).isEqualTo(Priority.HIGH);
        assertThat(FopPriority.of(FopType.MKDIR, 1, true)).isEqualTo(Priority.NORMAL);
        assertThat(FopPriority.of(FopType.WRITE, 1, true)).isEqualTo(Priority.LOW);
        assertThat(FopPriority.of(FopType.LOOKUP, Caller.PID_SELF_HEAL_DAEMON, true))
                .isEqualTo(Priority.LEAST);
        assertThat(FopPriority.of(FopType.LOOKUP, Caller.PID_NO_ROOT_SQUASH, true))
                .isEqualTo(Priority.HIGH);
        assertThat(FopPriority.of(FopType.LOOKUP, Caller.PID_SELF_HEAL_DAEMON, false))
                .isEqualTo(Priority.HIGH);
    }

    private static Caller caller(int uid, int gid, int pid, int... groups) {
        return new Caller(uid, gid, groups, pid, LkOwner.NONE, ClientId.LOCAL);
    }

    @Test
    void rootIsSquashedButNotOthersNorTrustedDaemons() {
        var squash = new Squash(true, false, 65534, 65533);
        var root = squash.apply(caller(0, 0, 5, 0, 10), false);
        assertThat(root.uid()).isEqualTo(65534);
        assertThat(root.gid()).isEqualTo(65533);
        assertThat(root.groups()).containsExactly(65533, 10);
        var user = squash.apply(caller(7, 8, 5, 9), false);
        assertThat(user.uid()).isEqualTo(7);
        assertThat(user.gid()).isEqualTo(8);
        assertThat(squash.apply(caller(0, 0, -6), true).uid()).isZero();
        assertThat(squash.apply(caller(0, 0, -6), false).uid()).isEqualTo(65534);
    }

    @Test
    void everybodyIsSquashedWhenAskedFor() {
        var squash = new Squash(false, true, 99, 98);
        var user = squash.apply(caller(7, 8, 5, 9), false);
        assertThat(user.uid()).isEqualTo(99);
        assertThat(user.gid()).isEqualTo(98);
        assertThat(user.groups()).isEmpty();
    }

    @Test
    void withoutSquashingCallersStayTheSameObject() {
        var root = caller(0, 0, 5);
        assertThat(Squash.NONE.apply(root, false)).isSameAs(root);
    }
}
