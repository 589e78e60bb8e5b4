package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.glusterj.gfapi.MemoryVolume;
import org.glusterj.gfapi.Volume;

/** Any sequence of file operations gives the same answers and the same tree on a volume as on the local disk. */
class NioProperties {
    /** One operation, on whatever tree {@code root} is. */
    private interface Step {
        Object run(Path root) throws IOException;
    }

    private record Named(String name, Step step) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Property(tries = 300)
    void aVolumeAnswersAsTheDisk(@ForAll("sequences") List<Named> steps) throws IOException {
        var disk = Files.createTempDirectory("gfapi-twin");
        var graph = MemoryVolume.graph();
        try (var volume =
                GlusterFileSystem.of(
                        Volume.of(graph).withUmask(LocalUmask.get()), "twin", "volume")) {
            var root = volume.getPath("/");
            for (var step : steps) {
                assertThat(answer(step, root)).as(step.name()).isEqualTo(answer(step, disk));
            }
            assertThat(tree(root)).isEqualTo(tree(disk));
        } finally {
            graph.close();
            delete(disk);
        }
    }

    private static String answer(Named step, Path root) {
        try {
            return String.valueOf(step.step().run(root));
        } catch (FileSystemException e) {
            return nameOf(e);
        } catch (IOException e) {
            return "failed";
        }
    }

    /** A few errnos have classes of their own on a volume, where the disk throws their superclass. */
    private static String nameOf(FileSystemException e) {
        return switch (e) {
            case java.nio.file.NotDirectoryException notDirectory -> "failed";
            case java.nio.file.FileSystemLoopException loop -> "failed";
            case java.nio.file.DirectoryNotEmptyException notEmpty -> "failed";
            default ->
                    e.getClass() == FileSystemException.class
                            ? "failed"
                            : e.getClass().getSimpleName();
        };
    }

    private static List<String> tree(Path root) throws IOException {
        var lines = new ArrayList<String>();
        try (var walk = Files.walk(root)) {
            for (var path : walk.filter(path -> !path.equals(root)).toList()) {
                lines.add(root.relativize(path) + " " + describe(path));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    private static String describe(Path path) throws IOException {
        var attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return "-> " + Files.readSymbolicLink(path);
        }
        var permissions = PosixFilePermissions.toString(attributes.permissions());
        if (attributes.isDirectory()) {
            return "directory " + permissions;
        }
        return permissions
                + " links "
                + Files.getAttribute(path, "unix:nlink")
                + " content "
                + java.util.Arrays.hashCode(Files.readAllBytes(path));
    }

    private static void delete(Path top) throws IOException {
        try (var walk = Files.walk(top)) {
            for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Provide
    Arbitrary<List<Named>> sequences() {
        return steps().list().ofMinSize(1).ofMaxSize(40);
    }

    private static Arbitrary<Named> steps() {
        return Arbitraries.oneOf(onePath(), twoPaths(), content());
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
                "a", "b", "c", "a/x", "a/y", "b/x", "a/x/z", "link", "link/x", "ü", "none/x");
    }

    private static Arbitrary<Named> onePath() {
        return Combinators.combine(names(), Arbitraries.integers().between(0, 8))
                .as(
                        (name, kind) ->
                                switch (kind) {
                                    case 0, 1 ->
                                            new Named(
                                                    "mkdir " + name,
                                                    root ->
                                                            made(
                                                                    Files.createDirectory(
                                                                            root.resolve(name))));
                                    case 2 ->
                                            new Named(
                                                    "mkdirs " + name,
                                                    root ->
                                                            made(
                                                                    Files.createDirectories(
                                                                            root.resolve(name))));
                                    case 3 ->
                                            new Named(
                                                    "delete " + name,
                                                    root ->
                                                            Files.deleteIfExists(
                                                                    root.resolve(name)));
                                    case 4 ->
                                            new Named(
                                                    "create " + name,
                                                    root ->
                                                            made(
                                                                    Files.createFile(
                                                                            root.resolve(name))));
                                    case 5 ->
                                            new Named(
                                                    "list " + name,
                                                    root -> list(root.resolve(name)));
                                    case 6 ->
                                            new Named(
                                                    "chmod " + name,
                                                    root ->
                                                            made(
                                                                    Files.setPosixFilePermissions(
                                                                            root.resolve(name),
                                                                            PosixFilePermissions
                                                                                    .fromString(
                                                                                            "rwxr-x---"))));
                                    case 7 ->
                                            new Named(
                                                    "read " + name,
                                                    root -> Files.readString(root.resolve(name)));
                                    default ->
                                            new Named(
                                                    "exists " + name,
                                                    root ->
                                                            ""
                                                                    + Files.exists(
                                                                            root.resolve(name))
                                                                    + Files.isDirectory(
                                                                            root.resolve(name))
                                                                    + Files.isSymbolicLink(
                                                                            root.resolve(name)));
                                });
    }

    private static Object made(Path path) {
        return "done";
    }

    private static List<String> list(Path directory) throws IOException {
        try (var list = Files.list(directory)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Arbitrary<Named> twoPaths() {
        return Combinators.combine(names(), names(), Arbitraries.integers().between(0, 7))
                .as(
                        (from, to, kind) ->
                                new Named(
                                        "two-" + kind + " " + from + " " + to,
                                        root ->
                                                made(
                                                        two(
                                                                root.resolve(from),
                                                                root.resolve(to),
                                                                kind))));
    }

    private static Path two(Path from, Path to, int kind) throws IOException {
        return switch (kind) {
            case 0 -> Files.move(from, to);
            // Into itself: the disk's provider deletes the target before the move fails, a volume
            // does not.
            case 1 ->
                    to.startsWith(from)
                            ? Files.move(from, to)
                            : Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            case 2 -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            case 3 -> Files.copy(from, to);
            case 4 ->
                    Files.copy(
                            from,
                            to,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
            case 5 -> Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
            case 6 -> Files.createLink(to, from);
            default -> Files.createSymbolicLink(to, from.getFileName());
        };
    }

    private static Arbitrary<Named> content() {
        return Combinators.combine(
                        names(),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 9000))
                .as(
                        (name, kind, number) ->
                                new Named(
                                        "content-" + kind + " " + name + " " + number,
                                        root -> content(root.resolve(name), kind, number)));
    }

    private static Object content(Path path, int kind, int number) throws IOException {
        switch (kind) {
            case 0 -> Files.writeString(path, "text " + number);
            case 1 -> Files.writeString(path, "+" + number, StandardOpenOption.APPEND);
            case 2 -> Files.write(path, new byte[number], StandardOpenOption.CREATE_NEW);
            default -> {
                try (var channel =
                        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return onChannel(channel, kind, number);
                }
            }
        }
        return "written";
    }

    private static Object onChannel(FileChannel channel, int kind, int number) throws IOException {
        if (kind == 3) {
            channel.truncate(number);
            return channel.size() + " at " + channel.position();
        }
        if (kind == 4) {
            return channel.write(ByteBuffer.wrap(("at " + number).getBytes()), number)
                    + " of "
                    + channel.size();
        }
        var buffer = ByteBuffer.allocate(100);
        channel.position(number / 2);
        return channel.read(buffer)
                + " "
                + java.util.Arrays.hashCode(buffer.array())
                + " at "
                + channel.position();
    }
}
