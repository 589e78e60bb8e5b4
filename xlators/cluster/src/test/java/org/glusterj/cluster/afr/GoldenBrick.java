package org.glusterj.cluster.afr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.glusterj.core.Xdata;

/** The counters of one brick as captured from 10.3: a line of JSON for each path. */
final class GoldenBrick {
    private static final Pattern XATTR = Pattern.compile("\"(trusted\\.[^\"]+)\": \"([0-9a-f]*)\"");

    private GoldenBrick() {}

    /** What a lookup of {@code path} would bring along. */
    static Xdata xattrs(String state, String path) {
        try (var in = GoldenBrick.class.getResourceAsStream("/golden/afr/" + state + ".jsonl")) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("{\"path\": \"" + path + "\"")) {
                    return xattrs(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(path + " is not in " + state);
    }

    private static Xdata xattrs(String line) {
        var all = Xdata.EMPTY;
        var matcher = XATTR.matcher(line);
        while (matcher.find()) {
            all = all.withBytes(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
        }
        return all;
    }
}
