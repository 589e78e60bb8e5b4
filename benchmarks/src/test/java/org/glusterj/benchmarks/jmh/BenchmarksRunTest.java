package org.glusterj.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.glusterj.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark's body runs, once, with each of its parameters, in this process. Says nothing about time. */
class BenchmarksRunTest {
    /** Each would take seconds to mount and unmount: {@link LoopbackBenchmarkTest} does so once for all. */
    private static final String ELSEWHERE = "\\.Loopback";

    @TempDir Path directory;

    @Test
    void everyBodyRunsOnce() throws RunnerException {
        assumeThat(Syscalls.system().geteuid()).as("NOT RUN: bricks need root").isZero();
        System.setProperty("jmh.ignoreLock", "true");
        var results = new Runner(once()).run();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getBenchmarkResults()).isNotEmpty());
        var run =
                results.stream()
                        .map(result -> result.getParams().getBenchmark())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(run).isEqualTo(all());
    }

    private Options once() {
        return new OptionsBuilder()
                .exclude(ELSEWHERE)
                .mode(Mode.SingleShotTime)
                .param("directory", directory.toString())
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static Set<String> all() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().getAll(silent, List.of(ELSEWHERE)).stream()
                .map(entry -> entry.getUsername())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
