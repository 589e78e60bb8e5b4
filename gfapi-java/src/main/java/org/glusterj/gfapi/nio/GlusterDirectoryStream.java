package org.glusterj.gfapi.nio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.gfapi.GlusterDirectory;

/**
 * The entries of a directory as paths. Owns the open directory. Its one iterator is for one thread at a time; after
 * closing, it is at its end.
 */
final class GlusterDirectoryStream implements DirectoryStream<Path> {
    private final GlusterPath path;
    private final GlusterDirectory directory;
    private final Filter<? super Path> filter;
    private final AtomicBoolean iterated = new AtomicBoolean();
    private volatile boolean closed;

    GlusterDirectoryStream(
            GlusterPath path, GlusterDirectory directory, Filter<? super Path> filter) {
        this.path = path;
        this.directory = directory;
        this.filter = filter;
        path.getFileSystem().adopt(this);
    }

    @Override
    public Iterator<Path> iterator() {
        if (closed) {
            throw new IllegalStateException("Directory stream is closed");
        }
        if (!iterated.compareAndSet(false, true)) {
            throw new IllegalStateException("Iterator already obtained");
        }
        return new Entries();
    }

    @Override
    public void close() {
        closed = true;
        path.getFileSystem().forget(this);
        directory.close();
    }

    private final class Entries implements Iterator<Path> {
        private Path next;

        @Override
        public boolean hasNext() {
            try {
                while (next == null && !closed) {
                    var entry = Failures.of(path, directory::read);
                    if (entry.isEmpty()) {
                        return false;
                    }
                    var candidate = path.child(entry.get().name());
                    next = filter.accept(candidate) ? candidate : null;
                }
                return next != null;
            } catch (IOException e) {
                if (closed) {
                    return false;
                }
                throw new DirectoryIteratorException(e);
            }
        }

        @Override
        public Path next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var result = next;
            next = null;
            return result;
        }
    }
}
