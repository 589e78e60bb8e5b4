package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An administrator says which copy is right: what is done, what is left alone, and what is answered. */
@Timeout(120)
class SettlementTest {
    private static final Copies ALL = Trio.ALL;
    private static final Verdict BIGGER = new Verdict(Verdict.Kind.BIGGER_FILE, -1);
    private static final Verdict LATEST = new Verdict(Verdict.Kind.LATEST_MTIME, -1);
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

    private static Verdict source(int copy) {
        return new Verdict(Verdict.Kind.SOURCE, copy);
    }

    private Settled settle(Verdict verdict, String path) {
        return trio.daemon().settlement(verdict).path(path);
    }

    private static Settled refused(String why) {
        return Settled.because(Settled.Kind.REFUSED, false, why);
    }

    private void healed() throws Exception {
        assertThat(trio.healAll()).isZero();
        trio.assertEqual();
    }

    /** Each copy has something that the two others have missed. */
    private Inode splitData(Inode parent, String name, String... texts) throws Exception {
        var file = trio.create(ALL, parent, name, "text");
        for (int i = 0; i < 3; i++) {
            trio.write(Copies.of(i), file, 0, texts[i]);
        }
        return file;
    }

    @Test
    void theBiggerFile() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        splitData(dir, "f", "one", "another text", "three");
        assertThat(settle(BIGGER, "/d//f/")).isEqualTo(Settled.healed(false));
        assertThat(trio.content(0, "d/f")).isEqualTo("another text");
        assertThat(settle(BIGGER, "/d/f")).isEqualTo(refused("File not in split-brain"));
        healed();
    }

    @Test
    void noFileIsBigger() throws Exception {
        var file = splitData(trio.root(), "f", "one", "two", "THREE");
        trio.write(Copies.of(1), file, 0, "other");
        assertThat(settle(BIGGER, "/f")).isEqualTo(refused("No bigger file"));
        assertThat(trio.content(0, "f")).isEqualTo("onet");
        assertThat(settle(source(0), "/f")).isEqualTo(Settled.healed(false));
        assertThat(trio.content(2, "f")).isEqualTo("onet");
        healed();
    }

    @Test
    void theLatest() throws Exception {
        var file = splitData(trio.root(), "f", "one", "two", "six");
        trio.setTimes(Copies.of(0), file, 1000, 5);
        trio.setTimes(Copies.of(1), file, 1000, 7);
        trio.setTimes(Copies.of(2), file, 1000, 7);
        assertThat(settle(LATEST, "/f")).isEqualTo(refused("No difference in mtime"));
        trio.setTimes(Copies.of(1), file, 1000, 8);
        assertThat(settle(LATEST, "/f")).isEqualTo(Settled.healed(false));
        assertThat(trio.content(2, "f")).isEqualTo("twot");
        healed();
    }

    /** As stock: the data is healed although of the attributes only a brick can tell. */
    @Test
    void attributesByABrickOnly() throws Exception {
        var file = splitData(trio.root(), "f", "one", "another text", "three");
        for (int i = 0; i < 3; i++) {
            trio.chmod(Copies.of(i), file, 0600 + i, i);
        }
        var why = "Use source-brick option to heal metadata split-brain";
        assertThat(settle(BIGGER, "/f")).isEqualTo(refused(why));
        assertThat(settle(LATEST, "/f")).isEqualTo(refused(why));
        assertThat(trio.content(2, "f")).isEqualTo("another text");
        assertThat(settle(source(2), "/f")).isEqualTo(Settled.healed(false));
        healed();
    }

    /** The brick is one of another set of copies. */
    @Test
    void aBrickThatHasNoCopy() throws Exception {
        splitData(trio.root(), "f", "one", "two", "three");
        assertThat(settle(source(-1), "/f")).isEqualTo(refused("Invalid brick name"));
    }

    @Test
    void whatOnlyWaitsForAHealIsLeftToTheDaemon() throws Exception {
        var file = trio.create(ALL, trio.root(), "f", "text");
        trio.write(Trio.GOOD, file, 0, "TEXT");
        assertThat(settle(source(2), "/f")).isEqualTo(refused("File not in split-brain"));
        assertThat(trio.content(2, "f")).isEqualTo("text");
        healed();
        assertThat(trio.content(2, "f")).isEqualTo("TEXT");
    }

    @Test
    void whereCopiesAreDownNobodyDecides() throws Exception {
        var file = splitData(trio.root(), "f", "one", "another text", "three");
        trio.door(2).shut();
        assertThat(settle(BIGGER, "/f").why()).startsWith("Failed to obtain replies from all");
        trio.door(1).shut();
        assertThat(settle(BIGGER, "/f").errno()).isEqualTo(Errno.ENOTCONN);
        trio.door(0).shut();
        var gone = trio.daemon().settlement(BIGGER).inode(file.gfid());
        assertThat(gone.errno()).isEqualTo(Errno.ENOTCONN);
        assertThat(gone.isMissing()).isFalse();
        for (int i = 0; i < 3; i++) {
            trio.door(i).open();
        }
        assertThat(trio.content(0, "f")).isEqualTo("onet");
    }

    @Test
    void namesThatAreNotThere() throws Exception {
        trio.create(ALL, trio.root(), "f", "text");
        var name = settle(BIGGER, "/nix");
        assertThat(name.kind()).isEqualTo(Settled.Kind.LOOKUP_FAILED);
        assertThat(name.isMissing()).isTrue();
        var parent = settle(BIGGER, "/nix/f");
        assertThat(parent.kind()).isEqualTo(Settled.Kind.PARENT_FAILED);
        assertThat(parent.isMissing()).isTrue();
        assertThat(settle(BIGGER, "/f/g").kind()).isEqualTo(Settled.Kind.LOOKUP_FAILED);
    }

    private static Gfid gfid(int number) {
        return Gfid.parse("11111111-0000-4000-8000-00000000000" + number);
    }

    /** The copies agree on a directory, and of a name each has made its own object. */
    private void splitName(Inode dir, String name, String... texts) throws Exception {
        for (int i = 0; i < 3; i++) {
            trio.create(Copies.of(i), dir, name, texts[i], gfid(i));
        }
    }

    @Test
    void aNameOfSeveralObjects() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        splitName(dir, "f", "one", "two", "three");
        trio.create(Copies.of(0), dir, "g", "a", gfid(8));
        trio.create(Copies.of(1), dir, "g", "b", gfid(9));
        assertThat(settle(BIGGER, "/d/g").kind()).isEqualTo(Settled.Kind.NAME_OPEN);
        assertThat(settle(BIGGER, "/d/g").why()).isEqualTo("No bigger file");
        assertThat(settle(source(2), "/d/g").why()).isEqualTo("Error getting the source brick");
        assertThat(trio.content(1, "d/g")).isEqualTo("b");
        assertThat(settle(source(1), "/d/g")).isEqualTo(Settled.of(Settled.Kind.NAME));
        assertThat(settle(BIGGER, "/d/f")).isEqualTo(Settled.of(Settled.Kind.NAME));
        healed();
        assertThat(trio.content(0, "d/f")).isEqualTo("three");
        assertThat(trio.content(2, "d/g")).isEqualTo("b");
    }

    @Test
    void aNameWhileACopyIsDown() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        splitName(dir, "f", "one", "two", "three");
        trio.door(0).shut();
        assertThat(settle(BIGGER, "/d/f").why()).startsWith("All the bricks should be up");
        trio.door(0).open();
        assertThat(trio.content(1, "d/f")).isEqualTo("two");
    }

    @Test
    void twoTypesAreForNobodyToDecide() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        trio.create(Trio.GOOD, dir, "x", "file");
        trio.mkdir(Copies.of(2), dir, "x");
        var answer = settle(source(0), "/d/x");
        assertThat(answer.kind()).isEqualTo(Settled.Kind.LOOKUP_FAILED);
        assertThat(answer.errno()).isEqualTo(Errno.EIO);
        assertThat(settle(source(0), "/d").kind()).isEqualTo(Settled.Kind.FAILED);
        assertThat(trio.has(2, "d/x")).isTrue();
    }

    @Test
    void namesOfADirectoryAreMerged() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        for (int i = 0; i < 3; i++) {
            trio.create(Copies.of(i), dir, "of-" + i, "text");
        }
        assertThat(settle(BIGGER, "/d")).isEqualTo(Settled.of(Settled.Kind.NO_FILE));
        assertThat(settle(source(0), "/d")).isEqualTo(Settled.healed(true));
        assertThat(trio.has(0, "d/of-2")).isTrue();
        healed();
    }

    /** Of names below a directory that is healed as a whole the volume's policy decides, not the verdict. */
    @Test
    void namesOfADirectoryStayWithTheVolumesPolicy() throws Exception {
        var dir = trio.mkdir(ALL, trio.root(), "d");
        splitName(dir, "f", "one", "the biggest", "three");
        assertThat(settle(source(0), "/d").errno()).isEqualTo(Errno.EIO);
        trio.options(Map.of("favorite-child-policy", "size"));
        assertThat(settle(source(0), "/d")).isEqualTo(Settled.healed(true));
        healed();
        assertThat(trio.content(0, "d/f")).isEqualTo("the biggest");
    }

    @Test
    void allThatABrickLists() throws Exception {
        var inodes = new HashSet<Gfid>();
        inodes.add(splitData(trio.root(), "f", "one", "two", "three").gfid());
        inodes.add(splitData(trio.root(), "g", "one", "two", "three").gfid());
        var listed = new ArrayList<Gfid>();
        var settlement = trio.daemon().settlement(source(1));
        settlement.listed(listed::add);
        assertThat(listed).as("these bricks keep no lists").isEmpty();
        for (var gfid : inodes) {
            assertThat(settlement.inode(gfid)).isEqualTo(Settled.healed(false));
        }
        assertThat(trio.content(0, "g")).isEqualTo("twot");
        healed();
    }

    /** Whoever dies after the n-th request has not made another copy right than the one that was named. */
    @Test
    void interruptedAnywhereTheNamedCopyStaysRight() throws Exception {
        boolean whole = false;
        for (int n = 0; !whole; n += 1 + n / 4) {
            assertThat(n).isLessThan(500);
            var name = "f" + n;
            var file = splitData(trio.root(), name, "one", "another text", "three");
            trio.door(0).shutAfter(n + 1);
            settle(source(1), "/" + name);
            whole = trio.door(0).isUp();
            trio.door(0).open();
            var sight = trio.daemon().healer().replica();
            var matrix = sight.look(sight.frame(), file).matrix(ChangeType.DATA);
            if (matrix.anyPending()) {
                settle(source(1), "/" + name);
            }
            healed();
            assertThat(trio.content(0, name)).as("after " + n).isEqualTo("another text");
        }
    }
}
