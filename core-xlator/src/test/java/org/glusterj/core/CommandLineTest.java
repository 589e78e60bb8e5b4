package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void allOfALongOneIsSeen() throws Exception {
        var filler = "x".repeat(10_000);
        // A shell that reads lines stays what it is until its input ends.
        var command = List.of("sh", "-c", "read line", "name", filler, "the end");
        var process = new ProcessBuilder(command).start();
        try {
            assertThat(CommandLine.of(process.pid())).isEqualTo(command);
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
        assertThat(CommandLine.of(process.pid())).isEmpty();
    }

    @Test
    void noSuchProcess() {
        assertThat(CommandLine.of(Integer.MAX_VALUE)).isEmpty();
    }
}
