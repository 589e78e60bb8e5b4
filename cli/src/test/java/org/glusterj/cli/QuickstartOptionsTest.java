package org.glusterj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuickstartOptionsTest {
    @Test
    void defaultsKeepEverythingBelowOneDirectory() throws Exception {
        var options = QuickstartOptions.parse(new String[0]);
        assertThat(options)
                .isEqualTo(
                        new QuickstartOptions(
                                Path.of("/var/tmp/glusterj"),
                                Path.of("/var/tmp/glusterj/mnt"),
                                0,
                                false,
                                true));
        assertThat(options.bricks()).hasSize(3).startsWith(Path.of("/var/tmp/glusterj/brick1"));
    }

    @Test
    void everyArgumentIsTaken() throws Exception {
        var options =
                QuickstartOptions.parse(
                        new String[] {
                            "--dir", "/d", "--mount", "/m", "--port", "24100", "--no-keep", "--stop"
                        });
        assertThat(options)
                .isEqualTo(new QuickstartOptions(Path.of("/d"), Path.of("/m"), 24100, true, false));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> QuickstartOptions.parse(new String[] {"--dir"}))
                .hasMessage("--dir needs a value");
        assertThatThrownBy(() -> QuickstartOptions.parse(new String[] {"--port", "0"}))
                .hasMessageContaining("--port needs a number from 1 to 65535");
        assertThatThrownBy(() -> QuickstartOptions.parse(new String[] {"x"}))
                .hasMessage("unknown argument x");
        var deep = "/" + "d".repeat(64);
        assertThatThrownBy(() -> QuickstartOptions.parse(new String[] {"--dir", deep}))
                .hasMessage("--dir is too long by 2 bytes: unix sockets live there");
    }
}
