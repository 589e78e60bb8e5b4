package org.glusterj.gfapi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation shows the programs that the tests run, word by word. */
class EmbeddingDocTest {
    private static final Path ROOT = Path.of(System.getProperty("glusterj.root", ".."));

    @ParameterizedTest
    @ValueSource(strings = {"EmbeddedVolume", "VolumeAsPath"})
    void theProgramInTheDocIsTheOneTested(String name) throws IOException {
        var doc = Files.readString(ROOT.resolve("docs/embedding.md"));
        var source = "gfapi-java/src/test/java/org/glusterj/gfapi/examples/" + name + ".java";
        assertThat(doc).contains("```java\n" + Files.readString(ROOT.resolve(source)) + "```");
    }
}
