package org.glusterj.features.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest extends XlatorContract {
    private static final String PENDING = "trusted.afr.v-client-1";
    private static final String DIRTY = "trusted.afr.dirty";
    private static final String EC_DIRTY = "trusted.ec.dirty";
    private static final String CREATE = "glusterfs.xattrop-entry-create";
    private static final String DELETE = "glusterfs.xattrop-entry-delete";
    private static final String PURGE = "glusterfs.xattrop-purge-index";
    private static final int ADD_32 = 0;
    private static final int ADD_64 = 1;

    @TempDir Path brick;

    /** The counters of all objects below. */
    private final Map<String, byte[]> counters = new HashMap<>();

    private boolean full;

    @Override
    protected String type() {
        return "features/index";
    }

    @Override
    protected Map<String, String> options() {
        try {
            Files.createDirectories(brick.resolve(".glusterfs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "index-base",
                indices().toString(),
                "xattrop-pending-watchlist",
                "trusted.afr.v-",
                "xattrop64-watchlist",
                EC_DIRTY,
                "xattrop-dirty-watchlist",
                DIRTY);
    }

    @Override
    protected Record defaults() {
        return new Index.Options("", "", "", "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "index-base", "/b",
                "xattrop-pending-watchlist", "trusted.afr.v-",
                "xattrop-dirty-watchlist", "trusted.afr.dirty",
                "xattrop64-watchlist", "trusted.ec.dirty");
    }

    @Override
    protected Record others() {
        return new Index.Options("/b", "trusted.afr.v-", "trusted.afr.dirty", "trusted.ec.dirty");
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of("index-base", indices().toString(), "xattrop-pending-watchlist", "a,b");
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    private Path indices() {
        return brick.resolve(".glusterfs/indices");
    }

    /** A child that counts. */
    private Inode counting(Inode inode) {
        fixture.child()
                .answer(
                        (frame, op) ->
                                switch (op) {
                                    case Fop.Xattrop x -> add(x.dict());
                                    case Fop.Fxattrop x -> add(x.dict());
                                    default -> Samples.reply(op.type());
                                });
        return inode;
    }

    private Reply add(Xdata dict) throws FopException {
        if (full) {
            throw new FopException(Errno.ENOSPC);
        }
        var values = Xdata.EMPTY;
        for (var key : dict.keyList()) {
            var sum = counters.getOrDefault(key, new byte[8]).clone();
            byte[] addend = dict.bytes(key).orElseThrow();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += addend[i];
            }
            counters.put(key, sum);
            values = values.withBytes(key, sum);
        }
        return new Reply.Xattrs(values, Xdata.NULL);
    }

    private static Xdata counter(String key, int addend) {
        return Xdata.EMPTY.withBytes(key, ByteBuffer.allocate(8).put((byte) addend).array());
    }

    private void xattrop(Inode inode, int flavour, Xdata dict, Xdata xdata) throws FopException {
        fixture.call(new Fop.Xattrop(Loc.of(inode), flavour, dict, xdata));
    }

    private void xattrop(Inode inode, Xdata dict) throws FopException {
        xattrop(inode, ADD_32, dict, Xdata.NULL);
    }

    private List<String> entries(String list) throws IOException {
        try (var names = Files.list(indices().resolve(list))) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(list + "-"))
                    .sorted()
                    .toList();
        }
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(errno));
    }

    @Test
    void objectIsListedWhileItsCounterIsNotZero() throws Exception {
        var file = counting(fixture.file("f"));
        xattrop(file, counter(PENDING, 1));
        assertThat(entries("xattrop")).containsExactly(file.gfid().toString());
        assertThat(entries("dirty")).isEmpty();
        xattrop(file, counter(PENDING, 0));
        assertThat(entries("xattrop")).hasSize(1);
        xattrop(file, counter(PENDING, -1));
        assertThat(entries("xattrop")).isEmpty();
    }

    @Test
    void dirtyObjectsHaveTheirOwnList() throws Exception {
        var file = counting(fixture.file("f"));
        try (var fd = fixture.graph().inodes().newFd(file, 0)) {
            fixture.call(new Fop.Fxattrop(fd, ADD_32, counter(DIRTY, 1), Xdata.NULL));
            assertThat(entries("dirty")).containsExactly(file.gfid().toString());
            assertThat(entries("xattrop")).isEmpty();
            fixture.call(new Fop.Fxattrop(fd, ADD_32, counter(DIRTY, -1), Xdata.NULL));
            assertThat(entries("dirty")).isEmpty();
        }
    }

    @Test
    void countersOfFragmentsAre64BitsWide() throws Exception {
        var file = counting(fixture.file("f"));
        xattrop(file, ADD_64, counter(EC_DIRTY, 1), Xdata.NULL);
        assertThat(entries("xattrop")).containsExactly(file.gfid().toString());
        xattrop(file, ADD_64, counter(EC_DIRTY, -1), Xdata.NULL);
        assertThat(entries("xattrop")).isEmpty();
    }

    @Test
    void otherCountersAndFlavoursAreNobodysBusiness() throws Exception {
        var file = counting(fixture.file("f"));
        xattrop(file, ADD_64, counter("trusted.glusterfs.quota.size", 1), Xdata.NULL);
        xattrop(file, ADD_32, counter("trusted.other", 1), Xdata.NULL);
        xattrop(file, 4, counter(PENDING, 1), Xdata.NULL);
        assertThat(entries("xattrop")).isEmpty();
        assertThat(fixture.child().calls(FopType.XATTROP)).hasSize(3);
    }

    @Test
    void entryIsThereBeforeTheCounter() throws Exception {
        var file = fixture.file("f");
        var before = new ArrayList<String>();
        fixture.child()
                .answer(
                        (frame, op) -> {
                            try {
                                before.addAll(entries("xattrop"));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            return add(((Fop.Xattrop) op).dict());
                        });
        xattrop(file, counter(PENDING, 1));
        assertThat(before).containsExactly(file.gfid().toString());
    }

    @Test
    void entryOfAnAdditionThatFailedMayStay() throws Exception {
        var file = counting(fixture.file("f"));
        full = true;
        fails(Errno.ENOSPC, () -> xattrop(file, counter(PENDING, 1)));
        assertThat(entries("xattrop")).containsExactly(file.gfid().toString());
        full = false;
        xattrop(file, counter(PENDING, 0));
        assertThat(entries("xattrop")).isEmpty();
    }

    @Test
    void entriesFollowCountersOfManyAtOnce() throws Exception {
        var file = fixture.file("f");
        var value = new AtomicInteger();
        fixture.child()
                .answer(
                        (frame, op) -> {
                            byte[] addend = ((Fop.Xattrop) op).dict().bytes(PENDING).orElseThrow();
                            int sum = value.addAndGet(addend[0]);
                            return new Reply.Xattrs(counter(PENDING, sum), Xdata.NULL);
                        });
        var wrong = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                threads.submit(
                        () -> {
                            for (int i = 0; i < 200; i++) {
                                xattrop(file, counter(PENDING, 1));
                                // Own addition is in force: the entry must be there.
                                wrong.addAndGet(entries("xattrop").size() == 1 ? 0 : 1);
                                xattrop(file, counter(PENDING, -1));
                            }
                            return null;
                        });
            }
        }
        assertThat(value).hasValue(0);
        assertThat(wrong).hasValue(0);
        assertThat(entries("xattrop")).isEmpty();
    }

    @Test
    void entriesAreLinksOfOneEmptyFile() throws Exception {
        var first = counting(fixture.file("f"));
        var second = fixture.file("g");
        xattrop(first, counter(PENDING, 1));
        xattrop(second, counter(PENDING, 1));
        var entry = indices().resolve("xattrop").resolve(first.gfid().toString());
        assertThat(Files.getAttribute(entry, "unix:nlink")).isEqualTo(3);
        assertThat((int) Files.getAttribute(entry, "unix:mode") & 07777).isZero();
        assertThat(Files.size(entry)).isZero();
    }

    @Test
    void namesAreListedByTheirDirectory() throws Exception {
        var directory = counting(fixture.directory("d"));
        xattrop(directory, ADD_32, counter(PENDING, 1), Xdata.EMPTY.withString(CREATE, "new"));
        xattrop(directory, ADD_32, counter(PENDING, 1), Xdata.EMPTY.withString(CREATE, "x\\y"));
        var names = "entry-changes/" + directory.gfid();
        assertThat(entries(names)).containsExactly("new", "x\\y");
        xattrop(directory, ADD_32, counter(PENDING, -1), Xdata.EMPTY.withString(DELETE, "new"));
        assertThat(entries(names)).containsExactly("x\\y");
    }

    @Test
    void whatIsNoNameIsRefused() throws Exception {
        var directory = counting(fixture.directory("d"));
        for (var name : List.of("a/b", "..", "")) {
            var xdata = Xdata.EMPTY.withString(CREATE, name);
            fails(Errno.EINVAL, () -> xattrop(directory, ADD_32, counter(PENDING, 1), xdata));
        }
        assertThat(fixture.child().calls(FopType.XATTROP)).isEmpty();
    }

    @Test
    void namesGoWithTheLastCounterOnDemand() throws Exception {
        var directory = counting(fixture.directory("d"));
        xattrop(directory, ADD_32, counter(PENDING, 2), Xdata.EMPTY.withString(CREATE, "left"));
        var purge = Xdata.EMPTY.withInt(PURGE, 1);
        xattrop(directory, ADD_32, counter(PENDING, -1), purge);
        assertThat(entries("entry-changes")).containsExactly(directory.gfid().toString());
        xattrop(directory, ADD_32, counter(PENDING, -1), purge);
        assertThat(entries("entry-changes"))
                .as("names that are left, under a gfid of nobody")
                .hasSize(1)
                .doesNotContain(directory.gfid().toString());
    }

    @Test
    void listIsMadeAnewWhenSomebodyRemovedIt() throws Exception {
        var file = counting(fixture.file("f"));
        Files.delete(indices().resolve("xattrop"));
        xattrop(file, counter(PENDING, 1));
        assertThat(entries("xattrop")).containsExactly(file.gfid().toString());
    }

    @Test
    void anotherBrickDirectoryThanTheOneItHasIsRefused() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("index-base", "/elsewhere")))
                .isInstanceOf(GraphException.class);
        assertThatThrownBy(() -> GraphFixture.of(type(), Map.of()))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("index-base");
    }

    private Gfid tell(String xattr) throws FopException {
        var root = Loc.of(fixture.graph().inodes().root());
        return fixture.call(new Fop.Getxattr(root, xattr, Xdata.NULL))
                .dict()
                .gfid(xattr)
                .orElseThrow();
    }

    private long count(String xattr) throws FopException {
        var root = Loc.of(fixture.graph().inodes().root());
        return fixture.call(new Fop.Getxattr(root, xattr, Xdata.NULL)).dict().number(xattr, -1);
    }

    private Inode list(String xattr) throws FopException {
        var inode = fixture.graph().inodes().obtainPinned(tell(xattr));
        var iatt = fixture.call(new Fop.Lookup(Loc.of(inode), Xdata.NULL)).iatt();
        assertThat(iatt.gfid()).isEqualTo(inode.gfid());
        assertThat(iatt.type()).isSameAs(FileType.DIRECTORY);
        return inode;
    }

    private Inode names(Inode list, Inode directory) throws FopException {
        var inodes = fixture.graph().inodes();
        var name = directory.gfid().toString();
        var known = inodes.childPinned(list, name);
        var loc = new Loc(list, name, known == null ? inodes.blank() : known, Gfid.NULL);
        var iatt = fixture.call(new Fop.Lookup(loc, Xdata.NULL)).iatt();
        return inodes.linkPinned(loc.inode(), list, name, iatt);
    }

    private List<DirEntry> read(Inode directory, int budget, Xdata xdata) throws FopException {
        var all = new ArrayList<DirEntry>();
        try (Fd fd = fixture.graph().inodes().newFd(directory, 0)) {
            fixture.call(new Fop.Opendir(Loc.of(directory), fd, Xdata.NULL));
            long offset = 0;
            for (boolean atEnd = false; !atEnd; ) {
                var reply = fixture.call(new Fop.Readdir(fd, budget, offset, xdata));
                for (var entry : reply.entries()) {
                    offset = entry.offset();
                    if (!entry.name().equals(".") && !entry.name().equals("..")) {
                        all.add(entry);
                    }
                }
                atEnd = reply.atEnd();
            }
        }
        return all;
    }

    private static List<String> namesOf(List<DirEntry> entries) {
        return entries.stream().map(DirEntry::name).sorted().toList();
    }

    @Test
    void healersReadListsThroughVirtualDirectories() throws Exception {
        var file = counting(fixture.file("f"));
        var other = fixture.file("g");
        xattrop(file, counter(PENDING, 1));
        xattrop(other, counter(PENDING, 1));
        var list = list("glusterfs.xattrop_index_gfid");
        assertThat(namesOf(read(list, 1, Xdata.NULL)))
                .as("an entry a time")
                .containsExactly(file.gfid().toString(), other.gfid().toString());
        assertThat(count("glusterfs.xattrop_index_count")).isEqualTo(2);
        assertThat(count("glusterfs.xattrop_dirty_count")).isZero();
        assertThat(fixture.dump().toString()).contains("xattrop-pending-count=2");

        fixture.call(new Fop.Unlink(Loc.entry(list, file.gfid().toString()), 0, Xdata.NULL));
        assertThat(entries("xattrop")).containsExactly(other.gfid().toString());
        xattrop(file, counter(PENDING, 1));
        assertThat(entries("xattrop")).as("entered again").hasSize(2);
    }

    @Test
    void healersReadAndRemoveNames() throws Exception {
        var directory = counting(fixture.directory("d"));
        for (var name : List.of("a", "b", "xattrop-c")) {
            xattrop(directory, ADD_32, counter(PENDING, 1), Xdata.EMPTY.withString(CREATE, name));
        }
        var list = list("glusterfs.xattrop_entry_changes_gfid");
        assertThat(namesOf(read(list, 4096, Xdata.NULL)))
                .containsExactly(directory.gfid().toString());
        var names = names(list, directory);
        assertThat(namesOf(read(names, 4096, Xdata.NULL))).containsExactly("a", "b", "xattrop-c");
        assertThat(names(list, directory)).as("its gfid stays").isSameAs(names);

        fixture.call(new Fop.Unlink(Loc.entry(names, "a"), 0, Xdata.NULL));
        assertThat(namesOf(read(names, 4096, Xdata.NULL))).containsExactly("b", "xattrop-c");
        var entry = Loc.entry(list, directory.gfid().toString());
        fixture.call(new Fop.Rmdir(entry, 1, Xdata.NULL));
        assertThat(entries("entry-changes")).isEmpty();
        xattrop(directory, ADD_32, counter(PENDING, 1), Xdata.EMPTY.withString(CREATE, "later"));
        assertThat(namesOf(read(names, 4096, Xdata.NULL))).containsExactly("later");
    }

    @Test
    void listingTellsTypesOnDemand() throws Exception {
        var directory = counting(fixture.directory("d"));
        xattrop(directory, counter(DIRTY, 1));
        var list = list("glusterfs.xattrop_dirty_gfid");
        var asked = Xdata.EMPTY.withInt("get-gfid-type", 1);
        assertThat(read(list, 4096, asked))
                .extracting(DirEntry::type)
                .containsExactly(FileType.DIRECTORY.dt());
        assertThat(read(list, 4096, Xdata.NULL)).extracting(DirEntry::type).containsExactly(0);
    }

    @Test
    void lookupTellsWhatEntriesOfAListAre() throws Exception {
        var asked = Xdata.EMPTY.withInt("glusterfs.index-ia-type-get-req", 1);
        for (var list : IndexList.values()) {
            var inode = fixture.graph().inodes().obtainPinned(tell(list.xattr()));
            var told = fixture.call(new Fop.Lookup(Loc.of(inode), asked)).xdata();
            assertThat(told.number("glusterfs.index-ia-type-get-rsp", 0))
                    .isEqualTo(list == IndexList.NAMES ? 2 : 1);
        }
    }

    @Test
    void virtualDirectoriesLeadNowhereElse() throws Exception {
        var list = list("glusterfs.xattrop_index_gfid");
        fails(Errno.EINVAL, () -> fixture.call(new Fop.Lookup(Loc.entry(list, ".."), Xdata.NULL)));
        fails(
                Errno.EINVAL,
                () -> fixture.call(new Fop.Unlink(Loc.entry(list, "../x"), 0, Xdata.NULL)));
        fails(Errno.ENOENT, () -> fixture.call(new Fop.Lookup(Loc.entry(list, "x"), Xdata.NULL)));
        fails(
                Errno.ENOTDIR,
                () -> fixture.call(new Fop.Rmdir(Loc.entry(list, "x"), 1, Xdata.NULL)));
        assertThat(fixture.child().calls()).isEmpty();
    }

    private long linkCount(Inode inode) throws FopException {
        var asked = Xdata.EMPTY.withString("link-count", "glusterfs.xattrop_index_count");
        return fixture.call(new Fop.Lookup(Loc.of(inode), asked)).xdata().number("link-count", -1);
    }

    @Test
    void lookupTellsWhetherAnythingNeedsHealing() throws Exception {
        var file = counting(fixture.file("f"));
        assertThat(linkCount(file)).isZero();
        xattrop(file, counter(DIRTY, 1));
        assertThat(linkCount(file)).as("in the middle of a change").isZero();
        xattrop(file, counter(PENDING, 1));
        assertThat(linkCount(file)).isEqualTo(1);
        xattrop(file, counter(PENDING, -1));
        assertThat(linkCount(file)).isZero();
        try (var fd = fixture.graph().inodes().newFd(file, 0)) {
            var asked = Xdata.EMPTY.withString("link-count", "glusterfs.xattrop_index_count");
            var reply = fixture.call(new Fop.Fstat(fd, asked));
            assertThat(reply.xdata().number("link-count", -1)).isZero();
        }
    }

    @Test
    void failedLookupTellsItToo() {
        var file = fixture.file("f");
        fixture.child()
                .answer(
                        (frame, op) -> {
                            throw new FopException(Errno.ENOENT);
                        });
        var asked = Xdata.EMPTY.withString("link-count", "glusterfs.xattrop_index_count");
        assertThatThrownBy(() -> fixture.call(new Fop.Lookup(Loc.of(file), asked)))
                .isInstanceOfSatisfying(
                        FopException.class,
                        why -> assertThat(why.xdata().number("link-count", -1)).isZero());
    }

    @Test
    void virtualDirectoriesHaveAttributesByFdToo() throws Exception {
        var list = list("glusterfs.xattrop_index_gfid");
        try (var fd = fixture.graph().inodes().newFd(list, 0)) {
            Iatt byFd = fixture.call(new Fop.Fstat(fd, Xdata.NULL)).iatt();
            assertThat(byFd).isEqualTo(fixture.call(new Fop.Stat(Loc.of(list), Xdata.NULL)).iatt());
        }
    }
}
