package org.glusterj.gfapi.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code Files} can do to a {@link Scene}. */
final class ChangesTable {
    private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_123L);
    private static final List<OpenOption[]> OPENS =
            List.of(
                    opening(),
                    opening(READ),
                    opening(WRITE),
                    opening(APPEND),
                    opening(READ, WRITE),
                    opening(READ, APPEND),
                    opening(WRITE, APPEND),
                    opening(WRITE, CREATE),
                    opening(WRITE, CREATE_NEW),
                    opening(READ, CREATE),
                    opening(READ, CREATE_NEW),
                    opening(READ, TRUNCATE_EXISTING),
                    opening(WRITE, TRUNCATE_EXISTING),
                    opening(APPEND, TRUNCATE_EXISTING),
                    opening(APPEND, CREATE),
                    opening(WRITE, CREATE, TRUNCATE_EXISTING),
                    opening(WRITE, CREATE, CREATE_NEW),
                    opening(READ, WRITE, CREATE, TRUNCATE_EXISTING),
                    opening(READ, DELETE_ON_CLOSE),
                    opening(WRITE, DELETE_ON_CLOSE),
                    opening(WRITE, CREATE, DELETE_ON_CLOSE),
                    opening(WRITE, CREATE_NEW, SPARSE),
                    opening(WRITE, SYNC),
                    opening(WRITE, CREATE, DSYNC),
                    opening(READ, NOFOLLOW_LINKS),
                    opening(WRITE, CREATE, NOFOLLOW_LINKS),
                    opening(CREATE),
                    opening(CREATE_NEW),
                    opening(TRUNCATE_EXISTING));
    private static final List<CopyOption[]> COPIES =
            List.of(
                    copying(),
                    copying(REPLACE_EXISTING),
                    copying(NOFOLLOW_LINKS),
                    copying(REPLACE_EXISTING, NOFOLLOW_LINKS),
                    copying(COPY_ATTRIBUTES),
                    copying(REPLACE_EXISTING, COPY_ATTRIBUTES),
                    copying(ATOMIC_MOVE),
                    copying(REPLACE_EXISTING, ATOMIC_MOVE));
    private static final List<String> SOURCES =
            List.of("file", "exec", "empty", "full", "to-file", "to-full", "dangling", "none");
    private static final List<String> TARGETS =
            List.of(
                    "file",
                    "hard",
                    "empty",
                    "full",
                    "to-file",
                    "dangling",
                    "new",
                    "none/x",
                    "file/x",
                    "full/new",
                    "empty/new",
                    "");

    private final Map<String, Scene.Ask> all = new LinkedHashMap<>();

    private ChangesTable() {}

    static Map<String, Scene.Ask> names() {
        var table = new ChangesTable();
        for (var name : Scene.NAMES) {
            table.making(name);
            table.writing(name);
            table.attributes(name);
        }
        return table.all;
    }

    static Map<String, Scene.Ask> opens() {
        var table = new ChangesTable();
        for (var name : List.of("file", "empty", "to-file", "to-full", "dangling", "new")) {
            for (var options : OPENS) {
                table.all.put(
                        "open " + name + " " + Arrays.toString(options),
                        root -> opened(root.resolve(name), options));
            }
        }
        return table.all;
    }

    static Map<String, Scene.Ask> copies() {
        var table = new ChangesTable();
        for (var options : COPIES) {
            for (var from : SOURCES) {
                for (var to : TARGETS) {
                    var words = from + " " + to + " " + Arrays.toString(options);
                    table.all.put(
                            "copy " + words,
                            root -> Files.copy(root.resolve(from), root.resolve(to), options));
                    table.all.put(
                            "move " + words,
                            root -> Files.move(root.resolve(from), root.resolve(to), options));
                }
            }
        }
        return table.all;
    }

    private static OpenOption[] opening(OpenOption... options) {
        return options;
    }

    private static CopyOption[] copying(CopyOption... options) {
        return options;
    }

    private void put(String what, String name, Questions.About change) {
        all.put(what + " " + name, root -> change.of(root.resolve(name)));
    }

    private void making(String name) {
        put("delete", name, path -> done(() -> Files.delete(path)));
        put("deleteIfExists", name, Files::deleteIfExists);
        put("createFile", name, Files::createFile);
        var attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        put("createFile private", name, path -> Files.createFile(path, attribute));
        put("createDirectory", name, Files::createDirectory);
        put("createDirectory private", name, path -> Files.createDirectory(path, attribute));
        put("createDirectories", name, Files::createDirectories);
        put("createTempFile", name, path -> made(path, Files.createTempFile(path, "a", "b")));
        put("createTempDirectory", name, path -> made(path, Files.createTempDirectory(path, "a")));
        for (var target : List.of("file", "nowhere", "")) {
            put(
                    "createSymbolicLink '" + target + "'",
                    name,
                    path -> Files.createSymbolicLink(path, path.getFileSystem().getPath(target)));
        }
        all.put(
                "createLink of " + name,
                root -> Files.createLink(root.resolve("new"), root.resolve(name)));
        all.put(
                "createLink at " + name,
                root -> Files.createLink(root.resolve(name), root.resolve("file")));
    }

    private interface Change {
        void run() throws IOException;
    }

    private static String done(Change change) throws IOException {
        change.run();
        return "done";
    }

    /** Its name is random: it is taken away again, so that the trees compare. */
    private static boolean made(Path directory, Path made) throws IOException {
        Files.delete(made);
        return made.getParent().equals(directory) && made.getFileName().toString().startsWith("a");
    }

    private void writing(String name) {
        put("writeString", name, path -> Files.writeString(path, "text"));
        put("writeString append", name, path -> Files.writeString(path, "text", APPEND));
        put("writeString new", name, path -> Files.writeString(path, "text", CREATE_NEW));
        put("writeString existing", name, path -> Files.writeString(path, "text", WRITE));
        put("writeString read", name, path -> Files.writeString(path, "text", READ));
        put("write lines", name, path -> Files.write(path, List.of("a", "b")));
        put("copy in", name, path -> Files.copy(new ByteArrayInputStream(new byte[3]), path));
        put(
                "copy in over",
                name,
                path -> Files.copy(new ByteArrayInputStream(new byte[3]), path, REPLACE_EXISTING));
        put("copy out", name, path -> Files.copy(path, new ByteArrayOutputStream()));
        put(
                "newOutputStream",
                name,
                path -> {
                    try (var out = Files.newOutputStream(path, WRITE)) {
                        out.write(65);
                    }
                    return "written";
                });
        put(
                "newBufferedWriter",
                name,
                path -> {
                    try (var out = Files.newBufferedWriter(path)) {
                        out.write("line");
                    }
                    return "written";
                });
    }

    private void attributes(String name) {
        put(
                "setLastModifiedTime",
                name,
                path ->
                        Files.getLastModifiedTime(Files.setLastModifiedTime(path, TIME))
                                .equals(TIME));
        put(
                "setPosixFilePermissions",
                name,
                path ->
                        Files.setPosixFilePermissions(
                                path, PosixFilePermissions.fromString("rw--wx--x")));
        put("setOwner", name, path -> Files.setOwner(path, Files.getOwner(path)));
        var values = new LinkedHashMap<String, Object>();
        values.put("lastModifiedTime", TIME);
        values.put("basic:lastAccessTime", TIME);
        values.put("posix:permissions", PosixFilePermissions.fromString("r--------"));
        values.put("unix:mode", 0640);
        values.put("unix:uid", 0);
        values.put("unix:nlink", 3);
        values.put("size", 5L);
        values.put("nonsense", 5);
        values.put("user:k", ByteBuffer.wrap(new byte[] {1}));
        values.put("posix:owner", "somebody");
        values.put("unix:gid", "0");
        values.put("none:x", 1);
        for (var value : values.entrySet()) {
            put(
                    "setAttribute " + value.getKey(),
                    name,
                    path -> Files.setAttribute(path, value.getKey(), value.getValue()));
        }
        put("times of itself", name, ChangesTable::times);
        put("user attribute", name, ChangesTable::userAttribute);
    }

    private static Object times(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        view.setTimes(TIME, null, null);
        view.setTimes(null, TIME, null);
        view.setTimes(null, null, null);
        var now = view.readAttributes();
        return now.lastModifiedTime() + " " + now.lastAccessTime();
    }

    private static Object userAttribute(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
        int written = view.write("name", ByteBuffer.wrap(new byte[] {1, 2}));
        var read = ByteBuffer.allocate(9);
        var told = written + " " + view.size("name") + view.list() + view.read("name", read);
        view.delete("name");
        return told + view.list();
    }

    private static Object opened(Path path, OpenOption... options) throws IOException {
        String told;
        try (var channel = FileChannel.open(path, Set.of(options))) {
            if (Files.isDirectory(path)) {
                return "a directory";
            }
            told = channel.position() + " of " + channel.size();
            told += " " + attempt(() -> channel.write(ByteBuffer.wrap(new byte[] {65, 66})));
            told += " " + attempt(() -> channel.read(ByteBuffer.allocate(3), 0));
            told += " " + attempt(() -> channel.truncate(1).size());
            told += " at " + channel.position();
        }
        return told;
    }

    private interface Step {
        Object run() throws IOException;
    }

    private static Object attempt(Step step) throws IOException {
        try {
            return step.run();
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
}
