package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.ValueLayout;
import org.glusterj.core.Payload;
import org.glusterj.fuse.kernel.KernelRequest;
import org.glusterj.fuse.kernel.Opcode;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final int CAPACITY = 8192;
    private static final int WRITE_BYTES = KernelRequest.HEADER_BYTES + KernelRequest.WRITE_BYTES;

    private boolean full;

    private ByteBuf allocate(int bytes) {
        if (full) {
            throw new OutOfMemoryError("as asked for");
        }
        return Payload.allocateBuffer(bytes);
    }

    /** The data of a WRITE of one byte, where it was read. */
    private static Payload written(ReadBuffer buffer, int content) {
        var memory = buffer.memory();
        memory.fill((byte) 0);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, WRITE_BYTES + 1);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, 4, Opcode.WRITE);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, KernelRequest.HEADER_BYTES + 16, 1);
        memory.set(ValueLayout.JAVA_BYTE, WRITE_BYTES, (byte) content);
        var in = KernelRequest.copyOf(memory, WRITE_BYTES + 1);
        return buffer.share(ReadBuffer.dataBytes(in, WRITE_BYTES + 1));
    }

    @Test
    void dataUnderWayKeepsItsMemory() {
        try (var buffer = new ReadBuffer(CAPACITY, this::allocate)) {
            var first = written(buffer, 1);
            assertThat(buffer.renewIfShared()).isTrue();
            var second = written(buffer, 2);
            assertThat(first.toBytes()).containsExactly(1);
            assertThat(second.toBytes()).containsExactly(2);
            first.close();
            second.close();
            var memory = buffer.memory();
            assertThat(buffer.renewIfShared()).isTrue();
            assertThat(buffer.memory()).as("nobody else holds it").isSameAs(memory);
        }
    }

    @Test
    void withoutMemoryForAnotherTheSharedOneIsNeitherUsedNorFreed() {
        var buffer = new ReadBuffer(CAPACITY, this::allocate);
        var data = written(buffer, 1);
        full = true;
        assertThat(buffer.renewIfShared()).isFalse();
        buffer.close();
        assertThat(data.toBytes()).containsExactly(1);
        data.close();
    }

    @Test
    void memoryThatComesBackIsTaken() {
        try (var buffer = new ReadBuffer(CAPACITY, this::allocate)) {
            var data = written(buffer, 1);
            full = true;
            assertThat(buffer.renewIfShared()).isFalse();
            full = false;
            assertThat(buffer.renewIfShared()).isTrue();
            assertThat(data.toBytes()).containsExactly(1);
            data.close();
        }
    }
}
