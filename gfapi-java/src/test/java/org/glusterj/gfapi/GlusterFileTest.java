package org.glusterj.gfapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Errno;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.GlusterFile.Whence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GlusterFileTest {
    private static final int MIB = 1 << 20;

    private final Graph graph = MemoryVolume.graph();
    private final Volume volume = Volume.of(graph);
    private GlusterFile file;

    @BeforeEach
    void open() throws GlusterException {
        file = volume.creat("/file", OpenFlags.RDWR, 0644);
    }

    @AfterEach
    void end() throws GlusterException {
        file.close();
        volume.close();
        graph.close();
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void transfersAboveOneMebibyteAreWhole() throws GlusterException {
        var bytes = random(3 * MIB + 17);
        assertThat(file.pwrite(ByteBuffer.wrap(bytes), 5)).isEqualTo(bytes.length);
        var back = ByteBuffer.allocate(bytes.length + 100);
        assertThat(file.pread(back, 5)).isEqualTo(bytes.length);
        assertThat(back.array()).startsWith(bytes);
    }

    @Test
    void thePositionMovesWithReadAndWrite() throws GlusterException {
        assertThat(file.write(ByteBuffer.wrap(random(100)))).isEqualTo(100);
        assertThat(file.position()).isEqualTo(100);
        file.lseek(-60, Whence.CUR);
        var buffer = ByteBuffer.allocate(70);
        assertThat(file.read(buffer)).isEqualTo(60);
        assertThat(file.position()).isEqualTo(100);
        assertThat(file.read(buffer)).isEqualTo(-1);
        assertThat(file.lseek(-1, Whence.END)).isEqualTo(99);
        assertErrno(Errno.EINVAL, -5);
    }

    private void assertErrno(Errno errno, long offset) {
        assertThatThrownBy(() -> file.lseek(offset, Whence.SET))
                .isInstanceOfSatisfying(
                        GlusterException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void appendWritesAtTheEndWhereverThePositionIs() throws GlusterException {
        file.write(ByteBuffer.wrap(random(10)));
        try (var append = volume.open("/file", OpenFlags.WRONLY | OpenFlags.APPEND)) {
            append.write(ByteBuffer.wrap(random(5)));
            assertThat(append.position()).isEqualTo(15);
        }
        assertThat(file.size()).isEqualTo(15);
    }

    @Test
    void memoryOfAnyKindIsFilled() throws GlusterException {
        var bytes = random(MIB + 4096);
        file.pwrite(bytes, 0, bytes.length, 0);
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(bytes.length);
            assertThat(file.pread(memory, 0)).isEqualTo(bytes.length);
            assertThat(file.pwrite(memory, bytes.length)).isEqualTo(bytes.length);
        }
        var direct = ByteBuffer.allocateDirect(bytes.length);
        assertThat(file.pread(direct, bytes.length)).isEqualTo(bytes.length);
        assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(bytes));
    }

    @Test
    void buffersAreScatteredAndGathered() throws GlusterException {
        var bytes = random(1000);
        var sources =
                new ByteBuffer[] {
                    ByteBuffer.wrap(bytes, 0, 10),
                    ByteBuffer.allocate(0),
                    ByteBuffer.wrap(bytes, 10, 990)
                };
        assertThat(file.pwritev(sources, 3)).isEqualTo(1000);
        assertThat(sources[2].hasRemaining()).isFalse();
        var targets =
                new ByteBuffer[] {
                    ByteBuffer.allocate(3), ByteBuffer.allocate(990), ByteBuffer.allocate(990)
                };
        assertThat(file.preadv(targets, 0)).isEqualTo(1003);
        assertThat(targets[2].position()).isEqualTo(10);
        assertThat(targets[1].flip()).isEqualTo(ByteBuffer.wrap(bytes, 0, 990));
        assertThat(file.preadv(targets, 5000)).isEqualTo(-1);
    }

    @Test
    void largeGathersAreWhole() throws GlusterException {
        var bytes = random(MIB);
        var sources =
                new ByteBuffer[] {
                    ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes)
                };
        assertThat(file.pwritev(sources, 0)).isEqualTo(3L * MIB);
        var back = new byte[MIB];
        file.pread(back, 0, MIB, 2L * MIB);
        assertThat(back).isEqualTo(bytes);
    }

    @Test
    void aPayloadIsHandedOut() throws GlusterException {
        file.pwrite(random(100), 0, 100, 0);
        try (var payload = file.readPayload(50, 4096)) {
            assertThat(payload.size()).isEqualTo(50);
        }
    }

    @Test
    void holesAreMadeAndFound() throws GlusterException {
        file.pwrite(random(4096), 0, 4096, 8192);
        assertThat(file.nextData(0)).isEqualTo(8192);
        assertThat(file.lseek(8192, Whence.HOLE)).isEqualTo(12288);
        file.discard(8192, 4096);
        assertThatThrownBy(() -> file.nextData(0))
                .isInstanceOfSatisfying(
                        GlusterException.class, e -> assertThat(e.errno()).isSameAs(Errno.ENXIO));
        file.fallocate(0, 100_000, true);
        assertThat(file.size()).isEqualTo(12288);
        file.zerofill(0, 20_000);
        assertThat(file.size()).isEqualTo(20_000);
        file.truncate(7);
        assertThat(file.size()).isEqualTo(7);
        file.fsync();
        file.fdatasync();
    }

    @Test
    void rangesAreCopiedOnTheBrick() throws GlusterException {
        var bytes = random(10_000);
        file.pwrite(bytes, 0, bytes.length, 0);
        try (var other = volume.creat("/other", OpenFlags.RDWR, 0644)) {
            assertThat(file.copyFileRange(1000, other, 0, 50_000)).isEqualTo(9000);
            assertThat(other.size()).isEqualTo(9000);
        }
    }

    @Test
    void anUnlinkedFileLivesAsLongAsItIsOpen() throws GlusterException {
        file.pwrite(random(10), 0, 10, 0);
        volume.unlink("/file");
        assertThat(file.size()).isEqualTo(10);
        assertThat(file.stat().nlink()).isZero();
    }

    @Test
    void attributesGoThroughTheOpenFile() throws GlusterException {
        file.setXattr("user.a", new byte[] {7}, 0);
        assertThat(file.getXattr("user.a")).containsExactly(7);
        assertThat(file.listXattrs()).containsExactly("user.a");
        file.removeXattr("user.a");
        assertThat(file.setAttributes(Changes.NONE.mode(0400)).mode() & 0777).isEqualTo(0400);
        assertThat(Changes.NONE.isEmpty()).isTrue();
    }

    @Test
    void nothingIsWrittenWhereOffsetsEnd() {
        var last = Long.MAX_VALUE;
        for (ThrowingCallable write :
                List.<ThrowingCallable>of(
                        () -> file.pwrite(new byte[2], 0, 2, last),
                        () -> file.pwrite(new byte[2], 0, 2, last - 1),
                        () -> file.pwritev(new ByteBuffer[] {ByteBuffer.allocate(2)}, last))) {
            assertThatThrownBy(write)
                    .isInstanceOfSatisfying(
                            GlusterException.class,
                            e -> assertThat(e.errno()).isSameAs(Errno.EFBIG));
        }
    }
}
