package org.glusterj.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTitleTest {
    /** In a process of its own: this one's arguments are of use to who looks for it. */
    public static void main(String[] args) throws Exception {
        boolean done =
                ProcessTitle.set(
                        List.of(
                                "mount",
                                "h:/v",
                                "/m\u00e4",
                                "x".repeat(Integer.parseInt(args[0]))));
        System.out.print(done + "\0");
        System.out.write(Files.readAllBytes(Path.of("/proc/self/cmdline")));
        System.out.flush();
    }

    private static List<String> shown(int letters) throws Exception {
        var process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ProcessTitleTest.class.getName(),
                                Integer.toString(letters))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).isZero();
        return List.of(said.replaceAll("\0*$", "").split("\0"));
    }

    @Test
    void psShowsOtherWords() throws Exception {
        assertThat(shown(5)).containsExactly("true", "mount", "h:/v", "/m\u00e4", "xxxxx");
    }

    @Test
    void whatDoesNotFitIsCutOff() throws Exception {
        var words = shown(1_000_000);
        assertThat(words).hasSize(5);
        assertThat(words.get(4)).matches("x{10,}").hasSizeLessThan(1_000_000);
    }
}
