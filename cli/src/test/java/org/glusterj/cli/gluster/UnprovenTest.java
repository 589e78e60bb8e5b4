package org.glusterj.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests that only our records answer, not our manager, are listed in docs/command-line.md, and no others. */
class UnprovenTest {
    private static final Path PAGE = Path.of("../docs/command-line.md");
    private static final Path RECORDS = Path.of("src/test/resources/org/glusterj/cli/gluster");
    private static final String OPEN_API = "/org/glusterj/management/rest/openapi.yaml";
    private static final Pattern REQUEST = Pattern.compile("(?m)^> (\\w+) ([^ ?]+)");

    /** The last column of the table's rows. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `volume .*\\| ([^|]+) \\|$");

    private static final Pattern WORD = Pattern.compile("`([a-z-]+)`");

    @Test
    void requestsThatTheManagerLacksAreListed() throws Exception {
        var routes = routes();
        var lacking = new TreeSet<String>();
        for (var file : records()) {
            REQUEST.matcher(Files.readString(file))
                    .results()
                    .filter(found -> !isThere(routes, found.group(1), found.group(2)))
                    .forEach(found -> lacking.add(what(found.group(2))));
        }
        var listed = new TreeSet<String>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .flatMap(row -> WORD.matcher(row.group(1)).results())
                .forEach(word -> listed.add(word.group(1)));

        assertThat(listed).isNotEmpty().isEqualTo(lacking);
    }

    private static List<Path> records() throws IOException {
        try (var files = Files.list(RECORDS)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isThere(List<String> routes, String method, String path) {
        return routes.stream().anyMatch((method + " /v1" + path)::matches);
    }

    /** What is asked of a volume, a node or quota. */
    private static String what(String path) {
        var parts = path.split("/");
        return parts[1].equals("volumes")
                ? parts[3]
                : parts[1].equals("peers") ? parts[2] : parts[1];
    }

    /** Of openapi.yaml, whose paths stand in two columns and methods in four; {@code METHOD PATH} as expressions. */
    private static List<String> routes() throws IOException {
        var routes = new ArrayList<String>();
        try (var in = UnprovenTest.class.getResourceAsStream(OPEN_API)) {
            var path = "";
            for (var line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("  /")) {
                    path = line.strip().replace(":", "").replaceAll("\\{[^}]+}", "[^/]+");
                } else if (line.matches("    (get|post|put|delete):")) {
                    routes.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        return routes;
    }
}
