package org.glusterj.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.junit.jupiter.api.Test;

class KernelReplyTest {
    private static final Iatt IATT =
            new Iatt.Builder()
                    .gfid(new Gfid(1, 0x1122334455667788L))
                    .size(1001)
                    .blocks(1002)
                    .atime(1003, 4)
                    .mtime(1005, 6)
                    .ctime(1007, 8)
                    .mode(0100644)
                    .nlink(1009)
                    .uid(1010)
                    .gid(1011)
                    .rdev(1L << 32 | 259)
                    .blksize(4096)
                    .build();

    private final KernelReply reply = new KernelReply();

    private static void assertAttr(Bytes bytes, int at) {
        assertThat(bytes.u64(at)).isEqualTo(0x1122334455667788L);
        assertThat(bytes.u64(at + 8)).isEqualTo(1001);
        assertThat(bytes.u64(at + 16)).isEqualTo(1002);
        assertThat(bytes.u64(at + 24)).isEqualTo(1003);
        assertThat(bytes.u64(at + 32)).isEqualTo(1005);
        assertThat(bytes.u64(at + 40)).isEqualTo(1007);
        assertThat(bytes.u32(at + 48)).isEqualTo(4);
        assertThat(bytes.u32(at + 52)).isEqualTo(6);
        assertThat(bytes.u32(at + 56)).isEqualTo(8);
        assertThat(bytes.u32(at + 60)).isEqualTo(0100644);
        assertThat(bytes.u32(at + 64)).isEqualTo(1009);
        assertThat(bytes.u32(at + 68)).isEqualTo(1010);
        assertThat(bytes.u32(at + 72)).isEqualTo(1011);
        assertThat(bytes.u32(at + 76)).as("minor 259 spreads").isEqualTo(0x100103);
        assertThat(bytes.u32(at + 80)).isEqualTo(131072);
    }

    @Test
    void anEntryAndAnOpenFillTheReplyOfCreate() {
        var node = new NodeAttributes(77, IATT, 1_500_000_000L, 2_000_000_003L, 131072);
        reply.entry(node, KernelReply.OPEN_BYTES).opened(KernelReply.ENTRY_BYTES, 99, 1);
        var bytes = Bytes.of(reply.success(12, 0));
        assertThat(bytes.size()).isEqualTo(160);
        assertThat(bytes.u32(0)).isEqualTo(160);
        assertThat(bytes.u32(4)).isZero();
        assertThat(bytes.u64(8)).isEqualTo(12);
        assertThat(bytes.u64(16)).isEqualTo(77);
        assertThat(bytes.u64(24)).isEqualTo(1);
        assertThat(bytes.u64(32)).isEqualTo(1);
        assertThat(bytes.u64(40)).isEqualTo(2);
        assertThat(bytes.u32(48)).isEqualTo(500_000_000);
        assertThat(bytes.u32(52)).isEqualTo(3);
        assertAttr(bytes, 56);
        assertThat(bytes.u64(144)).isEqualTo(99);
        assertThat(bytes.u32(152)).isEqualTo(1);
    }

    @Test
    void attributesFollowTheirTimeOut() {
        reply.attributes(new NodeAttributes(0, IATT, 0, 1_000_000_001L, 131072));
        var bytes = Bytes.of(reply.success(1, 0));
        assertThat(bytes.size()).isEqualTo(16 + 104);
        assertThat(bytes.u64(16)).isEqualTo(1);
        assertThat(bytes.u32(24)).isEqualTo(1);
        assertAttr(bytes, 32);
    }

    @Test
    void aNegativeEntryHasNodeZeroAndATimeOut() {
        var bytes = Bytes.of(reply.negativeEntry(2_500_000_000L).success(1, 0));
        assertThat(bytes.size()).isEqualTo(144);
        assertThat(bytes.u64(16)).isZero();
        assertThat(bytes.u64(32)).isEqualTo(2);
        assertThat(bytes.u32(48)).isEqualTo(500_000_000);
    }

    @Test
    void statxHasItsOwnLayout() {
        new NodeAttributes(0, IATT, 0, 1_000_000_000L, 131072).putStatx(reply);
        var bytes = Bytes.of(reply.body());
        assertThat(bytes.size()).isEqualTo(288);
        assertThat(bytes.u64(0)).isEqualTo(1);
        assertThat(bytes.u32(32)).as("no birth time").isEqualTo(0x7ff);
        assertThat(bytes.u32(36)).isEqualTo(131072);
        assertThat(bytes.u32(48)).isEqualTo(1009);
        assertThat(bytes.u32(52)).isEqualTo(1010);
        assertThat(bytes.u32(56)).isEqualTo(1011);
        assertThat(bytes.u16(60)).isEqualTo(0100644);
        assertThat(bytes.u64(64)).isEqualTo(0x1122334455667788L);
        assertThat(bytes.u64(72)).isEqualTo(1001);
        assertThat(bytes.u64(80)).isEqualTo(1002);
        assertThat(bytes.u64(96)).isEqualTo(1003);
        assertThat(bytes.u32(104)).isEqualTo(4);
        assertThat(bytes.u64(128)).isEqualTo(1007);
        assertThat(bytes.u64(144)).isEqualTo(1005);
        assertThat(bytes.u32(160)).isEqualTo(1);
        assertThat(bytes.u32(164)).isEqualTo(259);
        var born = IATT.toBuilder().btime(5, 6).flags(Iatt.BTIME_VALID).build();
        new NodeAttributes(0, born, 0, 0, 4096).putStatx(reply);
        bytes = Bytes.of(reply.body());
        assertThat(bytes.u32(32)).isEqualTo(0xfff);
        assertThat(bytes.u64(112)).isEqualTo(5);
        assertThat(bytes.u32(120)).isEqualTo(6);
    }

    @Test
    void aFailureIsTheHeaderAlone() {
        reply.body(100);
        var bytes = Bytes.of(reply.failure(5, 2));
        assertThat(bytes.size()).isEqualTo(16);
        assertThat(bytes.u32(0)).isEqualTo(16);
        assertThat(bytes.u32(4)).isEqualTo(-2);
        assertThat(bytes.u64(8)).isEqualTo(5);
    }

    @Test
    void contentThatFollowsCountsInTheLength() {
        var head = Bytes.of(reply.body(0).success(5, 4096));
        assertThat(head.size()).isEqualTo(16);
        assertThat(head.u32(0)).isEqualTo(4112);
    }

    @Test
    void deviceNumbersRoundTrip() {
        for (long rdev : new long[] {1L << 32 | 3, 259L << 32 | 70_000, 0xfffL << 32 | 0xfffff}) {
            int encoded = NodeAttributes.encodeDevice(rdev);
            assertThat(NodeAttributes.major(encoded)).isEqualTo((int) (rdev >>> 32));
            assertThat(NodeAttributes.minor(encoded)).isEqualTo((int) rdev);
        }
    }
}
