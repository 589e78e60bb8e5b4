package org.glusterj.storage.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.glusterj.storage.check.Kind.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glusterj.core.Gfid;
import org.glusterj.storage.layout.BrickXattrs;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;
import org.glusterj.storage.layout.MdataCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole stock brick, damaged in one way: that is found, nothing else is, and what can be mended is whole again. */
class PlantedDamageTest {
    private static final String STEP = "13-after-close";
    private static final String FILE = "dirMoved/dirC/deep";
    private static final String DIRECTORY = "dirA";
    private static final String GFID = BrickXattrs.GFID;

    /** What damages the brick. */
    @FunctionalInterface
    private interface Damage {
        void plant(Planted brick) throws Exception;
    }

    /** Damage, where it shows, and as what; whether {@code --fix} makes the brick whole. */
    private record Case(String name, Kind kind, String path, boolean fixed, Damage damage) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case fixed(String name, Kind kind, String path, Damage damage) {
        return new Case(name, kind, path, true, damage);
    }

    private static Case stays(String name, Kind kind, String path, Damage damage) {
        return new Case(name, kind, path, false, damage);
    }

    private static String handle(Gfid gfid) {
        return Planted.handle(gfid);
    }

    private static final String STRANGER = handle(Planted.FRESH);

    static Stream<Case> skeleton() {
        return Stream.of(
                fixed("root without gfid", ROOT_GFID_MISSING, ".", b -> b.remove(".", GFID)),
                stays(
                        "root with another gfid",
                        ROOT_GFID_WRONG,
                        ".",
                        b -> b.set(".", GFID, Planted.FRESH.toBytes())),
                stays(
                        "no volume-id",
                        VOLUME_ID_MISSING,
                        ".",
                        b -> b.remove(".", BrickXattrs.VOLUME_ID)),
                stays(
                        "short volume-id",
                        VOLUME_ID_MALFORMED,
                        ".",
                        b -> b.set(".", BrickXattrs.VOLUME_ID, "short")),
                fixed("no .glusterfs", HIDDEN_MISSING, ".glusterfs", PlantedDamageTest::loseHidden),
                fixed(
                        "open .glusterfs",
                        HIDDEN_OPEN,
                        ".glusterfs",
                        b -> b.chmod(".glusterfs", 0755)),
                fixed(
                        "open hash directory",
                        HIDDEN_OPEN,
                        ".glusterfs/00/00",
                        b -> b.chmod(".glusterfs/00/00", 0777)),
                fixed(
                        "no hash directory",
                        HASH_DIRECTORY_MISSING,
                        ".glusterfs/77",
                        b -> b.rmdir(".glusterfs/77")),
                stays(
                        "a file as hash directory",
                        HASH_DIRECTORY_REPLACED,
                        ".glusterfs/77",
                        b -> {
                            b.rmdir(".glusterfs/77");
                            b.file(".glusterfs/77", 0600, 0);
                        }),
                fixed(
                        "no handle of the root",
                        ROOT_HANDLE_WRONG,
                        handle(Gfid.ROOT),
                        b -> b.unlink(handle(Gfid.ROOT))),
                fixed(
                        "the root's handle leads elsewhere",
                        ROOT_HANDLE_WRONG,
                        handle(Gfid.ROOT),
                        b -> {
                            b.unlink(handle(Gfid.ROOT));
                            b.symlink("../..", handle(Gfid.ROOT));
                        }));
    }

