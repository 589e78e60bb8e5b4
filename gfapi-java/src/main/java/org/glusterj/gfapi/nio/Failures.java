package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.glusterj.core.Errno;
import org.glusterj.gfapi.GlusterException;

/** Turns an errno into the exception that {@code java.nio.file} has for it. Stateless. */
final class Failures {
    private Failures() {}

    /** Something a volume does. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws GlusterException;
    }

    /** As {@link Call}, without result. */
    @FunctionalInterface
    interface Action {
        void run() throws GlusterException;
    }

    static <T> T of(Path path, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (GlusterException e) {
            throw translated(e, path, null);
        }
    }

    /** As {@link #of} for calls that ask about a path: below something that is no directory there is nothing. */
    static <T> T about(Path path, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (GlusterException e) {
            if (e.errno() == Errno.ENOTDIR) {
                var failure = new NoSuchFileException(text(path), null, null);
                failure.initCause(e);
                throw failure;
            }
            throw translated(e, path, null);
        }
    }

    static void run(Path path, Action action) throws IOException {
        run(path, null, action);
    }

    static void run(Path path, Path other, Action action) throws IOException {
        try {
            action.run();
        } catch (GlusterException e) {
            throw translated(e, path, other);
        }
    }

    static IOException translated(GlusterException e, Path path, Path other) {
        if (e.errno() == Errno.ESHUTDOWN && path != null && !path.getFileSystem().isOpen()) {
            throw new ClosedFileSystemException();
        }
        var failure = failure(e.errno(), text(path), text(other));
        failure.initCause(e);
        return failure;
    }

    private static String text(Path path) {
        return path == null ? null : path.toString();
    }

    private static IOException failure(Errno errno, String file, String other) {
        if (errno == Errno.ENOENT) {
            return new NoSuchFileException(file, other, null);
        }
        if (errno == Errno.EEXIST) {
            return new FileAlreadyExistsException(file, other, null);
        }
        if (errno == Errno.EACCES) {
            return new AccessDeniedException(file, other, null);
        }
        if (errno == Errno.ENOTEMPTY) {
            return new DirectoryNotEmptyException(file);
        }
        if (errno == Errno.ENOTDIR && other == null) {
            return new NotDirectoryException(file);
        }
        if (errno == Errno.ELOOP && other == null) {
            return new FileSystemLoopException(file);
        }
        return new FileSystemException(file, other, errno.text());
    }
}
