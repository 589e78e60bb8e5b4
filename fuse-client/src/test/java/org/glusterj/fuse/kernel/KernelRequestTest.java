package org.glusterj.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelRequestTest {
    private static Bytes request(int bytes, int opcode, int extensionUnits) {
        return new Bytes(bytes)
                .u32(0, bytes)
                .u32(4, opcode)
                .u64(8, 42)
                .u64(16, 7)
                .u32(24, 1000)
                .u32(28, 100)
                .u32(32, 4711)
                .u16(36, extensionUnits);
    }

    @Test
    void theHeaderIsReadAndTheBodyOutlivesTheBuffer() {
        var buffer = request(46, Opcode.LOOKUP, 0).text(40, "name\0\0");
        var in = KernelRequest.copyOf(buffer.memory(), 46);
        buffer.text(40, "gone\0\0").u32(4, 99);
        assertThat(in.opcode()).isEqualTo(Opcode.LOOKUP);
        assertThat(in.unique()).isEqualTo(42);
        assertThat(in.nodeId()).isEqualTo(7);
        assertThat(in.uid()).isEqualTo(1000);
        assertThat(in.gid()).isEqualTo(100);
        assertThat(in.pid()).isEqualTo(4711);
        assertThat(in.text(0)).isEqualTo("name");
        assertThat(in).hasToString("LOOKUP #42 of node 7");
    }

    @Test
    void theUnalignedExtensionAtTheEndIsLeftOut() {
        var buffer = request(66, Opcode.CREATE, 1).text(56, "a\0").u64(58, 8);
        var in = KernelRequest.copyOf(buffer.memory(), 66);
        assertThat(in.size()).isEqualTo(18);
        assertThat(in.text(16)).isEqualTo("a");
    }

    @Test
    void namesAreBytes() {
        var in =
                KernelRequest.copyOf(
                        request(44, Opcode.LOOKUP, 0).text(40, "\u00e4\u00ff\u0080\0").memory(),
                        44);
        assertThat(in.text(0)).isEqualTo("\u00e4\u00ff\u0080");
    }

    @Test
    void aNameWithoutEndIsRefused() {
        var in = KernelRequest.copyOf(request(43, Opcode.LOOKUP, 0).text(40, "abc").memory(), 43);
        assertThatThrownBy(() -> in.text(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void dataOfAWriteStaysInTheBuffer() {
        var buffer = request(40 + 40 + 1000, Opcode.WRITE, 0).u32(40 + 16, 1000);
        var in = KernelRequest.copyOf(buffer.memory(), 1080);
        assertThat(in.size()).isEqualTo(40);
        assertThat(in.dataBytes()).isEqualTo(1000);
    }

    @Test
    void contradictoryLengthsAreRefused() {
        var memory = request(64, Opcode.GETATTR, 0).memory();
        assertThatThrownBy(() -> KernelRequest.copyOf(memory, 60))
                .hasMessage("request of 60 bytes says 64");
        assertThatThrownBy(() -> KernelRequest.copyOf(memory, 12))
                .hasMessage("request of 12 bytes says -1");
        var extended = request(48, Opcode.GETATTR, 2).memory();
        assertThatThrownBy(() -> KernelRequest.copyOf(extended, 48))
                .hasMessageContaining("extension of 16");
    }

    @Test
    void opcodesHaveNames() {
        assertThat(Opcode.name(Opcode.COPY_FILE_RANGE_64)).isEqualTo("COPY_FILE_RANGE_64");
        assertThat(Opcode.name(Opcode.SETLKW)).isEqualTo("SETLKW");
        assertThat(Opcode.name(Opcode.READDIRPLUS)).isEqualTo("READDIRPLUS");
        assertThat(Opcode.name(4096)).isEqualTo("4096");
    }
}
