package org.glusterj.tests.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the interop scripts and decides whether this machine can: root, /dev/fuse, stock GlusterFS, the
 * distribution in {@code dist/target/glusterj} ({@code mvn -DskipTests package}).
 *
 * <p>A class whose needs are absent is skipped with one line on standard output, or fails when {@code
 * GLUSTERJ_REQUIRE_INTEROP=1} (environment or system property). Used by one test thread at a time; not thread-safe. The
 * scratch directory of a run is removed unless the run failed; then its logs are kept below {@code target/compat}.
 */
final class Rig {
    /** What a test class needs beside root, python3 and namespaces. */
    enum Need {
        FUSE,
        STOCK,
        DISTRIBUTION,
        /** Loop devices, ext4, XFS and its xfs_io. */
        DISKS
    }

    /** Where either end of a cell comes from, in the words of the scripts. */
    enum End {
        STOCK,
        GLUSTERJ;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a script ended and what it printed. */
    record Run(int exit, List<String> lines) {}

    /** Stock's protocol has no flags for RENAME. */
    static final String KNOWN_OF_PROTOCOL = "rename-flags";

    /** Steps that a stock brick fails. */
    static final String KNOWN_OF_STOCK_BRICK = "deep-path," + KNOWN_OF_PROTOCOL;

    /** Steps that the stock client itself fails. */
    static final String KNOWN_OF_STOCK_CLIENT = "zero-range,rename-over-link," + KNOWN_OF_PROTOCOL;

    private static final Path ROOT = Path.of(System.getProperty("glusterj.root", "../.."));
    private static final Path SCRIPTS =
            ROOT.resolve("tests/compat/src/test/sh").toAbsolutePath().normalize();

    /** The distribution. */
    static final Path HOME = ROOT.resolve("dist/target/glusterj").toAbsolutePath().normalize();

    /** The captured dumps of a stock brick. */
    static final Path GOLDEN =
            ROOT.resolve("tests/compat/src/test/resources/golden/brick").toAbsolutePath();

    /** What a process of ours may take, at the end and at its highest. */
    private static final long RSS_KILOBYTES_MAX = 150 * 1024;

    private static final Path KEPT = Path.of("target/compat").toAbsolutePath();

    private Rig() {}

    /** Aborts, or fails where interop is required, when {@code test} cannot run here. */
    static void demand(Class<?> test, Need... needs) {
        String missing = missing(List.of(needs));
        if (missing == null) {
            return;
        }
        if (required()) {
            Assertions.fail("GLUSTERJ_REQUIRE_INTEROP=1, but there is no " + missing);
        }
        System.out.println("SKIPPED (no " + missing + "): " + test.getSimpleName());
        Assumptions.abort("no " + missing);
    }

    private static boolean required() {
        String name = "GLUSTERJ_REQUIRE_INTEROP";
        return "1".equals(System.getProperty(name, System.getenv(name)));
    }

    private static String missing(List<Need> needs) {
        if (!isRoot()) {
            return "root";
        }
        if (needs.contains(Need.FUSE) && !Files.isWritable(Path.of("/dev/fuse"))) {
            return "/dev/fuse";
        }
        if (needs.contains(Need.STOCK) && !(onPath("glusterd") && onPath("glusterfs"))) {
            return "glusterfs";
        }
        if (needs.contains(Need.DISKS)
                && !(Files.isWritable(Path.of("/dev/loop-control"))
                        && Stream.of("xfs_io", "mkfs.xfs", "mkfs.ext4").allMatch(Rig::onPath))) {
            return "loop devices, xfsprogs or e2fsprogs";
        }
        if (needs.contains(Need.DISTRIBUTION)
                && !Files.isExecutable(HOME.resolve("bin/glusterj"))) {
            return "distribution";
        }
        return null;
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean onPath(String program) {
        return Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/sbin")
                .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
    }

    /** The torture of one cell; every failed step is named in the failure. */
    static void torture(
            Class<?> test, End server, End client, Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of("cell", "@"));
        command.addAll(List.of(arguments));
        Run run = sandboxed(test, server, client, limit, command);
        System.out.println(
                test.getSimpleName()
                        + ": "
                        + count(run, "ok ")
                        + " steps ok, "
                        + String.join("; ", figures(run)));
        Assertions.assertTrue(passed(run), () -> explain(run));
        Assertions.assertEquals(
                List.of(),
                figures(run).stream().filter(Rig::isFat).toList(),
                "RSS of our processes");
    }