    static Stream<Case> gfids() {
        return Stream.of(
                stays("file without gfid", GFID_MISSING, "new", b -> b.file("new", 0644, 5)),
                stays("directory without gfid", GFID_MISSING, "new", b -> b.mkdir("new")),
                fixed("half-made file", HALF_MADE, "dirA/new", PlantedDamageTest::halfMade),
                stays(
                        "short gfid",
                        GFID_MALFORMED,
                        "new",
                        b -> {
                            b.file("new", 0644, 0);
                            b.set("new", GFID, "short");
                        }),
                stays(
                        "zero gfid",
                        GFID_ZERO,
                        "new",
                        b -> {
                            b.file("new", 0644, 0);
                            b.set("new", GFID, new byte[16]);
                        }),
                stays(
                        "the root's gfid on a directory",
                        GFID_OF_ROOT,
                        "new",
                        b -> {
                            b.mkdir("new");
                            b.set("new", GFID, Gfid.ROOT.toBytes());
                        }),
                stays("two files of one gfid", GFID_TWICE, "copy", b -> copy(b, "file1")),
                stays(
                        "two directories of one gfid",
                        GFID_TWICE,
                        "copy",
                        b -> {
                            b.mkdir("copy");
                            b.set("copy", GFID, b.golden.gfid(DIRECTORY).toBytes());
                        }),
                stays(
                        "a file with a directory's gfid",
                        GFID_TWICE,
                        "copy",
                        b -> copy(b, DIRECTORY)),
                stays(
                        "a directory with a file's gfid",
                        GFID_TWICE,
                        "copy",
                        b -> {
                            b.mkdir("copy");
                            b.set("copy", GFID, b.golden.gfid(FILE).toBytes());
                        }));
    }

    static Stream<Case> fileHandles() {
        return Stream.of(
                fixed("file without handle", HANDLE_MISSING, FILE, b -> b.unlink(b.handle(FILE))),
                fixed(
                        "fifo without handle",
                        HANDLE_MISSING,
                        "fifo",
                        b -> b.unlink(b.handle("fifo"))),
                stays(
                        "handle is another inode",
                        HANDLE_OTHER_INODE,
                        FILE,
                        b -> {
                            b.unlink(b.handle(FILE));
                            b.file(b.handle(FILE), 0644, 9);
                            b.set(b.handle(FILE), GFID, b.golden.gfid(FILE).toBytes());
                        }),
                fixed(
                        "handle is another inode without data",
                        HANDLE_STALE,
                        FILE,
                        b -> {
                            b.unlink(b.handle(FILE));
                            b.file(b.handle(FILE), 0644, 0);
                        }),
                stays(
                        "handle of another gfid",
                        HANDLE_GFID_WRONG,
                        STRANGER,
                        b -> b.link(FILE, b.roomFor(Planted.FRESH))),
                stays(
                        "handle with a short gfid",
                        HANDLE_GFID_WRONG,
                        null,
                        b -> b.set(FILE, GFID, "short")),
                fixed("handle without gfid", HANDLE_GFID_MISSING, null, b -> b.remove(FILE, GFID)),
                fixed("handle without name or data", ORPHAN, null, b -> b.unlink("fifo")),
                fixed("handle of a symlink without name", ORPHAN, null, b -> b.unlink("sym1")),
                stays("handle without name", ORPHAN_WITH_DATA, null, b -> b.unlink(FILE)),
                stays(
                        "a name outside the volume",
                        LINK_COUNT_WRONG,
                        null,
                        b -> b.link(FILE, ".glusterfs/changelogs/outside")),
                fixed(
                        "file with the handle of a lost directory",
                        HANDLE_STALE,
                        FILE,
                        b -> {
                            b.unlink(b.handle(FILE));
                            b.symlink(HandlePaths.target(Gfid.ROOT, "lost"), b.handle(FILE));
                        }),
                fixed(
                        "handle in the wrong directory",
                        HANDLE_MISPLACED,
                        ".glusterfs/00/00/" + Planted.FRESH,
                        b -> symlinkOf(b, "late", ".glusterfs/00/00/" + Planted.FRESH)),
                stays(
                        "foreign name among handles",
                        HANDLE_FOREIGN,
                        ".glusterfs/00/00/notes.txt",
                        b -> b.file(".glusterfs/00/00/notes.txt", 0644, 3)),
                stays(
                        "foreign name among hash directories",
                        HANDLE_FOREIGN,
                        ".glusterfs/00/notes.txt",
                        b -> b.file(".glusterfs/00/notes.txt", 0644, 3)));
    }

