package org.glusterj.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glusterj.core.CommandLine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code benchmarks/compare} works and cleans up; what it measures is not looked at. */
class CompareIT {
    private static final Path COMPARE =
            Path.of(System.getProperty("glusterj.root", "../.."), "benchmarks/compare")
                    .toAbsolutePath()
                    .normalize();

    /** Some of each kind, in the order in which they are measured. */
    private static final List<String> WORKLOADS =
            List.of(
                    "create",
                    "read",
                    "unlink",
                    "list",
                    "seq-read",
                    "seq-write-direct",
                    "random-write-fsync",
                    "untar",
                    "rm-rf",
                    "mount");

    /** Prints a line for each thing that a reader of the results may rely on. */
    private static final String READ_RESULTS =
            """
            import json, sys
            r = json.load(open(sys.argv[1]))
            print("format", r["format"], r["complete"])
            for key in ("cpu", "cores", "memory", "kernel", "jdk", "glusterj", "stock", "fileSystem"):
                assert r["machine"][key], key
            assert r["date"] and r["command"] and r["loadBefore"] and r["loadAfter"] and r["options"]["rounds"]
            for name, cell in r["cells"].items():
                assert cell["clientRssKilobytes"] > 0 and cell["serverRssKilobytes"] > 0
                print("cell", name, "type performance/md-cache" in cell["clientVolfile"])
            for s in r["samples"]:
                assert s["ops"] > 0 and s["wallNanos"] > 0 and s["clientCpuMillis"] >= 0 and s["serverCpuMillis"] >= 0
                print("sample", s["cell"], s["workload"], s["threads"], s["round"])
            for c in r["comparisons"]:
                for row in c["rows"]:
                    assert row["ratioLowQuartile"] <= row["ratio"] <= row["ratioHighQuartile"]
                    assert row["ours"]["microsPerOp"] > 0 and row["reference"]["microsPerOp"] > 0
                print("pair", c["ours"], c["reference"], len(c["rows"]))
            """;

    @TempDir Path directory;

    @BeforeAll
    static void demands() {
        Rig.demand(CompareIT.class, Rig.Need.FUSE, Rig.Need.STOCK, Rig.Need.DISTRIBUTION);
    }

    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void writesTableChartAndResults() throws Exception {
        var out = directory.resolve("out");
        var scratch = Files.createDirectory(directory.resolve("scratch"));
        int code =
                run(
                        start(
                                "--dir=" + scratch,
                                "--out=" + out,
                                "--tree=" + tree(),
                                "--cells=glusterj-glusterj,plain-stock",
                                "--workloads=" + String.join(",", WORKLOADS),
                                "--threads=2",
                                "--ops=2",
                                "--entries=4",
                                "--size=1",
                                "--rounds=1",
                                "--warmup=0"));
        assertThat(code).isZero();
        assertThat(results(out.resolve("results.json"))).isEqualTo(expected());
        assertThat(Files.readString(out.resolve("table.txt")))
                .contains("glusterj-glusterj against plain-stock", "RSS in MiB");
        assertThat(out.resolve("glusterj-glusterj-against-plain-stock.png")).isNotEmptyFile();
        assertThat(scratch).isEmptyDirectory();
    }