    /** A line "rss PID java KILOBYTES TOP" whose TOP, the highest so far, is too much. */
    private static boolean isFat(String figure) {
        String[] words = figure.split(" ");
        return words.length == 5
                && words[2].equals("java")
                && Long.parseLong(words[4]) > RSS_KILOBYTES_MAX;
    }

    /** Any other script that prints ok and FAIL lines. */
    static void script(Class<?> test, End server, End client, Duration limit, String... command) {
        Run run = sandboxed(test, server, client, limit, List.of(command));
        Assertions.assertTrue(passed(run), () -> explain(run));
    }

    /** Replays the golden operations through a cell and compares the brick after each. */
    static void golden(Class<?> test, End server, End client) {
        List<String> command = new ArrayList<>(List.of("golden-cell", "@", GOLDEN.toString()));
        if (client == End.GLUSTERJ) {
            command.add("--loose-times");
        }
        script(test, server, client, Duration.ofSeconds(60), command.toArray(String[]::new));
    }

    private static boolean passed(Run run) {
        return run.exit() == 0 && run.lines().stream().noneMatch(l -> l.startsWith("FAIL"));
    }

    private static long count(Run run, String prefix) {
        return run.lines().stream().filter(l -> l.startsWith(prefix)).count();
    }

    private static List<String> figures(Run run) {
        return run.lines().stream()
                .filter(l -> l.startsWith("rss ") || l.startsWith("known "))
                .toList();
    }

    private static String explain(Run run) {
        List<String> told = run.lines().stream().filter(l -> !l.startsWith("ok ")).toList();
        return "exit " + run.exit() + ", logs in " + KEPT + "\n" + String.join("\n", told);
    }

    /** Runs a script in a sandbox; the argument {@code @} stands for the scratch directory. */
    private static Run sandboxed(
            Class<?> test, End server, End client, Duration limit, List<String> command) {
        try {
            Path scratch = Files.createTempDirectory("glusterj-compat");
            boolean passed = false;
            try {
                List<String> line = new ArrayList<>(List.of(SCRIPTS.resolve("sandbox").toString()));
                if (server == End.GLUSTERJ) {
                    line.add("--no-glusterd");
                }
                line.addAll(
                        List.of(
                                scratch.toString(),
                                SCRIPTS.resolve(command.getFirst()).toString()));
                command.stream()
                        .skip(1)
                        .map(a -> a.equals("@") ? scratch.toString() : a)
                        .forEach(line::add);
                var environment =
                        Map.of(
                                "RIG_SERVER",
                                server.word(),
                                "RIG_CLIENT",
                                client.word(),
                                "RIG_HOME",
                                HOME.toString(),
                                "RIG_JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString());
                Run run = run(line, environment, scratch.resolve("output"), limit);
                passed = passed(run);
                return run;
            } finally {
                if (!passed) {
                    keepLogs(scratch, test.getSimpleName());
                }
                remove(scratch);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a script that needs no sandbox. */
    static Run plain(Duration limit, String script, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
        line.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile("glusterj-compat", ".out");
        try {
            return run(line, Map.of(), output, limit);
        } finally {
            Files.delete(output);
        }
    }

    private static Run run(
            List<String> line, Map<String, String> environment, Path output, Duration limit)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        // The launchers find their own JDK and flags; those of the build are not theirs.
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "MAVEN_OPTS", "JDK_JAVA_OPTIONS"));
        Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> lines = Files.readString(output, StandardCharsets.ISO_8859_1).lines().toList();
        if (!ended) {
            lines = Stream.concat(lines.stream(), Stream.of("FAIL killed after " + limit)).toList();
        }
        return new Run(ended ? process.exitValue() : -1, lines);
    }

    private static void keepLogs(Path scratch, String name) throws IOException {
        Path kept = KEPT.resolve(name);
        Files.createDirectories(kept);
        for (String part : List.of(".", "rig", "log", "log/bricks", "out")) {
            Path from = scratch.resolve(part);
            if (!Files.isDirectory(from)) {
                continue;
            }
            try (Stream<Path> files = Files.list(from)) {
                for (Path f : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(
                            f,
                            kept.resolve(f.getFileName().toString()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void remove(Path scratch) throws IOException {
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        }
    }
}
