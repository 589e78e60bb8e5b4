package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.cluster.dht.RebalanceTask.Action;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rebalance of five subvolumes in memory of which two came late, or are to go. */
@Timeout(120)
class RebalanceTest {
    private static final String LAYOUT = "trusted.glusterfs.dht";
    private static final String LINKTO = "trusted.glusterfs.dht.linkto";
    private static final Map<String, String> THREE =
            Map.of("decommissioned-bricks", "v-client-3,v-client-4");
    private static final int N = 5;
    private static final int HASH = 0x12345678;

    private Spread volume;
    private Inode root;

    @BeforeEach
    void mount() throws Exception {
        mount(THREE);
    }

    private void mount(Map<String, String> options) throws Exception {
        volume = new Spread(N, options).mounted();
        root = volume.root();
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    private RebalanceStatus run(Action action) throws Exception {
        var task = new RebalanceTask(action, Set.of(), HASH, Duration.ZERO);
        var rebalance = Rebalance.of(volume.environment(), volume.graph(), task);
        rebalance.run();
        return rebalance.status();
    }

    private int belongsTo(Inode parent, String name) throws Exception {
        var parts = ((Dht) volume.graph().top()).parts();
        return parts.where().hashed(Spread.ROOT, Loc.entry(parent, name));
    }

    /** Each name is data on one subvolume and nothing elsewhere, or a linkto file that leads to it. */
    private void requireOnePlace(Inode parent, String name, boolean atHome) throws Exception {
        int places = 0;
        for (int i = 0; i < N; i++) {
            var iatt = volume.stored(i, parent, name);
            if (iatt == null) {
                continue;
            }
            if (Marks.isLinktoMode(iatt)) {
                assertThat(atHome).as("%s is a linkto file on %d", name, i).isFalse();
                continue;
            }
            places++;
            assertThat(Marks.isMigrating(iatt)).as("%s has marks", name).isFalse();
            var inode = volume.look(parent, name);
            assertThat(volume.xattr(i, inode, LINKTO)).as("linkto of %s", name).isNull();
            if (atHome) {
                assertThat(i).as("place of %s", name).isEqualTo(belongsTo(parent, name));
            }
        }
        assertThat(places).as("places of %s", name).isEqualTo(1);
    }

    @Test
    void filesGoWhereTheirNamesBelong() throws Exception {
        var directory = volume.mkdir(root, "d");
        var names = new TreeMap<String, Inode>();
        for (int i = 0; i < 40; i++) {
            names.put("f" + i, volume.create(directory, "f" + i, "content " + i));
        }
        volume.options(Map.of());
        var status = run(Action.START);
        assertThat(status.status()).isEqualTo("completed");
        assertThat(status.failures()).isZero();
        assertThat(status.lookedUp()).isEqualTo(40);
        assertThat(status.rebalanced()).isBetween(8L, 32L);
        int late = 0;
        for (var name : names.keySet()) {
            requireOnePlace(directory, name, true);
            late += volume.dataOf(directory, name) >= 3 ? 1 : 0;
            var expected = "content " + name.substring(1);
            assertThat(volume.content(volume.look(directory, name))).isEqualTo(expected);
            assertThat(volume.look(directory, name).gfid()).isEqualTo(names.get(name).gfid());
        }
        assertThat(late).as("files on the new subvolumes").isPositive();
        for (int i = 0; i < N; i++) {
            var layout = HexFormat.of().formatHex(volume.xattr(i, directory, LAYOUT));
            assertThat(layout).startsWith("12345678" + "00000000");
        }
        assertThat(run(Action.START).rebalanced()).as("a second time").isZero();
    }

    @Test
    void aNewLayoutMovesNothing() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.create(directory, "f", "x");
        volume.options(Map.of());
        assertThat(run(Action.FIX_LAYOUT).status()).isEqualTo("fix-layout completed");
        for (int i = 0; i < N; i++) {
            var layout = HexFormat.of().formatHex(volume.xattr(i, directory, LAYOUT));
            assertThat(layout).startsWith("00000000").doesNotEndWith("0000000000000000");
        }
        assertThat(volume.dataOf(directory, "f")).isLessThan(3);
        assertThat(volume.content(volume.look(directory, "f"))).isEqualTo("x");
    }

