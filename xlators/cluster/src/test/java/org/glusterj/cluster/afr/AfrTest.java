package org.glusterj.cluster.afr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replication over three copies in memory. */
@Timeout(120)
class AfrTest {
    private static final String CLEAN = "- - - dirty -";
    private Mirror volume;
    private Inode root;

    @BeforeEach
    void mount() throws Exception {
        volume = new Mirror(3);
        root = volume.root();
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    private void all(Inode inode, String counters) {
        for (int i = 0; i < 3; i++) {
            volume.awaitCounters(i, inode, counters);
        }
    }

    private static Fop.Setattr chmod(Inode inode, int mode) {
        var iatt = Iatt.NONE.toBuilder().mode(mode).build();
        return new Fop.Setattr(Loc.of(inode), iatt, SetattrMask.MODE, Xdata.NULL);
    }

    @Test
    void changesGoToAllCopiesAndLeaveNoMarks() throws Exception {
        var directory = volume.mkdir(root, "d");
        var fd = volume.create(directory, "f");
        volume.write(fd, 0, "hello");
        assertThat(volume.dirty(0, fd.inode())).isEqualTo(Pending.one(ChangeType.DATA));
        volume.close(fd);
        volume.call(chmod(directory, 0700));
        for (int i = 0; i < 3; i++) {
            assertThat(volume.stored(i, directory, "f").size()).isEqualTo(5);
            assertThat(volume.stored(i, root, "d").mode() & 07777).isEqualTo(0700);
        }
        all(fd.inode(), CLEAN);
        all(directory, CLEAN);
        all(root, CLEAN);
    }

    @Test
    void aHealthyChangeCostsWhatTheProtocolAsks() throws Exception {
        var fd = volume.create(root, "f");
        volume.await(() -> volume.copy(1).came().contains("-entrylk"));
        volume.quiet();
        volume.write(fd, 0, "a");
        volume.write(fd, 1, "b");
        assertThat(volume.copy(1).came()).containsExactly("finodelk", "fxattrop", "write", "write");
        volume.close(fd);
        volume.await(() -> volume.dirty(1, fd.inode()).isZero());
        // what was written without being appended is synced first; the close waits for neither
        assertThat(volume.copy(1).came())
                .filteredOn(name -> !name.startsWith("-") && !name.equals("flush"))
                .startsWith("fsync", "fxattrop");
        volume.quiet();
        volume.call(chmod(fd.inode(), 0600));
        assertThat(volume.copy(1).came())
                .filteredOn(name -> !name.startsWith("-"))
                .containsExactly("inodelk", "setattr");
    }

    @Test
    void theMarkGoesWhenNobodyWritesForAWhile() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "a");
        volume.environment().advance(Duration.ofMillis(900));
        volume.write(fd, 1, "b");
        volume.environment().advance(Duration.ofMillis(900));
        assertThat(volume.dirty(0, fd.inode()).isZero()).isFalse();
        volume.pass();
        all(fd.inode(), CLEAN);
        volume.await(() -> volume.copy(0).cameSoFar().contains("-finodelk"));
        fd.close();
    }

    @Test
    void whatACopyMissedIsCountedAsStockDoes() throws Exception {
        var data = volume.create(root, "data");
        volume.write(data, 0, "x");
        volume.close(data);
        all(data.inode(), CLEAN);
        volume.copy(2).cut();
        var again = volume.graph().inodes().newFd(data.inode(), 2);
        volume.call(new Fop.Open(Loc.of(data.inode()), 2, again, Xdata.NULL));
        volume.write(again, 1, "y");
        volume.close(again);
        volume.awaitCounters(0, data.inode(), "- - 100 dirty -");
        volume.awaitCounters(1, data.inode(), "- - 100 dirty -");
        volume.call(chmod(data.inode(), 0600));
        volume.awaitCounters(0, data.inode(), "- - 110 dirty -");
        var created = volume.create(root, "created");
        volume.awaitCounters(0, created.inode(), "- - 110 dirty -");
        volume.write(created, 0, "z");
        volume.close(created);
        volume.awaitCounters(0, created.inode(), "- - 210 dirty -");
        volume.awaitCounters(0, root, "- - 001 dirty -");
        var directory = volume.mkdir(root, "newdir");
        volume.awaitCounters(1, directory, "- - 011 dirty -");
        volume.awaitCounters(1, root, "- - 002 dirty -");
    }

    @Test
    void aCopyThatMissedSomethingIsNotRead() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "old");
        volume.close(fd);
        volume.copy(2).cut();
        var again = volume.graph().inodes().newFd(fd.inode(), 2);
        volume.call(new Fop.Open(Loc.of(fd.inode()), 2, again, Xdata.NULL));
        volume.write(again, 0, "new");
        volume.copy(2).mend();
        assertThat(volume.read(again)).as("before it is noted").isEqualTo("new");
        volume.close(again);
        volume.copy(0).cut();
        assertThat(volume.look(root, "f").gfid()).isEqualTo(fd.inode().gfid());
        var last = volume.graph().inodes().newFd(fd.inode(), 0);
        volume.call(new Fop.Open(Loc.of(fd.inode()), 0, last, Xdata.NULL));
        assertThat(volume.read(last)).isEqualTo("new");
        volume.copy(0).mend();
        volume.copy(1).cut();
        assertThat(volume.read(last)).isEqualTo("new");
        last.close();
    }

    /** Another client, which does not reach all copies, wrote; fronts may look at a name without its inode. */
    @ParameterizedTest
    @ValueSource(strings = {"trusted.afr.v-client-", "trusted.afr.dirty"})
    void aLookupOfTheNameAloneTellsWhatACopyOfTheKnownInodeMissed(String counter) throws Exception {
        var fd = volume.create(volume.root(), "f");
        volume.write(fd, 0, "text");
        volume.pass();
        volume.awaitCounters(0, fd.inode(), CLEAN);
        volume.read(fd);
        int stale = 0;
        while (!volume.copy(stale).cameSoFar().contains("read")) {
            stale++;
        }
        var key = counter.endsWith("-") ? counter + stale : counter;
        var missed = Xdata.EMPTY.withBytes(key, Pending.one(ChangeType.DATA).toBytes());
        for (int i = 0; i < 3; i++) {
            if (i != stale) {
                volume.on(i, new Fop.Xattrop(Loc.of(fd.inode()), 0, missed, Xdata.NULL));
            }
        }
        volume.look(volume.root(), "f").unpin();
        volume.quiet();
        volume.read(fd);
        assertThat(volume.copy(stale).came()).doesNotContain("read");
        volume.close(fd);
    }

    @Test
    void withoutQuorumNothingGoes() throws Exception {
        var fd = volume.create(root, "f");
        volume.copy(1).cut();
        volume.copy(2).cut();
        fails(Errno.ENOTCONN, () -> volume.write(fd, 0, "x"));
        fails(Errno.ENOTCONN, () -> volume.mkdir(root, "d"));
        fails(Errno.ENOTCONN, () -> volume.read(fd));
        fails(Errno.ENOTCONN, () -> volume.call(chmod(fd.inode(), 0)));
        volume.copy(1).mend();
        volume.write(fd, 0, "x");
        assertThat(volume.read(fd)).isEqualTo("x");
        fd.close();
    }

    @Test
    void readsGoToAnotherCopyWhenOneFails() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "x");
        volume.close(fd);
        var open = volume.graph().inodes().newFd(fd.inode(), 0);
        volume.call(new Fop.Open(Loc.of(fd.inode()), 0, open, Xdata.NULL));
        for (int i = 0; i < 3; i++) {
            volume.copy(i).fail(FopType.READ, Errno.EIO);
            assertThat(volume.read(open)).isEqualTo("x");
            volume.copy(i).heal();
        }
        for (int i = 0; i < 3; i++) {
            volume.copy(i).fail(FopType.READ, Errno.EIO);
        }
        fails(Errno.EIO, () -> volume.read(open));
        open.close();
    }

    @Test
    void anAttributeThatIsNotThereIsAskedForOnce() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.quiet();
        fails(
                Errno.ENODATA,
                () -> volume.call(new Fop.Getxattr(Loc.of(directory), "user.x", Xdata.NULL)));
        int asked = 0;
        for (int i = 0; i < 3; i++) {
            asked += Collections.frequency(volume.copy(i).came(), "getxattr");
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void anErrorThatAllShareIsNoDifference() throws Exception {
        volume.mkdir(root, "d");
        fails(Errno.EEXIST, () -> volume.mkdir(root, "d"));
        all(root, CLEAN);
        var directory = volume.look(root, "d");
        volume.mkdir(directory, "in");
        var loc = Loc.entry(root, "d", directory);
        fails(Errno.ENOTEMPTY, () -> volume.call(new Fop.Rmdir(loc, 0, Xdata.NULL)));
        all(root, CLEAN);
    }

    @Test
    void namesThatStandForDifferentObjectsAreRefused() throws Exception {
        for (int i = 0; i < 2; i++) {
            var loc = Loc.entry(root, "same");
            var gfid = Xdata.EMPTY.withGfid("gfid-req", new Gfid(7, i + 1));
            volume.on(i, new Fop.Mkdir(loc, 0755, 0, gfid));
        }
        fails(Errno.EIO, () -> volume.look(root, "same"));
    }

    @Test
    void aCopyThatMissedTheNewBearerOfANameIsPassedOver() throws Exception {
        volume.copy(2).cut();
        var good = volume.mkdir(root, "same");
        var other = Xdata.EMPTY.withGfid("gfid-req", new Gfid(7, 9));
        volume.on(2, new Fop.Mkdir(Loc.entry(root, "same"), 0755, 0, other));
        var removed = Xdata.EMPTY.withGfid("gfid-req", new Gfid(7, 10));
        volume.on(2, new Fop.Mkdir(Loc.entry(root, "removed"), 0755, 0, removed));
        volume.awaitCounters(0, root, "- - 001 dirty -");
        volume.awaitCounters(1, root, "- - 001 dirty -");
        volume.copy(2).mend();
        assertThat(volume.look(root, "same").gfid()).isEqualTo(good.gfid());
        volume.call(new Fop.Stat(Loc.of(good), Xdata.NULL));
        fails(Errno.ENOENT, () -> volume.look(root, "removed"));
    }

    @Test
    void withoutQuorumTheNameStandsForWhatAGoodParentSays() throws Exception {
        try (var pair = new Mirror(2)) {
            pair.copy(0).cut();
            var good = pair.mkdir(pair.root(), "same");
            var other = Xdata.EMPTY.withGfid("gfid-req", new Gfid(7, 9));
            pair.on(0, new Fop.Mkdir(Loc.entry(pair.root(), "same"), 0755, 0, other));
            pair.awaitCounters(1, pair.root(), "001 - dirty -");
            var missed = Pending.one(ChangeType.METADATA).toBytes();
            var accusation = Xdata.EMPTY.withBytes("trusted.afr.v-client-1", missed);
            pair.on(1, new Fop.Xattrop(Loc.of(good), 0, accusation, Xdata.NULL));
            pair.copy(0).mend();
            assertThat(pair.look(pair.root(), "same").gfid()).isEqualTo(good.gfid());
        }
    }

    @Test
    void whatFailsEverywhereAlikeIsNoReasonToAskAgain() throws Exception {
        volume.mkdir(root, "d");
        fails(Errno.EEXIST, () -> volume.mkdir(root, "d"));
        for (int i = 0; i < 3; i++) {
            int copy = i;
            volume.await(
                    () -> Collections.frequency(volume.copy(copy).cameSoFar(), "-entrylk") == 2);
        }
        volume.quiet();
        volume.call(new Fop.Stat(Loc.of(root), Xdata.NULL));
        var came = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            came.addAll(volume.copy(i).came());
        }
        assertThat(came).containsExactly("stat");
    }

    /** Of the arbiter's three one is stale, one keeps no content, and the good one is away. */
    @Test
    void aStaleCopyIsNotReadWhileTheGoodOneIsAway() throws Exception {
        try (var three = new Mirror(3, Map.of("arbiter-count", "1"))) {
            var fd = three.create(three.graph().inodes().root(), "f");
            three.write(fd, 0, "x");
            three.close(fd);
            three.copy(1).cut();
            var inode = three.look(three.graph().inodes().root(), "f");
            var open = three.graph().inodes().newFd(inode, 2);
            three.call(new Fop.Open(Loc.of(inode), 2, open, Xdata.NULL));
            three.write(open, 0, "y");
            three.close(open);
            three.awaitCounters(2, inode, "- 100 - dirty -");
            three.copy(1).mend();
            three.copy(0).cut();
            fails(
                    Errno.ENOTCONN,
                    () -> {
                        var reader = three.graph().inodes().newFd(inode, 0);
                        try (reader) {
                            three.call(new Fop.Open(Loc.of(inode), 0, reader, Xdata.NULL));
                            three.read(reader);
                        }
                    });
        }
    }

    @Test
    void copiesThatAccuseEachOtherAreNotRead() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "x");
        volume.close(fd);
        all(fd.inode(), CLEAN);
        for (int i = 0; i < 3; i++) {
            var counters = Xdata.EMPTY;
            for (int j = 0; j < 3; j++) {
                var one = i == j ? Pending.ZERO : Pending.one(ChangeType.DATA);
                counters = counters.withBytes("trusted.afr.v-client-" + j, one.toBytes());
            }
            volume.on(i, new Fop.Xattrop(Loc.of(fd.inode()), 0, counters, Xdata.NULL));
        }
        var known = Loc.entry(root, "f", fd.inode());
        fails(Errno.ENOTCONN, () -> volume.call(new Fop.Lookup(known, Xdata.NULL)));
        fails(Errno.EIO, () -> volume.call(new Fop.Stat(known, Xdata.NULL)));
    }

    @Test
    void namesOfHealsAreHidden() {
        var hidden = ".glusterfs-anonymous-inode-07eae9e8-0000-0000-0000-000000000000";
        fails(Errno.EPERM, () -> volume.look(root, hidden));
        fails(Errno.EPERM, () -> volume.mkdir(root, hidden));
    }

    @Test
    void countersAreNotForUsers() {
        var name = "trusted.afr.v-client-0";
        var loc = Loc.of(root);
        fails(Errno.ENODATA, () -> volume.call(new Fop.Getxattr(loc, name, Xdata.NULL)));
        var dict = Xdata.EMPTY.withBytes(name, new byte[12]);
        fails(Errno.EPERM, () -> volume.call(new Fop.Setxattr(loc, dict, 0, Xdata.NULL)));
        fails(Errno.EPERM, () -> volume.call(new Fop.Removexattr(loc, name, Xdata.NULL)));
    }

    @Test
    void aFileOpenedWhileACopyWasAwayIsOpenedThereLater() throws Exception {
        volume.copy(2).cut();
        var fd = volume.create(root, "f");
        volume.copy(2).mend();
        volume.quiet();
        fails(Errno.ESTALE, () -> volume.on(2, new Fop.Lookup(Loc.of(fd.inode()), Xdata.NULL)));
        volume.write(fd, 0, "x");
        assertThat(volume.copy(2).came()).startsWith("open");
        assertThat(volume.read(fd)).isEqualTo("x");
        volume.awaitCounters(0, fd.inode(), volume.counters(1, fd.inode()));
        fd.close();
    }

    @Test
    void aCopyThatComesBackWhileAFileIsOpenedGetsItLater() throws Exception {
        var fd = volume.create(root, "f");
        volume.copy(2).cut();
        volume.copy(0).meanwhile(FopType.OPEN, () -> volume.copy(2).mend());
        var again = volume.graph().inodes().newFd(fd.inode(), 2);
        volume.call(new Fop.Open(Loc.of(fd.inode()), 2, again, Xdata.NULL));
        volume.quiet();
        assertThat(volume.read(again)).isEmpty();
        assertThat(volume.copy(2).came()).contains("open");
        again.close();
        fd.close();
    }

    @Test
    void whatIsContendedIsTakenInOrder() throws Exception {
        var fd = volume.create(root, "f");
        var other = new Flock(Flock.WRITE, 0, 0, 0, 1, LkOwner.of(99));
        var loc = Loc.of(fd.inode());
        volume.locks(2, new Fop.Inodelk("v-afr", loc, 1, other, Xdata.NULL));
        volume.quiet();
        var writer = new Thread(() -> writeQuietly(fd));
        writer.start();
        volume.await(() -> Collections.frequency(volume.copy(2).cameSoFar(), "finodelk") == 2);
        assertThat(volume.copy(0).came())
                .filteredOn(name -> name.contains("inodelk"))
                .containsExactly("finodelk", "-finodelk", "finodelk");
        var unlock = new Flock(Flock.UNLOCK, 0, 0, 0, 1, LkOwner.of(99));
        volume.locks(2, new Fop.Inodelk("v-afr", loc, 1, unlock, Xdata.NULL));
        writer.join();
        assertThat(volume.read(fd)).isEqualTo("x");
        fd.close();
    }

    private void writeQuietly(Fd fd) {
        try {
            volume.write(fd, 0, "x");
        } catch (FopException e) {
            throw new AssertionError(e);
        }
    }

    private boolean listsAttributes() throws Exception {
        try (var fd = volume.graph().inodes().newFd(root, 0)) {
            volume.call(new Fop.Opendir(Loc.of(root), fd, Xdata.NULL));
            var reply = volume.call(new Fop.Readdirp(fd, 4096, 0, Xdata.NULL));
            return reply.entries().stream()
                    .filter(entry -> entry.name().equals("behind"))
                    .noneMatch(entry -> entry.iatt().isNone());
        }
    }

    @Test
    void listingsHaveAttributesWhileNothingNeedsAHeal() throws Exception {
        for (int i = 0; i < 3; i++) {
            var gfid = Xdata.EMPTY.withGfid("gfid-req", new Gfid(7, 7));
            volume.on(i, new Fop.Mkdir(Loc.entry(root, "behind"), 0755, 0, gfid));
        }
        assertThat(listsAttributes()).as("nobody knows").isFalse();
        for (int i = 0; i < 3; i++) {
            volume.copy(i).index(0);
        }
        volume.call(new Fop.Lookup(Loc.of(root), Xdata.NULL));
        assertThat(listsAttributes()).as("all indexes are empty").isTrue();
        volume.copy(1).index(1);
        volume.call(new Fop.Lookup(Loc.of(root), Xdata.NULL));
        assertThat(listsAttributes()).as("one is not").isFalse();
        volume.copy(1).index(0);
        volume.call(new Fop.Lookup(Loc.of(root), Xdata.NULL));
        volume.copy(1).cut();
        assertThat(listsAttributes()).as("a copy is away").isFalse();
    }

    @Test
    void changingWhatIsGoneFailsAsOnOneBrick() throws Exception {
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < 3; i++) {
            volume.on(i, new Fop.Rmdir(Loc.entry(root, "d", directory), 0, Xdata.NULL));
        }
        volume.copy(0).cut();
        volume.copy(0).mend();
        fails(Errno.ENOENT, () -> volume.call(chmod(directory, 0700)));
    }

    @Test
    void attributesChangeWhileTheLockOnContentLingers() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "x");
        volume.call(chmod(fd.inode(), 0600));
        assertThat(volume.dirty(0, fd.inode())).isEqualTo(Pending.one(ChangeType.DATA));
        volume.close(fd);
        all(fd.inode(), CLEAN);
    }

    @Test
    void aCopyThatSaysNothingDoesNotKeepTheVolumeAway() throws Exception {
        try (var silent = new Mirror(3, Map.of(), Map.of("silent", "on"))) {
            assertThat(silent.heard).isEmpty();
            silent.environment().advance(Duration.ofSeconds(10));
            assertThat(silent.heard).containsExactly(new Event.ChildUp("v-afr"));
            silent.mkdir(silent.root(), "d");
            silent.awaitCounters(0, silent.root(), "- - 001 dirty -");
        }
    }

    @Test
    void parentsHearOfTheFirstAndTheLastCopy() throws Exception {
        volume.heard.clear();
        volume.copy(0).cut();
        volume.copy(1).cut();
        assertThat(volume.heard).isEmpty();
        volume.copy(2).cut();
        assertThat(volume.heard).containsExactly(new Event.ChildDown("v-afr"));
        volume.copy(1).mend();
        assertThat(volume.heard).contains(new Event.ChildUp("v-afr"));
    }

    @Test
    void quorumRules() throws Exception {
        var auto = Quorum.of("", 0, 3);
        assertThat(auto.isMet(Copies.of(1, 2))).isTrue();
        assertThat(auto.isMet(Copies.of(1))).isFalse();
        assertThat(Quorum.of("", 0, 2).isOn()).isFalse();
        var two = Quorum.of("auto", 0, 2);
        assertThat(two.isMet(Copies.of(0))).isTrue();
        assertThat(two.isMet(Copies.of(1))).isFalse();
        assertThat(Quorum.of("fixed", 1, 3).isMet(Copies.of(2))).isTrue();
        var none = Quorum.of("none", 0, 3);
        assertThat(none.isOn()).isFalse();
        assertThat(none.isMet(Copies.NONE)).isTrue();
        assertThatThrownBy(() -> Quorum.of("fixed", 4, 3)).isInstanceOf(GraphException.class);
    }

    @Test
    void twoCopiesGoOnWithOne() throws Exception {
        try (var pair = new Mirror(2, Map.of("granular-entry-heal", "on"))) {
            pair.copy(1).cut();
            var directory = pair.mkdir(pair.root(), "d");
            pair.awaitCounters(0, directory, "- 111 dirty -");
            pair.awaitCounters(0, pair.root(), "- 001 dirty -");
        }
    }

    /** Each copy says that the other two have missed something. */
    private void split(Inode inode, ChangeType type) throws Exception {
        for (int i = 0; i < 3; i++) {
            var counters = Xdata.EMPTY;
            for (int j = 0; j < 3; j++) {
                var one = i == j ? Pending.ZERO : Pending.one(type);
                counters = counters.withBytes("trusted.afr.v-client-" + j, one.toBytes());
            }
            volume.on(i, new Fop.Xattrop(Loc.of(inode), 0, counters, Xdata.NULL));
        }
    }

    private String splitBrainStatus(Inode inode) throws Exception {
        var key = "replica.split-brain-status";
        var get = new Fop.Getxattr(Loc.of(inode), key, Xdata.NULL);
        return volume.call(get).dict().string(key).orElseThrow();
    }

    @Test
    void whetherAFileIsInSplitBrainIsTold() throws Exception {
        var fd = volume.create(root, "f");
        volume.write(fd, 0, "x");
        volume.close(fd);
        var file = fd.inode();
        assertThat(splitBrainStatus(file))
                .isEqualTo("The file is not under data or metadata split-brain");
        split(file, ChangeType.DATA);
        assertThat(splitBrainStatus(file))
                .isEqualTo(
                        "data-split-brain:yes    metadata-split-brain:no    "
                                + "Choices:v-client-0,v-client-1,v-client-2");
        split(file, ChangeType.METADATA);
        assertThat(splitBrainStatus(file))
                .startsWith("data-split-brain:yes    metadata-split-brain:yes    Choices:");
        volume.copy(2).fail(FopType.LOOKUP, Errno.ENOTCONN);
        fails(Errno.EAGAIN, () -> splitBrainStatus(file));
    }
}
