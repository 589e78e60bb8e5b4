package org.glusterj.storage.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Gfid2PathTest {
    @Test
    void keysOfStockAreReproduced() throws Exception {
        int seen = 0;
        for (var step : new String[] {"05-special", "10-names-sparse", "13-after-close"}) {
            for (var object : GoldenBrick.read(step).objects().values()) {
                for (var xattr : GoldenBrick.xattrs(object).entrySet()) {
                    if (xattr.getKey().startsWith(Gfid2Path.PREFIX)) {
                        var value = HexFormat.of().parseHex(xattr.getValue());
                        assertThat(Gfid2Path.key(value)).isEqualTo(xattr.getKey());
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(30);
    }

    @Test
    void hashesOfTheReferenceImplementationAreReproduced() {
        assertThat(hash("")).isEqualTo("ef46db3751d8e999");
        assertThat(hash("a")).isEqualTo("d24ec4f1a98c6e5b");
        assertThat(hash("abc")).isEqualTo("44bc2cf5ad770999");
        assertThat(hash("Nobody inspects the spammish repetition")).isEqualTo("fbcea83c8a378bf1");
    }

    private static String hash(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().toHexDigits(XxHash64.hash(bytes, 0));
    }
}
