package org.glusterj.gfapi.nio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What channels do with any Unix file system; subclasses say on which. */
@Timeout(120)
abstract class ChannelContract {
    /** An empty directory of the file system under test. */
    abstract Path root();

    private Path file() {
        return root().resolve("file");
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    @Test
    void positionsMove() throws IOException {
        try (var channel = FileChannel.open(file(), CREATE, READ, WRITE)) {
            assertThat(channel.write(text("0123456789"))).isEqualTo(10);
            assertThat(channel.position()).isEqualTo(10);
            channel.position(4);
            var buffer = ByteBuffer.allocate(3);
            assertThat(channel.read(buffer)).isEqualTo(3);
            assertThat(buffer.flip()).isEqualTo(text("456"));
            assertThat(channel.read(buffer.clear(), 8)).isEqualTo(2);
            assertThat(channel.position()).isEqualTo(7);
            assertThat(channel.read(buffer.clear(), 10)).isEqualTo(-1);
            assertThat(channel.write(text("xy"), 20)).isEqualTo(2);
            assertThat(channel.size()).isEqualTo(22);
            assertThat(channel.truncate(5).position()).isEqualTo(5);
            assertThat(channel.truncate(100).size()).isEqualTo(5);
            channel.position(50);
            assertThat(channel.read(buffer.clear())).isEqualTo(-1);
            channel.force(true);
            channel.force(false);
        }
        assertThat(Files.readString(file())).isEqualTo("01234");
    }

    @Test
    void scatteredAndGathered() throws IOException {
        try (var channel = FileChannel.open(file(), CREATE, READ, WRITE)) {
            assertThat(channel.write(new ByteBuffer[] {text("abc"), text(""), text("defg")}))
                    .isEqualTo(7);
            channel.position(0);
            var parts =
                    new ByteBuffer[] {
                        ByteBuffer.allocate(2), ByteBuffer.allocate(3), ByteBuffer.allocate(9)
                    };
            assertThat(channel.read(parts)).isEqualTo(7);
            assertThat(parts[1].flip()).isEqualTo(text("cde"));
            assertThat(channel.read(new ByteBuffer[] {ByteBuffer.allocate(2)})).isEqualTo(-1);
        }
    }

    @Test
    void optionsMeanWhatTheySay() throws IOException {
        assertThatThrownBy(() -> Files.newByteChannel(file(), WRITE))
                .isInstanceOf(NoSuchFileException.class);
        Files.newByteChannel(file(), WRITE, CREATE_NEW, SPARSE, SYNC).close();
        assertThatThrownBy(() -> Files.newByteChannel(file(), WRITE, CREATE_NEW))
                .isInstanceOf(FileAlreadyExistsException.class);
        try (var channel = Files.newByteChannel(file(), WRITE, DSYNC)) {
            channel.write(text("content"));
        }
        try (var channel = Files.newByteChannel(file(), APPEND)) {
            assertThat(channel.position()).isEqualTo(7);
            channel.position(2);
            channel.write(text("+"));
            assertThat(channel.position()).isEqualTo(8);
        }
        assertThat(Files.readString(file())).isEqualTo("content+");
        Files.newByteChannel(file(), READ, TRUNCATE_EXISTING).close();
        assertThat(Files.size(file())).isEqualTo(8);
        Files.newByteChannel(file(), WRITE, TRUNCATE_EXISTING).close();
        assertThat(Files.size(file())).isZero();
        assertThatThrownBy(() -> Files.newByteChannel(file(), READ, APPEND))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Files.newByteChannel(file(), APPEND, TRUNCATE_EXISTING))
                .isInstanceOf(IllegalArgumentException.class);
        Files.newByteChannel(file(), WRITE, DELETE_ON_CLOSE).close();
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void directionsAreChecked() throws IOException {
        Files.createFile(file());
        try (var read = FileChannel.open(file(), READ);
                var write = FileChannel.open(file(), WRITE)) {
            assertThatThrownBy(() -> read.write(text("x")))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> read.truncate(0))
                    .isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> write.read(ByteBuffer.allocate(1)))
                    .isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> read.position(-1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> read.read(ByteBuffer.allocate(1), -1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> read.transferTo(0, 1, FileChannel.open(file(), READ)))
                    .isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void transfersMoveBytes() throws IOException {
        Files.writeString(file(), "0123456789");
        var other = root().resolve("other");
        try (var in = FileChannel.open(file(), READ);
                var out = FileChannel.open(other, CREATE_NEW, READ, WRITE)) {
            assertThat(in.transferTo(2, 100, out)).isEqualTo(8);
            assertThat(out.position()).isEqualTo(8);
            assertThat(in.position()).isZero();
            assertThat(out.transferFrom(in, 3, 4)).isEqualTo(4);
            assertThat(in.position()).isEqualTo(4);
            assertThat(out.transferFrom(in, 100, 4)).isEqualTo(4);
            assertThat(out.size()).isEqualTo(104);
            out.truncate(8);
            in.position(4);
            assertThat(in.transferTo(20, 5, out)).isZero();
            var bytes = new ByteArrayOutputStream();
            assertThat(in.transferTo(0, 3, Channels.newChannel(bytes))).isEqualTo(3);
            assertThat(bytes.toString()).isEqualTo("012");
            var source = Channels.newChannel(new ByteArrayInputStream("zz".getBytes()));
            assertThat(out.transferFrom(source, 0, 100)).isEqualTo(2);
        }
        assertThat(Files.readString(other)).isEqualTo("zz401239");
    }

    @Test
    void aClosedChannelSaysSo() throws IOException {
        var channel = FileChannel.open(file(), CREATE, READ, WRITE);
        channel.close();
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::lock).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptClosesTheChannel() throws IOException {
        try (var channel = FileChannel.open(file(), CREATE, READ, WRITE)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> channel.write(text("x")))
                    .isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void offsetsNeedMoreThan32Bits() throws IOException {
        try (var channel = FileChannel.open(file(), CREATE_NEW, READ, WRITE, SPARSE)) {
            channel.position(5L << 30);
            channel.write(text("end"));
            assertThat(channel.size()).isEqualTo((5L << 30) + 3);
            var buffer = ByteBuffer.allocate(10);
            assertThat(channel.read(buffer, (5L << 30) - 2)).isEqualTo(5);
            assertThat(buffer.flip()).isEqualTo(text("\0\0end"));
            channel.truncate((4L << 30) + 1);
            assertThat(channel.position()).isEqualTo((4L << 30) + 1);
        }
        assertThat(Files.size(file())).isEqualTo((4L << 30) + 1);
    }

    @Test
    void sparseFilesReadAsZeros() throws IOException {
        try (var channel = FileChannel.open(file(), CREATE_NEW, READ, WRITE, SPARSE)) {
            channel.write(text("end"), 10_000_000);
            var buffer = ByteBuffer.allocate(100);
            assertThat(channel.read(buffer, 5_000_000)).isEqualTo(100);
            assertThat(buffer.array()).containsOnly(0);
            assertThat(channel.size()).isEqualTo(10_000_003);
        }
    }
}