    static Stream<Case> directoryHandles() {
        var other = Gfid.parse("0123abce-1111-4222-8333-444455556666");
        return Stream.of(
                fixed(
                        "directory without handle",
                        HANDLE_MISSING,
                        DIRECTORY,
                        b -> b.unlink(b.handle(DIRECTORY))),
                fixed(
                        "handle says another name",
                        HANDLE_STALE,
                        "dirRenamed",
                        b -> b.rename(DIRECTORY, "dirRenamed")),
                fixed(
                        "handle says another parent",
                        HANDLE_STALE,
                        "dirMoved/dirC",
                        b -> {
                            b.unlink(b.handle("dirMoved/dirC"));
                            b.symlink(
                                    HandlePaths.target(b.golden.gfid(DIRECTORY), "sgiddir"),
                                    b.handle("dirMoved/dirC"));
                        }),
                stays(
                        "a directory as handle",
                        HANDLE_NOT_SYMLINK,
                        null,
                        b -> {
                            b.unlink(b.handle(DIRECTORY));
                            b.mkdir(b.handle(DIRECTORY));
                        }),
                fixed(
                        "a malformed handle",
                        HANDLE_MALFORMED,
                        STRANGER,
                        b -> b.symlink("../../somewhere", b.roomFor(Planted.FRESH))),
                fixed(
                        "a dangling handle",
                        HANDLE_DANGLING,
                        STRANGER,
                        b -> symlink(b, Planted.FRESH, Gfid.ROOT, "gone")),
                fixed(
                        "a handle whose parent is gone",
                        HANDLE_DANGLING,
                        STRANGER,
                        b -> symlink(b, Planted.FRESH, other, "gone")),
                fixed(
                        "a handle that leads to another directory",
                        HANDLE_ELSEWHERE,
                        STRANGER,
                        b -> symlink(b, Planted.FRESH, Gfid.ROOT, DIRECTORY)),
                fixed(
                        "a circle of handles",
                        HANDLE_LOOP,
                        STRANGER,
                        b -> {
                            symlink(b, Planted.FRESH, other, "a");
                            symlink(b, other, Planted.FRESH, "b");
                        }));
    }

    static Stream<Case> xattrs() {
        var wrongHash = Gfid2Path.PREFIX + "0000000000000000";
        return Stream.of(
                fixed(
                        "a name that is not remembered",
                        NAME_NOT_REMEMBERED,
                        "another",
                        b -> b.link("file1", "another")),
                fixed(
                        "a remembered name in a lost directory",
                        REMEMBERED_NAME_STALE,
                        FILE,
                        b -> remember(b, FILE, Planted.FRESH, "deep")),
                fixed(
                        "a remembered name that is not there",
                        REMEMBERED_NAME_STALE,
                        FILE,
                        b -> remember(b, FILE, Gfid.ROOT, "nothing")),
                fixed(
                        "a remembered name of another file",
                        REMEMBERED_NAME_STALE,
                        null,
                        b -> remember(b, "file1", Gfid.ROOT, "sparse")),
                fixed(
                        "no place is remembered",
                        REMEMBERED_NAME_MALFORMED,
                        FILE,
                        b -> b.set(FILE, wrongHash, "nonsense")),
                fixed(
                        "a remembered name under the wrong key",
                        REMEMBERED_NAME_MISKEYED,
                        "sparse",
                        b -> b.set("sparse", wrongHash, Gfid.ROOT + "/sparse")),
                fixed(
                        "a parent count of another directory",
                        PARENT_COUNT_WRONG,
                        "sparse",
                        b -> b.set("sparse", BrickXattrs.PGFID + Planted.FRESH, "\0\0\0\1")),
                fixed(
                        "a wrong parent count",
                        PARENT_COUNT_WRONG,
                        "sparse",
                        b -> b.set("sparse", BrickXattrs.PGFID + Gfid.ROOT, "\0\0\0\7")));
    }

