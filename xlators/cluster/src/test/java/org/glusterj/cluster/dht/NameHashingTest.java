package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.glusterj.core.GraphException;
import org.junit.jupiter.api.Test;

class NameHashingTest {
    private final NameHashing standard = hashing("", "");

    private static NameHashing hashing(String rsync, String extra) {
        try {
            return new NameHashing(rsync, extra);
        } catch (GraphException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allCapturedNamesHashAsInStock() {
        var lines = Golden.lines("hashes.txt");
        assertThat(lines).hasSize(2384);
        var byRegex = hashing("^\\.(.+)\\.[^.]+$ ".strip(), "");
        for (var line : lines) {
            var words = line.split(" ");
            var name = Golden.bytes(words[0]);
            assertThat(hex(NameHash.of(name))).as(line).isEqualTo(words[1]);
            assertThat(hex(standard.of(name))).as(line).isEqualTo(words[2]);
            assertThat(hex(byRegex.of(name))).as(line).isEqualTo(words[2]);
        }
    }

    /** The same expression through the regex engine: written differently it is not recognised. */
    @Test
    void theRegexEngineAgreesWithTheShortcut() {
        var engine = hashing("^[.](.+)\\.[^.]+$", "");
        for (var line : Golden.lines("hashes.txt")) {
            var name = Golden.bytes(line.split(" ")[0]);
            assertThat(engine.of(name)).as(line).isEqualTo(standard.of(name));
        }
    }

    @Test
    void temporaryNamesHashLikeTheirTarget() {
        assertThat(standard.of(".file.txt.Xa12Bc")).isEqualTo(standard.of("file.txt"));
        assertThat(standard.of(".a.b.c")).isEqualTo(NameHash.of("a.b"));
        assertThat(standard.of(".a\nb.c")).isEqualTo(NameHash.of("a\nb"));
        assertThat(standard.of("..c")).isEqualTo(NameHash.of("..c"));
        assertThat(standard.of(".a.")).isEqualTo(NameHash.of(".a."));
    }

    @Test
    void noneSwitchesItOff() {
        assertThat(hashing("none", "").of(".a.b")).isEqualTo(NameHash.of(".a.b"));
    }

    @Test
    void theExtraExpressionComesFirst() {
        var both = hashing("", "^(.+)~$");
        assertThat(both.of("letter~")).isEqualTo(NameHash.of("letter"));
        assertThat(both.of(".a.b~")).isEqualTo(NameHash.of(".a.b"));
        assertThat(both.of(".a.b")).isEqualTo(NameHash.of("a"));
        assertThat(both.of("letter~\n")).isEqualTo(NameHash.of("letter~\n"));
    }

    @Test
    void aBadExpressionIsRefused() {
        assertThatThrownBy(() -> new NameHashing("(", ""))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("rsync-hash-regex");
    }

    private static String hex(int hash) {
        return String.format("%08x", hash);
    }
}
