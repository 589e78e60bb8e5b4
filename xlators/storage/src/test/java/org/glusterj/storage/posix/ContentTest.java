package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fops on the content of files: space, holes, copies, checksums, direct and anonymous access. */
class ContentTest {
    private Rig rig;
    private Inode file;
    private Fd fd;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().option("fips-mode-rchecksum", "on").start();
        fd = rig.create(rig.root(), "f", 0102, 0644);
        file = fd.inode();
        rig.write(fd, 0, "0123456789");
    }

    @AfterEach
    void stop() throws Exception {
        fd.close();
        rig.close();
    }

    @Test
    void truncationShortensAndLengthens() throws Exception {
        var shorter = rig.call(new Fop.Truncate(Loc.of(file), 4, Xdata.NULL));
        assertThat(shorter.pre().size()).isEqualTo(10);
        assertThat(shorter.post().size()).isEqualTo(4);
        var longer = rig.call(new Fop.Ftruncate(fd, 6, Xdata.NULL));
        assertThat(longer.post().size()).isEqualTo(6);
        assertThat(rig.read(fd, 0, 100)).isEqualTo("0123\0\0");
        PosixTest.fails(
                Errno.EISDIR, () -> rig.call(new Fop.Truncate(Loc.of(rig.root()), 0, Xdata.NULL)));
    }

    @Test
    void spaceIsReservedWithinOrBeyondTheSize() throws Exception {
        var kept = rig.call(new Fop.Fallocate(fd, 1, 0, 8192, Xdata.NULL));
        assertThat(kept.post().size()).isEqualTo(10);
        var grown = rig.call(new Fop.Fallocate(fd, 0, 0, 8192, Xdata.NULL));
        assertThat(grown.post().size()).isEqualTo(8192);
        PosixTest.fails(
                Errno.EOPNOTSUPP, () -> rig.call(new Fop.Fallocate(fd, 8, 0, 1, Xdata.NULL)));
    }

    @Test
    void holesReadAsZerosAndAreFound() throws Exception {
        rig.call(new Fop.Ftruncate(fd, 0, Xdata.NULL));
        rig.call(new Fop.Zerofill(fd, 0, 65536, Xdata.NULL));
        assertThat(rig.stat(file).size()).isEqualTo(65536);
        rig.write(fd, 40960, "data");
        rig.call(new Fop.Discard(fd, 0, 32768, Xdata.NULL));
        assertThat(rig.read(fd, 0, 4)).isEqualTo("\0\0\0\0");
        assertThat(rig.call(new Fop.Seek(fd, 0, 0, Xdata.NULL)).offset()).isPositive();
        assertThat(rig.call(new Fop.Seek(fd, 0, 1, Xdata.NULL)).offset()).isZero();
        PosixTest.fails(Errno.ENXIO, () -> rig.call(new Fop.Seek(fd, 1 << 20, 0, Xdata.NULL)));
    }

    @Test
    void rangesAreCopiedOnTheBrick() throws Exception {
        try (var to = rig.create(rig.root(), "copy", 0102, 0644)) {
            var reply = rig.call(new Fop.CopyFileRange(fd, 2, to, 0, 5, 0, Xdata.NULL));
            assertThat(reply.count()).isEqualTo(5);
            assertThat(reply.preTarget().size()).isZero();
            assertThat(reply.postTarget().size()).isEqualTo(5);
            assertThat(rig.read(to, 0, 10)).isEqualTo("23456");
        }
    }

    @Test
    void checksumsAreThoseOfHeals() throws Exception {
        var reply = rig.call(new Fop.Rchecksum(fd, 0, 10, Xdata.NULL));
        var bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(reply.strong()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(reply.flags()).isEqualTo(1);
        assertThat(reply.weak()).isEqualTo(adlerFromZero(bytes));
        assertThat(reply.xdata().number("fips-mode-rchecksum", 0)).isEqualTo(1);
        rig.option("fips-mode-rchecksum", "off");
        fd.close();
        rig.restart();
        fd = rig.open(rig.find(rig.root(), "f"), 2);
        var asked = Xdata.EMPTY.withInt("check-zero-filled", 1);
        var old = rig.call(new Fop.Rchecksum(fd, 0, 10, asked));
        assertThat(old.strong()).isEqualTo(MessageDigest.getInstance("MD5").digest(bytes));
        assertThat(old.xdata().number("buf-has-zeroes", -1)).isZero();
    }

    /** From the definition: java.util.zip starts with 1, so its own start is taken off. */
    private static int adlerFromZero(byte[] bytes) {
        var adler = new java.util.zip.Adler32();
        adler.update(bytes);
        long a = (adler.getValue() & 0xffff) - 1;
        long b = (adler.getValue() >>> 16) - bytes.length;
        return (int) (b << 16 | a);
    }

    @Test
    void anonymousFdsNeedNoOpen() throws Exception {
        try (var anonymous = Fd.anonymous(file, 2)) {
            assertThat(rig.read(anonymous, 3, 4)).isEqualTo("3456");
            rig.write(anonymous, 0, "abc");
            assertThat(rig.call(new Fop.Fstat(anonymous, Xdata.NULL)).iatt().size()).isEqualTo(10);
            rig.call(new Fop.Fsync(anonymous, false, Xdata.NULL));
            rig.call(new Fop.Ftruncate(anonymous, 3, Xdata.NULL));
        }
        assertThat(rig.read(fd, 0, 10)).isEqualTo("abc");
        try (var anonymous = Fd.anonymous(rig.root(), 0)) {
            var reply = rig.call(new Fop.Readdir(anonymous, 4096, 0, Xdata.NULL));
            assertThat(reply.entries()).hasSize(3);
        }
    }

    @Test
    void fdsThatWereNeverOpenedAreRefused() throws Exception {
        try (var never = rig.graph().inodes().newFd(file, 2)) {
            PosixTest.fails(Errno.EBADF, () -> rig.read(never, 0, 1));
            PosixTest.fails(Errno.EBADF, () -> rig.call(new Fop.Flush(never, Xdata.NULL)));
        }
    }

    @Test
    void directFdsGetAlignedMemory() throws Exception {
        rig.call(new Fop.Ftruncate(fd, 0, Xdata.NULL));
        try (var direct = rig.open(file, 2 | 040000);
                var page = Payload.copyOf(new byte[12_289])) {
            try (var data = page.slice(1, 12_288)) {
                rig.call(new Fop.Writev(direct, 0, data, 2, Xdata.NULL));
            }
            assertThat(rig.read(direct, 4096, 8192)).hasSize(8192);
            rig.call(new Fop.Ftruncate(direct, 5000, Xdata.NULL));
            assertThat(rig.read(direct, 4096, 4096)).hasSize(904);
        }
    }

    @Test
    void writesAnswerWhetherTheyAppended() throws Exception {
        var asked =
                Xdata.EMPTY
                        .withUint("glusterfs.write-is-append", 4)
                        .withUint("glusterfs.open-active-fd-count", 4);
        try (var data = Payload.copyOf(new byte[3])) {
            var appended = rig.call(new Fop.Writev(fd, 10, data, 2, asked)).xdata();
            assertThat(appended.number("glusterfs.write-is-append", -1)).isEqualTo(1);
            assertThat(appended.number("glusterfs.open-active-fd-count", -1)).isEqualTo(1);
            var inside = rig.call(new Fop.Writev(fd, 1, data, 2, asked)).xdata();
            assertThat(inside.number("glusterfs.write-is-append", -1)).isZero();
        }
    }

    @Test
    void aFullDiskRefusesNewDataButNotHeals() throws Exception {
        fd.close();
        rig.option("reserve", "100").restart();
        PosixTest.fails(Errno.ENOSPC, () -> rig.mkdir(rig.root(), "d"));
        fd = rig.open(rig.find(rig.root(), "f"), 2);
        PosixTest.fails(Errno.ENOSPC, () -> rig.write(fd, 10, "more"));
        rig.write(fd, 0, "over");
        rig.frame = rig.frame.as(org.glusterj.core.Caller.internal(-6));
        rig.mkdir(rig.root(), "healed");
    }

    /** No round of the watch passes between: the refused call itself looks again. */
    @Test
    void whatWasFreedCanBeUsedAtOnce() throws Exception {
        var brick = ((Posix) rig.posix()).brick();
        brick.full(true);
        rig.mkdir(rig.root(), "d");
        assertThat(brick.isFull()).isFalse();
    }

    @Test
    void xattropsCountAtomicallyAndReadWithoutWriting() throws Exception {
        var one = new byte[12];
        one[3] = 1;
        var add = Xdata.EMPTY.withBytes("trusted.afr.dirty", one);
        var first = rig.call(new Fop.Xattrop(Loc.of(file), 0, add, Xdata.NULL)).dict();
        assertThat(first.bytes("trusted.afr.dirty")).contains(one);
        var second = rig.call(new Fop.Fxattrop(fd, 0, add, Xdata.NULL)).dict();
        assertThat(second.bytes("trusted.afr.dirty").orElseThrow()[3]).isEqualTo((byte) 2);
        var zeros = Xdata.EMPTY.withBytes("trusted.afr.other", new byte[12]);
        var read = rig.call(new Fop.Xattrop(Loc.of(file), 0, zeros, Xdata.NULL)).dict();
        assertThat(read.bytes("trusted.afr.other")).contains(new byte[12]);
        assertThat(rig.xattr("f", "trusted.afr.other")).isNull();
        var size = Xdata.EMPTY.withInt("get-size", 1);
        var sized = rig.call(new Fop.Xattrop(Loc.of(file), 0, zeros, size)).xdata();
        assertThat(sized.number("get-size", -1)).isEqualTo(10);
        var own = Xdata.EMPTY.withBytes("trusted.gfid", Arrays.copyOf(one, 16));
        PosixTest.fails(
                Errno.EPERM, () -> rig.call(new Fop.Xattrop(Loc.of(file), 0, own, Xdata.NULL)));
    }
}
