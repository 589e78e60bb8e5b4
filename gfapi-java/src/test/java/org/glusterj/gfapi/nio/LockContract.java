package org.glusterj.gfapi.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What file locks do within one program on any Unix file system; subclasses say on which. */
@Timeout(120)
abstract class LockContract {
    /** An empty directory of the file system under test. */
    abstract Path root();

    private FileChannel open() throws IOException {
        return FileChannel.open(root().resolve("file"), CREATE, READ, WRITE);
    }

    @Test
    void overlapsWithinTheProgramAreRefused() throws IOException {
        try (var one = open();
                var two = open();
                var lock = one.lock(0, 10, false)) {
            assertThat(lock.isValid()).isTrue();
            assertThat(lock.isShared()).isFalse();
            assertThat(lock.acquiredBy()).isSameAs(one);
            assertThatThrownBy(() -> two.tryLock(5, 10, false))
                    .isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> one.lock(9, 1, true))
                    .isInstanceOf(OverlappingFileLockException.class);
            try (var next = two.tryLock(10, 10, true)) {
                assertThat(next.overlaps(19, 1)).isTrue();
            }
        }
    }

    @Test
    void aReleasedLockIsFree() throws IOException {
        try (var one = open();
                var two = open()) {
            var lock = one.lock();
            lock.release();
            lock.release();
            assertThat(lock.isValid()).isFalse();
            two.lock().release();
            var held = one.lock();
            one.close();
            assertThat(held.isValid()).isFalse();
            assertThatThrownBy(held::release).isInstanceOf(ClosedChannelException.class);
            assertThat(two.tryLock()).isNotNull();
        }
    }

    @Test
    void aLockOfSizeZeroReachesToTheEnd() throws IOException {
        try (var one = open();
                var two = open();
                var lock = one.lock(5, 0, false)) {
            assertThat(lock.size()).isEqualTo(Long.MAX_VALUE - 5);
            assertThat(lock.overlaps(1_000_000, 1)).isTrue();
            assertThatThrownBy(() -> two.tryLock(1_000_000, 1, false))
                    .isInstanceOf(OverlappingFileLockException.class);
            try (var before = two.tryLock(0, 5, false)) {
                assertThat(before.isValid()).isTrue();
            }
        }
    }

    @Test
    void aSharedLockNeedsReading() throws IOException {
        open().close();
        try (var write = FileChannel.open(root().resolve("file"), WRITE)) {
            assertThatThrownBy(() -> write.lock(0, 1, true))
                    .isInstanceOf(NonReadableChannelException.class);
            write.lock(0, Long.MAX_VALUE, false).release();
        }
    }
}
