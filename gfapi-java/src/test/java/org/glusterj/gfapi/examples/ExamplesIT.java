package org.glusterj.gfapi.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.glusterj.gfapi.ServedVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the programs of docs/embedding.md against a served volume. */
@Timeout(120)
class ExamplesIT {
    private interface Program {
        void main(String[] args) throws Exception;
    }

    private static List<String> outputOf(Program program) throws Exception {
        var out = new ByteArrayOutputStream();
        var before = System.out;
        try (var served = ServedVolume.start()) {
            System.setOut(new PrintStream(out, true, UTF_8));
            program.main(
                    new String[] {
                        ServedVolume.HOST, Integer.toString(served.port()), ServedVolume.VOLUME
                    });
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void theProgramOnGfapiRuns() throws Exception {
        assertThat(outputOf(EmbeddedVolume::main))
                .containsExactly(
                        "read: volume",
                        "user 1000: EACCES",
                        "bytes in all entries: 912",
                        "free: true");
    }

    @Test
    void theProgramOnNioRuns() throws Exception {
        assertThat(outputOf(VolumeAsPath::main))
                .containsExactly(
                        "lines: 2",
                        "mode: 100640",
                        "locked: true, size: 22",
                        "latest: /reports/2026/final.txt",
                        "found: /reports",
                        "found: /reports/2026",
                        "found: /reports/2026/final.txt",
                        "found: /reports/2026/latest",
                        "found: /reports/2026/report.txt",
                        "copied out: true",
                        "missing: /reports/2026/none",
                        "free: true");
    }
}
