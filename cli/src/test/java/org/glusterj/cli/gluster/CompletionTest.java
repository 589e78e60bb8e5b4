package org.glusterj.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.glusterj.cli.gluster.command.Catalogue;
import org.glusterj.cli.gluster.grammar.Completion;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final Path SHIPPED = Path.of("../dist/src/main/compat/gluster.bash");

    /** When this fails because commands changed: the difference is what the shipped file needs. */
    @Test
    void theShippedCompletionIsThatOfTheGrammar() throws Exception {
        assertThat(Files.readString(SHIPPED)).isEqualTo(script());
    }

    @Test
    void bashCompletesWordsOfCommands() throws Exception {
        var script = script();
        var test =
                script
                        + """
                        gluster() { echo myvolume; }
                        COMP_WORDS=(gluster volume sta) COMP_CWORD=2; _gluster; echo "${COMPREPLY[*]}"
                        COMP_WORDS=(gluster volume stop '') COMP_CWORD=3; _gluster; echo "${COMPREPLY[*]}"
                        COMP_WORDS=(gluster volume stop v f) COMP_CWORD=4; _gluster; echo "${COMPREPLY[*]}"
                        """;
        var process = new ProcessBuilder("bash", "-c", test).redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes()).lines())
                .containsExactly("start statedump status", "force myvolume", "force");
    }

    private static String script() {
        return Completion.bash(new Catalogue().commands());
    }
}