    static Stream<Case> values() {
        return Stream.of(
                fixed(
                        "malformed times",
                        TIMES_MALFORMED,
                        FILE,
                        b -> b.set(FILE, MdataCodec.KEY, "x")),
                fixed(
                        "malformed times of the root",
                        TIMES_MALFORMED,
                        ".",
                        b -> b.set(".", MdataCodec.KEY, "x")),
                stays(
                        "malformed layout",
                        LAYOUT_MALFORMED,
                        DIRECTORY,
                        b -> b.set(DIRECTORY, BrickXattrs.LAYOUT, "x")),
                stays(
                        "layout that ends before it begins",
                        LAYOUT_MALFORMED,
                        DIRECTORY,
                        b ->
                                b.set(
                                        DIRECTORY,
                                        BrickXattrs.LAYOUT,
                                        "\0".repeat(8) + "\0\0\0\2\0\0\0\1")),
                stays(
                        "malformed linkto",
                        LINKTO_MALFORMED,
                        FILE,
                        b -> b.set(FILE, BrickXattrs.LINKTO, "vol-client-0")),
                stays(
                        "short counters of replicate",
                        COUNTERS_MALFORMED,
                        FILE,
                        b -> b.set(FILE, "trusted.afr.vol-client-0", "short")),
                stays(
                        "short size of shard",
                        COUNTERS_MALFORMED,
                        FILE,
                        b -> b.set(FILE, "trusted.glusterfs.shard.file-size", "short")));
    }

    static Stream<Case> leftovers() {
        var unlinked = ".glusterfs/unlink/" + Planted.FRESH;
        var landfill = ".glusterfs/landfill/" + Planted.FRESH;
        var entry = ".glusterfs/indices/xattrop/" + Planted.FRESH;
        var base = ".glusterfs/indices/xattrop/xattrop-" + Planted.FRESH;
        return Stream.of(
                fixed("file in unlink", LEFT_IN_UNLINK, unlinked, b -> b.file(unlinked, 0644, 9)),
                stays(
                        "directory in the landfill",
                        LEFT_IN_LANDFILL,
                        landfill,
                        b -> b.mkdir(landfill)),
                stays(
                        "foreign name in an index",
                        INDEX_FOREIGN,
                        ".glusterfs/indices/dirty/notes",
                        b -> b.file(".glusterfs/indices/dirty/notes", 0, 0)),
                stays(
                        "file among changed directories",
                        INDEX_FOREIGN,
                        ".glusterfs/indices/entry-changes/" + Planted.FRESH,
                        b -> b.file(".glusterfs/indices/entry-changes/" + Planted.FRESH, 0, 0)),
                fixed(
                        "index entry of its own",
                        INDEX_NOT_LINKED,
                        ".glusterfs/indices/xattrop/" + Gfid.ROOT,
                        b -> {
                            b.file(base, 0, 0);
                            b.file(".glusterfs/indices/xattrop/" + Gfid.ROOT, 0, 0);
                        }),
                stays(
                        "index entry with content",
                        INDEX_NOT_LINKED,
                        entry,
                        b -> b.file(entry, 0644, 3)));
    }

    static Stream<Case> cases() {
        return Stream.of(
                        skeleton(),
                        gfids(),
                        fileHandles(),
                        directoryHandles(),
                        xattrs(),
                        values(),
                        leftovers())
                .flatMap(stream -> stream);
    }

    /** The other objects that the damage reaches, by kind: their findings are expected, too. */
    private static Set<Kind> consequences(Case planted) {
        return switch (planted.kind()) {
            case HANDLE_GFID_MISSING -> EnumSet.of(GFID_MISSING);
            case HANDLE_GFID_WRONG -> EnumSet.of(GFID_MALFORMED, LINK_COUNT_WRONG);
            case HANDLE_MISPLACED -> EnumSet.of(HANDLE_MISSING);
            case HANDLE_OTHER_INODE -> EnumSet.of(ORPHAN_WITH_DATA);
            default -> EnumSet.noneOf(Kind.class);
        };
    }

