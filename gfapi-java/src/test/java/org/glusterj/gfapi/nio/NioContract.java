package org.glusterj.gfapi.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code Files} does with any Unix file system; subclasses say on which. */
@Timeout(120)
abstract class NioContract {
    /** An empty directory of the file system under test. */
    abstract Path root();

    /** The umask that its new files meet. */
    int umask() throws IOException {
        return 022;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(root().resolve(name), text);
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (var list = Files.list(directory)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void textIsWrittenReadAndReplaced() throws IOException {
        var file = write("file", "one\ntwo\n");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two");
        assertThat(Files.size(file)).isEqualTo(8);
        Files.writeString(file, "x");
        assertThat(Files.readString(file)).isEqualTo("x");
        var bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(Files.mismatch(file, file)).isEqualTo(-1);
    }

    @Test
    void existenceIsKnown() throws IOException {
        var file = write("file", "");
        assertThat(Files.exists(file)).isTrue();
        assertThat(Files.isRegularFile(file)).isTrue();
        assertThat(Files.isReadable(file)).isTrue();
        assertThat(Files.isWritable(file)).isTrue();
        assertThat(Files.isExecutable(file)).isFalse();
        assertThat(Files.isDirectory(root())).isTrue();
        assertThat(Files.notExists(root().resolve("none"))).isTrue();
        assertThat(Files.isHidden(root().resolve(".hidden"))).isTrue();
        assertThat(Files.isHidden(file)).isFalse();
    }

    @Test
    void failuresHaveTheirExceptions() throws IOException {
        var file = write("file", "");
        var none = root().resolve("none");
        assertThatThrownBy(() -> Files.readString(none)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.delete(none)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.createFile(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createDirectory(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createDirectory(none.resolve("x")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.createDirectories(file))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.newDirectoryStream(file))
                .isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> Files.readString(file.resolve("x")))
                .isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> Files.readSymbolicLink(file)).isInstanceOf(NotLinkException.class);
        assertThatThrownBy(() -> Files.writeString(root().resolve("n".repeat(256)), ""))
                .isInstanceOf(FileSystemException.class);
        Files.createDirectory(none);
        Files.createFile(none.resolve("x"));
        assertThatThrownBy(() -> Files.delete(none))
                .isInstanceOfSatisfying(
                        DirectoryNotEmptyException.class,
                        e -> assertThat(e.getFile()).isEqualTo(none.toString()));
        assertThat(Files.deleteIfExists(root().resolve("nothing"))).isFalse();
    }

    @Test
    void treesAreMadeWalkedAndDeleted() throws IOException {
        var deep = Files.createDirectories(root().resolve("a/b/c"));
        for (int i = 0; i < 50; i++) {
            Files.createFile(deep.resolve("file" + i));
        }
        try (var walk = Files.walk(root())) {
            assertThat(walk.count()).isEqualTo(54);
        }
        try (var found = Files.find(root(), 10, (path, attributes) -> attributes.isDirectory())) {
            assertThat(found.map(path -> root().relativize(path).toString()))
                    .containsExactly("", "a", "a/b", "a/b/c");
        }
        try (var stream = Files.newDirectoryStream(deep, "file{1,2}*")) {
            assertThat(stream).hasSize(22);
        }
        deleteTree(root().resolve("a"));
        assertThat(names(root())).isEmpty();
    }

    private static void deleteTree(Path top) throws IOException {
        Files.walkFileTree(
                top,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Test
    void aDirectoryStreamHasOneIteratorAndEndsWhenClosed() throws IOException {
        write("a", "");
        write("b", "");
        try (var stream = Files.newDirectoryStream(root())) {
            var iterator = stream.iterator();
            assertThat(iterator.next().getParent()).isEqualTo(root());
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
            stream.close();
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void symbolicLinksLeadOn() throws IOException {
        var file = write("file", "content");
        var link = Files.createSymbolicLink(root().resolve("link"), file.getFileName());
        assertThat(Files.readString(link)).isEqualTo("content");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(file.getFileName());
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Files.isSameFile(link, file)).isTrue();
        assertThat(link.toRealPath()).isEqualTo(file.toRealPath());
        assertThat(link.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName())
                .isEqualTo(link.getFileName());
        assertThatThrownBy(() -> Files.newByteChannel(link, LinkOption.NOFOLLOW_LINKS).close())
                .isInstanceOf(IOException.class);
        Files.delete(link);
        assertThat(Files.exists(file)).isTrue();
        var dangling = Files.createSymbolicLink(link, root().resolve("none"));
        assertThat(Files.exists(dangling)).isFalse();
        assertThat(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS)).isTrue();
        var loop =
                Files.createSymbolicLink(
                        root().resolve("loop"), link.resolveSibling("loop").getFileName());
        assertThatThrownBy(() -> Files.readString(loop)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void hardLinksAreOneFile() throws IOException {
        var file = write("file", "content");
        var link = Files.createLink(root().resolve("link"), file);
        assertThat(Files.isSameFile(file, link)).isTrue();
        assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
        assertThat(Files.getAttribute(file, "unix:ino"))
                .isEqualTo(Files.getAttribute(link, "unix:ino"));
        assertThat(Files.readAttributes(link, BasicFileAttributes.class).fileKey())
                .isEqualTo(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        Files.move(file, link, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.exists(link)).isTrue();
        assertThatThrownBy(() -> Files.createLink(link, file))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void filesAreCopied() throws IOException {
        var file = write("file", "content");
        var time = FileTime.from(Instant.ofEpochSecond(1_234_567_890));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(file, time);
        var copy = Files.copy(file, root().resolve("copy"));
        assertThat(Files.readString(copy)).isEqualTo("content");
        assertThatThrownBy(() -> Files.copy(file, copy))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.copy(
                file,
                copy,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rwxr-x---");
        var link = Files.createSymbolicLink(root().resolve("link"), file.getFileName());
        var linkCopy = Files.copy(link, root().resolve("link2"), LinkOption.NOFOLLOW_LINKS);
        assertThat(Files.isSymbolicLink(linkCopy)).isTrue();
        assertThat(Files.isSymbolicLink(Files.copy(link, root().resolve("followed")))).isFalse();
        Files.copy(file, file);
        var directory = Files.createDirectory(root().resolve("directory"));
        Files.createFile(directory.resolve("x"));
        assertThat(names(Files.copy(directory, root().resolve("directory2")))).isEmpty();
        assertThatThrownBy(() -> Files.copy(file, directory, StandardCopyOption.REPLACE_EXISTING))
                .isInstanceOf(DirectoryNotEmptyException.class);
    }

    @Test
    void filesAreMoved() throws IOException {
        var file = write("file", "one");
        var other = write("other", "two");
        assertThatThrownBy(() -> Files.move(file, other))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.readString(other)).isEqualTo("one");
        assertThat(Files.notExists(file)).isTrue();
        var third = write("third", "three");
        Files.move(other, third, StandardCopyOption.ATOMIC_MOVE);
        assertThat(Files.readString(third)).isEqualTo("one");
        var empty = Files.createDirectory(root().resolve("empty"));
        Files.move(third, empty, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.isRegularFile(empty)).isTrue();
        var full = Files.createDirectories(root().resolve("full/inner")).getParent();
        assertThatThrownBy(() -> Files.move(empty, full, StandardCopyOption.REPLACE_EXISTING))
                .isInstanceOf(DirectoryNotEmptyException.class);
        Files.move(full, root().resolve("moved"));
        assertThat(names(root())).containsExactly("empty", "moved");
        assertThatThrownBy(() -> Files.move(full, root().resolve("x")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void attributesAreReadAndSet() throws IOException {
        var file = write("file", "12345");
        var time = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_000_000));
        Files.setLastModifiedTime(file, time);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        var view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
        var later = FileTime.from(time.toInstant().plusSeconds(100));
        view.setTimes(null, later, null);
        assertThat(view.readAttributes().lastModifiedTime()).isEqualTo(time);
        assertThat(view.readAttributes().lastAccessTime()).isEqualTo(later);
        Files.setAttribute(file, "unix:mode", 0604);
        assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100604);
        assertThat(Files.readAttributes(file, "size,isRegularFile"))
                .hasSize(2)
                .containsEntry("size", 5L);
        assertThat(Files.readAttributes(file, "*")).containsKeys("fileKey", "creationTime");
        assertThat(Files.readAttributes(file, "posix:*"))
                .containsKeys("owner", "permissions", "size");
        assertThatThrownBy(() -> Files.readAttributes(file, "none:*"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Files.readAttributes(file, "nothing"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Files.setAttribute(file, "size", 4L))
                .isInstanceOf(IllegalArgumentException.class);
        var posix = Files.readAttributes(file, PosixFileAttributes.class);
        assertThat(posix.owner()).isEqualTo(Files.getOwner(file));
        assertThat(posix.isOther()).isFalse();
        assertThat(posix.group().getName()).isNotEmpty();
        Files.setOwner(file, posix.owner());
        Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(posix.group());
    }

    @Test
    void newFilesGetThePermissionsAskedFor() throws IOException {
        var permissions = PosixFilePermissions.fromString("rw-r-----");
        var attribute = PosixFilePermissions.asFileAttribute(permissions);
        var file = Files.createFile(root().resolve("file"), attribute);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
        var directory = Files.createTempDirectory(root(), "temporary");
        assertThat(Files.createTempFile(directory, "a", ".tmp").getFileName().toString())
                .endsWith(".tmp");
        assertThat(Files.getPosixFilePermissions(write("usual", "")))
                .isEqualTo(Permissions.of(0666 & ~umask()));
    }

    @Test
    void userAttributesAreKept() throws IOException {
        var file = write("file", "");
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("color", ByteBuffer.wrap("blue".getBytes()));
        assertThat(view.list()).containsExactly("color");
        assertThat(view.size("color")).isEqualTo(4);
        var buffer = ByteBuffer.allocate(10);
        assertThat(view.read("color", buffer)).isEqualTo(4);
        assertThatThrownBy(() -> view.read("color", ByteBuffer.allocate(3)))
                .isInstanceOf(FileSystemException.class);
        assertThat((byte[]) Files.getAttribute(file, "user:color")).asString().isEqualTo("blue");
        Files.setAttribute(file, "user:size", ByteBuffer.wrap(new byte[] {7}));
        assertThat(Files.readAttributes(file, "user:*")).containsOnlyKeys("color", "size");
        var copy = Files.copy(file, root().resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat((byte[]) Files.getAttribute(copy, "user:size")).containsExactly(7);
        view.delete("color");
        assertThatThrownBy(() -> view.size("color")).isInstanceOf(FileSystemException.class);
    }

    @Test
    void userAttributesRefuseNonsense() throws IOException {
        var file = write("file", "");
        var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("a", ByteBuffer.wrap(new byte[1]));
        assertThatThrownBy(() -> view.write(null, ByteBuffer.allocate(1)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> view.write("", ByteBuffer.allocate(1)))
                .isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> view.read("a", ByteBuffer.allocate(1).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> view.size("none")).isInstanceOf(FileSystemException.class);
        assertThat(view.list()).containsExactly("a");
        view.write("b", ByteBuffer.allocate(0));
        assertThat(Files.readAttributes(file, "user:a,*")).containsOnlyKeys("a", "b");
        assertThatThrownBy(() -> Files.readAttributes(file, ":size"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Files.setAttribute(file, "owner:owner", null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void failuresOfTwoPathsNameBoth() throws IOException {
        var file = write("file", "");
        var directory = Files.createDirectory(root().resolve("directory"));
        var atomic = StandardCopyOption.ATOMIC_MOVE;
        assertBlames(FileSystemException.class, directory, file, atomic);
        var none = root().resolve("none/x");
        assertBlames(NoSuchFileException.class, file, none);
        assertBlames(NoSuchFileException.class, file, none, atomic);
        assertBlames(FileSystemException.class, directory, file.resolve("x"));
        assertBlames(FileSystemException.class, directory, file.resolve("x"), atomic);
    }

    private static void assertBlames(
            Class<?> type, Path source, Path target, StandardCopyOption... options) {
        assertThatThrownBy(() -> Files.move(source, target, options))
                .isExactlyInstanceOf(type)
                .satisfies(
                        e -> {
                            var failure = (FileSystemException) e;
                            assertThat(failure.getFile()).isEqualTo(source.toString());
                            assertThat(failure.getOtherFile()).isEqualTo(target.toString());
                        });
    }

    @Test
    void aLinkThatMayNotBeFollowedSaysSo() throws IOException {
        var link =
                Files.createSymbolicLink(root().resolve("link"), write("file", "").getFileName());
        assertThatThrownBy(() -> Files.newByteChannel(link, LinkOption.NOFOLLOW_LINKS))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FileSystemLoopException.class)
                .hasMessageContaining("NOFOLLOW_LINKS specified");
    }

    @Test
    void theStreamOfARemovedDirectoryEnds() throws IOException {
        var directory = Files.createDirectory(root().resolve("directory"));
        try (var stream = Files.newDirectoryStream(directory)) {
            Files.delete(directory);
            assertThat(stream.iterator().hasNext()).isFalse();
        }
    }

    @Test
    void linksThatLeadBackEndAWalk() throws IOException {
        var inner = Files.createDirectories(root().resolve("outer/inner"));
        Files.createSymbolicLink(inner.resolve("up"), root().resolve("outer"));
        Files.createSymbolicLink(inner.resolve("dangling"), root().resolve("none"));
        var failures = new ArrayList<String>();
        var files = new ArrayList<String>();
        Files.walkFileTree(
                root(),
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                20,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file.getFileName().toString());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        failures.add(file.getFileName() + " " + failure.getClass().getSimpleName());
                        return FileVisitResult.CONTINUE;
                    }
                });
        assertThat(failures).containsExactly("up FileSystemLoopException");
        assertThat(files).containsExactly("dangling");
    }

    @Test
    void anArchiveLivesOnAPath() throws IOException {
        var archive = root().resolve("archive.zip");
        try (var zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.writeString(zip.getPath("/one"), "1".repeat(10_000));
            Files.writeString(zip.getPath("/two"), "2");
        }
        try (var zip = FileSystems.newFileSystem(archive)) {
            Files.delete(zip.getPath("/two"));
            Files.writeString(zip.getPath("/three"), "3");
        }
        try (var zip = FileSystems.newFileSystem(archive)) {
            assertThat(Files.readString(zip.getPath("/one"))).hasSize(10_000);
            assertThat(names(zip.getPath("/"))).containsExactly("one", "three");
        }
    }

    @Test
    void unicodeNamesComeBack() throws IOException {
        write("größe 日本 🐘", "x");
        assertThat(names(root())).containsExactly("größe 日本 🐘");
        var file = root().resolve("größe 日本 🐘");
        assertThat(Path.of(file.toUri())).isEqualTo(file);
    }

    @Test
    void theStoreHasFigures() throws IOException {
        var store = Files.getFileStore(root());
        assertThat(store.getTotalSpace()).isPositive();
        assertThat(store.getUsableSpace()).isLessThanOrEqualTo(store.getTotalSpace());
        assertThat(store.getBlockSize()).isPositive();
        assertThat(store.supportsFileAttributeView("posix")).isTrue();
        assertThat(store.supportsFileAttributeView(BasicFileAttributeView.class)).isTrue();
        assertThat(store.getAttribute("totalSpace")).isEqualTo(store.getTotalSpace());
        assertThatThrownBy(() -> store.supportsFileAttributeView((String) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(
                        () -> store.supportsFileAttributeView((Class<BasicFileAttributeView>) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.getFileStoreAttributeView(null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void streamsGoAcrossFileSystems() throws IOException {
        var local = Files.createTempFile("contract", ".tmp");
        try {
            Files.writeString(local, "local");
            var copy = root().resolve("copy");
            Files.copy(local, copy);
            assertThat(Files.readString(copy)).isEqualTo("local");
            Files.writeString(copy, "changed");
            Files.copy(
                    copy,
                    local,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            assertThat(Files.readString(local)).isEqualTo("changed");
            Files.move(copy, local, StandardCopyOption.REPLACE_EXISTING);
            assertThat(Files.exists(copy)).isFalse();
        } finally {
            Files.delete(local);
        }
    }
}
