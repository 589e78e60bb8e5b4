package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Mdata;
import org.glusterj.core.OpTime;
import org.glusterj.core.SetattrMask;
import org.glusterj.core.Xdata;
import org.glusterj.core.XdataValue;
import org.glusterj.storage.layout.MdataCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The times that clients send, on disk and in answers. */
class TimesTest {
    private static final int MADE =
            OpTime.CTIME | OpTime.MTIME | OpTime.ATIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME;

    private Rig rig;
    private Inode file;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start().at(100, 1, MADE);
        try (var fd = rig.create(rig.root(), "f", 0102, 0644)) {
            file = fd.inode();
        }
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Mdata onDisk(String path) {
        return MdataCodec.decode(rig.xattr(path, MdataCodec.KEY));
    }

    @Test
    void creationStampsTheFileAndItsDirectory() throws Exception {
        assertThat(onDisk("f")).isEqualTo(new Mdata(100, 1, 100, 1, 100, 1));
        assertThat(rig.stat(rig.root()).mtime()).isEqualTo(100);
        assertThat(rig.stat(file).ctimeNsec()).isEqualTo(1);
    }

    @Test
    void writesMoveWhatTheClientSelectsAndNeverBack() throws Exception {
        try (var fd = rig.open(file, 2)) {
            rig.at(200, 2, OpTime.CTIME | OpTime.MTIME);
            rig.write(fd, 0, "x");
            rig.at(150, 0, OpTime.CTIME | OpTime.MTIME);
            assertThat(rig.write(fd, 0, "y").post().mtime()).isEqualTo(200);
        }
        assertThat(onDisk("f")).isEqualTo(new Mdata(100, 1, 200, 2, 200, 2));
    }

    @Test
    void callsWithoutTimesStoreNothing() throws Exception {
        rig.at(0, 0, 0);
        rig.file(rig.root(), "g", "x");
        assertThat(rig.xattr("g", MdataCodec.KEY)).isNull();
    }

    @Test
    void explicitTimesMayGoBackWhileCtimeMovesOn() throws Exception {
        rig.at(300, 0, OpTime.CTIME);
        var wanted = new Iatt.Builder().atime(7, 8).mtime(9, 10).build();
        int valid = SetattrMask.ATIME | SetattrMask.MTIME;
        rig.call(new Fop.Setattr(Loc.of(file), wanted, valid, Xdata.NULL));
        assertThat(onDisk("f")).isEqualTo(new Mdata(7, 8, 9, 10, 300, 0));
    }

    @Test
    void offeredTimesAreTakenOnceThenTheLaterOnesCount() throws Exception {
        rig.at(0, 0, 0);
        var old = rig.file(rig.root(), "old", "");
        offer(old, new Mdata(1, 2, 3, 4, 5, 6));
        assertThat(onDisk("old")).isEqualTo(new Mdata(1, 2, 3, 4, 5, 6));
        offer(old, new Mdata(2, 0, 0, 0, 0, 0));
        assertThat(onDisk("old")).isEqualTo(new Mdata(2, 0, 3, 4, 5, 6));
        assertThat(rig.stat(old).atime()).isEqualTo(2);
    }

    private void offer(Inode inode, Mdata times) throws Exception {
        var dict = Xdata.EMPTY.with("set-ctime-mdata", new XdataValue.MdataValue(times));
        rig.call(new Fop.Setxattr(Loc.of(inode), dict, 0, Xdata.NULL));
    }

    @Test
    void whatLosesANameIsChanged() throws Exception {
        rig.call(new Fop.Link(Loc.of(file), Loc.entry(rig.root(), "g", file), Xdata.NULL));
        rig.file(rig.root(), "other", "x");
        rig.at(500, 0, OpTime.CTIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME);
        rig.rename(rig.root(), "other", rig.root(), "g");
        assertThat(rig.stat(file).ctime()).as("a rename over one of two").isEqualTo(500);
        rig.file(rig.root(), "last", "x");
        try (var fd = rig.open(file, 2)) {
            rig.at(600, 0, OpTime.CTIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME);
            rig.rename(rig.root(), "last", rig.root(), "f");
            assertThat(ctimeOf(fd)).as("a rename over an open file").isEqualTo(600);
        }
        try (var fd = rig.open(rig.find(rig.root(), "f"), 2)) {
            rig.at(700, 0, OpTime.CTIME | OpTime.PARENT_CTIME | OpTime.PARENT_MTIME);
            rig.unlink(rig.root(), "f");
            assertThat(ctimeOf(fd)).as("unlink of an open file").isEqualTo(700);
        }
    }

    private long ctimeOf(Fd fd) throws Exception {
        return rig.call(new Fop.Fstat(fd, Xdata.NULL)).iatt().ctime();
    }

    @Test
    void lookupsAnswerTheStoredBytes() throws Exception {
        var asked = Xdata.EMPTY.withInt(MdataCodec.KEY, 1);
        var answer = rig.lookup(rig.root(), "f", asked).xdata();
        assertThat(answer.bytes(MdataCodec.KEY)).contains(rig.xattr("f", MdataCodec.KEY));
    }

    @Test
    void rawTimesMustBeWellFormed() throws Exception {
        var bad = Xdata.EMPTY.withBytes(MdataCodec.KEY, new byte[1]);
        PosixTest.fails(
                Errno.EINVAL, () -> rig.call(new Fop.Setxattr(Loc.of(file), bad, 0, Xdata.NULL)));
        var times = MdataCodec.encode(new Mdata(1, 1, 1, 1, 1, 1));
        var good = Xdata.EMPTY.withBytes(MdataCodec.KEY, times);
        rig.call(new Fop.Setxattr(Loc.of(file), good, 0, Xdata.NULL));
        assertThat(rig.stat(file).mtime()).isEqualTo(1);
    }
}
