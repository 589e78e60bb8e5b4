package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.glusterj.core.Graph;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paths, globs and URIs: whatever the path of the local disk answers, a path on a volume answers. */
class GlusterPathTest {
    private static final List<String> PATHS =
            List.of(
                    "",
                    "/",
                    "a",
                    "/a",
                    "a/b",
                    "/a/b",
                    "//a///b/",
                    ".",
                    "..",
                    "/..",
                    "a/../b",
                    "/a/./b/../c",
                    "../x",
                    "a/..");

    private final Graph graph = MemoryVolume.graph();
    private final FileSystem volume = GlusterFileSystem.of(Volume.of(graph), "host", "vol");

    @AfterEach
    void end() throws IOException {
        volume.close();
        graph.close();
    }

    private static String text(Path path) {
        return path == null ? "null" : path.toString();
    }

    @Test
    void singlePathsAnswerAsLocalOnes() {
        for (var text : PATHS) {
            var local = Path.of(text);
            var path = volume.getPath(text);
            assertThat(path.toString()).as(text).isEqualTo(local.toString());
            assertThat(text(path.getRoot())).as(text).isEqualTo(text(local.getRoot()));
            assertThat(text(path.getParent())).as(text).isEqualTo(text(local.getParent()));
            assertThat(text(path.getFileName())).as(text).isEqualTo(text(local.getFileName()));
            assertThat(path.getNameCount()).as(text).isEqualTo(local.getNameCount());
            assertThat(path.normalize().toString())
                    .as(text)
                    .isEqualTo(local.normalize().toString());
            assertThat(path.isAbsolute()).as(text).isEqualTo(local.isAbsolute());
            assertThat(path.iterator())
                    .toIterable()
                    .extracting(Path::toString)
                    .as(text)
                    .containsExactlyElementsOf(() -> names(local));
        }
    }

    private static java.util.Iterator<String> names(Path path) {
        var names = new java.util.ArrayList<String>();
        path.forEach(name -> names.add(name.toString()));
        return names.iterator();
    }

    @Test
    void pairsOfPathsAnswerAsLocalOnes() {
        for (var first : PATHS) {
            for (var second : PATHS) {
                var a = Path.of(first);
                var b = Path.of(second);
                var x = volume.getPath(first);
                var y = volume.getPath(second);
                var pair = "'" + first + "' and '" + second + "'";
                assertThat(x.resolve(y).toString()).as(pair).isEqualTo(a.resolve(b).toString());
                assertThat(x.startsWith(y)).as("start " + pair).isEqualTo(a.startsWith(b));
                assertThat(x.endsWith(y)).as("end " + pair).isEqualTo(a.endsWith(b));
                assertThat(x.equals(y)).as("equals " + pair).isEqualTo(a.equals(b));
                assertThat(Integer.signum(x.compareTo(y)))
                        .as(pair)
                        .isEqualTo(Integer.signum(a.compareTo(b)));
                assertThat(relative(x, y)).as("relative " + pair).isEqualTo(relative(a, b));
            }
        }
    }

