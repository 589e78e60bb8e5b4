package org.glusterj.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Who runs the tests. */
final class TestUser {

    private TestUser() {}

    static void assumeRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: needs root");
    }
}
