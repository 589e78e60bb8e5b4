package org.glusterj.performance.openbehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When OPEN goes to the brick. */
class OpenBehindTest extends XlatorContract {
    private static final Caller OPENER = Caller.of(0, 0, 77);
    private static final Caller SOMEBODY = Caller.of(1000, 1000, 77);

    private Inode file;
    private Fd fd;

    @Override
    protected String type() {
        return "performance/open-behind";
    }

    @Override
    protected Record defaults() {
        return new OpenBehind.Options(true, true, false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("open-behind", "off", "lazy-open", "no", "pass-through", "on");
    }

    @Override
    protected Record others() {
        return new OpenBehind.Options(false, false, true);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    @BeforeEach
    void aFile() {
        file = fixture.file("file");
        fd = fixture.graph().inodes().newFd(file, 0);
    }

    @AfterEach
    void release() {
        if (!fd.isClosed()) {
            fd.close();
        }
    }

    private void open(Fd which) throws FopException {
        var frame = Frame.of(OPENER);
        var op = new Fop.Open(Loc.of(file), which.flags(), which, Xdata.NULL);
        assertThat(fixture.call(frame, op)).isEqualTo(Reply.Ok.PLAIN);
    }

    private List<FopType> heard() {
        return fixture.child().calls().stream().map(call -> call.op().type()).toList();
    }

    @Test
    void openFlushAndReleaseAloneCostNothing() throws FopException {
        open(fd);
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        fd.close();
        assertThat(heard()).isEmpty();
    }

    @Test
    void theFirstUseOpensForWhomOpened() throws FopException {
        open(fd);
        fixture.call(Frame.internal(), new Fop.Fstat(fd, Xdata.NULL));
        fixture.call(Frame.internal(), new Fop.Fstat(fd, Xdata.NULL));
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        assertThat(heard())
                .containsExactly(FopType.OPEN, FopType.FSTAT, FopType.FSTAT, FopType.FLUSH);
        var first = fixture.child().calls().getFirst();
        assertThat(first.frame().caller()).isEqualTo(OPENER);
        assertThat(((Fop.Open) first.op()).fd()).isSameAs(fd);
        assertThat(fixture.child().last().frame().caller()).isEqualTo(Caller.ROOT);
    }

    @Test
    void closingAnyFdOfALockedFileReachesTheBrick() throws FopException {
        var range = new Flock(Flock.WRITE, 0, 0, 0, 77, LkOwner.of(5));
        try (var locking = fixture.graph().inodes().newFd(file, 2)) {
            fixture.call(new Fop.Lk(locking, Flock.SETLK, range, Xdata.NULL));
        }
        open(fd);
        fixture.call(new Fop.Flush(fd, Xdata.NULL));
        assertThat(heard()).containsExactly(FopType.LK, FopType.OPEN, FopType.FLUSH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 01000, 0100})
    void openForWritingOrTruncatingIsNotDelayed(int flags) throws FopException {
        fixture.child().answer(FopType.OPEN, (frame, op) -> Reply.Ok.PLAIN);
        try (var writing = fixture.graph().inodes().newFd(file, flags)) {
            open(writing);
        }
        assertThat(heard()).containsExactly(FopType.OPEN);
    }

    @Test
    void whoMayBeRefusedIsNotTakenAtHisWord() {
        fixture.child()
                .answer(
                        FopType.OPEN,
                        (frame, op) -> {
                            throw new FopException(Errno.EACCES);
                        });
        assertThatThrownBy(
                        () ->
                                fixture.call(
                                        Frame.of(SOMEBODY),
                                        new Fop.Open(Loc.of(file), 0, fd, Xdata.NULL)))
                .isInstanceOf(FopException.class);
        assertThat(heard()).containsExactly(FopType.OPEN);
    }

    @Test
    void aFailureIsThatOfTheUseAndTheNextUseTriesAgain() throws FopException {
        fixture.child()
                .answer(
                        FopType.OPEN,
                        (frame, op) -> {
                            throw new FopException(Errno.ENOTCONN);
                        });
        open(fd);
        assertThatThrownBy(() -> fixture.call(new Fop.Fstat(fd, Xdata.NULL)))
                .isInstanceOfSatisfying(
                        FopException.class,
                        why -> assertThat(why.errno()).isEqualTo(Errno.ENOTCONN));
        assertThat(heard()).containsExactly(FopType.OPEN);
        fixture.child().answer(FopType.OPEN, (frame, op) -> Reply.Ok.PLAIN);
        fixture.call(new Fop.Fstat(fd, Xdata.NULL));
        assertThat(heard()).containsExactly(FopType.OPEN, FopType.OPEN, FopType.FSTAT);
    }

    @Test
    void openFilesOutliveTheirNames() throws FopException {
        open(fd);
        fixture.call(
                new Fop.Unlink(
                        Loc.entry(fixture.graph().inodes().root(), "file", file), 0, Xdata.NULL));
        assertThat(heard()).containsExactly(FopType.OPEN, FopType.UNLINK);
    }

    @Test
    void whatARenameReplacesIsOpenedBefore() throws FopException {
        open(fd);
        var root = fixture.graph().inodes().root();
        var other = fixture.file("other");
        fixture.call(
                new Fop.Rename(
                        Loc.entry(root, "other", other),
                        Loc.entry(root, "file", file),
                        Xdata.NULL));
        assertThat(heard()).containsExactly(FopType.OPEN, FopType.RENAME);
    }

    /** Whoever looked the name up before a rename replaced it hears so of OPEN, and can look again. */
    @Test
    void whatHasLostANameIsNotOpenedLater() throws FopException {
        var root = fixture.graph().inodes().root();
        var other = fixture.file("other");
        fixture.call(
                new Fop.Rename(
                        Loc.entry(root, "other", other),
                        Loc.entry(root, "file", file),
                        Xdata.NULL));
        fixture.child()
                .answer(
                        FopType.OPEN,
                        (frame, op) -> {
                            throw new FopException(Errno.ESTALE);
                        });
        assertThatThrownBy(() -> open(fd)).isInstanceOf(FopException.class);
        assertThat(heard()).containsExactly(FopType.RENAME, FopType.OPEN);
    }

    @Test
    void aReleasedFdIsNotOpenedAnyMore() throws FopException {
        open(fd);
        fd.close();
        fixture.call(
                new Fop.Unlink(
                        Loc.entry(fixture.graph().inodes().root(), "file", file), 0, Xdata.NULL));
        assertThat(heard()).containsExactly(FopType.UNLINK);
    }

    @Test
    void bothEndsOfACopyAreOpened() throws FopException {
        open(fd);
        try (var target = fixture.graph().inodes().newFd(file, 0)) {
            open(target);
            fixture.call(new Fop.CopyFileRange(fd, 0, target, 0, 1, 0, Xdata.NULL));
        }
        assertThat(heard()).containsExactly(FopType.OPEN, FopType.OPEN, FopType.COPY_FILE_RANGE);
    }

    @Test
    void switchedOffItDelaysNothing() throws Exception {
        fixture.child().answer(FopType.OPEN, (frame, op) -> Reply.Ok.PLAIN);
        fixture.reconfigure(Map.of("open-behind", "off"));
        open(fd);
        assertThat(heard()).containsExactly(FopType.OPEN);
    }

    @Test
    void usersAtTheSameTimeOpenOnce() throws Exception {
        open(fd);
        var threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    fixture.call(new Fop.Fstat(fd, Xdata.NULL));
                                } catch (FopException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(fixture.child().calls(FopType.OPEN)).hasSize(1);
        assertThat(fixture.child().calls(FopType.FSTAT)).hasSize(threads.length);
    }
}
