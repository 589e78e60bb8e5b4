package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ArchTest {

    @Test
    void machinesAreKnownByTheirJdkNames() {
        assertThat(Arch.of("Linux", "amd64")).isEqualTo(Arch.X86_64);
        assertThat(Arch.of("Linux", "aarch64")).isEqualTo(Arch.AARCH64);
        assertThat(OpenFlags.O_DIRECTORY).isEqualTo(Arch.HERE.oDirectory);
    }

    @Test
    void flagsDifferAsTheKernelHeadersSay() {
        assertThat(Arch.X86_64.oDirectory).isEqualTo(0200000);
        assertThat(Arch.X86_64.oNofollow).isEqualTo(0400000);
        assertThat(Arch.X86_64.oDirect).isEqualTo(040000);
        assertThat(Arch.AARCH64.oDirectory).isEqualTo(040000);
        assertThat(Arch.AARCH64.oNofollow).isEqualTo(0100000);
        assertThat(Arch.AARCH64.oDirect).isEqualTo(0200000);
    }

    @Test
    void otherSystemsAreRefused() {
        assertThatThrownBy(() -> Arch.of("Mac OS X", "aarch64"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Mac OS X");
        assertThatThrownBy(() -> Arch.of("Linux", "riscv64")).hasMessageContaining("riscv64");
    }
}
