package org.glusterj.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InitRequestTest {
    /** What Linux 6.18 offers. */
    private static final long OFFERED = 0x7fd73fffffbL;

    private static final long WANTED =
            InitFlags.ASYNC_READ
                    | InitFlags.DO_READDIRPLUS
                    | InitFlags.HANDLE_KILLPRIV_V2
                    | InitFlags.DIRECT_IO_ALLOW_MMAP
                    | 1L << 2;

    private final KernelReply reply = new KernelReply();

    private static Bytes offer() {
        return new Bytes(64)
                .u32(0, 7)
                .u32(4, 45)
                .u32(8, 131072)
                .u32(12, (int) OFFERED)
                .u32(16, (int) (OFFERED >>> 32));
    }

    private Bytes answer(InitRequest init) {
        init.answer(new InitRequest.Wish(WANTED, 1 << 20, 64, 48), reply);
        return Bytes.of(reply.body());
    }

    @Test
    void theAnswerAsksForWhatBothKnow() {
        var init = InitRequest.of(offer().memory());
        assertThat(init.flags()).isEqualTo(OFFERED);
        var bytes = answer(init);
        assertThat(bytes.size()).isEqualTo(64);
        assertThat(bytes.u32(0)).isEqualTo(7);
        assertThat(bytes.u32(4)).isEqualTo(45);
        assertThat(bytes.u32(8)).isEqualTo(1 << 20);
        long flags = WANTED & ~(1L << 2) | InitFlags.INIT_EXT;
        assertThat(bytes.u32(12)).isEqualTo((int) flags);
        assertThat(bytes.u16(16)).isEqualTo(64);
        assertThat(bytes.u16(18)).isEqualTo(48);
        assertThat(bytes.u32(20)).isEqualTo(1 << 20);
        assertThat(bytes.u32(24)).isEqualTo(1);
        assertThat(bytes.u16(28)).isEqualTo(256);
        assertThat(bytes.u32(32)).isEqualTo(1 << 4);
    }

    @Test
    void anOlderKernelHasNoSecondWordOfFlags() {
        var old = new Bytes(16).u32(0, 7).u32(4, 31).u32(12, 0x03fffffb);
        var bytes = answer(InitRequest.of(old.memory()));
        assertThat(bytes.u32(4)).isEqualTo(31);
        assertThat(bytes.u32(32)).isZero();
        assertThat(bytes.u32(12) & (int) InitFlags.INIT_EXT).isZero();
    }

    @Test
    void aNewerMinorGetsOurs() {
        assertThat(answer(InitRequest.of(offer().u32(4, 99).memory())).u32(4)).isEqualTo(45);
    }

    @Test
    void aNewerMajorGetsOurNumbersOnly() {
        InitRequest.answerNewerMajor(reply);
        var bytes = Bytes.of(reply.body());
        assertThat(bytes.u32(0)).isEqualTo(7);
        assertThat(bytes.u32(4)).isEqualTo(45);
        assertThat(bytes.u32(12)).isZero();
    }
}