    private Inode file(String name) throws Exception {
        var inode = volume.create(root, name, "content");
        var iatt =
                new Iatt.Builder()
                        .mode(FileType.REGULAR.bits() | 04751)
                        .uid(7)
                        .gid(8)
                        .atime(1_000, 1)
                        .mtime(2_000, 2)
                        .build();
        int valid = SetattrMask.UID | SetattrMask.GID | SetattrMask.ATIME | SetattrMask.MTIME;
        volume.call(new Fop.Setattr(Loc.of(inode), iatt, valid, Xdata.NULL));
        volume.call(new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MODE, Xdata.NULL));
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[] {1, 2});
        volume.call(new Fop.Setxattr(Loc.of(inode), dict, 0, Xdata.NULL));
        return inode;
    }

    /** A name that is not where it will belong when all five subvolumes have a share. */
    private String moving() throws Exception {
        volume.options(Map.of());
        var parts = ((Dht) volume.graph().top()).parts();
        var states = new Layout.State[N];
        java.util.Arrays.fill(states, Layout.State.PRESENT);
        volume.mounted();
        var old = parts.where().directory(Spread.ROOT, root).layout();
        var start = parts.where().settings().hashing().of("/");
        var fixed = parts.heal().plan().fixed(old, states, start, 0);
        volume.options(THREE);
        for (int i = 0; ; i++) {
            int hash = parts.where().settings().hashing().of("f" + i);
            if (fixed.search(hash) != old.search(hash)) {
                return "f" + i;
            }
        }
    }

    private void requireAttributes(String name, Gfid gfid) throws Exception {
        var inode = volume.look(root, name);
        var iatt = volume.call(new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt();
        assertThat(iatt.gfid()).isEqualTo(gfid);
        assertThat(iatt.mode() & 07777).isEqualTo(04751);
        assertThat(iatt.uid()).isEqualTo(7);
        assertThat(iatt.gid()).isEqualTo(8);
        assertThat(iatt.mtime()).isEqualTo(2_000);
        assertThat(iatt.mtimeNsec()).isEqualTo(2);
        var on = volume.dataOf(root, name);
        assertThat(volume.xattr(on, inode, "user.a")).containsExactly(1, 2);
    }

    @Test
    void ownerModeTimesAndXattrsGoAlong() throws Exception {
        var name = moving();
        var gfid = file(name).gfid();
        volume.options(Map.of());
        assertThat(run(Action.START).rebalanced()).isEqualTo(1);
        requireOnePlace(root, name, true);
        requireAttributes(name, gfid);
        var stat = new Fop.Stat(Loc.of(volume.look(root, name)), Xdata.NULL);
        assertThat(volume.call(stat).iatt().atime()).isEqualTo(1_000);
    }

    @Test
    void whatHasNoContentGoesToo() throws Exception {
        for (int i = 0; i < 30; i++) {
            var xdata =
                    Xdata.EMPTY.withGfid("gfid-req", Gfid.random(volume.environment().random()));
            volume.call(new Fop.Symlink(Loc.entry(root, "s" + i), "to" + i, 0, xdata));
        }
        volume.options(Map.of());
        assertThat(run(Action.START).failures()).isZero();
        for (int i = 0; i < 30; i++) {
            requireOnePlace(root, "s" + i, true);
            var link = new Fop.Readlink(Loc.of(volume.look(root, "s" + i)), 100, Xdata.NULL);
            assertThat(volume.call(link).target()).isEqualTo("to" + i);
        }
    }

    @Test
    void subvolumesThatAreToGoAreEmptied() throws Exception {
        volume.options(Map.of());
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < 40; i++) {
            volume.create(directory, "f" + i, "content " + i);
        }
        for (int i = 0; i < 40; i += 4) {
            var inode = volume.look(directory, "f" + i);
            volume.link(inode, directory, "second" + i);
            volume.link(inode, root, "third" + i);
        }
        volume.options(THREE);
        var status = run(Action.REMOVE);
        assertThat(status.status()).isEqualTo("completed");
        assertThat(status.failures()).isZero();
        for (int i = 0; i < 40; i++) {
            assertThat(volume.dataOf(directory, "f" + i)).isBetween(0, 2);
            var inode = volume.look(directory, "f" + i);
            assertThat(volume.content(inode)).isEqualTo("content " + i);
            if (i % 4 == 0) {
                assertThat(volume.look(directory, "second" + i).gfid()).isEqualTo(inode.gfid());
                assertThat(volume.look(root, "third" + i).gfid()).isEqualTo(inode.gfid());
                var iatt = volume.call(new Fop.Stat(Loc.of(inode), Xdata.NULL)).iatt();
                assertThat(iatt.nlink()).isGreaterThanOrEqualTo(3);
            }
        }
        // the second run removes what the first has left as linkto files
        assertThat(run(Action.REMOVE).failures()).isZero();
        for (int on = 3; on < N; on++) {
            for (int i = 0; i < 40; i++) {
                assertThat(volume.stored(on, directory, "f" + i)).isNull();
            }
        }
    }

    @Test
    void lockedAndLinkedFilesStay() throws Exception {
        var name = moving();
        var inode = file(name);
        volume.link(inode, root, "other");
        volume.options(Map.of());
        var status = run(Action.START);
        assertThat(status.rebalanced()).isZero();
        assertThat(status.skipped()).isPositive();
        volume.unlink(root, "other");
        try (Fd fd = volume.open(volume.look(root, name))) {
            var lock = new Flock(Flock.WRITE, 0, 0, 1, 77, Spread.ROOT.caller().effectiveOwner());
            volume.call(new Fop.Lk(fd, Flock.SETLK, lock, Xdata.NULL));
            status = run(Action.START);
            assertThat(status.rebalanced()).isZero();
            assertThat(status.skipped()).isEqualTo(1);
            assertThat(volume.content(volume.look(root, name))).isEqualTo("content");
        }
        assertThat(run(Action.START).rebalanced()).as("after the lock").isEqualTo(1);
        requireOnePlace(root, name, true);
    }

    /** What a client does at the moment of the mover's first write to the target. */
    private interface Deed {
        void run() throws Exception;
    }

    private RebalanceStatus runWith(Class<? extends Fop<?>> moment, Deed deed) throws Exception {
        var once = new AtomicBoolean();
        for (int i = 0; i < N; i++) {
            volume.gate(i)
                    .watch(
                            op -> {
                                if (moment.isInstance(op) && once.compareAndSet(false, true)) {
                                    try {
                                        deed.run();
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                }
                            });
        }
        var status = run(Action.START);
        assertThat(once.get()).as("the moment came").isTrue();
        return status;
    }

    @Test
    void whatAClientWritesDuringTheCopyIsNotLost() throws Exception {
        var name = moving();
        try (var fd = volume.open(file(name))) {
            volume.options(Map.of());
            var status = runWith(Fop.Writev.class, () -> volume.write(fd, "CON"));
            assertThat(status.failures()).isZero();
            assertThat(volume.read(fd)).isEqualTo("CONtent");
            assertThat(volume.content(volume.look(root, name))).isEqualTo("CONtent");
            requireOnePlace(root, name, true);
            var on = volume.dataOf(root, name);
            volume.write(fd, "con");
            assertThat(volume.content(volume.look(root, name))).isEqualTo("content");
            assertThat(on).isEqualTo(volume.dataOf(root, name));
        }
    }

    @Test
    void aTruncationDuringTheCopyIsNotUndone() throws Exception {
        var name = moving();
        var inode = file(name);
        volume.options(Map.of());
        var truncate = new Fop.Truncate(Loc.of(inode), 3, Xdata.NULL);
        var status = runWith(Fop.Writev.class, () -> volume.call(truncate));
        assertThat(status.failures()).isZero();
        assertThat(volume.content(volume.look(root, name))).isEqualTo("con");
        requireOnePlace(root, name, true);
    }

    @Test
    void aChmodDuringTheCopyHolds() throws Exception {
        var name = moving();
        var inode = file(name);
        volume.options(Map.of());
        var iatt = new Iatt.Builder().mode(0600).build();
        var chmod = new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MODE, Xdata.NULL);
        var status = runWith(Fop.Writev.class, () -> volume.call(chmod));
        assertThat(status.failures()).isZero();
        requireOnePlace(root, name, true);
        var found = volume.look(root, name);
        var now = volume.call(new Fop.Stat(Loc.of(found), Xdata.NULL)).iatt();
        assertThat(now.mode() & 07777).isEqualTo(0600);
        assertThat(volume.content(found)).isEqualTo("content");
    }

    @Test
    void aFileThatIsRemovedMeanwhileIsGone() throws Exception {
        var name = moving();
        file(name);
        volume.options(Map.of());
        runWith(Fop.Writev.class, () -> volume.unlink(root, name));
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, name)).as("on %d", i).isNull();
        }
    }

    /** The process ends after its first, second, third... fop: the next one ends what it had begun. */
    @Test
    void whoeverIsKilledLeavesNothingThatTheNextOneCannotFinish() throws Exception {
        var name = moving();
        int points = 0;
        for (int after = 1; ; after++) {
            unmount();
            mount();
            var gfid = file(name).gfid();
            volume.options(Map.of());
            var left = new AtomicInteger(after);
            for (int i = 0; i < N; i++) {
                volume.gate(i).endRebalanceAfter(left);
            }
            run(Action.START);
            boolean whole = left.get() >= 0;
            for (int i = 0; i < N; i++) {
                volume.gate(i).endRebalanceAfter(null);
            }
            assertThat(volume.content(volume.look(root, name)))
                    .as("%d", after)
                    .isEqualTo("content");
            var status = run(Action.START);
            assertThat(status.failures()).as("after %d fops", after).isZero();
            requireOnePlace(root, name, true);
            requireAttributes(name, gfid);
            if (whole) {
                break;
            }
            points++;
        }
        assertThat(points).as("moments of a kill").isGreaterThan(40);
    }

    @Test
    void aStoppedRunLeavesTheFileWhereItWas() throws Exception {
        var name = moving();
        file(name);
        int before = volume.dataOf(root, name);
        volume.options(Map.of());
        var task = new RebalanceTask(Action.START, Set.of(), HASH, Duration.ZERO);
        var rebalance = Rebalance.of(volume.environment(), volume.graph(), task);
        volume.gate(before)
                .watch(
                        op -> {
                            if (op instanceof Fop.Fstat) {
                                rebalance.stop();
                            }
                        });
        rebalance.run();
        assertThat(rebalance.status().status()).isEqualTo("stopped");
        assertThat(rebalance.status().failures()).isZero();
        assertThat(volume.dataOf(root, name)).isEqualTo(before);
        requireOnePlace(root, name, false);
        assertThat(volume.content(volume.look(root, name))).isEqualTo("content");
    }

    @Test
    void anErrorOfOursIsNoSuccess() throws Exception {
        var name = moving();
        file(name);
        int before = volume.dataOf(root, name);
        volume.options(Map.of());
        volume.gate(before)
                .watch(
                        op -> {
                            if (op instanceof Fop.Fstat) {
                                throw new IllegalStateException("what a bug would throw");
                            }
                        });
        var status = run(Action.START);
        assertThat(status.status()).isEqualTo("failed");
        assertThat(status.failures()).isPositive();
        requireOnePlace(root, name, false);
        assertThat(volume.dataOf(root, name)).isEqualTo(before);
    }

    @Test
    void withASubvolumeDownItFails() throws Exception {
        volume.options(Map.of());
        volume.gate(2).close();
        var status = run(Action.START);
        assertThat(status.status()).isEqualTo("failed");
        assertThat(status.failures()).isPositive();
    }
}
