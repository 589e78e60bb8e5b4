package org.glusterj.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.glusterj.cli.gluster.Recorded.Line;
import org.glusterj.cli.gluster.Recorded.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 170 command lines that stock 10.3 refuses without asking its manager: so do we, with its exit code and its usage.
 * */
class WrongLinesTest {
    private static final Pattern USAGE = Pattern.compile("(?s)\nUsage:\n(.*)\n$");

    /** Sentences of stock that name neither the word nor what it should be, or are wrong. */
    private static final List<String> USELESS =
            List.of(
                    "Error parsing options",
                    "option given twice",
                    "Invalid quota option",
                    "Invalid bit rot option",
                    "Wrong brick type: replica",
                    "For arbiter configuration");

    @TempDir Path directory;

    @Test
    void wrongLinesAreRefusedAsByStock() throws Exception {
        var pairs = Recorded.run("wrong-lines.txt", directory.resolve("socket"));

        assertThat(pairs).hasSizeGreaterThan(150);
        for (Pair pair : pairs) {
            assertThat(pair.ours().code()).as(pair.toString()).isEqualTo(pair.stock().code());
            var usage = USAGE.matcher(pair.stock().err());
            if (usage.find()) {
                assertThat(usageOf(pair.ours())).as(pair.toString()).contains(usage.group(1));
            } else {
                assertThat(pair.ours().toString()).isEqualTo(pair.stock().toString());
            }
        }
    }

    /** Where stock says what is wrong, so do we; where it says nothing, we name the word and what it should be. */
    @Test
    void everyRefusalHasAReason() throws Exception {
        for (Pair pair : Recorded.run("wrong-lines.txt", directory.resolve("socket"))) {
            var reason = reasonOf(pair.stock());
            if (!reason.isEmpty() && USELESS.stream().noneMatch(reason::contains)) {
                assertThat(reasonOf(pair.ours())).isEqualTo(reason);
            } else if (!pair.ours().arguments().contains("a/b")) {
                assertThat(reasonOf(pair.ours())).as(pair.toString()).isNotEmpty();
            }
        }
    }

    private static String usageOf(Line line) {
        var usage = USAGE.matcher(line.err());
        return usage.find() ? usage.group(1) : "";
    }

    private static String reasonOf(Line line) {
        var said = line.out() + line.err();
        int usage = said.indexOf("\nUsage:\n");
        return usage < 0 ? said : said.substring(0, usage);
    }
}
