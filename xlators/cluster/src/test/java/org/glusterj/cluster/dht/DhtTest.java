package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Distribution over three subvolumes in memory. */
class DhtTest {
    private static final String LAYOUT = "trusted.glusterfs.dht";
    private static final String MDS = "trusted.glusterfs.dht.mds";
    private static final int N = 3;

    private Spread volume;
    private Inode root;

    @BeforeEach
    void mount() throws Exception {
        volume = new Spread(N).mounted();
        root = volume.root();
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    /** Where stock's layout of a fresh directory at {@code path} puts {@code name}. */
    private static int expected(String path, String name) throws Exception {
        var hashing = new NameHashing("", "");
        var names = java.util.List.of("v-client-0", "v-client-1", "v-client-2");
        var states = new Layout.State[N];
        java.util.Arrays.fill(states, Layout.State.PRESENT);
        return LayoutPlan.equal(names).fresh(states, hashing.of(path), 0).search(hashing.of(name));
    }

    @Test
    void theFirstLookupOfANewVolumeGivesTheRootItsLayout() {
        assertThat(hex(volume.xattr(0, root, LAYOUT))).startsWith("0000000100000000");
        assertThat(volume.xattr(0, root, MDS)).isNull();
    }

    @Test
    void filesGoWhereTheirNamesHash() throws Exception {
        for (int i = 0; i < 30; i++) {
            volume.create(root, "f" + i, "x");
            assertThat(volume.dataOf(root, "f" + i)).isEqualTo(expected("/", "f" + i));
        }
        assertThat(volume.list(root, 4096)).hasSize(30);
    }

    @Test
    void whatGoesToOneSubvolumeCostsOneRoundTrip() throws Exception {
        var file = volume.create(root, "f", "x");
        int before = volume.fops();
        volume.create(root, "g", "abc");
        assertThat(volume.fops() - before).as("create and write").isEqualTo(2);
        before = volume.fops();
        volume.look(root, "f");
        volume.call(new Fop.Stat(Loc.of(file), Xdata.NULL));
        volume.open(file).close();
        volume.call(new Fop.Lookup(Loc.entry(root, "f", file), Xdata.NULL));
        assertThat(volume.fops() - before).as("lookup, stat, open, lookup").isEqualTo(4);
        before = volume.fops();
        volume.call(new Fop.Unlink(Loc.entry(root, "f", file), 0, Xdata.NULL));
        assertThat(volume.fops() - before).as("unlink").isEqualTo(1);
    }

    @Test
    void aDirectoryIsEverywhereWithStocksLayout() throws Exception {
        var directory = volume.mkdir(root, "d");
        int servers = 0;
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "d").gfid()).isEqualTo(directory.gfid());
            assertThat(hex(volume.xattr(i, directory, LAYOUT))).startsWith("0000000000000000");
            if (volume.xattr(i, directory, MDS) != null) {
                servers++;
                assertThat(i).isEqualTo(expected("/", "d"));
            }
        }
        assertThat(servers).isEqualTo(1);
        volume.create(directory, "f", "x");
        assertThat(volume.dataOf(directory, "f")).isEqualTo(expected("/d", "f"));
    }

    @Test
    void aRenameThatMustNotReplaceLeavesBothNames() throws Exception {
        var keep = Xdata.EMPTY.withInt(OwnKeys.RENAME_FLAGS, OwnKeys.RENAME_NOREPLACE);
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < 20; i++) {
            var old = "f" + i;
            var taken = "t" + i;
            volume.create(directory, old, "old " + i);
            volume.create(directory, taken, "taken " + i);
            fails(Errno.EEXIST, () -> volume.rename(directory, old, directory, taken, keep));
            assertThat(volume.content(volume.look(directory, old))).isEqualTo("old " + i);
            assertThat(volume.content(volume.look(directory, taken))).isEqualTo("taken " + i);
            volume.rename(directory, old, directory, "free" + i, keep);
            assertThat(volume.content(volume.look(directory, "free" + i))).isEqualTo("old " + i);
        }
        var other = volume.mkdir(root, "e");
        fails(Errno.EEXIST, () -> volume.rename(root, "d", root, "e", keep));
        assertThat(volume.look(root, "e")).isSameAs(other);
    }

    @Test
    void renamesLeaveDataInPlaceAndLinktoFilesThatLeadThere() throws Exception {
        var directory = volume.mkdir(root, "d");
        int moved = 0;
        for (int i = 0; i < 20; i++) {
            volume.create(directory, "f" + i, "content " + i);
            int data = volume.dataOf(directory, "f" + i);
            volume.rename(directory, "f" + i, directory, "g" + i);
            assertThat(volume.dataOf(directory, "g" + i)).isEqualTo(data);
            assertThat(volume.dataOf(directory, "f" + i)).isEqualTo(-1);
            int hashed = expected("/d", "g" + i);
            if (hashed != data) {
                moved++;
                assertThat(Marks.isLinktoMode(volume.stored(hashed, directory, "g" + i))).isTrue();
            }
            assertThat(volume.content(volume.look(directory, "g" + i))).isEqualTo("content " + i);
        }
        assertThat(moved).isPositive();
        assertThat(volume.list(directory, 4096)).hasSize(20);
        for (int i = 0; i < 20; i++) {
            volume.unlink(directory, "g" + i);
        }
        volume.rmdir(root, "d");
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "d")).isNull();
        }
    }

    /** Random entry operations, compared with a map; every subvolume must be clean at the end. */
    @Test
    void randomOperationsEqualAModel() throws Exception {
        for (int seed = 1; seed <= 8; seed++) {
            var random = new Random(seed);
            var directories =
                    new Inode[] {volume.mkdir(root, "a" + seed), volume.mkdir(root, "b" + seed)};
            var model = new TreeMap<String, String>();
            for (int step = 0; step < 300; step++) {
                step(random, directories, model, "seed " + seed + " step " + step);
            }
            for (int d = 0; d < 2; d++) {
                var listed = volume.list(directories[d], 300 + random.nextInt(2000));
                for (var name : listed.keySet()) {
                    var inode = volume.look(directories[d], name);
                    assertThat(model.get(d + name)).isEqualTo(volume.content(inode));
                    volume.unlink(directories[d], name);
                    model.remove(d + name);
                }
            }
            assertThat(model).isEmpty();
            volume.rmdir(root, "a" + seed);
            volume.rmdir(root, "b" + seed);
        }
    }

    private void step(Random random, Inode[] directories, Map<String, String> model, String what)
            throws FopException {
        int d = random.nextInt(2);
        int e = random.nextInt(2);
        var name = "n" + random.nextInt(12);
        var other = "n" + random.nextInt(12);
        var here = model.get(d + name);
        switch (random.nextInt(5)) {
            case 0 -> {
                if (here == null) {
                    volume.create(directories[d], name, what);
                    model.put(d + name, what);
                } else {
                    fails(Errno.EEXIST, () -> volume.create(directories[d], name, what));
                }
            }
            case 1 -> {
                if (here == null) {
                    fails(Errno.ENOENT, () -> volume.unlink(directories[d], name));
                } else {
                    volume.unlink(directories[d], name);
                    model.remove(d + name);
                }
            }
            case 2, 3 -> {
                boolean self = d == e && name.equals(other);
                if (here != null && !self) {
                    boolean same = here.equals(model.get(e + other));
                    volume.rename(directories[d], name, directories[e], other);
                    model.put(e + other, here);
                    if (!same) {
                        model.remove(d + name);
                    }
                }
            }
            default -> {
                if (here != null && model.get(e + other) == null) {
                    volume.link(volume.look(directories[d], name), directories[e], other);
                    model.put(e + other, here);
                }
            }
        }
        if (here != null && model.containsKey(d + name)) {
            assertThat(volume.content(volume.look(directories[d], name)))
                    .as(what)
                    .isEqualTo(model.get(d + name));
        }
    }

    @Test
    void listingsInSmallPiecesNameEachEntryOnce() throws Exception {
        var expected = new HashMap<String, FileType>();
        for (int i = 0; i < 25; i++) {
            volume.create(root, "file" + i, "");
            volume.mkdir(root, "dir" + i);
            expected.put("file" + i, FileType.REGULAR);
            expected.put("dir" + i, FileType.DIRECTORY);
        }
        for (int size : new int[] {1, 200, 500, 3000, 100_000}) {
            assertThat(volume.list(root, size)).as("size " + size).isEqualTo(expected);
        }
    }

    @Test
    void aSmallDirectoryIsListedInTwoRoundTrips() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.create(directory, "f", "");
        int before = volume.fops();
        volume.list(directory, 100_000);
        // opendir and readdirp on each of three subvolumes
        assertThat(volume.fops() - before).isEqualTo(2 * N);
    }

    @Test
    void aMissingDirectoryIsMadeAgain() throws Exception {
        var directory = volume.mkdir(root, "d");
        var attributes = new Iatt.Builder().mode(0750).uid(7).gid(8).build();
        int valid = SetattrMask.MODE | SetattrMask.UID | SetattrMask.GID;
        volume.call(new Fop.Setattr(Loc.of(directory), attributes, valid, Xdata.NULL));
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[] {1});
        volume.call(new Fop.Setxattr(Loc.of(directory), dict, 0, Xdata.NULL));
        int gone = (expected("/", "d") + 1) % N;
        var layout = volume.xattr(gone, directory, LAYOUT);
        volume.on(gone, new Fop.Rmdir(Loc.entry(root, "d"), 0, Xdata.NULL));
        volume.look(root, "d");
        var made = volume.stored(gone, root, "d");
        assertThat(made.gfid()).isEqualTo(directory.gfid());
        assertThat(made.mode() & 07777).isEqualTo(0750);
        assertThat(made.uid()).isEqualTo(7);
        assertThat(volume.xattr(gone, directory, "user.a")).containsExactly(1);
        var healed = volume.xattr(gone, directory, LAYOUT);
        // the range that was lost makes a hole: a new layout vouches for nothing
        assertThat(hex(healed)).isEqualTo("00000001" + hex(layout).substring(8));
    }

    /** Healing takes the lock of the name, which the rename holds. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aRenameToADamagedDirectoryDoesNotWaitForItself() throws Exception {
        var file = volume.create(root, "f", "");
        volume.mkdir(root, "d");
        int gone = (expected("/", "d") + 1) % N;
        volume.on(gone, new Fop.Rmdir(Loc.entry(root, "d"), 0, Xdata.NULL));
        var rename = new Fop.Rename(Loc.entry(root, "f", file), Loc.entry(root, "d"), Xdata.NULL);
        fails(Errno.EISDIR, () -> volume.call(rename));
        assertThat(volume.stored(gone, root, "d")).as("the next lookup's work").isNull();
    }

    /** Stock's bricks answer so while the directory has no gfid yet. */
    @Test
    void aDirectoryInTheMakingIsAwaited() throws Exception {
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < N; i++) {
            volume.gate(i).failNext(FopType.LOOKUP, Errno.ENODATA);
        }
        var loc = Loc.entry(root, "d");
        assertThat(volume.call(new Fop.Lookup(loc, Xdata.NULL)).iatt().gfid())
                .isEqualTo(directory.gfid());
    }

    @Test
    void aHoleInTheLayoutIsClosed() throws Exception {
        var directory = volume.mkdir(root, "d");
        var removed = new Fop.Removexattr(Loc.of(directory), LAYOUT, Xdata.NULL);
        volume.on(1, removed);
        volume.look(root, "d");
        for (int i = 0; i < N; i++) {
            assertThat(hex(volume.xattr(i, directory, LAYOUT))).startsWith("00000001");
        }
    }

    /** As after add-brick: the third subvolume has the directory but no share of its names. */
    @Test
    void fixingALayoutGivesANewSubvolumeItsShare() throws Exception {
        var directory = volume.mkdir(root, "d");
        var before =
                new String[] {
                    "0000000000000000000000007ffffffe",
                    "00000000000000007fffffffffffffff",
                    "00000000000000000000000000000000"
                };
        for (int i = 0; i < N; i++) {
            var dict = Xdata.EMPTY.withBytes(LAYOUT, HexFormat.of().parseHex(before[i]));
            volume.on(i, new Fop.Setxattr(Loc.of(directory), dict, 0, Xdata.NULL));
        }
        var command = Xdata.EMPTY.withString("distribute.fix.layout", "yes");
        volume.call(new Fop.Setxattr(Loc.of(directory), command, 0, Xdata.NULL));
        assertThat(hex(volume.xattr(0, directory, LAYOUT)))
                .isEqualTo("00000000000000000000000055555554");
        assertThat(hex(volume.xattr(1, directory, LAYOUT)))
                .isEqualTo("0000000000000000aaaaaaaaffffffff");
        assertThat(hex(volume.xattr(2, directory, LAYOUT)))
                .isEqualTo("000000000000000055555555aaaaaaa9");
        volume.gate(2).close();
        fails(
                Errno.ENOTCONN,
                () -> volume.call(new Fop.Setxattr(Loc.of(directory), command, 0, Xdata.NULL)));
    }

    @Test
    void attributesThatASubvolumeMissedAreHealed() throws Exception {
        var directory = volume.mkdir(root, "d");
        int server = expected("/", "d");
        int other = (server + 1) % N;
        volume.gate(other).close();
        var mode = new Iatt.Builder().mode(0700).build();
        volume.call(new Fop.Setattr(Loc.of(directory), mode, SetattrMask.MODE, Xdata.NULL));
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[] {1});
        volume.call(new Fop.Setxattr(Loc.of(directory), dict, 0, Xdata.NULL));
        assertThat(hex(volume.xattr(server, directory, MDS))).isEqualTo("ffffffff");
        volume.gate(other).open();
        volume.look(root, "d");
        assertThat(volume.stored(other, root, "d").mode() & 07777).isEqualTo(0700);
        assertThat(volume.xattr(other, directory, "user.a")).containsExactly(1);
        assertThat(hex(volume.xattr(server, directory, MDS))).isEqualTo("00000000");
    }

    @Test
    void whileTheServerOfADirectoryIsDownItDoesNotChange() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.gate(expected("/", "d")).close();
        volume.call(new Fop.Lookup(Loc.entry(root, "d", directory), Xdata.NULL));
        var mode = new Iatt.Builder().mode(0700).build();
        var change = new Fop.Setattr(Loc.of(directory), mode, SetattrMask.MODE, Xdata.NULL);
        fails(Errno.ENOTCONN, () -> volume.call(change));
        var dict = Xdata.EMPTY.withBytes("user.a", new byte[] {1});
        fails(
                Errno.ENOTCONN,
                () -> volume.call(new Fop.Setxattr(Loc.of(directory), dict, 0, Xdata.NULL)));
    }

    @Test
    void filesOfADownSubvolumeAreNotGone() throws Exception {
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < 12; i++) {
            volume.create(directory, "f" + i, "x");
        }
        volume.gate(1).close();
        volume.look(root, "d");
        for (int i = 0; i < 12; i++) {
            var name = "f" + i;
            if (expected("/d", name) == 1) {
                fails(Errno.ENOTCONN, () -> volume.look(directory, name));
                fails(Errno.ENOTCONN, () -> volume.create(directory, name, "y"));
            } else {
                volume.look(directory, name);
            }
        }
        assertThat(volume.list(directory, 4096)).hasSizeLessThan(12).isNotEmpty();
    }

    @Test
    void aFileFoundWhereItDoesNotBelongGetsALinktoFile() throws Exception {
        var directory = volume.mkdir(root, "d");
        int hashed = expected("/d", "f");
        int data = (hashed + 1) % N;
        // as of a change of layouts without a rebalance
        for (int i = 0; i < N; i++) {
            var layout = volume.xattr(i, directory, LAYOUT);
            layout[3] = 1;
            var dict = Xdata.EMPTY.withBytes(LAYOUT, layout);
            volume.on(i, new Fop.Setxattr(Loc.of(directory), dict, 0, Xdata.NULL));
        }
        var gfid = Xdata.EMPTY.withGfid("gfid-req", new Gfid(5, 5));
        volume.on(data, new Fop.Mknod(Loc.entry(directory, "f"), 0100644, 0, 0, gfid));
        volume.look(root, "d");
        volume.look(directory, "f");
        assertThat(Marks.isLinktoMode(volume.stored(hashed, directory, "f"))).isTrue();
        int before = volume.fops();
        volume.look(directory, "f");
        assertThat(volume.fops() - before).isEqualTo(2);
    }

    /** Another client replaced the file: what is known of the old one must not be taken for the new one. */
    @Test
    void aNameThatAnotherFileGotIsStale() throws Exception {
        var old = volume.create(root, "f", "old");
        int on = volume.dataOf(root, "f");
        volume.on(on, new Fop.Unlink(Loc.entry(root, "f"), 0, Xdata.NULL));
        var gfid = Xdata.EMPTY.withGfid("gfid-req", new Gfid(5, 5));
        volume.on(on, new Fop.Mknod(Loc.entry(root, "f"), 0100644, 0, 0, gfid));
        var known = new Fop.Lookup(Loc.entry(root, "f", old), Xdata.NULL);
        fails(Errno.ESTALE, () -> volume.call(known));
        assertThat(volume.look(root, "f").gfid()).isEqualTo(new Gfid(5, 5));
    }

    @Test
    void layoutsThatAgreeWithTheVolumeSaveTheSearch() throws Exception {
        var directory = volume.mkdir(root, "d");
        int before = volume.fops();
        fails(Errno.ENOENT, () -> volume.look(directory, "nothing"));
        assertThat(volume.fops() - before).isEqualTo(1);
        // the root's layout was written by a heal and vouches for nothing
        before = volume.fops();
        fails(Errno.ENOENT, () -> volume.look(root, "nothing"));
        assertThat(volume.fops() - before).isEqualTo(1 + N);
    }

    @Test
    void aRemovedDirectoryComesBackWhenOneSubvolumeRefuses() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.gate(expected("/", "d")).failNext(FopType.RMDIR, Errno.EACCES);
        fails(Errno.EACCES, () -> volume.rmdir(root, "d"));
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "d").gfid()).isEqualTo(directory.gfid());
            assertThat(hex(volume.xattr(i, directory, LAYOUT))).startsWith("00000000");
        }
    }

    @Test
    void anOpenDirectoryHasAttributesAfterItsRemoval() throws Exception {
        var directory = volume.mkdir(root, "d");
        try (var fd = directory.table().newFd(directory, 0)) {
            volume.call(new Fop.Opendir(Loc.of(directory), fd, Xdata.NULL));
            volume.rmdir(root, "d");
            var iatt = volume.call(new Fop.Fstat(fd, Xdata.NULL)).iatt();
            assertThat(iatt.gfid()).isEqualTo(directory.gfid());
        }
    }

    /** A front that lost a name from its table removes by name alone. */
    @Test
    void aDirectoryIsRemovedByItsNameAlone() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.create(directory, "f", "x");
        var byName = new Fop.Rmdir(Loc.entry(root, "d"), 0, Xdata.NULL);
        fails(Errno.ENOTEMPTY, () -> volume.call(byName));
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "d")).isNotNull();
        }
        volume.unlink(directory, "f");
        volume.call(byName);
        fails(Errno.ENOENT, () -> volume.call(byName));
    }

    @Test
    void aDirectoryWithAFileAnywhereStays() throws Exception {
        var directory = volume.mkdir(root, "d");
        volume.create(directory, "f", "x");
        fails(Errno.ENOTEMPTY, () -> volume.rmdir(root, "d"));
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "d")).isNotNull();
        }
        volume.unlink(directory, "f");
        volume.rmdir(root, "d");
    }

    @Test
    void aDirectoryThatCannotBeListedStays() throws Exception {
        var directory = volume.mkdir(root, "d");
        for (int i = 0; i < N; i++) {
            volume.gate(i).failNext(FopType.READDIRP, Errno.EINVAL);
            fails(Errno.EINVAL, () -> volume.rmdir(root, "d"));
            assertThat(volume.look(root, "d")).isSameAs(directory);
        }
        volume.gate(0).failNext(FopType.READDIRP, Errno.ESTALE);
        volume.rmdir(root, "d");
    }

    @Test
    void aDirectoryIsRenamedEverywhereOrNowhere() throws Exception {
        volume.mkdir(root, "a");
        volume.rename(root, "a", root, "b");
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "a")).isNull();
            assertThat(volume.stored(i, root, "b")).isNotNull();
        }
        volume.gate((expected("/", "c") + 1) % N).failNext(FopType.RENAME, Errno.EACCES);
        fails(Errno.EACCES, () -> volume.rename(root, "b", root, "c"));
        for (int i = 0; i < N; i++) {
            assertThat(volume.stored(i, root, "b")).isNotNull();
            assertThat(volume.stored(i, root, "c")).isNull();
        }
    }

    /** The n-th fop fails, for every n: the file is under exactly one of both names, with its content. */
    @Test
    void aRenameThatFailsAnywhereLosesNothing() throws Exception {
        var types =
                new FopType[] {
                    FopType.LINK, FopType.RENAME, FopType.MKNOD, FopType.INODELK, FopType.ENTRYLK
                };
        int attempt = 0;
        for (var type : types) {
            for (int at = 0; at < N; at++) {
                for (var errno : new Errno[] {Errno.EACCES, Errno.ENOSPC}) {
                    var directory = volume.mkdir(root, "t" + attempt++);
                    for (int i = 0; i < 6; i++) {
                        volume.create(directory, "f" + i, "c" + i);
                        volume.gate(at).failNext(type, errno);
                        boolean done = tryRename(directory, "f" + i, "g" + i);
                        volume.gate(at).failNext(null, null);
                        var name = (done ? "g" : "f") + i;
                        assertThat(volume.content(volume.look(directory, name))).isEqualTo("c" + i);
                        assertThat(volume.list(directory, 9999)).hasSize(i + 1).containsKey(name);
                    }
                }
            }
        }
    }

    private boolean tryRename(Inode directory, String from, String to) {
        try {
            volume.rename(directory, from, directory, to);
            return true;
        } catch (FopException refused) {
            return false;
        }
    }

    @Test
    void parentsHearOfTheVolumeWhenAllSubvolumesWereHeardOf() {
        try (var fresh = new Spread(2)) {
            assertThat(fresh.heard).hasSize(1).first().isInstanceOf(Event.ChildUp.class);
            fresh.heard.clear();
            fresh.gate(0).close();
            assertThat(fresh.heard).isEmpty();
            fresh.gate(1).close();
            assertThat(fresh.heard).hasSize(1).first().isInstanceOf(Event.ChildDown.class);
        }
    }
}
