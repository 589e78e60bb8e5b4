package org.glusterj.management.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Test;

/** When a brick process is wanted; the keeper's thread is not running. */
class BrickHostProcessTest {
    private static final Path NOWHERE = Path.of("/nowhere");

    private final BrickHostProcess host =
            new BrickHostProcess(
                    new HostFiles("bricks", NOWHERE, NOWHERE, NOWHERE),
                    (pidFile, log, command) -> {},
                    SystemEnvironment.get(),
                    new BrickHostProcess.Watch() {
                        @Override
                        public void online(String brick, boolean is) {}

                        @Override
                        public void sick(String brick) {}
                    });

    private static Map<String, BrickHostProcess.Wanted> brick(String name) {
        return Map.of(name, new BrickHostProcess.Wanted(NOWHERE, "", NOWHERE));
    }

    /** A manager that has just begun does not know yet what the processes that it finds are for. */
    @Test
    void whatIsNotKnownToBeUnwantedStays() {
        assertThat(host.isWanted()).isTrue();
        assertThat(host.mayStart()).isFalse();
        host.want(brick("a"), false);
        assertThat(host.mayStart()).isTrue();
        host.want(Map.of(), false);
        assertThat(host.keeps("a")).isTrue();
        assertThat(host.isWanted()).isTrue();
    }

    @Test
    void whatIsKnownToBeUnwantedGoes() {
        host.want(brick("a"), true);
        assertThat(host.isWanted()).isTrue();
        host.want(Map.of(), true);
        assertThat(host.keeps("a")).isFalse();
        assertThat(host.isWanted()).isFalse();
    }
}
