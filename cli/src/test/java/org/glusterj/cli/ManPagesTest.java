package org.glusterj.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glusterj.cli.gluster.command.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manual pages say what the programs say of themselves. */
class ManPagesTest {
    @TempDir private Path temp;

    private Path page(String name) {
        var err = new ByteArrayOutputStream();
        var args = new String[] {"man", temp.toString()};
        int code = Main.run(args, System.out, new PrintStream(err, true, UTF_8));
        assertThat(code).as(err.toString(UTF_8)).isZero();
        return temp.resolve("man8").resolve(name + ".8");
    }

    /** As it is on a terminal, without line breaks and bold; complaints of the formatter are failures. */
    private static String rendered(Path page) throws Exception {
        assumeTrue(
                Stream.of("/usr/bin", "/bin")
                        .anyMatch(d -> Files.isExecutable(Path.of(d, "groff"))),
                "SKIPPED: no groff");
        var process =
                new ProcessBuilder(
                                List.of(
                                        "groff",
                                        "-man",
                                        "-ww",
                                        "-Tutf8",
                                        "-P-cbou",
                                        "-rLL=200n",
                                        page.toString()))
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(text).doesNotContain("warning:").doesNotContain("error:");
        return plain(text);
    }

    private static String plain(String text) {
        return text.replace('−', '-').replace('‐', '-').replaceAll("\\s+", " ");
    }

    private static String help(String... args) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, UTF_8);
        Main.run(args, print, print);
        return out.toString(UTF_8);
    }

    @Test
    void eachPageHasAllOfItsProgramsHelp() throws Exception {
        assertHas(rendered(page("glusterj")), help("--help"));
        assertHas(rendered(page("glusterjd")), help("glusterd", "--help"));
        assertHas(rendered(page("mount.glusterj")), help("mount", "--help"));
    }

    private static void assertHas(String page, String help) {
        assertThat(page).contains("NAME", "SYNOPSIS", "DESCRIPTION", "SEE ALSO");
        for (var line : help.lines().toList()) {
            assertThat(page).contains(plain(line.replaceFirst("^usage: ", "")).strip());
        }
    }

    @Test
    void eachCommandIsThere() throws Exception {
        var text = rendered(page("glusterj"));
        for (var command : new Catalogue().commands()) {
            if (command.help() != null) {
                assertThat(text).contains(plain(command.help()));
                command.usage().forEach(line -> assertThat(text).contains(plain(line).strip()));
            }
        }
    }

    @Test
    void withoutADirectoryNothingIsWritten() {
        assertThat(help("man")).isEqualTo("usage: glusterj man DIRECTORY\n");
    }
}
