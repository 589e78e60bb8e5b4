package org.glusterj.gfapi.nio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.glusterj.gfapi.Volume;

/**
 * One volume as a {@link FileSystem}. Owns its volume, and with it the connections, until it is closed; channels and
 * streams that are open then fail. Thread-safe.
 */
public final class GlusterFileSystem extends FileSystem {
    static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix", "user");

    private final GlusterFileSystemProvider provider;
    private final GlusterUri location;
    private final Volume volume;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ConcurrentHashMap<Closeable, Boolean> resources = new ConcurrentHashMap<>();
    private final FileLocks locks = new FileLocks();

    GlusterFileSystem(GlusterFileSystemProvider provider, GlusterUri location, Volume volume) {
        this.provider = provider;
        this.location = location;
        this.volume = volume.withRawNames();
    }

    /**
     * A file system on a volume that is mounted already, found from now on by {@code gluster://host/name/}; closing it
     * closes the volume.
     *
     * @throws java.nio.file.FileSystemAlreadyExistsException when that URI is taken
     */
    public static FileSystem of(Volume volume, String host, String name) {
        return GlusterFileSystemProvider.installed()
                .open(new GlusterUri(host, -1, name, "/"), volume);
    }

    /** With raw names. */
    Volume volume() {
        if (!open.get()) {
            throw new ClosedFileSystemException();
        }
        return volume;
    }

    GlusterUri location() {
        return location;
    }

    FileLocks locks() {
        return locks;
    }

    /**
     * Closes {@code resource} with the file system, unless {@link #forget} was called before.
     *
     * @throws ClosedFileSystemException after closing it, when the file system is closed
     */
    void adopt(Closeable resource) {
        resources.put(resource, true);
        if (!open.get()) {
            try (resource) {
                throw new ClosedFileSystemException();
            } catch (IOException e) {
                throw new ClosedFileSystemException();
            }
        }
    }

    void forget(Closeable resource) {
        resources.remove(resource);
    }

    @Override
    public GlusterFileSystemProvider provider() {
        return provider;
    }

    /** Closes channels and directory streams, then the volume. */
    @Override
    public void close() throws IOException {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        provider.forget(this);
        try (volume) {
            closeResources();
        }
    }

    private void closeResources() throws IOException {
        IOException first = null;
        for (var resource : resources.keySet()) {
            try {
                resource.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(GlusterPath.ofBytes(this, "/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new GlusterFileStore(GlusterPath.ofBytes(this, "/")));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return VIEWS;
    }

    @Override
    public Path getPath(String first, String... more) {
        if (more.length == 0) {
            return GlusterPath.ofText(this, first);
        }
        var path = new StringBuilder(first);
        for (var part : more) {
            if (!part.isEmpty()) {
                path.append(path.isEmpty() ? "" : "/").append(part);
            }
        }
        return GlusterPath.ofText(this, path.toString());
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        int colon = syntaxAndPattern.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("expected syntax:pattern, got " + syntaxAndPattern);
        }
        var rest = syntaxAndPattern.substring(colon + 1);
        var pattern =
                switch (syntaxAndPattern.substring(0, colon).toLowerCase(java.util.Locale.ROOT)) {
                    case "glob" -> Glob.compile(rest);
                    case "regex" -> Pattern.compile(rest);
                    default ->
                            throw new UnsupportedOperationException(
                                    "no such syntax: " + syntaxAndPattern);
                };
        return path -> pattern.matcher(path.toString()).matches();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return new Principals();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("volumes cannot be watched");
    }

    @Override
    public String toString() {
        return location.toUri().toString();
    }
}
