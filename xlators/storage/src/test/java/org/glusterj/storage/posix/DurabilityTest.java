package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Xdata;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.StatBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the disk in which order when a client asks for durability; see also the power-cut script. */
class DurabilityTest {
    private static final int O_RDWR_CREAT = 0102;
    private static final int O_DSYNC = 010000;
    private static final int O_SYNC = 04010000;

    private final List<String> calls = new ArrayList<>();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().type("test/faulty-posix").option("ctime", "on").start();
        rig.at(1_000, 1, OpTime.MTIME | OpTime.CTIME);
    }

    @AfterEach
    void stop() throws Exception {
        FaultyPosix.before(null);
        FaultyPosix.failCall(0);
        rig.close();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /** The calls of a step that change or sync something, or look at it afterwards. */
    private List<String> callsOf(Step step) throws Exception {
        calls.clear();
        var mine = Thread.currentThread();
        FaultyPosix.before(
                (call, args) -> {
                    boolean counts = call.matches("f(data)?sync|fchown|pwrite|fsetxattr|fstatx");
                    if (counts && Thread.currentThread() == mine) {
                        calls.add(call);
                    }
                    return true;
                });
        step.run();
        FaultyPosix.before(null);
        return calls;
    }

    private void write(Fd fd, int flags) throws Exception {
        try (var data = org.glusterj.core.Payload.copyOf(new byte[] {1, 2, 3})) {
            rig.call(new Fop.Writev(fd, 0, data, flags, Xdata.NULL));
        }
    }

    @Test
    void aSynchronousWriteIsSyncedOnceAfterItsTimes() throws Exception {
        try (var fd = rig.create(rig.root(), "f", O_RDWR_CREAT | O_SYNC, 0644)) {
            rig.at(1_001, 1, OpTime.MTIME | OpTime.CTIME);
            assertThat(callsOf(() -> write(fd, O_SYNC)))
                    .containsSubsequence("pwrite", "fsetxattr", "fsync", "pwrite", "fstatx")
                    .containsOnlyOnce("fsync")
                    .doesNotContain("fdatasync");
        }
    }

    @Test
    void theFlagsOfTheFdCountWhereTheWriteHasNone() throws Exception {
        try (var fd = rig.create(rig.root(), "f", O_RDWR_CREAT | O_DSYNC, 0644)) {
            assertThat(callsOf(() -> write(fd, 0))).contains("fdatasync").doesNotContain("fsync");
            assertThat(callsOf(() -> rig.call(new Fop.Ftruncate(fd, 1, Xdata.NULL))))
                    .contains("fdatasync");
        }
    }

    @Test
    void aWriteWithoutSuchFlagsIsNotSynced() throws Exception {
        try (var fd = rig.create(rig.root(), "f", O_RDWR_CREAT, 0644)) {
            assertThat(callsOf(() -> write(fd, 0))).doesNotContain("fsync", "fdatasync");
        }
    }

    @Test
    void aFailedSyncIsTheWritesFailure() throws Exception {
        try (var fd = rig.create(rig.root(), "f", O_RDWR_CREAT | O_SYNC, 0644)) {
            FaultyPosix.failEach("fsync", LinuxErrno.EIO);
            PosixTest.fails(Errno.EIO, () -> rig.write(fd, 0, "x"));
        }
    }

    @Test
    void aSyncIsBelievedOnlyFromADiskThatStillWorks() throws Exception {
        for (int flags : new int[] {2, 0}) {
            try (var created = rig.create(rig.root(), "f" + flags, O_RDWR_CREAT, 0644);
                    var fd = rig.open(created.inode(), flags)) {
                FaultyPosix.failEach(flags == 0 ? "pread" : "pwrite", LinuxErrno.EIO);
                PosixTest.fails(Errno.EIO, () -> rig.call(new Fop.Fsync(fd, false, Xdata.NULL)));
                FaultyPosix.failCall(0);
                rig.call(new Fop.Fsync(fd, false, Xdata.NULL));
            }
        }
    }

    @Test
    void anEmptyFileIsSyncedWithItsGfid() throws Exception {
        try (var fd = rig.create(rig.root(), "f", O_RDWR_CREAT, 0644)) {
            var op = new Fop.Fsync(fd, true, Xdata.NULL);
            assertThat(callsOf(() -> rig.call(op))).contains("fsync").doesNotContain("fdatasync");
            write(fd, 0);
            assertThat(callsOf(() -> rig.call(op))).contains("fdatasync").doesNotContain("fsync");
        }
    }

    @Test
    void aDirectoryIsSyncedAfterAChangeBehindAllOthers() throws Exception {
        try (var fd = rig.opendir(rig.mkdir(rig.root(), "d"))) {
            var op = new Fop.Fsyncdir(fd, true, Xdata.NULL);
            assertThat(callsOf(() -> rig.call(op)))
                    .containsExactly("fchown", "fsync", "fchown", "fstatx");
            for (var call : List.of("fchown", "fsync", "fstatx")) {
                FaultyPosix.failEach(call, LinuxErrno.EIO);
                PosixTest.fails(Errno.EIO, () -> rig.call(op));
            }
            FaultyPosix.failCall(0);
        }
    }

    @Test
    void theTimesOfADirectoryStayWhereTheyAreTheDisks() throws Exception {
        rig.option("ctime", "off").restart();
        var directory = rig.mkdir(rig.root(), "d");
        var before = rig.stat(directory);
        try (var fd = rig.opendir(directory)) {
            var op = new Fop.Fsyncdir(fd, true, Xdata.NULL);
            assertThat(callsOf(() -> rig.call(op)))
                    .containsExactly("fchown", "fsync", "fsync", "fchown", "fstatx");
        }
        assertThat(rig.stat(directory)).isEqualTo(before);
    }

    @Test
    void theMemoryHasItsNameUntilTheDiskIsMountedAnew() throws Exception {
        var before = memory();
        rig.restart();
        assertThat(memory()).isEqualTo(before).isNotEmpty();
        int asked = StatBuf.STATX_MNT_ID_UNIQUE;
        FaultyPosix.failEach("fstatx", LinuxErrno.EIO);
        assertThat(DiskMemory.name(rig.posix().brick().sys, rig.posix().brick().root)).isNull();
        FaultyPosix.failCall(0);
        var st = new StatBuf();
        rig.posix().brick().sys.fstatx(rig.posix().brick().root, asked, st);
        if ((st.mask() & asked) != 0) {
            assertThat(before).endsWith("/" + Long.toHexString(st.mntId()));
        }
    }

    private String memory() throws Exception {
        var op = new Fop.Getxattr(Loc.of(rig.root()), OwnKeys.DISK_MEMORY, Xdata.NULL);
        return rig.call(op).dict().string(OwnKeys.DISK_MEMORY).orElseThrow();
    }
}
