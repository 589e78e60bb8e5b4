package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class GatherWriterTest {
    private final Syscalls sys = Syscalls.system();

    @Test
    void severalSegmentsArriveInOrderFromAVirtualThread() throws Exception {
        int[] ends = new int[2];
        assertThat(sys.pipe2(ends, 0)).isZero();
        try (var arena = Arena.ofShared()) {
            var writer = new GatherWriter();
            var parts = new MemorySegment[20];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) ('a' + i));
            }
            var head = arena.allocateFrom("> ", StandardCharsets.ISO_8859_1).asSlice(0, 2);
            var written = new long[2];
            Thread.ofVirtual()
                    .start(
                            () -> {
                                written[0] = writer.write(ends[1], head);
                                written[1] = writer.writev(ends[1], head, parts);
                            })
                    .join();
            assertThat(written).containsExactly(2, 22);
            var got = arena.allocate(64);
            assertThat(sys.read(ends[0], got)).isEqualTo(24);
            assertThat(got.getString(0, StandardCharsets.ISO_8859_1))
                    .isEqualTo("> > abcdefghijklmnopqrst");
        } finally {
            sys.close(ends[0]);
            sys.close(ends[1]);
        }
    }

    @Test
    void failuresAreMinusErrnoAndHeapMemoryIsRefused() {
        try (var arena = Arena.ofConfined()) {
            var writer = new GatherWriter();
            var byteOf = arena.allocate(1);
            assertThat(writer.write(-1, byteOf)).isEqualTo(-LinuxErrno.EBADF);
            assertThat(writer.writev(-1, byteOf, new MemorySegment[FdSyscalls.IOV_MAX]))
                    .isEqualTo(-LinuxErrno.EINVAL);
            assertThatThrownBy(
                            () ->
                                    writer.writev(
                                            -1,
                                            byteOf,
                                            new MemorySegment[] {
                                                MemorySegment.ofArray(new byte[1])
                                            }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
