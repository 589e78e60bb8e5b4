package org.glusterj.storage.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.glusterj.core.Gfid;

/** A captured dump of a stock brick (JSON lines): paths as byte strings, each with its fields and xattrs. */
public final class GoldenBrick {
    private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();

    public static GoldenBrick read(String step) throws IOException {
        var golden = new GoldenBrick();
        try (var in = GoldenBrick.class.getResourceAsStream("/golden/" + step + ".jsonl")) {
            var text =
                    new String(
                            Objects.requireNonNull(in, step).readAllBytes(),
                            StandardCharsets.UTF_8);
            text.lines().forEach(golden::add);
        }
        return golden;
    }

    private void add(String line) {
        var object = new Parser(line).object();
        objects.put((String) object.get("path"), object);
    }

    public Map<String, Map<String, Object>> objects() {
        return objects;
    }

    public Map<String, Object> get(String path) {
        return Objects.requireNonNull(objects.get(path), path);
    }

    public Gfid gfid(String path) {
        var hex = xattrs(get(path)).get("trusted.gfid");
        return Gfid.of(java.util.HexFormat.of().parseHex(hex));
    }

    public int mode(String path) {
        return Integer.parseInt((String) get(path).get("mode"), 8);
    }

    @SuppressWarnings("unchecked")
    public static Map<String, String> xattrs(Map<String, Object> object) {
        return (Map<String, String>) object.getOrDefault("xattr", Map.of());
    }

    /** Just enough JSON: flat objects of strings, numbers and nulls, one level of nesting. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Map<String, Object> object() {
            var object = new LinkedHashMap<String, Object>();
            expect('{');
            while (peek() != '}') {
                var key = string();
                expect(':');
                object.put(key, value());
                if (peek() == ',') {
                    expect(',');
                }
            }
            expect('}');
            return object;
        }

        private Object value() {
            return switch (peek()) {
                case '"' -> string();
                case '{' -> object();
                default -> bare();
            };
        }

        private Object bare() {
            int from = at;
            while (",}".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            var word = text.substring(from, at).trim();
            return word.equals("null") ? null : Long.valueOf(word);
        }

        /** As a byte string; an unpaired \\udcXX is the byte XX. */
        private String string() {
            expect('"');
            var out = new StringBuilder();
            var unicode = new StringBuilder();
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c == '\\') {
                    char kind = text.charAt(at++);
                    c = kind;
                    if (kind == 'u') {
                        c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                        at += 4;
                    }
                }
                boolean raw =
                        c >= '\udc80'
                                && c <= '\udcff'
                                && (unicode.isEmpty()
                                        || !Character.isHighSurrogate(
                                                unicode.charAt(unicode.length() - 1)));
                if (raw) {
                    flush(unicode, out);
                    out.append((char) (c & 0xff));
                } else {
                    unicode.append(c);
                }
            }
            at++;
            flush(unicode, out);
            return out.toString();
        }

        private static void flush(StringBuilder unicode, StringBuilder out) {
            var bytes = unicode.toString().getBytes(StandardCharsets.UTF_8);
            out.append(new String(bytes, StandardCharsets.ISO_8859_1));
            unicode.setLength(0);
        }

        private char peek() {
            while (text.charAt(at) == ' ') {
                at++;
            }
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw new IllegalArgumentException(c + " expected at " + at + " of " + text);
            }
            at++;
        }
    }
}
