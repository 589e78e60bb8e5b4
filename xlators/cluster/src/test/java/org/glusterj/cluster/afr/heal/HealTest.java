package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.Pending;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A brick was away while the others were changed. Each damage of spec afr 7, on bricks of storage/posix. */
@Timeout(120)
class HealTest {
    private static final Copies ALL = Trio.ALL;
    private static final Copies GOOD = Trio.GOOD;
    private Trio trio;

    @BeforeEach
    void start() throws Exception {
        trio = new Trio();
    }

    @AfterEach
    void stop() throws Exception {
        if (trio != null) {
            trio.close();
        }
    }

    private void healed() throws Exception {
        assertThat(trio.healAll()).isZero();
        trio.assertEqual();
    }

    @Test
    void whatIsEqualIsClean() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        assertThat(trio.heal(file)).isEqualTo(HealResult.CLEAN);
        healed();
    }

    @Test
    void appendedData() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(GOOD, file, 4, " and more");
        assertThat(trio.heal(file)).isEqualTo(HealResult.HEALED);
        assertThat(trio.content(2, "f")).isEqualTo("text and more");
        healed();
    }

    @Test
    void truncatedAndOverwrittenData() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "a longer text than that of later");
        trio.truncate(GOOD, file, 9);
        trio.write(GOOD, file, 2, "LONG");
        healed();
        assertThat(trio.content(2, "f")).isEqualTo("a LONGer ");
    }

    @Test
    void aLargeFileIsComparedBlockByBlock() throws Exception {
        var bytes = new byte[3 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 7);
        }
        var file = trio.create(ALL, trio.root(), "f", "");
        trio.write(ALL, file, 0, bytes);
        trio.write(GOOD, file, 2_000_000, "changed");
        healed();
        var other = trio.create(GOOD, trio.root(), "g", "");
        trio.write(GOOD, other, 0, bytes);
        healed();
    }

    @Test
    void holesStayHoles() throws Exception {
        var file = trio.create(GOOD, trio.root(), "sparse", "begin");
        trio.write(GOOD, file, 64 << 20, "end");
        healed();
        assertThat(trio.blocks(2, "sparse")).isLessThan(4096);
    }

    @Test
    void severalCopiesMissedIt() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(Copies.of(1), file, 0, "TEXT!");
        healed();
        assertThat(trio.content(0, "f")).isEqualTo("TEXT!");
    }

    @Test
    void ownerModeAndAttributes() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.setxattr(ALL, dir, "user.note", "old");
        trio.chmod(GOOD, file, 04711, 33);
        trio.setxattr(GOOD, file, "user.note", "new");
        trio.removexattr(GOOD, dir, "user.note");
        trio.chmod(GOOD, dir, 01777, 7);
        healed();
    }

    @Test
    void attributesThatDifferWithoutACountAreHealedToo() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        var iatt = new Iatt.Builder().mode(0600).build();
        trio.on(2, new Fop.Setattr(Loc.of(file), iatt, 1, Xdata.NULL));
        assertThat(trio.heal(file)).isEqualTo(HealResult.HEALED);
        healed();
    }

    @Test
    void newNamesOfEachType() throws Exception {
        var dir = trio.mkdir(GOOD, trio.root(), "d");
        var below = trio.mkdir(GOOD, dir, "below");
        trio.create(GOOD, below, "f", "text");
        var link = trio.symlink(GOOD, dir, "link", "where/to");
        trio.mknod(GOOD, dir, "fifo", 010640);
        trio.mknod(GOOD, dir, "socket", 0140600);
        trio.device(GOOD, dir, "device");
        trio.create(GOOD, dir, "empty", "");
        healed();
        assertThat(trio.has(2, "d/below/f")).isTrue();
        assertThat(trio.number(2, "d/device")).isEqualTo(trio.number(0, "d/device"));
        assertThat(link).isNotNull();
    }

    @Test
    void removedNames() throws Exception {
        trio.create(ALL, trio.root(), "f", "text");
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.create(ALL, dir, "inner", "text");
        trio.unlink(GOOD, dir, "inner");
        trio.rmdir(GOOD, trio.root(), "d");
        trio.unlink(GOOD, trio.root(), "f");
        healed();
        assertThat(trio.has(2, "d")).isFalse();
        assertThat(trio.waiting(2)).isEmpty();
    }

    /** A brick was emptied by hand and is filled again, all under one daemon. */
    @Test
    void theHiddenDirectoryIsMadeAgainWhenItIsGone() throws Exception {
        trio.mkdir(ALL, trio.root(), "d");
        trio.rmdir(GOOD, trio.root(), "d");
        healed();
        trio.removeHidden(2);
        trio.mkdir(ALL, trio.root(), "e");
        trio.rmdir(GOOD, trio.root(), "e");
        healed();
        assertThat(trio.has(2, "e")).isFalse();
    }

    @Test
    void aRenamedFileKeepsItsData() throws Exception {
        var from = trio.mkdir(ALL, trio.root(), "from");
        var to = trio.mkdir(ALL, trio.root(), "to");
        var file = trio.create(ALL, from, "f", "text");
        long before = trio.diskInode(2, "from/f");
        trio.rename(GOOD, file, from, "f", to, "g");
        healed();
        assertThat(trio.diskInode(2, "to/g")).isEqualTo(before);
        assertThat(trio.waiting(2)).isEmpty();
    }

    @Test
    void aRenamedDirectoryKeepsWhatIsInIt() throws Exception {
        var from = trio.mkdir(ALL, trio.root(), "z-from");
        var to = trio.mkdir(ALL, trio.root(), "a-to");
        var dir = trio.mkdir(ALL, from, "d");
        trio.create(ALL, dir, "f", "text");
        long before = trio.diskInode(2, "z-from/d/f");
        trio.rename(GOOD, dir, from, "d", to, "e");
        trio.create(GOOD, dir, "later", "text");
        healed();
        assertThat(trio.diskInode(2, "a-to/e/f")).isEqualTo(before);
        assertThat(trio.waiting(2)).isEmpty();
    }

    @Test
    void hardLinksStayLinks() throws Exception {
        var file = trio.create(ALL, trio.root(), "one", "text");
        trio.link(GOOD, file, trio.root(), "two");
        var fresh = trio.create(GOOD, trio.root(), "three", "new");
        trio.link(GOOD, fresh, trio.root(), "four");
        trio.unlink(GOOD, trio.root(), "one");
        healed();
        assertThat(trio.diskInode(2, "three")).isEqualTo(trio.diskInode(2, "four"));
    }

    @Test
    void aNameThatStandsForAnotherObjectNow() throws Exception {
        trio.create(ALL, trio.root(), "f", "old");
        trio.unlink(GOOD, trio.root(), "f");
        trio.create(GOOD, trio.root(), "f", "new");
        trio.mkdir(ALL, trio.root(), "d");
        trio.rmdir(GOOD, trio.root(), "d");
        trio.create(GOOD, trio.root(), "d", "a file now");
        healed();
        assertThat(trio.content(2, "f")).isEqualTo("new");
    }

    @Test
    void withoutTheHiddenDirectoryObjectsAreMadeAnew() throws Exception {
        trio.options(Map.of("use-anonymous-inode", "no"));
        var from = trio.mkdir(ALL, trio.root(), "a-from");
        var to = trio.mkdir(ALL, trio.root(), "z-to");
        var dir = trio.mkdir(ALL, from, "d");
        trio.create(ALL, dir, "f", "text");
        trio.rename(GOOD, dir, from, "d", to, "e");
        assertThat(trio.healAll()).isZero();
        assertThat(trio.content(2, "z-to/e/f")).isEqualTo("text");
        assertThat(trio.has(2, "a-from/d")).isFalse();
    }

    @Test
    void namesStayDeadAlthoughTheDeadBrickWasWithinAChange() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.dirty(Copies.of(2), trio.root(), ChangeType.ENTRY);
        trio.unlink(GOOD, trio.root(), "f");
        healed();
        assertThat(trio.has(0, "f")).isFalse();
        assertThat(trio.has(2, "f")).isFalse();
        assertThat(file).isNotNull();
    }

    @Test
    void namesStayDeadAlthoughAChangeOfOthersNeverEnded() throws Exception {
        trio.create(ALL, trio.root(), "f", "text");
        trio.dirty(GOOD, trio.root(), ChangeType.ENTRY);
        trio.unlink(GOOD, trio.root(), "f");
        trio.create(Copies.of(0), trio.root(), "half-made", "");
        trio.accuse(Copies.of(0), trio.root(), Copies.of(1), new Pending(0, 0, -1));
        healed();
        assertThat(trio.has(2, "f")).isFalse();
        assertThat(trio.has(1, "half-made")).isTrue();
    }

    @Test
    void aClientDiedWithinACreate() throws Exception {
        trio.create(Copies.of(1), trio.root(), "f", "");
        var root = trio.root();
        trio.accuse(Copies.of(1), root, Copies.of(0, 2), new Pending(0, 0, -1));
        trio.dirty(ALL, root, ChangeType.ENTRY);
        healed();
        assertThat(trio.has(0, "f")).isTrue();
    }

    @Test
    void aClientDiedWithinAWrite() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.dirty(ALL, file, ChangeType.DATA);
        trio.write(Copies.of(1), file, 4, " more");
        trio.accuse(Copies.of(1), file, Copies.of(0, 2), new Pending(-1, 0, 0));
        healed();
        assertThat(trio.content(2, "f")).isEqualTo("text more");
    }

    @Test
    void copiesThatAccuseEachOtherKeepAllNames() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.create(GOOD, dir, "here", "1");
        trio.create(Copies.of(2), dir, "there", "2");
        healed();
        assertThat(trio.has(0, "d/there")).isTrue();
        assertThat(trio.has(2, "d/here")).isTrue();
    }

    /** Each copy has something that the two others have missed. */
    private void inTurn(Changing change) throws Exception {
        for (int i = 0; i < 3; i++) {
            change.on(Copies.of(i), i);
        }
    }

    private interface Changing {
        void on(Copies one, int number) throws Exception;
    }

    @Test
    void dataOfASplitBrainStaysUntilSomebodyDecides() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        inTurn(
                (one, number) ->
                        trio.write(one, file, 0, number == 1 ? "other text" : "t" + number));
        assertThat(trio.heal(file).kind()).isEqualTo(HealResult.Kind.SPLIT_BRAIN);
        assertThat(trio.content(1, "f")).isEqualTo("other text");
        assertThat(trio.content(0, "f")).isEqualTo("t0xt");
        trio.options(Map.of("favorite-child-policy", "size"));
        assertThat(trio.heal(file)).isEqualTo(HealResult.HEALED);
        assertThat(trio.content(0, "f")).isEqualTo("other text");
        healed();
    }

    @Test
    void attributesOfASplitBrainToo() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        inTurn((one, number) -> trio.chmod(one, file, 0600 + number, number));
        assertThat(trio.heal(file).kind()).isEqualTo(HealResult.Kind.SPLIT_BRAIN);
        trio.options(Map.of("favorite-child-policy", "ctime"));
        assertThat(trio.heal(file)).isEqualTo(HealResult.HEALED);
        healed();
    }

    @Test
    void aMinoritysAccusationIsNoSplitBrain() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(GOOD, file, 0, "TEXT");
        trio.write(Copies.of(2), file, 0, "other text");
        assertThat(trio.heal(file)).isEqualTo(HealResult.HEALED);
        assertThat(trio.content(2, "f")).isEqualTo("TEXT");
        healed();
    }

    @Test
    void aNameOfTwoObjectsStaysUntilSomebodyDecides() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.create(GOOD, dir, "f", "one", Gfid.parse("11111111-0000-4000-8000-000000000001"));
        var two = Gfid.parse("22222222-0000-4000-8000-000000000002");
        trio.create(Copies.of(2), dir, "f", "another", two);
        trio.create(Copies.of(2), dir, "only", "here");
        assertThat(trio.heal(dir).kind()).isEqualTo(HealResult.Kind.SPLIT_BRAIN);
        assertThat(trio.content(2, "d/f")).isEqualTo("another");
        assertThat(trio.has(0, "d/only")).as("other names are merged").isTrue();
        trio.options(Map.of("favorite-child-policy", "majority"));
        healed();
        assertThat(trio.content(2, "d/f")).isEqualTo("one");
    }

    @Test
    void aNameOfTwoTypesIsForNobodyToDecide() throws Exception {
        trio.options(Map.of("favorite-child-policy", "mtime"));
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.create(GOOD, dir, "x", "file");
        trio.mkdir(Copies.of(2), dir, "x");
        assertThat(trio.heal(dir).kind()).isEqualTo(HealResult.Kind.SPLIT_BRAIN);
        assertThat(trio.has(2, "d/x")).isTrue();
    }

    @Test
    void nothingIsHealedWhileACopyIsDown() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(GOOD, file, 4, " more");
        trio.door(1).shut();
        assertThat(trio.heal(file).kind()).isEqualTo(HealResult.Kind.FAILED);
        assertThat(trio.content(2, "f")).isEqualTo("text");
        trio.door(1).open();
        healed();
    }

    @Test
    void aSinkThatCannotBeWrittenStaysAccused() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(Copies.of(1), file, 4, " more");
        trio.door(2).refuse(op -> op instanceof Fop.Writev);
        assertThat(trio.heal(file).kind()).isEqualTo(HealResult.Kind.FAILED);
        assertThat(trio.content(0, "f")).isEqualTo("text more");
        trio.door(2).refuse(op -> false);
        trio.write(Copies.of(0), file, 0, "");
        assertThat(trio.heal(file).kind()).isNotEqualTo(HealResult.Kind.CLEAN);
        healed();
    }

    /** With the source away the rest must not take each other for right, and take changes. */
    @Test
    void allCopiesSayWhoIsAboutToBeHealed() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        Files.writeString(trio.bricks.get(0).resolve("f"), "longer text");
        for (int i = 1; i < 3; i++) {
            trio.door(i).refuse(op -> op instanceof Fop.Ftruncate);
        }
        assertThat(trio.heal(file).kind()).isEqualTo(HealResult.Kind.FAILED);
        var replica = trio.daemon().healer().replica();
        var said = replica.look(replica.frame(), file).matrix(ChangeType.DATA);
        assertThat(said.accused()).isEqualTo(Copies.of(1, 2));
        assertThat(said.count(1, 2)).isOne();
        assertThat(said.count(2, 1)).isOne();
        for (int i = 1; i < 3; i++) {
            trio.door(i).refuse(op -> false);
        }
        healed();
        assertThat(trio.content(2, "f")).isEqualTo("longer text");
    }

    /** A client that reaches all but the source writes to the others, after each request to the healer's sink. */
    @Test
    void whatTheSourceMissesWhileItIsCopiedIsNotLost() throws Exception {
        boolean whole = false;
        for (int n = 1; !whole; n++) {
            var name = "f" + n;
            var file = trio.create(ALL, trio.root(), name, "text");
            trio.write(GOOD, file, 0, "more");
            var left = new AtomicInteger(n);
            trio.door(2).refuse(op -> meanwhile(op, left, file));
            trio.heal(file);
            whole = left.get() > 0;
            trio.door(2).refuse(op -> false);
            for (int i = 0; i < 3 && trio.heal(file).kind() != HealResult.Kind.CLEAN; i++) {}
            trio.assertEqual();
            assertThat(trio.content(2, name)).as("after " + n).isEqualTo(whole ? "more" : "newer");
        }
    }

    /** Not while the healer has the lock that the client would wait for. */
    private boolean meanwhile(Fop<?> op, AtomicInteger left, Inode file) {
        boolean locks = op instanceof Fop.Inodelk;
        if (!locks || left.decrementAndGet() != 0) {
            return false;
        }
        try {
            trio.write(Copies.of(1, 2), file, 0, "newer");
        } catch (FopException why) {
            throw new IllegalStateException(why);
        }
        return false;
    }
}