    /** The bricks are a manager's then. */
    @Test
    @Timeout(value = 310, unit = TimeUnit.SECONDS)
    void volumesOfSeveralBricksAreComparedToo() throws Exception {
        var out = directory.resolve("out");
        int code =
                run(
                        start(
                                "--dir=" + directory,
                                "--out=" + out,
                                "--shape=replica",
                                "--bricks=3",
                                "--cells=glusterj-glusterj,stock-stock",
                                "--workloads=create",
                                "--threads=1",
                                "--ops=2",
                                "--rounds=1",
                                "--warmup=0"));
        assertThat(code).isZero();
        assertThat(results(out.resolve("results.json")))
                .contains(
                        "sample glusterj-glusterj create 1 1",
                        "sample stock-stock create 1 1",
                        "pair glusterj-glusterj stock-stock 1");
        assertThat(Files.readString(out.resolve("results.json")))
                .contains("cluster/replicate", "vol-client-2");
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void aFailureKeepsTheLogsAndNothingElse() throws Exception {
        var out = directory.resolve("out");
        var scratch = Files.createDirectory(directory.resolve("scratch"));
        int code =
                run(
                        start(
                                "--dir=" + scratch,
                                "--out=" + out,
                                "--tree=" + directory.resolve("no.tar"),
                                "--cells=glusterj-glusterj",
                                "--workloads=create,untar",
                                "--threads=1",
                                "--ops=2",
                                "--warmup=0"));
        assertThat(code).isEqualTo(2);
        assertThat(out.resolve("logs/glusterj-glusterj/programs.log")).content().contains("no.tar");
        assertThat(out.resolve("logs/glusterj-glusterj/serve.log")).exists();
        assertThat(results(out.resolve("results.json")))
                .containsExactly("format 1 False", "sample glusterj-glusterj create 1 1");
        assertThat(scratch).isEmptyDirectory();
    }

    /** A tar archive of a few files. */
    private Path tree() throws Exception {
        var tree = directory.resolve("tree.tar");
        var benchmarks = COMPARE.getParent().toString();
        var tar =
                List.of("tar", "-cf", tree.toString(), "-C", benchmarks, "src/main/sh", "pom.xml");
        assertThat(new ProcessBuilder(tar).start().waitFor()).isZero();
        return tree;
    }

    private static List<String> expected() {
        var lines =
                new ArrayList<>(
                        List.of(
                                "format 1 True",
                                "cell glusterj-glusterj True",
                                "cell plain-stock False"));
        for (var workload : WORKLOADS) {
            boolean threaded = List.of("create", "read", "unlink", "list").contains(workload);
            int threads = threaded || workload.startsWith("random") ? 2 : 1;
            for (var cell : List.of("glusterj-glusterj", "plain-stock")) {
                lines.add("sample " + cell + " " + workload + " " + threads + " 1");
            }
        }
        lines.add("pair glusterj-glusterj plain-stock " + WORKLOADS.size());
        return lines;
    }

    @Test
    @Timeout(value = 130, unit = TimeUnit.SECONDS)
    void nothingIsLeftWhenItIsEndedEarly() throws Exception {
        // Rounds without end: only the signal can end this run.
        var process =
                start(
                        "--dir=" + directory,
                        "--out=" + directory.resolve("out"),
                        "--cells=glusterj-glusterj,stock-stock",
                        "--workloads=create,unlink",
                        "--ops=2",
                        "--rounds=1000",
                        "--warmup=0");
        try (var said = process.errorReader()) {
            awaitLine(said, "round 2 of 1000");
            assertThat(processesThatName(directory)).isNotEmpty();
            process.toHandle().destroy();
            said.lines().forEach(line -> {});
        }
        assertThat(run(process)).isEqualTo(143);
        assertThat(directory).isEmptyDirectory();
        assertThat(processesThatName(directory)).isEmpty();
    }

    private static Process start(String... options) throws IOException {
        var command = new ArrayList<>(List.of(COMPARE.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    private static int run(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static void awaitLine(BufferedReader reader, String end) throws IOException {
        var seen = new StringBuilder();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            seen.append(line).append('\n');
            if (line.endsWith(end)) {
                return;
            }
        }
        throw new AssertionError("ended without saying '" + end + "':\n" + seen);
    }

    private static List<String> processesThatName(Path directory) throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> String.join(" ", CommandLine.of(process.pid())))
                    .filter(line -> line.contains(directory.toString() + "/glusterj-compare"))
                    .toList();
        }
    }

    private static List<String> results(Path json) throws Exception {
        var process =
                new ProcessBuilder("python3", "-c", READ_RESULTS, json.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var lines = process.inputReader()) {
            return lines.lines().toList();
        }
    }
}
