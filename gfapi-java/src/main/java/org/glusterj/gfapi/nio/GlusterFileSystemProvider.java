package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.glusterj.core.Errno;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.Volume;

/**
 * The provider for {@code gluster:} URIs, found through {@link java.util.ServiceLoader}. Keeps the file systems that
 * are
 * open, one per host, port and volume; a Path made from a URI mounts the volume when nobody has. Thread-safe.
 */
public final class GlusterFileSystemProvider extends FileSystemProvider {
    private static final int NEW_FILE = 0666;
    private static final int NEW_DIRECTORY = 0777;
    private static final int ACCESS_READ = 4;
    private static final int ACCESS_WRITE = 2;
    private static final int ACCESS_EXECUTE = 1;

    private final Map<String, GlusterFileSystem> open = new ConcurrentHashMap<>();

    /** The one that {@link FileSystemProvider#installedProviders} lists, or a new one where that one is not visible. */
    static GlusterFileSystemProvider installed() {
        for (var provider : FileSystemProvider.installedProviders()) {
            if (provider instanceof GlusterFileSystemProvider own) {
                return own;
            }
        }
        return new GlusterFileSystemProvider();
    }

    @Override
    public String getScheme() {
        return GlusterUri.SCHEME;
    }

    /** Mounts a volume. See {@link MountOptions} for {@code env}. */
    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
        var location = GlusterUri.parse(uri);
        if (open.containsKey(location.key())) {
            throw new FileSystemAlreadyExistsException(location.key());
        }
        var volume = MountOptions.mount(location, env);
        try {
            return open(location, volume);
        } catch (FileSystemAlreadyExistsException e) {
            volume.close();
            throw e;
        }
    }

    GlusterFileSystem open(GlusterUri location, Volume volume) {
        var fileSystem = new GlusterFileSystem(this, location, volume);
        if (open.putIfAbsent(location.key(), fileSystem) != null) {
            throw new FileSystemAlreadyExistsException(location.key());
        }
        return fileSystem;
    }

    void forget(GlusterFileSystem fileSystem) {
        open.remove(fileSystem.location().key(), fileSystem);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        var location = GlusterUri.parse(uri);
        var fileSystem = open.get(location.key());
        if (fileSystem == null) {
            throw new FileSystemNotFoundException(location.key());
        }
        return fileSystem;
    }

    /** Mounts the volume, as root and with default options, when it is not; it then stays mounted until closed. */
    @Override
    public Path getPath(URI uri) {
        var location = GlusterUri.parse(uri);
        var fileSystem = open.get(location.key());
        if (fileSystem == null) {
            try {
                fileSystem = (GlusterFileSystem) newFileSystem(uri, Map.of());
            } catch (FileSystemAlreadyExistsException e) {
                fileSystem = open.get(location.key());
            } catch (IOException e) {
                var failure =
                        new FileSystemNotFoundException(location.key() + ": " + e.getMessage());
                failure.initCause(e);
                throw failure;
            }
        }
        if (fileSystem == null) {
            throw new FileSystemNotFoundException(location.key());
        }
        return GlusterPath.ofBytes(fileSystem, location.path());
    }

    private static Volume volume(GlusterPath path) {
        return path.getFileSystem().volume();
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        var own = GlusterPath.of(path);
        var parsed = Options.of(options);
        int mode = Options.mode(NEW_FILE, attributes);
        try {
            var file = volume(own).open(own.raw(), parsed.flags(), mode);
            return new GlusterFileChannel(own, file, parsed);
        } catch (GlusterException e) {
            if (e.errno() == Errno.ELOOP && !parsed.follow()) {
                throw new FileSystemException(
                        own.toString(), null, e.errno().text() + " (NOFOLLOW_LINKS specified)");
            }
            throw Failures.translated(e, own, null);
        }
    }

    /** Not there: {@link Volume#async} is what volumes have for calls that return at once. */
    @Override
    public AsynchronousFileChannel newAsynchronousFileChannel(
            Path path,
            Set<? extends OpenOption> options,
            ExecutorService executor,
            FileAttribute<?>... attributes) {
        throw new UnsupportedOperationException(
                "no asynchronous channels on a volume; see Volume.async()");
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        var own = GlusterPath.of(directory);
        java.util.Objects.requireNonNull(filter);
        var opened = Failures.of(own, () -> volume(own).opendir(own.raw(), false));
        return new GlusterDirectoryStream(own, opened, filter);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        var own = GlusterPath.of(directory);
        int mode = Options.mode(NEW_DIRECTORY, attributes);
        Failures.of(own, () -> volume(own).mkdir(own.raw(), mode));
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
            throws IOException {
        var own = GlusterPath.of(link);
        var to = GlusterPath.of(target);
        if (attributes.length > 0) {
            Options.mode(0, attributes);
            throw new UnsupportedOperationException(
                    "Initial file attributes not supported when creating symbolic link");
        }
        Failures.of(own, () -> volume(own).symlink(to.symlinkTarget(), own.raw()));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        var own = GlusterPath.of(link);
        var object = GlusterPath.of(existing);
        if (object.getFileSystem() != own.getFileSystem()) {
            throw Failures.translated(
                    new GlusterException(Errno.EXDEV, own.toString()), own, object);
        }
        Failures.run(own, object, () -> volume(own).link(object.raw(), own.raw()));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        var own = GlusterPath.of(link);
        try {
            return GlusterPath.ofBytes(own.getFileSystem(), volume(own).readlink(own.raw()));
        } catch (GlusterException e) {
            if (e.errno() == Errno.EINVAL) {
                throw new NotLinkException(own.toString());
            }
            throw Failures.translated(e, own, null);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        var own = GlusterPath.of(path);
        Failures.run(own, () -> volume(own).remove(own.raw()));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        CopyMove.copy(GlusterPath.of(source), GlusterPath.of(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        CopyMove.move(GlusterPath.of(source), GlusterPath.of(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        var own = GlusterPath.of(path);
        if (own.equals(other)) {
            return true;
        }
        if (!(other instanceof GlusterPath that) || that.getFileSystem() != own.getFileSystem()) {
            return false;
        }
        var first = Failures.of(own, () -> volume(own).stat(own.raw()));
        var second = Failures.of(that, () -> volume(that).stat(that.raw()));
        return first.gfid().equals(second.gfid());
    }

    /** As on Unix: names that start with a dot. */
    @Override
    public boolean isHidden(Path path) {
        var name = GlusterPath.of(path).getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        var own = GlusterPath.of(path);
        Failures.of(own, () -> volume(own).stat(own.raw()));
        return new GlusterFileStore(own);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        var own = GlusterPath.of(path);
        int mask = 0;
        for (var mode : modes) {
            mask |=
                    switch (mode) {
                        case READ -> ACCESS_READ;
                        case WRITE -> ACCESS_WRITE;
                        case EXECUTE -> ACCESS_EXECUTE;
                    };
        }
        int wanted = mask;
        Failures.about(own, () -> check(own, wanted));
    }

    private static boolean check(GlusterPath path, int mask) throws GlusterException {
        if (mask == 0) {
            volume(path).stat(path.raw());
        } else {
            volume(path).access(path.raw(), mask);
        }
        return true;
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        var own = GlusterPath.of(path);
        boolean follow = Options.followLinks(options);
        FileAttributeView view = null;
        if (type == BasicFileAttributeView.class) {
            view = new AttributeView(own, follow, "basic");
        } else if (type == PosixFileAttributeView.class) {
            view = new AttributeView(own, follow, "posix");
        } else if (type == FileOwnerAttributeView.class) {
            view = new AttributeView(own, follow, "owner");
        } else if (type == UserDefinedFileAttributeView.class) {
            view = new UserAttributeView(own, follow);
        }
        return type.cast(view);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
            throw new UnsupportedOperationException("no attributes of type " + type.getName());
        }
        var view = new AttributeView(GlusterPath.of(path), Options.followLinks(options), "basic");
        return type.cast(view.readAttributes());
    }

    /** {@code view:names}; the view is "basic" when none is given. */
    private record Wanted(String view, String names) {
        static Wanted of(String attributes) {
            int colon = attributes.indexOf(':');
            var view = colon < 0 ? "basic" : attributes.substring(0, colon);
            var names = attributes.substring(colon + 1);
            if (view.isEmpty() || names.isEmpty()) {
                throw new IllegalArgumentException("no attributes of a view: '" + attributes + "'");
            }
            if (!GlusterFileSystem.VIEWS.contains(view)) {
                throw new UnsupportedOperationException("View '" + view + "' not available");
            }
            return new Wanted(view, names);
        }
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        var own = GlusterPath.of(path);
        boolean follow = Options.followLinks(options);
        var wanted = Wanted.of(attributes);
        if (wanted.view.equals("user")) {
            return new UserAttributeView(own, follow).select(wanted.names);
        }
        GlusterAttributes.check(wanted.view, wanted.names);
        return new AttributeView(own, follow, wanted.view)
                .readAttributes()
                .select(wanted.view, wanted.names);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        var own = GlusterPath.of(path);
        boolean follow = Options.followLinks(options);
        var wanted = Wanted.of(attribute);
        if (wanted.view.equals("user")) {
            new UserAttributeView(own, follow).set(wanted.names, value);
        } else {
            new AttributeView(own, follow, wanted.view).set(wanted.view, wanted.names, value);
        }
    }
}