    /** As ICREATE makes it. */
    @Test
    void aFileThatWaitsForItsFirstNameIsWhole() throws Exception {
        try (var brick = new Planted(STEP)) {
            brick.set(FILE, BrickXattrs.NAMELESS, new byte[1]);
            brick.unlink(FILE);
            assertThat(brick.check()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isFoundAndMended(Case planted) throws Exception {
        try (var brick = new Planted(STEP)) {
            assertThat(brick.check()).as("before").isEmpty();
            planted.damage().plant(brick);
            var found = brick.check();
            assertThat(found)
                    .as("planted")
                    .anySatisfy(
                            finding -> {
                                assertThat(finding.kind()).isEqualTo(planted.kind());
                                if (planted.path() != null) {
                                    assertThat(finding.path()).isEqualTo(planted.path());
                                }
                                assertThat(finding.mended()).isFalse();
                            });
            var expected = EnumSet.of(planted.kind());
            expected.addAll(consequences(planted));
            assertThat(kinds(found)).isSubsetOf(expected);
            brick.check(true, Severity.HARMLESS);
            var left = brick.check();
            if (planted.fixed()) {
                assertThat(left).as("after mending").isEmpty();
            } else {
                assertThat(kinds(left)).as("after mending").contains(planted.kind());
            }
        }
    }

    private static Set<Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).collect(Collectors.toSet());
    }

    @Test
    void eachKindOfTheCatalogueIsPlanted() {
        var planted = cases().map(Case::kind).collect(Collectors.toSet());
        planted.addAll(EnumSet.of(UNREADABLE, FOREIGN_MOUNT));
        planted.addAll(
                Arrays.stream(Kind.values())
                        .filter(kind -> kind.severity() == Severity.HARMLESS)
                        .toList());
        assertThat(planted).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void whatGlusterfsLeavesItselfIsHarmless() throws Exception {
        try (var brick = new Planted(STEP)) {
            brick.remove("sparse", Gfid2Path.key(Gfid.ROOT, "sparse"));
            brick.file(".glusterfs/indices/xattrop/" + Planted.FRESH, 0, 0);
            assertThat(brick.check()).isEmpty();
            assertThat(kinds(brick.check(false, Severity.HARMLESS)))
                    .containsExactlyInAnyOrder(NAMES_NOT_REMEMBERED, INDEX_STALE);
        }
    }

    private static void loseHidden(Planted brick) throws Exception {
        brick.sys.renameat2(
                -100,
                brick.directory + "/.glusterfs",
                -100,
                brick.directory + "/.glusterfs.old",
                0);
        try (var all = java.nio.file.Files.walk(brick.directory.resolve(".glusterfs.old"))) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                java.nio.file.Files.delete(path);
            }
        }
    }

    private static void halfMade(Planted brick) {
        brick.file("dirA/new", 0644, 0);
        remember(brick, "dirA/new", brick.golden.gfid(DIRECTORY), "new");
    }

    private static void remember(Planted brick, String path, Gfid parent, String name) {
        var value = Gfid2Path.value(parent, name);
        brick.set(path, Gfid2Path.key(value), value);
    }

    private static void copy(Planted brick, String of) {
        brick.file("copy", 0644, 0);
        brick.set("copy", GFID, brick.golden.gfid(of).toBytes());
        remember(brick, "copy", Gfid.ROOT, "copy");
    }

    private static void symlink(Planted brick, Gfid gfid, Gfid parent, String name) {
        brick.symlink(HandlePaths.target(parent, name), brick.roomFor(gfid));
    }

    /** A new directory whose handle is at {@code path}. */
    private static void symlinkOf(Planted brick, String name, String path) {
        brick.mkdir(name);
        brick.set(name, GFID, Planted.FRESH.toBytes());
        brick.symlink(HandlePaths.target(Gfid.ROOT, name), path);
    }
}
