package org.glusterj.gfapi.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code Files} can be asked about a path without changing anything. */
final class Questions {
    /** A question about one path. */
    interface About {
        Object of(Path path) throws IOException;
    }

    private final Map<String, About> all = new LinkedHashMap<>();

    private Questions() {}

    static Map<String, About> all() {
        var questions = new Questions();
        questions.kinds();
        questions.content();
        questions.directories();
        questions.attributes();
        questions.views();
        questions.places();
        return questions.all;
    }

    private void kinds() {
        all.put("exists", Files::exists);
        all.put("exists itself", path -> Files.exists(path, NOFOLLOW_LINKS));
        all.put("notExists", Files::notExists);
        all.put("isDirectory", Files::isDirectory);
        all.put("isDirectory itself", path -> Files.isDirectory(path, NOFOLLOW_LINKS));
        all.put("isRegularFile", Files::isRegularFile);
        all.put("isRegularFile itself", path -> Files.isRegularFile(path, NOFOLLOW_LINKS));
        all.put("isSymbolicLink", Files::isSymbolicLink);
        all.put("isReadable", Files::isReadable);
        all.put("isWritable", Files::isWritable);
        all.put("isExecutable", Files::isExecutable);
        all.put("isHidden", Files::isHidden);
        all.put("probeContentType", Files::probeContentType);
        for (var mode : AccessMode.values()) {
            all.put("checkAccess " + mode, path -> checked(path, mode));
        }
        all.put("checkAccess", path -> checked(path));
        all.put("checkAccess all", path -> checked(path, AccessMode.values()));
    }

    private static String checked(Path path, AccessMode... modes) throws IOException {
        path.getFileSystem().provider().checkAccess(path, modes);
        return "granted";
    }

    private void content() {
        all.put("size of content", path -> Files.isDirectory(path) ? "any" : Files.size(path));
        all.put("readString", Files::readString);
        all.put("readAllLines", Files::readAllLines);
        all.put("readAllBytes", path -> Files.readAllBytes(path).length);
        all.put("lines", path -> told(Files.lines(path)));
        all.put(
                "newInputStream",
                path -> {
                    try (var in = Files.newInputStream(path)) {
                        return in.available() + " " + in.skip(3) + " " + in.read();
                    }
                });
        all.put(
                "newInputStream itself",
                path -> {
                    try (var in = Files.newInputStream(path, NOFOLLOW_LINKS)) {
                        return in.read();
                    }
                });
        all.put(
                "newBufferedReader",
                path -> {
                    try (var in = Files.newBufferedReader(path)) {
                        return in.readLine();
                    }
                });
        all.put("newByteChannel", Questions::channel);
        all.put(
                "write to a channel for reading",
                path -> {
                    try (var channel = FileChannel.open(path)) {
                        return channel.write(ByteBuffer.wrap(new byte[1]));
                    }
                });
        all.put("mismatch", path -> Files.mismatch(path, path.resolveSibling("file")));
        all.put("mismatch itself", path -> Files.mismatch(path, path));
    }

    private static Object channel(Path path) throws IOException {
        try (var channel = Files.newByteChannel(path)) {
            if (Files.isDirectory(path)) {
                return "a directory";
            }
            var buffer = ByteBuffer.allocate(5);
            int n = channel.position(2).read(buffer);
            return n + " " + channel.position() + " " + channel.size() + " " + channel.isOpen();
        }
    }

    private static <T> String told(Stream<T> stream) {
        try (stream) {
            return stream.map(String::valueOf).sorted().toList().toString();
        }
    }

