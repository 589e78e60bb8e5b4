package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SuperFastHashTest {
    /** Lines: bytes in hex, hash; from 10.3's own function. */
    @Test
    void allCapturedHashesAreThoseOfStock() throws Exception {
        String text;
        try (var in = SuperFastHashTest.class.getResourceAsStream("/golden/superfasthash.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        var lines = text.lines().toList();
        assertThat(lines).hasSize(310);
        for (var line : lines) {
            var words = line.split(" ");
            var bytes = words[0].equals("-") ? new byte[0] : HexFormat.of().parseHex(words[0]);
            assertThat(String.format("%08x", SuperFastHash.of(bytes))).as(line).isEqualTo(words[1]);
            if (bytes.length == Gfid.BYTES) {
                assertThat(SuperFastHash.of(Gfid.of(bytes))).isEqualTo(SuperFastHash.of(bytes));
            }
        }
    }
}
