package org.glusterj.cluster.dht;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Lines of the golden files captured from 10.3; see their README. */
final class Golden {
    private Golden() {}

    static List<String> lines(String file) {
        try (var in = Golden.class.getResourceAsStream("/golden/dht/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name as the translators hold it, one byte per character. */
    static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
