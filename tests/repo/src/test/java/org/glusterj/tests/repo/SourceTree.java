package org.glusterj.tests.repo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The files of the checkout that git tracks or would track, without build output. */
final class SourceTree {
    /** A text file, its path relative to the root, and its lines. */
    record Source(String path, List<String> lines) {
        boolean isMain() {
            return path.contains("/src/main/");
        }

        boolean isTest() {
            return path.contains("/src/test/");
        }

        String module() {
            return path.substring(0, path.indexOf("/src/"));
        }

        String text() {
            return String.join("\n", lines);
        }
    }

    private SourceTree() {}

    static Path root() {
        var property = System.getProperty("glusterj.root");
        var start =
                property == null || property.contains("$")
                        ? Path.of("").toAbsolutePath()
                        : Path.of(property);
        for (var at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("core-xlator"))
                    && Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("no checkout above " + start);
    }

    static List<Source> java() {
        return files(".java");
    }

    static List<Source> files(String suffix) {
        var root = root();
        try (var walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> isOurs(root.relativize(file).toString()))
                    .sorted()
                    .map(file -> new Source(root.relativize(file).toString(), lines(file)))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(String path) {
        return !path.contains("target/") && !path.startsWith(".git/") && !path.contains("/golden/");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