    private void directories() {
        all.put("list", path -> told(Files.list(path)));
        all.put("walk", path -> told(Files.walk(path)));
        all.put("walk 0", path -> told(Files.walk(path, 0)));
        all.put("walk 1", path -> told(Files.walk(path, 1)));
        all.put("walk negative", path -> told(Files.walk(path, -1)));
        all.put("walk links", path -> told(Files.walk(path, 2, FileVisitOption.FOLLOW_LINKS)));
        all.put("find", path -> told(Files.find(path, 3, (p, a) -> a.isRegularFile())));
        for (var glob : List.of("*", "*e*", "{in,s}*", "[!i]*", "?????", "none")) {
            all.put(
                    "newDirectoryStream " + glob,
                    path -> {
                        try (var stream = Files.newDirectoryStream(path, glob)) {
                            return names(stream);
                        }
                    });
        }
        all.put(
                "newDirectoryStream bad glob",
                path -> {
                    try (var stream = Files.newDirectoryStream(path, "[")) {
                        return names(stream);
                    }
                });
        all.put(
                "newDirectoryStream filter",
                path -> {
                    try (var stream = Files.newDirectoryStream(path, Files::isDirectory)) {
                        return names(stream);
                    }
                });
        all.put("walkFileTree", path -> visited(path, EnumSet.noneOf(FileVisitOption.class)));
        all.put(
                "walkFileTree links",
                path -> visited(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS)));
    }

    private static List<String> names(Iterable<Path> paths) {
        var names = new ArrayList<String>();
        paths.forEach(path -> names.add(path.toString()));
        names.sort(null);
        return names;
    }

    private static List<String> visited(Path path, Set<FileVisitOption> options)
            throws IOException {
        var events = new ArrayList<String>();
        Files.walkFileTree(
                path,
                options,
                3,
                new FileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes a) {
                        return said("before " + at);
                    }

                    @Override
                    public FileVisitResult visitFile(Path at, BasicFileAttributes a) {
                        return said("file " + at + a.isSymbolicLink() + a.isDirectory());
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path at, IOException failure) {
                        return said("failed " + at);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path at, IOException failure) {
                        return said("after " + at);
                    }

                    private FileVisitResult said(String event) {
                        events.add(event);
                        return FileVisitResult.CONTINUE;
                    }
                });
        events.sort(null);
        return events;
    }

    private void attributes() {
        for (var options : List.of(new LinkOption[0], new LinkOption[] {NOFOLLOW_LINKS})) {
            var how = options.length == 0 ? "" : " itself";
            all.put(
                    "basic attributes" + how,
                    path -> basic(Files.readAttributes(path, BasicFileAttributes.class, options)));
            all.put(
                    "posix attributes" + how,
                    path -> {
                        var posix = Files.readAttributes(path, PosixFileAttributes.class, options);
                        return basic(posix)
                                + PosixFilePermissions.toString(posix.permissions())
                                + posix.owner().getName()
                                + posix.group().getName();
                    });
            all.put("permissions" + how, path -> sorted(path, options));
            all.put("owner" + how, path -> Files.getOwner(path, options).getName());
            all.put(
                    "modified" + how,
                    path ->
                            Files.getLastModifiedTime(path, options)
                                    .equals(Files.getAttribute(path, "lastModifiedTime", options)));
            for (var wanted :
                    List.of(
                            "isDirectory,isSymbolicLink",
                            "basic:isOther,isRegularFile",
                            "posix:permissions,owner,group",
                            "unix:mode,uid,gid",
                            "owner:owner",
                            "user:none",
                            "nonsense",
                            "unix:nonsense",
                            "nonsense:x",
                            "posix:",
                            ":size",
                            "",
                            "isDirectory,nonsense")) {
                all.put("attributes " + wanted + how, path -> map(path, wanted, options));
            }
            for (var view : List.of("*", "basic:*", "posix:*", "unix:*", "owner:*", "user:*")) {
                all.put(
                        "names of " + view + how,
                        path -> new TreeMap<>(Files.readAttributes(path, view, options)).keySet());
            }
        }
        all.put(
                "dos attributes",
                path -> Files.readAttributes(path, DosFileAttributes.class) != null);
    }

    private static String basic(BasicFileAttributes a) {
        boolean content = a.isRegularFile() || a.isSymbolicLink();
        return (content ? a.size() + " " : "")
                + a.isDirectory()
                + a.isRegularFile()
                + a.isSymbolicLink()
                + a.isOther()
                + (a.fileKey() != null)
                + " ";
    }

    private static String sorted(Path path, LinkOption... options) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, options));
    }

    private static String map(Path path, String wanted, LinkOption... options) throws IOException {
        var told = new TreeMap<>(Files.readAttributes(path, wanted, options));
        told.computeIfPresent("permissions", (name, value) -> ((Set<?>) value).size());
        return told.toString();
    }

    private void views() {
        for (var type :
                List.of(
                        BasicFileAttributeView.class,
                        PosixFileAttributeView.class,
                        FileOwnerAttributeView.class,
                        UserDefinedFileAttributeView.class,
                        AclFileAttributeView.class)) {
            all.put(
                    "view " + type.getSimpleName(),
                    path -> {
                        var view = Files.getFileAttributeView(path, type);
                        return view == null ? "none" : view.name();
                    });
        }
        all.put(
                "view of a Posix file",
                path ->
                        basic(
                                Files.getFileAttributeView(path, PosixFileAttributeView.class)
                                        .readAttributes()));
        all.put(
                "user list",
                path ->
                        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
                                .list());
        all.put(
                "dos is asked for",
                path -> Files.getFileAttributeView(path, DosFileAttributeView.class) == path);
    }

    private void places() {
        all.put("readSymbolicLink", Files::readSymbolicLink);
        all.put("toRealPath", Path::toRealPath);
        all.put("toRealPath itself", path -> path.toRealPath(NOFOLLOW_LINKS));
        for (var other : List.of("file", "full", "none", "to-file", "dangling")) {
            all.put(
                    "isSameFile " + other,
                    path -> Files.isSameFile(path, path.resolveSibling(other)));
        }
        all.put("isSameFile itself", path -> Files.isSameFile(path, path));
        all.put("getFileStore", path -> Files.getFileStore(path).getUsableSpace() > 0);
    }
}
