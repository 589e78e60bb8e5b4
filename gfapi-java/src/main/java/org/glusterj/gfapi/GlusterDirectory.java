package org.glusterj.gfapi;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Xdata;

/**
 * An open directory: its names one by one, without "." and "..", fetched in replies of at most
 * {@value #REPLY_BYTES} bytes. Owns its fd; whoever opened it closes it. All state is guarded by this object's monitor.
 */
public final class GlusterDirectory implements AutoCloseable {
    /** Budget of one reply, and so the bound of what is buffered here. */
    private static final int REPLY_BYTES = 128 * 1024;

    private final Session session;
    private final Fd fd;
    private final String path;
    private final boolean attributes;
    private final ArrayDeque<DirEntry> buffered = new ArrayDeque<>();
    private long fetched;
    private long told;
    private boolean atEnd;
    private boolean closed;

    /** Takes over {@code fd}. @param attributes entries come with their iatt */
    GlusterDirectory(Session session, Fd fd, String path, boolean attributes) {
        this.session = session;
        this.fd = fd;
        this.path = path;
        this.attributes = attributes;
    }

    /** The next entry; empty at the end. */
    public synchronized Optional<DirectoryEntry> read() throws GlusterException {
        while (true) {
            if (buffered.isEmpty()) {
                if (atEnd) {
                    return Optional.empty();
                }
                fetch();
                continue;
            }
            var entry = buffered.removeFirst();
            told = entry.offset();
            if (!entry.name().equals(".") && !entry.name().equals("..")) {
                return Optional.of(converted(entry));
            }
        }
    }

    private void fetch() throws GlusterException {
        if (closed) {
            throw new GlusterException(Errno.EBADF, path, "the directory is closed");
        }
        try {
            var reply =
                    attributes
                            ? session.call(new Fop.Readdirp(fd, REPLY_BYTES, fetched, Xdata.NULL))
                            : session.call(new Fop.Readdir(fd, REPLY_BYTES, fetched, Xdata.NULL));
            buffered.addAll(reply.entries());
            atEnd = reply.atEnd() || reply.entries().isEmpty();
            if (!buffered.isEmpty()) {
                fetched = buffered.getLast().offset();
            }
        } catch (FopException e) {
            throw GlusterException.of(e, path);
        }
    }

    private DirectoryEntry converted(DirEntry entry) {
        var type = entry.iatt().isNone() ? FileType.ofDt(entry.type()) : entry.iatt().type();
        return new DirectoryEntry(
                session.outer(entry.name()), type, entry.ino(), entry.iatt(), entry.offset());
    }

    /** The cookie of the entry read last, 0 before the first. */
    public synchronized long tell() {
        return told;
    }

    /** Continues after the entry with this cookie; 0 = from the start. */
    public synchronized void seek(long cookie) {
        buffered.clear();
        fetched = cookie;
        told = cookie;
        atEnd = false;
    }

    /**
     * The rest of the entries; failures come as {@link UncheckedIOException}. Closing the stream closes the
     * directory.
     */
    public Stream<DirectoryEntry> stream() {
        int shape = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Rest(), shape), false)
                .onClose(this::close);
    }

    private final class Rest implements Iterator<DirectoryEntry> {
        private Optional<DirectoryEntry> next = Optional.empty();

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                try {
                    next = read();
                } catch (GlusterException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next.isPresent();
        }

        @Override
        public DirectoryEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var entry = next.orElseThrow();
            next = Optional.empty();
            return entry;
        }
    }

    public Gfid gfid() {
        return fd.gfid();
    }

    public Iatt stat() throws GlusterException {
        try {
            return session.call(new Fop.Fstat(fd, Xdata.NULL)).iatt();
        } catch (FopException e) {
            throw GlusterException.of(e, path);
        }
    }

    public Iatt setAttributes(Changes changes) throws GlusterException {
        try {
            var op = new Fop.Fsetattr(fd, changes.iatt(), changes.valid(), Xdata.NULL);
            return session.call(op).post();
        } catch (FopException e) {
            throw GlusterException.of(e, path);
        }
    }

    /** Returns when the names are durable. */
    public void fsync() throws GlusterException {
        try {
            session.call(new Fop.Fsyncdir(fd, false, Xdata.NULL));
        } catch (FopException e) {
            throw GlusterException.of(e, path);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            fd.close();
        }
    }
}
