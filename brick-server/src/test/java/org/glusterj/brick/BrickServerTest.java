package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.SystemEnvironment;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** What a brick server does to its process. */
class BrickServerTest {
    @Test
    void itsUmaskTakesNothingFromTheModesOfClients() {
        var sys = Syscalls.system();
        int before = sys.umask(022);
        try (var server = new BrickServer(SystemEnvironment.get())) {
            assertThat(sys.umask(0)).isZero();
            assertThat(server.bricks()).isEmpty();
        } finally {
            sys.umask(before);
        }
    }
}
