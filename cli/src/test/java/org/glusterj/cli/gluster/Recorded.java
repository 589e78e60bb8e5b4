package org.glusterj.cli.gluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Command lines as stock 10.3 carried them out, and what its manager would have said in JSON for them. A file of
 * them has, line by line: {@code > METHOD PATH STATUS JSON} a reply from here on; {@code $ ARGUMENTS}; {@code = EXIT
 * CODE}; {@code 1 } and a line of stdout; {@code 2 } and a line of stderr.
 */
final class Recorded {
    /** One line, and what came of it. */
    record Line(String arguments, int code, String out, String err) {
        @Override
        public String toString() {
            return "$ " + arguments + "\n= " + code + "\n" + out + "--- stderr\n" + err;
        }
    }

    /** A line of stock's and ours. */
    record Pair(Line stock, Line ours) {}

    private Recorded() {}

    /** Runs all lines of a resource against a manager that replies as the resource says. */
    static List<Pair> run(String resource, Path socket) throws IOException {
        var pairs = new ArrayList<Pair>();
        try (var manager = new FakeManager(socket)) {
            var lines = new ArrayList<String>();
            for (var line : (text(resource) + "\n$").lines().toList()) {
                if (line.startsWith("> ")) {
                    var words = line.split(" ", 5);
                    manager.reply(words[1], words[2], Integer.parseInt(words[3]), words[4]);
                } else if (!line.isEmpty()) {
                    lines.add(line);
                } else if (!lines.isEmpty()) {
                    var stock = read(lines);
                    pairs.add(new Pair(stock, ours(stock.arguments(), manager.socket())));
                    lines.clear();
                }
            }
        }
        return pairs;
    }

    private static Line read(List<String> lines) {
        return new Line(
                lines.getFirst().substring(2).replace("\\,", ","),
                Integer.parseInt(lines.get(1).substring(2)),
                stream(lines, "1 "),
                stream(lines, "2 "));
    }

    private static String stream(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()) + "\n")
                .collect(Collectors.joining());
    }

    private static Line ours(String arguments, Path socket) {
        return ours(arguments, socket, "");
    }

    static Line ours(String arguments, Path socket, String input) {
        var words = new ArrayList<String>();
        words.add("--glusterd-sock=" + socket);
        words.addAll(Gluster.words(arguments));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int code =
                Gluster.run(
                        words.toArray(String[]::new),
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Line(
                arguments,
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Recorded.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
