package org.glusterj.performance.mdcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Reply;
import org.glusterj.core.UpcallBody.CacheInvalidation;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;
import org.glusterj.testkit.RecordingChild.Script;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a directory's attributes are answered without the brick. */
class MdCacheTest extends XlatorContract {
    private Inode directory;

    /** Grows with each change, so that attributes tell when they were made. */
    private long size;

    @Override
    protected String type() {
        return "performance/md-cache";
    }

    @Override
    protected Record defaults() {
        return new MdCache.Options(true, Duration.ofSeconds(1), false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("md-cache", "off", "md-cache-timeout", "5", "pass-through", "on");
    }

    @Override
    protected Record others() {
        return new MdCache.Options(false, Duration.ofSeconds(5), true);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.noneOf(FopType.class);
    }

    @BeforeEach
    void aDirectory() {
        directory = fixture.directory("d");
        fixture.child().answer(FopType.STAT, (frame, op) -> new Reply.Attr(iatt(), Xdata.NULL));
        fixture.child().answer(FopType.MKDIR, made());
        fixture.child()
                .answer(
                        FopType.UNLINK,
                        (frame, op) -> {
                            size++;
                            return new Reply.Parent(Iatt.NONE, iatt(), Xdata.NULL);
                        });
        fixture.child()
                .answer(
                        FopType.RENAME,
                        (frame, op) -> {
                            size++;
                            return new Reply.Rename(
                                    Iatt.NONE, Iatt.NONE, iatt(), Iatt.NONE, iatt(), Xdata.NULL);
                        });
    }

    private Script made() {
        return (frame, op) -> {
            size++;
            return new Reply.Entry(Iatt.NONE, Iatt.NONE, iatt(), Xdata.NULL);
        };
    }

    private Iatt iatt() {
        return iatt(directory);
    }

    private Iatt iatt(Inode inode) {
        return new Iatt.Builder()
                .gfid(inode.gfid())
                .mode(inode.type().bits() | 0755)
                .size(size)
                .nlink(2)
                .build();
    }

    private void mkdir() throws FopException {
        fixture.call(new Fop.Mkdir(Loc.entry(directory, "x"), 0755, 0, Xdata.NULL));
    }

    /** Whether STAT of the directory is answered here; what it says must be as the brick would. */
    private boolean known() throws FopException {
        int before = fixture.child().calls(FopType.STAT).size();
        var told = fixture.call(new Fop.Stat(Loc.of(directory), Xdata.NULL)).iatt();
        assertThat(told).isEqualTo(iatt());
        return fixture.child().calls(FopType.STAT).size() == before;
    }

    @Test
    void changesOfEntriesTellTheDirectorysAttributes() throws FopException {
        assertThat(known()).isFalse();
        mkdir();
        assertThat(known()).isTrue();
        fixture.call(new Fop.Unlink(Loc.entry(directory, "x"), 0, Xdata.NULL));
        assertThat(known()).isTrue();
        fixture.call(
                new Fop.Rename(Loc.entry(directory, "x"), Loc.entry(directory, "y"), Xdata.NULL));
        assertThat(known()).isTrue();
    }

    @Test
    void aRenameTellsOfBothDirectories() throws FopException {
        var other = fixture.directory("e");
        fixture.child()
                .answer(
                        FopType.RENAME,
                        (frame, op) ->
                                new Reply.Rename(
                                        Iatt.NONE,
                                        Iatt.NONE,
                                        iatt(other),
                                        Iatt.NONE,
                                        iatt(),
                                        Xdata.NULL));
        fixture.call(new Fop.Rename(Loc.entry(other, "x"), Loc.entry(directory, "y"), Xdata.NULL));
        assertThat(known()).isTrue();
        assertThat(fixture.call(new Fop.Stat(Loc.of(other), Xdata.NULL)).iatt().gfid())
                .isEqualTo(other.gfid());
        assertThat(fixture.child().calls(FopType.STAT)).isEmpty();
    }

    @Test
    void attributesAgeFromTheBeginOfTheChange() throws FopException {
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            fixture.environment().advance(Duration.ofMillis(400));
                            return made().answer(frame, op);
                        });
        mkdir();
        fixture.environment().advance(Duration.ofMillis(599));
        assertThat(known()).isTrue();
        fixture.environment().advance(Duration.ofMillis(1));
        assertThat(known()).isFalse();
    }

    @Test
    void aFailedChangeLeavesNothing() throws FopException {
        mkdir();
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            size++;
                            throw new FopException(Errno.ENOTCONN);
                        });
        try {
            mkdir();
        } catch (FopException lost) {
            assertThat(lost.errno()).isEqualTo(Errno.ENOTCONN);
        }
        assertThat(known()).isFalse();
    }

    @Test
    void changesOfTheDirectoryItselfDropIt() throws FopException {
        mkdir();
        size++;
        fixture.call(new Fop.Setattr(Loc.of(directory), iatt(), 1, Xdata.NULL));
        assertThat(known()).isFalse();
        mkdir();
        size++;
        fixture.call(new Fop.Removexattr(Loc.of(directory), "user.x", Xdata.NULL));
        assertThat(known()).isFalse();
    }

    @Test
    void aDirectoryThatMovesIsDropped() throws FopException {
        mkdir();
        var root = fixture.graph().inodes().root();
        fixture.call(
                new Fop.Rename(Loc.entry(root, "d", directory), Loc.entry(root, "e"), Xdata.NULL));
        assertThat(known()).isFalse();
    }

    @Test
    void ofOverlappingChangesNothingIsKeptUntilTheNextAlone() throws FopException {
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            size++;
                            var early = iatt();
                            fixture.call(new Fop.Unlink(Loc.entry(directory, "y"), 0, Xdata.NULL));
                            return new Reply.Entry(Iatt.NONE, Iatt.NONE, early, Xdata.NULL);
                        });
        mkdir();
        assertThat(known()).isFalse();
        fixture.call(new Fop.Unlink(Loc.entry(directory, "y"), 0, Xdata.NULL));
        assertThat(known()).isTrue();
    }

    @Test
    void duringAChangeTheBrickIsAsked() throws FopException {
        mkdir();
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            assertThat(known()).isFalse();
                            return made().answer(frame, op);
                        });
        mkdir();
        assertThat(known()).isTrue();
    }

    @Test
    void whoWantsMoreThanAttributesAsksTheBrick() throws FopException {
        mkdir();
        fixture.call(new Fop.Stat(Loc.of(directory), Xdata.EMPTY.withInt("key", 1)));
        assertThat(fixture.child().calls(FopType.STAT)).hasSize(1);
    }

    @Test
    void switchedOffItKeepsNothing() throws Exception {
        fixture.reconfigure(Map.of("md-cache", "off"));
        mkdir();
        assertThat(known()).isFalse();
    }

    private void told(Gfid object, Iatt parent) {
        fixture.child()
                .raise(
                        new Event.Upcall(
                                ClientId.LOCAL,
                                new CacheInvalidation(
                                        object,
                                        0x211,
                                        60,
                                        Iatt.NONE,
                                        parent,
                                        Iatt.NONE,
                                        Xdata.NULL)));
    }

    @Test
    void whatTheBrickSaysThatOthersChangedIsNotKept() throws FopException {
        mkdir();
        told(directory.gfid(), Iatt.NONE);
        assertThat(known()).isFalse();
        mkdir();
        told(new Gfid(1, 1), iatt());
        assertThat(known()).isFalse();
        assertThat(fixture.heard()).hasSize(2);
    }

    @Test
    void afterALostConnectionNothingIsKept() throws FopException {
        mkdir();
        fixture.child().raise(new Event.ChildDown(GraphFixture.CHILD));
        assertThat(known()).isFalse();
        fixture.environment().advance(Duration.ofMillis(1));
        mkdir();
        assertThat(known()).isTrue();
    }
}
