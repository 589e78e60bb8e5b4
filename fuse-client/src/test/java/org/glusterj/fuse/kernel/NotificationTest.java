package org.glusterj.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class NotificationTest {
    private static Bytes put(Notification notification) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(Notification.MAX_BYTES).fill((byte) 0x55);
            var bytes = Bytes.of(notification.putInto(memory));
            assertThat(bytes.u32(0)).isEqualTo(bytes.size());
            assertThat(bytes.u64(8)).as("unique").isZero();
            return bytes;
        }
    }

    @Test
    void anInodeNotificationNamesARange() {
        var bytes = put(new Notification.InvalidateInode(7, -1, 12));
        assertThat(bytes.size()).isEqualTo(40);
        assertThat(bytes.u32(4)).isEqualTo(2);
        assertThat(bytes.u64(16)).isEqualTo(7);
        assertThat(bytes.u64(24)).isEqualTo(-1);
        assertThat(bytes.u64(32)).isEqualTo(12);
    }

    @Test
    void namesEndInANulThatIsNotCounted() {
        var bytes = put(new Notification.InvalidateEntry(7, "abc"));
        assertThat(bytes.size()).isEqualTo(36);
        assertThat(bytes.u32(4)).isEqualTo(3);
        assertThat(bytes.u64(16)).isEqualTo(7);
        assertThat(bytes.u32(24)).isEqualTo(3);
        assertThat(bytes.text(32, 4)).isEqualTo("abc\0");
        var delete = put(new Notification.Delete(7, 8, "x".repeat(255)));
        assertThat(delete.size()).isEqualTo(16 + 24 + 256);
        assertThat(delete.u32(4)).isEqualTo(6);
        assertThat(delete.u64(24)).isEqualTo(8);
        assertThat(delete.u32(32)).isEqualTo(255);
        assertThat(delete.text(40 + 254, 2)).isEqualTo("x\0");
    }

    @Test
    void aNameThatExpiresHasTheFlag() {
        var bytes = put(new Notification.ExpireEntry(7, "abc"));
        assertThat(bytes.size()).isEqualTo(36);
        assertThat(bytes.u32(4)).isEqualTo(3);
        assertThat(bytes.u32(28)).isOne();
        assertThat(bytes.text(32, 4)).isEqualTo("abc\0");
    }

    @Test
    void anEpochStepHasNoBody() {
        var bytes = put(new Notification.IncrementEpoch());
        assertThat(bytes.size()).isEqualTo(16);
        assertThat(bytes.u32(4)).isEqualTo(8);
    }

    @Test
    void nodesToForgetAreCounted() {
        var bytes = put(new Notification.Prune(new long[] {7, 1L << 40}));
        assertThat(bytes.size()).isEqualTo(16 + 16 + 16);
        assertThat(bytes.u32(4)).isEqualTo(9);
        assertThat(bytes.u32(16)).isEqualTo(2);
        assertThat(bytes.u32(20)).isZero();
        assertThat(bytes.u64(24)).isZero();
        assertThat(bytes.u64(32)).isEqualTo(7);
        assertThat(bytes.u64(40)).isEqualTo(1L << 40);
        var most = put(new Notification.Prune(new long[Notification.Prune.MAX_NODES]));
        assertThat(most.size()).isEqualTo(Notification.MAX_BYTES);
    }
}
