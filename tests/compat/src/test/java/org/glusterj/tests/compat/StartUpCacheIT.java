package org.glusterj.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's start-up cache: made by {@code train}, used when it fits, and otherwise as if it were not there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StartUpCacheIT {
    private static final String OPENED = "Opened AOT cache";
    private static final String USED = "Using AOT-linked classes: true";
    private static final String VERSION = "glusterj [^\n]*\n";

    @TempDir Path directory;
    private Path home;
    private Path cache;

    @BeforeAll
    static void demands() {
        Rig.demand(StartUpCacheIT.class, Rig.Need.DISTRIBUTION);
    }

    /** With times, which the launcher compares. */
    @BeforeEach
    void copyOfTheDistribution() throws Exception {
        home = directory.resolve("home");
        cache = home.resolve("lib").resolve("glusterj.aot");
        assertThat(run("", "cp", "-a", Rig.HOME.toString(), home.toString())).isEmpty();
    }

    @Test
    void cacheOfTheBuildIsUsed() throws Exception {
        assertThat(version("-Xlog:aot")).contains(OPENED).contains(USED);
    }

    @Test
    void missingCacheIsNoError() throws Exception {
        Files.delete(cache);
        assertThat(version("")).matches(VERSION);
    }

    @Test
    void damagedCacheIsNotMentioned() throws Exception {
        var whole = Files.readAllBytes(cache);
        for (int bytes : List.of(0, 100, 10_000, whole.length / 2)) {
            Files.write(cache, Arrays.copyOf(whole, bytes));
            assertThat(version("")).matches(VERSION);
        }
        Files.write(cache, "something else".getBytes(StandardCharsets.US_ASCII));
        assertThat(version("")).matches(VERSION);
    }

    @Test
    void cacheOfOtherJarsIsNotUsed() throws Exception {
        try (var jars = Files.newDirectoryStream(home.resolve("lib"), "glusterj-core*.jar")) {
            for (var jar : jars) {
                Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
            }
        }
        assertThat(version("-Xlog:aot")).doesNotContain(USED);
        assertThat(version("")).matches(VERSION);
    }

    @Test
    void cacheOfMoreOrFewerJarsIsNotUsed() throws Exception {
        var more = home.resolve("lib").resolve("zz.jar");
        Files.createFile(more);
        assertThat(version("-Xlog:aot")).doesNotContain(OPENED);
        Files.delete(more);
        assertThat(version("-Xlog:aot")).contains(USED);
    }

    @Test
    void cacheWithoutItsRecordIsNotUsed() throws Exception {
        Files.delete(home.resolve("lib").resolve("glusterj.aot.jars"));
        assertThat(version("-Xlog:aot")).doesNotContain(OPENED);
    }

    @Test
    void cacheOfOtherFlagsIsNotUsed() throws Exception {
        assertThat(version("-XX:-UseCompactObjectHeaders -Xlog:aot")).doesNotContain(USED);
        assertThat(version("-XX:-UseCompactObjectHeaders")).matches(VERSION);
    }

    @Test
    void optionsMayNameAnotherCache() throws Exception {
        assertThat(version("-Xshare:off -Xlog:aot")).doesNotContain(OPENED);
        assertThat(version("-XX:AOTCache=" + cache)).matches(VERSION);
    }

    @Test
    void trainMakesACacheThatOnlyItsOwnerMayWrite() throws Exception {
        Files.delete(cache);
        assertThat(run("", launcher(), "train")).isEqualTo(cache + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-r--r--");
        assertThat(version("-Xlog:aot")).contains(USED);
        try (var left = Files.newDirectoryStream(home.resolve("lib"), ".train*")) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void trainThatMayNotWriteSaysSo() throws Exception {
        var readOnly = "mount -o bind,ro \"$1\" \"$1\" && \"$1/bin/glusterj\" train; echo exit $?";
        var said = run("", "unshare", "--mount", "sh", "-c", readOnly, "sh", home.toString());
        assertThat(said).contains("no start-up cache was made").contains("exit 2");
        assertThat(version("-Xlog:aot")).contains(USED);
    }

    private String launcher() {
        return home.resolve("bin").resolve("glusterj").toString();
    }

    private String version(String options) throws IOException, InterruptedException {
        return run(options, launcher(), "version");
    }

    /** What the command prints, to stdout or stderr. */
    private static String run(String options, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GLUSTERJ_OPTS", options);
        builder.environment().put("GLUSTERJ_JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
