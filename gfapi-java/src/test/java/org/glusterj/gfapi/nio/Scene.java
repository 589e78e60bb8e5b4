package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A small tree, made alike on every file system, and what a question to it is answered, in words that compare. */
final class Scene {
    /** Something that one does with the tree. */
    interface Ask {
        Object of(Path root) throws IOException;
    }

    /** Names in the tree and beside it, of every kind there is. */
    static final List<String> NAMES =
            List.of(
                    "file",
                    "exec",
                    "hard",
                    ".hidden",
                    "empty",
                    "full",
                    "full/inner",
                    "to-file",
                    "to-full",
                    "to-full/inner",
                    "dangling",
                    "loop",
                    "none",
                    "none/below",
                    "file/below",
                    "dangling/below",
                    "loop/below",
                    "full/.",
                    "full/..",
                    "full/../file",
                    "empty/../none",
                    "",
                    "n".repeat(256));

    private Scene() {}

    /** @param root made here, in a directory that is there */
    static void make(Path root) throws IOException {
        Files.createDirectory(root);
        Files.writeString(root.resolve("file"), "content\n");
        Files.createLink(root.resolve("hard"), root.resolve("file"));
        Files.writeString(root.resolve("exec"), "#!");
        Files.setPosixFilePermissions(
                root.resolve("exec"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.writeString(root.resolve(".hidden"), "");
        Files.createDirectory(root.resolve("empty"));
        Files.createDirectories(root.resolve("full/sub"));
        Files.writeString(root.resolve("full/inner"), "in");
        Files.writeString(root.resolve("full/sub/deep"), "deep");
        for (var link : List.of("to-file file", "to-full full", "dangling nowhere", "loop loop")) {
            var words = link.split(" ");
            Files.createSymbolicLink(
                    root.resolve(words[0]), root.getFileSystem().getPath(words[1]));
        }
    }

    /** The result, or the exception with the files it names; the root is "@" in it, its parent "^". */
    static String answer(Path root, Ask ask) {
        String answer;
        try {
            answer = String.valueOf(ask.of(root));
        } catch (FileSystemException e) {
            answer = failure(e);
        } catch (UncheckedIOException e) {
            answer =
                    e.getCause() instanceof FileSystemException cause
                            ? "unchecked " + failure(cause)
                            : "UncheckedIOException";
        } catch (IOException | RuntimeException e) {
            answer = e.getClass().getSimpleName();
        }
        return answer.replace(root.toString(), "@")
                .replace(root.getParent().toString(), "^")
                .replaceAll("a[0-9]{9,}", "random")
                .replace(" or unable to access attributes of symbolic link", "");
    }

    private static String failure(FileSystemException e) {
        var reason = e.getClass() == FileSystemException.class ? " " + e.getReason() : "";
        return e.getClass().getSimpleName() + " " + e.getFile() + " " + e.getOtherFile() + reason;
    }

    /**
     * Whether a volume answers as the disk. Some errnos have a class of their own on a volume, where the disk has the
     * superclass only: that is a better answer.
     */
    static boolean alike(String disk, String volume) {
        if (disk.equals(volume)) {
            return true;
        }
        for (var better :
                List.of(
                        "NotDirectoryException=Not a directory",
                        "FileSystemLoopException=Too many levels of symbolic links",
                        "DirectoryNotEmptyException=Directory not empty")) {
            var words = better.split("=");
            var plain = volume.replace(words[0], "FileSystemException") + " " + words[1];
            if (volume.contains(words[0]) && disk.equals(plain)) {
                return true;
            }
        }
        return false;
    }

    /** All there is below the root, a line each. */
    static List<String> tree(Path root) throws IOException {
        var lines = new ArrayList<String>();
        try (var walk = Files.walk(root)) {
            for (var path : walk.filter(each -> !each.equals(root)).toList()) {
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
        return attributes.isDirectory()
                ? "directory " + permissions
                : permissions
                        + " links "
                        + Files.getAttribute(path, "unix:nlink")
                        + " content "
                        + Arrays.hashCode(Files.readAllBytes(path));
    }

    static void clear(Path root) throws IOException {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var walk = Files.walk(root)) {
            for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