    private static String relative(Path from, Path to) {
        try {
            return from.relativize(to).toString();
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    @Test
    void globsMatchAsLocalOnes() {
        var globs =
                List.of(
                        "*.java", "*", "**", "a?c", "{a,b}*", "[a-c]x", "[!a-c]x", "a\\*", "**/b",
                        "/a/*", "[-x]", "x{,y}");
        var paths =
                List.of(
                        "A.java", "abc", "a/b", "bx", "dx", "a*", "/a/b", "/a/b/c", "]", "-", "x",
                        "xy", "", "a,b");
        for (var glob : globs) {
            for (var path : paths) {
                boolean expected =
                        FileSystems.getDefault()
                                .getPathMatcher("glob:" + glob)
                                .matches(Path.of(path));
                assertThat(volume.getPathMatcher("glob:" + glob).matches(volume.getPath(path)))
                        .as(glob + " on " + path)
                        .isEqualTo(expected);
            }
        }
        assertThat(volume.getPathMatcher("regex:a.*").matches(volume.getPath("a/b"))).isTrue();
        for (var bad : List.of("{a", "{a{b}}", "[a", "a\\", "[a/b]", "[c-a]")) {
            assertThatThrownBy(() -> volume.getPathMatcher("glob:" + bad))
                    .isInstanceOf(PatternSyntaxException.class);
        }
        assertThatThrownBy(() -> volume.getPathMatcher("glob"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> volume.getPathMatcher("other:a"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void urisEscapeAsLocalOnes() {
        for (var name : List.of("a b/ü?#", "%41+:@&=$,;~", "[x]|\\^`{}<>\"", "\t\n", "🐘")) {
            var path = volume.getPath("/" + name);
            var local = Path.of("/" + name).toUri().getRawPath();
            assertThat(path.toUri().getRawPath()).isEqualTo("/vol" + local);
            assertThat(Path.of(path.toUri())).isEqualTo(path);
            assertThat(Path.of(URI.create(path.toUri().toASCIIString()))).isEqualTo(path);
        }
        assertThat(Path.of(URI.create("gluster://host/vol/ü"))).isEqualTo(volume.getPath("/ü"));
    }

    @Test
    void namesThatAreNotUtf8HaveUris() {
        var path = GlusterPath.ofBytes((GlusterFileSystem) volume, "/a\u00ff\u0080b");
        assertThat(path.toUri().toString()).isEqualTo("gluster://host/vol/a%FF%80b");
        assertThat(Path.of(path.toUri())).isEqualTo(path);
    }

    @Test
    void urisOfOneVolumeAreOneFileSystem() {
        for (var same :
                List.of("gluster://HOST/vol", "gluster://host:24007/vol/x", "GLUSTER://host/vol")) {
            assertThat(FileSystems.getFileSystem(URI.create(same))).isSameAs(volume);
        }
    }

    @Test
    void urisNameVolumeAndPath() {
        assertThat(Path.of(URI.create("gluster://host:vol/a"))).isEqualTo(volume.getPath("/a"));
        assertThat(Path.of(URI.create("gluster://host/vol"))).isEqualTo(volume.getPath("/"));
        assertThat(FileSystems.getFileSystem(URI.create("gluster://host/vol"))).isSameAs(volume);
        assertThatThrownBy(
                        () ->
                                FileSystems.newFileSystem(
                                        URI.create("gluster://host/vol"), java.util.Map.of()))
                .isInstanceOf(FileSystemAlreadyExistsException.class);
        assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create("gluster://host/other")))
                .isInstanceOf(FileSystemNotFoundException.class);
    }

    @Test
    void urisAreParsedInBothForms() {
        assertThat(GlusterUri.parse(URI.create("gluster://h:24008/v/p/q")))
                .isEqualTo(new GlusterUri("h", 24008, "v", "/p/q"));
        assertThat(GlusterUri.parse(URI.create("gluster://[::1]/v")))
                .isEqualTo(new GlusterUri("[::1]", -1, "v", "/"));
        assertThat(GlusterUri.parse(URI.create("gluster://[::1]:1/v")))
                .isEqualTo(new GlusterUri("[::1]", 1, "v", "/"));
        assertThat(GlusterUri.parse(URI.create("gluster://h_1:v/p")))
                .isEqualTo(new GlusterUri("h_1", -1, "v", "/p"));
        for (var bad :
                List.of(
                        "gluster:/v/p",
                        "gluster://h",
                        "gluster://h/",
                        "gluster://h:99999/v",
                        "file:///x")) {
            assertThatThrownBy(() -> GlusterUri.parse(URI.create(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void strangePathsAreRefused() {
        assertThatThrownBy(() -> volume.getPath("a\0b")).isInstanceOf(InvalidPathException.class);
        assertThatThrownBy(() -> volume.getPath("\ud800")).isInstanceOf(InvalidPathException.class);
        assertThatThrownBy(() -> volume.getPath("a").resolve(Path.of("b")))
                .isInstanceOf(ProviderMismatchException.class);
        assertThatThrownBy(() -> volume.getPath("a").compareTo(Path.of("b")))
                .isInstanceOf(ClassCastException.class);
        assertThatThrownBy(volume::newWatchService)
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> volume.getPath("a").toFile())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> volume.getPath("/").getName(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
