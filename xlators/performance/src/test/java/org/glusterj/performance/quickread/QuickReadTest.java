package org.glusterj.performance.quickread;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.ClientId;
import org.glusterj.core.DataSize;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content that comes with LOOKUP: when it is asked for, served, and forgotten. */
class QuickReadTest extends XlatorContract {
    private static final String TEXT = "small file";
    private static final int O_DIRECT = 040000;

    private Inode file;
    private Fd fd;
    private String onBrick = TEXT;
    private long mtime = 1000;

    @Override
    protected String type() {
        return "performance/quick-read";
    }

    private static QuickRead.Options options(
            boolean on, String size, int timeout, String most, boolean pass) {
        return new QuickRead.Options(
                on, DataSize.parse(size), Duration.ofSeconds(timeout), DataSize.parse(most), pass);
    }

    @Override
    protected Record defaults() {
        return options(true, "128MB", 1, "64KB", false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "quick-read", "off",
                "cache-size", "1MB",
                "cache-timeout", "5",
                "max-file-size", "1KB",
                "pass-through", "on");
    }

    @Override
    protected Record others() {
        return options(false, "1MB", 5, "1KB", true);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.LOOKUP);
    }

    @BeforeEach
    void aBrickWithOneSmallFile() {
        file = fixture.file("small");
        fd = fixture.graph().inodes().newFd(file, 0);
        fixture.child().answer(FopType.LOOKUP, (frame, op) -> lookedUp(op.xdata()));
    }

    @AfterEach
    void closeFile() {
        fd.close();
    }

    private Iatt iatt() {
        return new Iatt.Builder()
                .gfid(file.gfid())
                .mode(file.type().bits() | 0644)
                .size(onBrick.length())
                .mtime(mtime, 0)
                .nlink(1)
                .build();
    }

    private Reply lookedUp(Xdata asked) {
        var bytes = onBrick.getBytes(StandardCharsets.UTF_8);
        boolean wanted = asked.number(QuickRead.CONTENT, 0) >= bytes.length;
        var answer = Xdata.EMPTY.withInt("other", 1);
        return new Reply.Lookup(
                iatt(), Iatt.NONE, wanted ? answer.withBytes(QuickRead.CONTENT, bytes) : answer);
    }

    private Reply.Lookup lookup() throws FopException {
        return fixture.call(
                new Fop.Lookup(
                        Loc.entry(fixture.graph().inodes().root(), "small", file), Xdata.NULL));
    }

    /** What READ gives when it is answered without the brick, else null. */
    private String readHere(long offset, int size) throws FopException {
        int before = fixture.child().calls(FopType.READ).size();
        try (var reply = fixture.call(new Fop.Readv(fd, offset, size, 0, Xdata.NULL))) {
            boolean here = fixture.child().calls(FopType.READ).size() == before;
            return here ? new String(reply.data().toBytes(), StandardCharsets.UTF_8) : null;
        }
    }

    @Test
    void contentComesWithTheLookupAndIsServed() throws FopException {
        var reply = lookup();
        assertThat(reply.xdata().contains(QuickRead.CONTENT)).isFalse();
        assertThat(reply.xdata().contains("other")).isTrue();
        assertThat(readHere(0, 4096)).isEqualTo(TEXT);
        assertThat(readHere(6, 2)).isEqualTo("fi");
        assertThat(readHere(6, 400)).isEqualTo("file");
        assertThat(readHere(10, 1)).isEmpty();
        assertThat(readHere(Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void theReplySaysWhereTheFileEndsAndWhatItIs() throws FopException {
        lookup();
        try (var part = fixture.call(new Fop.Readv(fd, 0, 5, 0, Xdata.NULL));
                var rest = fixture.call(new Fop.Readv(fd, 5, 5, 0, Xdata.NULL))) {
            assertThat(part.atEnd()).isFalse();
            assertThat(rest.atEnd()).isTrue();
            assertThat(rest.iatt()).isEqualTo(iatt());
        }
    }

    @Test
    void contentIsOldAfterItsTime() throws FopException {
        lookup();
        fixture.environment().advance(Duration.ofMillis(999));
        assertThat(readHere(0, 100)).isEqualTo(TEXT);
        fixture.environment().advance(Duration.ofMillis(1));
        assertThat(readHere(0, 100)).isNull();
        lookup();
        assertThat(readHere(0, 100)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(
            value = FopType.class,
            names = {"WRITE", "TRUNCATE", "FTRUNCATE", "FALLOCATE", "DISCARD", "ZEROFILL"})
    void whatChangesTheFileDropsItsContentEvenWhenItFails(FopType change) throws FopException {
        lookup();
        fixture.child()
                .answer(
                        change,
                        (frame, op) -> {
                            throw new FopException(Errno.EIO);
                        });
        try (var data = Payload.copyOf(new byte[] {1})) {
            var op =
                    org.glusterj.testkit.Samples.request(
                            change, fixture.graph().inodes().root(), file, fd, data);
            assertThat(op.inode()).isSameAs(file);
            failing(op);
        }
        assertThat(readHere(0, 100)).isNull();
    }

    @Test
    void createMayHaveEmptiedTheFile() throws FopException {
        lookup();
        fixture.child()
                .answer(
                        FopType.CREATE,
                        (frame, op) -> new Reply.Entry(iatt(), Iatt.NONE, Iatt.NONE, Xdata.NULL));
        var table = fixture.graph().inodes();
        var loc = Loc.entry(table.root(), "small");
        try (var made = table.newFd(loc.inode(), 0)) {
            fixture.call(new Fop.Create(loc, 0, 0644, 0, made, Xdata.NULL));
        }
        assertThat(readHere(0, 100)).isNull();
    }

    private void failing(Fop<?> op) {
        try {
            fixture.call(op);
        } catch (FopException expected) {
            return;
        }
        throw new AssertionError("did not fail");
    }

    @Test
    void contentReadBeforeAChangeThatEndedMeanwhileIsNotKept() throws FopException {
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> {
                            var old = lookedUp(op.xdata());
                            write();
                            return old;
                        });
        lookup();
        assertThat(readHere(0, 100)).isNull();
    }

    private void write() throws FopException {
        try (var data = Payload.copyOf(new byte[] {1})) {
            fixture.call(new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        }
    }

    @Test
    void contentOfAnotherLengthThanTheFileIsNotKept() throws FopException {
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) ->
                                lookedUp(op.xdata())
                                        .withXdata(
                                                Xdata.EMPTY.withBytes(
                                                        QuickRead.CONTENT, new byte[3])));
        lookup();
        assertThat(readHere(0, 100)).isNull();
    }

    @Test
    void attributesThatDifferDropTheContent() throws FopException {
        lookup();
        fixture.child().answer(FopType.FSTAT, (frame, op) -> new Reply.Attr(iatt(), Xdata.NULL));
        fixture.call(new Fop.Fstat(fd, Xdata.NULL));
        assertThat(readHere(0, 100)).isEqualTo(TEXT);
        mtime++;
        fixture.call(new Fop.Fstat(fd, Xdata.NULL));
        assertThat(readHere(0, 100)).isNull();
    }

    @Test
    void largeFilesAndDirectReadsGoToTheBrick() throws Exception {
        lookup();
        try (var direct = fixture.graph().inodes().newFd(file, O_DIRECT)) {
            fixture.call(new Fop.Readv(direct, 0, 100, 0, Xdata.NULL)).close();
            assertThat(fixture.child().calls(FopType.READ)).hasSize(1);
        }
        fixture.reconfigure(Map.of("max-file-size", "5"));
        onBrick = "longer than five";
        mtime++;
        lookup();
        assertThat(readHere(0, 100)).isNull();
    }

    @Test
    void nothingIsAskedForWhereNothingGetsOpened() throws FopException {
        int asked = 0;
        for (int i = 0; i < 100; i++) {
            lookup();
            asked += wasAsked() ? 1 : 0;
        }
        assertThat(asked).isEqualTo(16);
        fixture.call(new Fop.Open(Loc.of(file), 0, fd, Xdata.NULL));
        lookup();
        assertThat(wasAsked()).isTrue();
    }

    private boolean wasAsked() {
        return fixture.child()
                .calls(FopType.LOOKUP)
                .getLast()
                .op()
                .xdata()
                .contains(QuickRead.CONTENT);
    }

    @Test
    void directoriesAreNotAskedFor() throws FopException {
        var directory = fixture.directory("directory");
        fixture.call(new Fop.Lookup(Loc.of(directory), Xdata.NULL));
        assertThat(wasAsked()).isFalse();
    }

    @Test
    void whoAsksForContentHimselfGetsIt() throws FopException {
        var reply =
                fixture.call(
                        new Fop.Lookup(
                                Loc.of(file),
                                Xdata.EMPTY.with(QuickRead.CONTENT, new XdataValue.Uint(4096))));
        assertThat(reply.xdata().bytes(QuickRead.CONTENT)).isPresent();
        assertThat(readHere(0, 100)).isNull();
    }

    @Test
    void theOldestGoesWhenThereIsNoRoom() throws Exception {
        fixture.reconfigure(Map.of("cache-size", "15"));
        lookup();
        var first = file;
        var firstFd = fd;
        file = fixture.file("second");
        fd = fixture.graph().inodes().newFd(file, 0);
        lookup();
        assertThat(readHere(0, 100)).isEqualTo(TEXT);
        fd.close();
        file = first;
        fd = firstFd;
        assertThat(readHere(0, 100)).isNull();
        assertThat(fixture.dump().toString()).contains("total_cache_used=10");
    }

    @Test
    void anInodeThatTheTableHasGetsTheContentOfABlankOne() throws FopException {
        var table = fixture.graph().inodes();
        fixture.call(new Fop.Lookup(Loc.entry(table.root(), "small"), Xdata.NULL));
        assertThat(readHere(0, 100)).isEqualTo(TEXT);
    }

    @Test
    void oldContentMakesRoomWithTheNext() throws FopException {
        lookup();
        file = fixture.file("second");
        fixture.environment().advance(Duration.ofSeconds(2));
        lookup();
        assertThat(fixture.dump().toString())
                .contains("total_cache_used=10", "total_files_cached=1");
    }

    @Test
    void aForgottenInodeGivesItsRoomBack() throws FopException {
        file = fixture.file("passing");
        lookup();
        assertThat(fixture.dump().toString()).contains("total_cache_used=10");
        file.unpin();
        assertThat(fixture.graph().inodes().evict(file)).isTrue();
        assertThat(fixture.dump().toString()).contains("total_cache_used=0");
    }

    private void told(Gfid object, int flags) {
        fixture.child()
                .raise(
                        new Event.Upcall(
                                ClientId.LOCAL,
                                new CacheInvalidation(
                                        object,
                                        flags,
                                        60,
                                        Iatt.NONE,
                                        Iatt.NONE,
                                        Iatt.NONE,
                                        Xdata.NULL)));
    }

    private int readsOfBrick() throws FopException {
        int before = fixture.child().calls(FopType.READ).size();
        fixture.call(new Fop.Readv(fd, 0, 100, 0, Xdata.NULL)).close();
        return fixture.child().calls(FopType.READ).size() - before;
    }

    @Test
    void whatTheBrickSaysThatOthersChangedIsNotServed() throws FopException {
        lookup();
        told(file.gfid(), 0x400);
        assertThat(readsOfBrick()).isZero();
        told(file.gfid(), 0x18);
        assertThat(readsOfBrick()).isOne();
    }

    @Test
    void contentThatWasUnderWayWhenOthersChangedItIsNotServed() throws FopException {
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> {
                            var reply = lookedUp(op.xdata());
                            told(file.gfid(), 0x18);
                            return reply;
                        });
        lookup();
        assertThat(readsOfBrick()).isOne();
    }

    @Test
    void contentOfAFileStillUnknownWhenOthersChangedItIsNotServed() throws FopException {
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> {
                            told(new Gfid(9, 9), 0x18);
                            return lookedUp(op.xdata());
                        });
        var root = fixture.graph().inodes().root();
        fixture.call(new Fop.Lookup(Loc.entry(root, "small"), Xdata.NULL));
        assertThat(readsOfBrick()).isOne();
    }

    @Test
    void afterALostConnectionNothingIsServed() throws FopException {
        lookup();
        fixture.child().raise(new Event.ChildDown(GraphFixture.CHILD));
        assertThat(readsOfBrick()).isOne();
    }
}
