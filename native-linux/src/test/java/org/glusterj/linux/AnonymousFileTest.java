package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Bytes put aside in the kernel's memory. */
class AnonymousFileTest {
    private static MemorySegment filled(Arena arena, int bytes, int value) {
        return arena.allocate(bytes).fill((byte) value);
    }

    @Test
    void whatWasWrittenComesBackFromItsOffset() throws Exception {
        try (var arena = Arena.ofConfined();
                var file = new AnonymousFile("test")) {
            assertThat(file.write(filled(arena, 100_000, 1), 0)).isZero();
            assertThat(file.write(filled(arena, 5, 2), 1 << 20)).isZero();
            var first = arena.allocate(100_000);
            var second = arena.allocate(5);
            assertThat(file.read(first, 0)).isZero();
            assertThat(file.read(second, 1 << 20)).isZero();
            assertThat(first.mismatch(filled(arena, 100_000, 1))).isEqualTo(-1);
            assertThat(second.mismatch(filled(arena, 5, 2))).isEqualTo(-1);
        }
    }

    @Test
    void whatWasDiscardedIsZero() throws Exception {
        try (var arena = Arena.ofConfined();
                var file = new AnonymousFile("test")) {
            file.write(filled(arena, 8192, 7), 0);
            assertThat(file.discard(0, 4096)).isZero();
            var back = arena.allocate(8192);
            assertThat(file.read(back, 0)).isZero();
            assertThat(back.get(ValueLayout.JAVA_BYTE, 4095)).isZero();
            assertThat(back.get(ValueLayout.JAVA_BYTE, 4096)).isEqualTo((byte) 7);
        }
    }

    @Test
    void readingBehindTheEndFails() throws Exception {
        try (var arena = Arena.ofConfined();
                var file = new AnonymousFile("test")) {
            file.write(filled(arena, 10, 1), 0);
            assertThat(file.read(arena.allocate(11), 0)).isEqualTo(-LinuxErrno.EIO);
        }
    }

    @Test
    void onceClosedItIsOfNoUse() throws Exception {
        var file = new AnonymousFile("test");
        file.close();
        file.close();
        assertThatThrownBy(() -> file.discard(0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
