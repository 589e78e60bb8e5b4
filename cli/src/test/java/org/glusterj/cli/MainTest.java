package org.glusterj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(args, new PrintStream(out), new PrintStream(err));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEverySubcommand() {
        assertThat(run("help")).isZero();
        assertThat(text(out)).contains("quickstart", "serve", "mount", "version");
    }

    @Test
    void withoutOrWithUnknownSubcommandUsageIsExitOne() {
        assertThat(run()).isEqualTo(1);
        assertThat(run("serv")).isEqualTo(1);
        assertThat(text(err)).contains("unknown subcommand 'serv'").contains("usage: glusterj");
    }

    @Test
    void versionIsPrinted() {
        assertThat(run("version")).isZero();
        assertThat(text(out)).startsWith("glusterj ");
    }

    @Test
    void badArgumentsOfSubcommandsAreUsage() {
        assertThat(run("serve", "--volume")).isEqualTo(1);
        assertThat(run("mount", "nohost")).isEqualTo(1);
        assertThat(run("quickstart", "--port", "seven")).isEqualTo(1);
        assertThat(text(err)).contains("--port needs a number from 1 to 65535, not 'seven'");
    }
}
