package org.glusterj.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.junit.jupiter.api.Test;

class DirentPackerTest {
    @Test
    void plainEntriesArePaddedToEight() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(64).fill((byte) 0x55);
            var packer = new DirentPacker(memory, false);
            packer.add("a", 5, 100, 8, null);
            packer.add("12345678", 0, 101, 4, null);
            assertThat(packer.used()).isEqualTo(64);
            assertThat(packer.fits(0)).isFalse();
            var bytes = Bytes.of(memory);
            assertThat(bytes.u64(0)).isEqualTo(5);
            assertThat(bytes.u64(8)).isEqualTo(100);
            assertThat(bytes.u32(16)).isEqualTo(1);
            assertThat(bytes.u32(20)).isEqualTo(8);
            assertThat(bytes.text(24, 8)).isEqualTo("a\0\0\0\0\0\0\0");
            assertThat(bytes.u64(32)).as("an inode number is never 0").isEqualTo(1);
            assertThat(bytes.text(56, 8)).isEqualTo("12345678");
        }
    }

    @Test
    void entriesWithAttributesCarryTheirNode() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(400).fill((byte) 0x55);
            var packer = new DirentPacker(memory, true);
            packer.add(".", 1, 1, 4, null);
            var iatt = new Iatt.Builder().gfid(new Gfid(0, 9)).mode(0100600).build();
            packer.add("f", 9, 2, 8, new NodeAttributes(3, iatt, 1_000_000_000L, 0, 4096));
            assertThat(packer.used()).isEqualTo(320);
            assertThat(packer.fits(1)).isFalse();
            var bytes = Bytes.of(memory);
            assertThat(bytes.u64(0)).as("a plain entry has node 0").isZero();
            assertThat(bytes.u64(24)).isZero();
            assertThat(bytes.u64(128)).isEqualTo(1);
            assertThat(bytes.text(152, 2)).isEqualTo(".\0");
            assertThat(bytes.u64(160)).isEqualTo(3);
            assertThat(bytes.u64(200)).isEqualTo(9);
            assertThat(bytes.u32(200 + 60)).isEqualTo(0100600);
            assertThat(bytes.u64(288 + 8)).isEqualTo(2);
            assertThat(bytes.text(312, 1)).isEqualTo("f");
        }
    }
}
