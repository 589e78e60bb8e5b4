package org.glusterj.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

/** The bodies of {@link LoopbackBenchmark} run, in one mount of either kind of brick. */
class LoopbackBenchmarkTest {
    private static final int FILE_BYTES = 4096;

    @TempDir Path directory;

    @Test
    void everyBodyRunsWithTheBrickHere() throws Exception {
        runBodies("here");
    }

    @Test
    void everyBodyRunsWithTheBrickInAChild() throws Exception {
        runBodies("child");
    }

    private void runBodies(String brick) throws Exception {
        assumeThat(Syscalls.system().geteuid()).as("NOT RUN: bricks need root").isZero();
        var mounted = new LoopbackBenchmark.Mounted();
        mounted.directory = directory.toString();
        mounted.brick = brick;
        mounted.setUp();
        try {
            var caller = new LoopbackBenchmark.Caller();
            caller.setUp(mounted);
            var one = new LoopbackOneCaller();
            assertThat(one.stat(mounted).size()).isEqualTo(FILE_BYTES);
            assertThat(one.create(mounted, caller)).isEqualTo(FILE_BYTES);
            assertThat(one.read(mounted, caller)).isEqualTo(FILE_BYTES);
            assertThat(one.list(mounted)).isEqualTo(100);
        } finally {
            mounted.tearDown();
        }
    }

    @Test
    void noBodyIsForgottenHere() {
        var bodies =
                Arrays.stream(LoopbackBenchmark.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Benchmark.class))
                        .map(Method::getName);
        assertThat(bodies).containsExactlyInAnyOrder("stat", "create", "read", "list");
    }
}
