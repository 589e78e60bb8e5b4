package org.glusterj.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workloads on a local directory: they do what they say, in any order. */
class WorksetTest {
    private static final int OPS = 10;
    private static final int CALLERS = 3;

    /** What the callers take together: each as many turns as the others. */
    private static final int TURNS = 12;

    @TempDir Path base;

    private long count(String glob) throws IOException {
        long count = 0;
        for (int i = 0; i < CALLERS; i++) {
            try (var files = Files.newDirectoryStream(base.resolve("c" + i), glob)) {
                for (var ignored : files) {
                    count++;
                }
            }
        }
        return count;
    }

    @Test
    void smallFilesAreLeftAsTheWorkloadSays() throws Exception {
        try (var crew = Crew.below(base, CALLERS)) {
            var files = new SmallFiles(crew, OPS);
            run(files, Workload.CREATE);
            assertThat(count("f*")).isEqualTo(TURNS);
            assertThat(base.resolve("c0/f0")).hasSize(4096);
            run(files, Workload.APPEND);
            assertThat(base.resolve("c2/f3")).hasSize(8192);
            run(files, Workload.OVERWRITE);
            assertThat(base.resolve("c2/f3")).hasSize(8192);
            run(files, Workload.RENAME);
            assertThat(count("f*")).isZero();
            assertThat(count("g*")).isEqualTo(TURNS);
            run(files, Workload.CREATE);
            assertThat(count("g*")).isEqualTo(TURNS);
            run(files, Workload.SYMLINK);
            run(files, Workload.SYMLINK);
            assertThat(Files.readSymbolicLink(base.resolve("c1/l0"))).hasToString("target");
            run(files, Workload.MKDIR);
            assertThat(count("d*")).isEqualTo(TURNS);
            run(files, Workload.RMDIR);
            assertThat(count("d*")).isZero();
            run(files, Workload.UNLINK);
            assertThat(count("[fg]*")).isZero();
        }
    }

    @Test
    void eachSmallFileWorkloadPreparesItself() throws Exception {
        for (var workload : Workload.values()) {
            if (workload.kind() == Workload.Kind.SMALL) {
                var own = base.resolve(workload.toString());
                try (var crew = Crew.below(own, CALLERS)) {
                    run(new SmallFiles(crew, OPS), workload);
                }
            }
        }
    }

    private static void run(Workset workset, Workload workload) throws IOException {
        workset.prepare(workload);
        var timing = workset.measure(workload);
        assertThat(timing.ops()).isEqualTo(TURNS);
        assertThat(timing.p50Nanos()).isBetween(1L, timing.p99Nanos());
        assertThat(timing.p99Nanos()).isLessThanOrEqualTo(timing.wallNanos());
    }

    @Test
    void listingSeesEveryEntryAndCanBeRepeated() throws Exception {
        var listing = new Listing(base, CALLERS, 700);
        for (int i = 0; i < 2; i++) {
            listing.prepare(Workload.LIST);
            assertThat(listing.measure(Workload.LIST).ops()).isEqualTo(702);
        }
        assertThat(count("entry*")).isEqualTo(702);
    }

    @Test
    void bulkFilesHaveTheirSize() throws Exception {
        var sequential = BulkFiles.sequential(base, 2);
        sequential.prepare(Workload.SEQ_READ);
        assertThat(sequential.measure(Workload.SEQ_READ).ops()).isEqualTo(2);
        sequential.prepare(Workload.SEQ_WRITE);
        assertThat(base.resolve("c0/bulk")).doesNotExist();
        assertThat(sequential.measure(Workload.SEQ_WRITE).ops()).isEqualTo(2);
        assertThat(base.resolve("c0/bulk")).hasSize(2 << 20);
    }

    @Test
    void randomWorkStaysInsideItsFile() throws Exception {
        var random = BulkFiles.random(base, CALLERS, OPS, 6);
        random.prepare(Workload.RANDOM_WRITE_FSYNC);
        for (var workload : new Workload[] {Workload.RANDOM_WRITE_FSYNC, Workload.RANDOM_READ}) {
            assertThat(random.measure(workload).ops()).isEqualTo(TURNS);
        }
        assertThat(base.resolve("c2/bulk")).hasSize(2 << 20);
    }
}
