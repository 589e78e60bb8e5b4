package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VolfileTest {
    static Stream<Path> golden() throws IOException {
        return Files.walk(Path.of("src/test/resources/golden/volfiles"))
                .filter(p -> p.toString().endsWith(".vol"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void goldenVolfilesRoundTripByteForByte(Path file) throws Exception {
        var text = Files.readString(file);
        var volfile = Volfile.parse(text);
        assertThat(Volfile.parse(volfile.write())).isEqualTo(volfile);
        assertThat(volfile.write().strip()).isEqualTo(text.strip());
    }

    @Test
    void thereAreGoldenVolfiles() throws IOException {
        assertThat(golden()).hasSizeGreaterThan(20);
    }

    @Test
    void theLastNodeIsTheTop() throws GraphException {
        var volfile =
                Volfile.parse(
                        "volume a\ntype t/a\nend-volume volume b type t/b subvolumes a end-volume");
        assertThat(volfile.top().name()).isEqualTo("b");
        assertThat(volfile.top().subvolumes()).containsExactly("a");
    }

    @Test
    void quotesCommentsAndRepeatedKeys() throws GraphException {
        var volfile =
                Volfile.parse(
                        """
                        # a comment
                        volume "my volume" type t/x # more
                          option key "a \\"quoted\\" value"
                          option key2 `date`
                          option key2 later
                        end-volume
                        """);
        assertThat(volfile.top().name()).isEqualTo("my volume");
        assertThat(volfile.top().options())
                .containsEntry("key", "a \"quoted\" value")
                .containsEntry("key2", "later");
        assertThat(Volfile.parse(volfile.write())).isEqualTo(volfile);
    }

    @Test
    void mistakesAreNamedWithTheirLine() {
        assertRefused("volume a\nend-volume", "node a has no type");
        assertRefused(
                "volume a type x subvolumes b end-volume",
                "uses b, which is not defined before it");
        assertRefused(
                "volume a type x end-volume\nvolume a type x end-volume", "two nodes are called a");
        assertRefused("volume a\n\nbogus", "line 3: 'bogus' is out of place");
        assertRefused("volume a type x", "volfile ends where");
        assertRefused("volume a type \"x", "a quote is not closed");
        assertRefused("", "no 'volume' found");
        assertRefused("type x", "expected 'volume'");
    }

    @Test
    void shapeIgnoresOptions() throws GraphException {
        var one = Volfile.parse("volume a type x option k 1 end-volume");
        var two = Volfile.parse("volume a type x option k 2 option l 3 end-volume");
        var three = Volfile.parse("volume a type y option k 1 end-volume");
        assertThat(one.hasShapeOf(two)).isTrue();
        assertThat(one.hasShapeOf(three)).isFalse();
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> Volfile.parse(text))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining(message);
    }
}
