package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Objects;
import org.glusterj.core.Statvfs;

/** The space of a volume, asked for anew by each call. Immutable. */
final class GlusterFileStore extends FileStore {
    private final GlusterPath path;

    GlusterFileStore(GlusterPath path) {
        this.path = path;
    }

    private Statvfs figures() throws IOException {
        return Failures.of(path, () -> path.getFileSystem().volume().statvfs(path.raw()));
    }

    @Override
    public String name() {
        var location = path.getFileSystem().location();
        return location.host() + ":/" + location.volume();
    }

    @Override
    public String type() {
        return "glusterfs";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() throws IOException {
        var figures = figures();
        return figures.blocks() * figures.frsize();
    }

    @Override
    public long getUsableSpace() throws IOException {
        var figures = figures();
        return figures.bavail() * figures.frsize();
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        var figures = figures();
        return figures.bfree() * figures.frsize();
    }

    @Override
    public long getBlockSize() throws IOException {
        return figures().frsize();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return Objects.requireNonNull(type) == BasicFileAttributeView.class
                || type == FileOwnerAttributeView.class
                || type == PosixFileAttributeView.class
                || type == UserDefinedFileAttributeView.class;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return GlusterFileSystem.VIEWS.contains(name);
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        Objects.requireNonNull(type);
        return null;
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
        return switch (attribute) {
            case "totalSpace" -> getTotalSpace();
            case "usableSpace" -> getUsableSpace();
            case "unallocatedSpace" -> getUnallocatedSpace();
            default ->
                    throw new UnsupportedOperationException("'" + attribute + "' not recognized");
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlusterFileStore that
                && that.path.getFileSystem() == path.getFileSystem();
    }

    @Override
    public int hashCode() {
        return path.getFileSystem().hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
