package org.glusterj.features.utime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UtimeTest extends XlatorContract {
    private static final String STORED = "trusted.glusterfs.mdata";

    private Loc file;

    @Override
    protected String type() {
        return "features/utime";
    }

    @Override
    protected Record defaults() {
        return new Utime.Options(true);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("noatime", "off");
    }

    @Override
    protected Record others() {
        return new Utime.Options(false);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.LOOKUP);
    }

    @BeforeEach
    void knowAFile() {
        file = Loc.of(fixture.file("f"));
    }

    /** Sends a sample of {@code type} and returns the time the child saw. */
    private OpTime timeOf(FopType type) throws FopException {
        try (var fd = fixture.graph().inodes().newFd(file.inode(), 2);
                var data = Payload.copyOf(new byte[1])) {
            return timeOf(
                    Samples.request(type, fixture.graph().inodes().root(), file.inode(), fd, data));
        }
    }

    private OpTime timeOf(Fop<?> op) throws FopException {
        if (fixture.call(op) instanceof Reply.Readv readv) {
            readv.close();
        }
        return fixture.child().last().frame().time();
    }

    @Test
    void creationStampsObjectAndParent() throws Exception {
        for (var type : EnumSet.of(FopType.CREATE, FopType.MKNOD, FopType.MKDIR, FopType.SYMLINK)) {
            assertThat(timeOf(type).flags()).as(type.name()).isEqualTo(31);
        }
    }

    @Test
    void namesStampChangeTimeAndParent() throws Exception {
        for (var type : EnumSet.of(FopType.UNLINK, FopType.RMDIR, FopType.LINK, FopType.RENAME)) {
            assertThat(timeOf(type).flags()).as(type.name()).isEqualTo(25);
        }
    }

    @Test
    void contentStampsChangeAndModification() throws Exception {
        for (var type : EnumSet.of(FopType.WRITE, FopType.TRUNCATE, FopType.FTRUNCATE)) {
            assertThat(timeOf(type).flags()).as(type.name()).isEqualTo(3);
        }
        for (var type : EnumSet.of(FopType.FALLOCATE, FopType.DISCARD, FopType.ZEROFILL)) {
            assertThat(timeOf(type).flags()).as(type.name()).isEqualTo(3);
        }
        assertThat(timeOf(FopType.COPY_FILE_RANGE).flags()).isEqualTo(3);
    }

    @Test
    void attributesStampTheChangeTime() throws Exception {
        for (var type : EnumSet.of(FopType.SETXATTR, FopType.FSETXATTR, FopType.REMOVEXATTR)) {
            assertThat(timeOf(type).flags()).as(type.name()).isEqualTo(1);
        }
        assertThat(timeOf(new Fop.Setattr(file, Iatt.NONE, SetattrMask.MODE, Xdata.NULL)).flags())
                .isEqualTo(1);
        assertThat(timeOf(new Fop.Setattr(file, Iatt.NONE, SetattrMask.UID, Xdata.NULL)).flags())
                .isEqualTo(1);
    }

    @Test
    void explicitTimesCarryTheTimeWithoutAStamp() throws Exception {
        var valid = SetattrMask.ATIME | SetattrMask.MTIME;
        assertThat(timeOf(new Fop.Setattr(file, Iatt.NONE, valid, Xdata.NULL)))
                .isEqualTo(new OpTime(0, 1_767_323_045L, 123_456_789));
    }

    @Test
    void settingToNowHappensAtTheTimeGiven() throws Exception {
        int valid =
                SetattrMask.ATIME
                        | SetattrMask.MTIME
                        | SetattrMask.ATIME_NOW
                        | SetattrMask.MTIME_NOW;
        var now = new Iatt.Builder().atime(77, 5).mtime(77, 5).build();
        assertThat(timeOf(new Fop.Setattr(file, now, valid, Xdata.NULL)))
                .isEqualTo(new OpTime(0, 77, 5));
        var unsaid = new Iatt.Builder().build();
        assertThat(timeOf(new Fop.Setattr(file, unsaid, valid, Xdata.NULL)).seconds()).isNotZero();
    }

    @Test
    void readingStampsTheAccessTimeOnlyWhenAsked() throws Exception {
        assertThat(timeOf(FopType.READ)).isEqualTo(new OpTime(0, 1_767_323_045L, 123_456_789));
        fixture.reconfigure(otherOptions());
        assertThat(timeOf(FopType.READ).flags()).isEqualTo(OpTime.ATIME);
        assertThat(timeOf(FopType.OPEN).flags()).isEqualTo(OpTime.ATIME);
        assertThat(timeOf(FopType.COPY_FILE_RANGE).flags()).isEqualTo(7);
    }

    @Test
    void whatChangesNothingCarriesNoTime() throws Exception {
        for (var type : EnumSet.of(FopType.STAT, FopType.FSYNC, FopType.FLUSH)) {
            assertThat(timeOf(type)).as(type.name()).isEqualTo(OpTime.NONE);
        }
    }

    @Test
    void theTimeIsTheClocksAndMoves() throws Exception {
        fixture.environment().advance(Duration.ofMillis(1500));
        assertThat(timeOf(FopType.WRITE)).isEqualTo(new OpTime(3, 1_767_323_046L, 623_456_789));
        assertThat(ManualEnvironment.START_EPOCH_NANOS / 1_000_000_000).isEqualTo(1_767_323_045L);
    }

    @Test
    void workOfOwnDaemonsIsStampedToo() throws Exception {
        var gsyncd = Frame.of(Caller.internal(Caller.PID_GSYNCD));
        fixture.call(gsyncd, new Fop.Truncate(file, 0, Xdata.NULL));
        assertThat(fixture.child().last().frame().time().flags()).isEqualTo(3);
    }

    @Test
    void lookupAsksForTheStoredTimes() throws Exception {
        var stored = Xdata.EMPTY.withBytes(STORED, new byte[57]);
        fixture.child().answer((frame, op) -> new Reply.Lookup(Samples.FILE, Iatt.NONE, stored));
        var wanted = Xdata.EMPTY.withInt("gfid-req", 5);
        var reply = fixture.call(new Fop.Lookup(file, wanted));
        assertThat(fixture.child().calls()).hasSize(1);
        assertThat(fixture.child().last().op().xdata()).isEqualTo(wanted.withInt(STORED, 1));
        assertThat(reply.xdata()).isEqualTo(stored);
    }

    @Test
    void anObjectWithoutStoredTimesGetsItsPresentOnesAsRoot() throws Exception {
        var blank = Loc.entry(fixture.graph().inodes().root(), "new");
        var user = Frame.of(Caller.of(1000, 1000, 77));
        fixture.call(user, new Fop.Lookup(blank, Xdata.NULL));
        var call = fixture.child().last();
        var setxattr = (Fop.Setxattr) call.op();
        assertThat(setxattr.loc().gfid()).isEqualTo(Samples.FILE.gfid());
        assertThat(setxattr.dict().find("set-ctime-mdata"))
                .contains(new XdataValue.MdataValue(new Mdata(100, 1, 200, 2, 300, 3)));
        assertThat(call.frame().caller().uid()).isZero();
        assertThat(call.frame().caller().pid()).isEqualTo(-13);
        assertThat(call.frame().time()).isEqualTo(OpTime.NONE);
    }

    @Test
    void aLookupSucceedsAlthoughTimesCannotBeStored() throws Exception {
        fixture.child()
                .answer(
                        FopType.SETXATTR,
                        (frame, op) -> {
                            throw new FopException(Errno.EROFS);
                        });
        assertThat(fixture.call(new Fop.Lookup(file, Xdata.NULL)).iatt()).isEqualTo(Samples.FILE);
    }

    @Test
    void aLookupWithoutAnInodeStoresNothing() throws Exception {
        fixture.child()
                .answer(
                        FopType.LOOKUP,
                        (frame, op) -> new Reply.Lookup(Iatt.NONE, Iatt.NONE, Xdata.NULL));
        assertThat(fixture.call(new Fop.Lookup(file, Xdata.NULL)).iatt().gfid())
                .isEqualTo(Gfid.NULL);
        assertThat(fixture.child().calls(FopType.SETXATTR)).isEmpty();
    }
}
