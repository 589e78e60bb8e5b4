package org.glusterj.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparator of brick dumps accepts the golden dumps themselves and sees every kind of deviation. */
class GoldenCompareTest {
    private static final String STEP = "03-create";

    @TempDir Path altered;

    @Test
    void theGoldenDumpsAreConsistentAndEqualToThemselves() throws IOException {
        var run = compare(Rig.GOLDEN.toString(), Rig.GOLDEN.toString());
        assertThat(run.lines()).containsExactly("", "13 steps, 0 differences");
        assertThat(run.exit()).isZero();
    }

    @Test
    void aWrongGfid2pathHashIsSeen() throws IOException {
        assertThat(differences("d16e15bafe6e4256", "d16e15bafe6e4257"))
                .contains("wrong gfid2path hash: file1");
    }

    @Test
    void aHandleInTheWrongPlaceIsSeen() throws IOException {
        assertThat(differences(".glusterfs/e1/1a/", ".glusterfs/e1/1b/"))
                .contains("handle in the wrong place");
    }

    @Test
    void aHandleThatPointsToAnotherNameIsSeen() throws IOException {
        assertThat(differences("000001/dirA\"", "000001/dirX\"")).contains("target is");
    }

    @Test
    void anotherModeIsSeen() throws IOException {
        assertThat(differences("\"mode\": \"0644\"", "\"mode\": \"0600\"")).contains("golden 0644");
    }

    @Test
    void aStampOutOfOrderIsSeen() throws IOException {
        String found = differences("6b00cb67000000000e0e7749", "6b00cb67000000000c0e7749");
        assertThat(found).contains("trusted.glusterfs.mdata");
    }

    @Test
    void aHandleThatIsACopyInsteadOfALinkIsSeen() throws IOException {
        assertThat(differences("\"size\": 2, \"ino\": 3465339}", "\"size\": 2, \"ino\": 1}"))
                .contains("inode of");
    }

    private String differences(String from, String to) throws IOException {
        String text = Files.readString(Rig.GOLDEN.resolve(STEP + ".jsonl"));
        assertThat(text).contains(from);
        Files.writeString(altered.resolve(STEP + ".jsonl"), text.replace(from, to));
        var run = compare(altered.toString(), Rig.GOLDEN.toString(), STEP);
        assertThat(run.exit()).isEqualTo(1);
        return String.join("\n", run.lines());
    }

    private static Rig.Run compare(String... arguments) throws IOException {
        return Rig.plain(Duration.ofSeconds(60), "golden-compare", arguments);
    }
}
