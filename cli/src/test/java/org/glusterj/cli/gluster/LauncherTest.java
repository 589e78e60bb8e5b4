package org.glusterj.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glusterj.cli.gluster.command.Catalogue;
import org.junit.jupiter.api.Test;

/** The launcher passes lines to {@link Gluster} by their first word: it must know those that the grammar has. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../dist/src/main/bin/glusterj");
    private static final Pattern WORDS =
            Pattern.compile("(?m)^ +([\\w:|-]+)\\|--\\*\\) set -- gluster \"\\$@\" ;;$");

    @Test
    void theLauncherKnowsTheFirstWordOfEveryCommand() throws Exception {
        var list = WORDS.matcher(Files.readString(LAUNCHER));
        assertThat(list.find()).isTrue();
        var ofGrammar =
                new Catalogue()
                        .commands().stream()
                                .filter(command -> !command.words().contains("help"))
                                .map(command -> command.words().getFirst())
                                .collect(Collectors.toSet());

        assertThat(Arrays.asList(list.group(1).split("\\|")))
                .containsExactlyInAnyOrderElementsOf(ofGrammar);
    }
}
