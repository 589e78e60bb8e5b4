package org.glusterj.tests.compat.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.LkOwner;
import org.glusterj.gfapi.GlusterDirectory;
import org.glusterj.gfapi.GlusterException;
import org.glusterj.gfapi.GlusterFile;
import org.glusterj.gfapi.Handle;
import org.glusterj.gfapi.Volume;

/**
 * What all processes have open, by number; each is closed when the last process lets it go, as descriptors are after
 * fork and dup. Guarded by this object's monitor; files are closed outside it.
 */
final class OpenFiles {
    private final Map<Long, Open> open = new HashMap<>();
    private long last;

    /** One opened object and how many processes, or duplicates within one, have it. */
    static final class Open {
        private final AutoCloseable object;
        private final Volume volume;
        private final LkOwner ownLocks;
        private int count = 1;

        private Open(AutoCloseable object, Volume volume) {
            this.object = object;
            this.volume = volume;
            ownLocks = object instanceof GlusterFile file ? file.lkOwner() : LkOwner.NONE;
        }

        AutoCloseable object() {
            return object;
        }

        GlusterFile file() throws GlusterException {
            if (object instanceof GlusterFile file) {
                return file;
            }
            throw new GlusterException(
                    object instanceof GlusterDirectory ? Errno.EISDIR : Errno.EBADF, "");
        }

        GlusterDirectory directory() throws GlusterException {
            if (object instanceof GlusterDirectory directory) {
                return directory;
            }
            throw new GlusterException(Errno.ENOTDIR, "");
        }

        /** The object by its identity; the caller closes it. */
        Handle handle() throws GlusterException {
            return switch (object) {
                case GlusterFile file -> volume.handle(file.gfid());
                case GlusterDirectory directory -> volume.handle(directory.gfid());
                case Handle handle -> volume.handle(handle.gfid());
                default -> throw new IllegalStateException(object.toString());
            };
        }

        /** The owner of locks that belong to the open file. */
        LkOwner ownLocks() {
            return ownLocks;
        }
    }

    /** What one process has: how often it has each number. Guarded by the table's monitor. */
    static final class Held {
        private final Map<Long, Integer> counts = new HashMap<>();
    }

    synchronized long add(Held process, AutoCloseable object, Volume volume) {
        long id = ++last;
        open.put(id, new Open(object, volume));
        process.counts.put(id, 1);
        return id;
    }

    synchronized Open get(long id) throws GlusterException {
        var found = open.get(id);
        if (found == null) {
            throw new GlusterException(Errno.EBADF, "");
        }
        return found;
    }

    synchronized void duplicate(Held process, long id) throws GlusterException {
        get(id).count++;
        process.counts.merge(id, 1, Integer::sum);
    }

    synchronized Held copy(Held parent) {
        var child = new Held();
        child.counts.putAll(parent.counts);
        child.counts.forEach((id, n) -> open.get(id).count += n);
        return child;
    }

    /** @param locks the process's lock owner when it has taken locks, which any close of the file ends; else null */
    void close(Held process, long id, LkOwner locks) throws IOException {
        var object = get(id).object();
        if (locks != null && object instanceof GlusterFile file) {
            file.lkOwner(locks);
            file.flush();
        }
        Open ended = null;
        synchronized (this) {
            process.counts.computeIfPresent(id, (same, n) -> n == 1 ? null : n - 1);
            var held = get(id);
            if (--held.count == 0) {
                open.remove(id);
                ended = held;
            }
        }
        if (ended != null) {
            end(ended);
        }
    }

    private static void end(Open ended) throws IOException {
        if (ended.object() instanceof GlusterFile file) {
            file.lkOwner(ended.ownLocks());
        }
        try {
            ended.object().close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** The end of a process. */
    void closeAll(Held process, LkOwner locks) {
        List<Long> all = new ArrayList<>();
        synchronized (this) {
            process.counts.forEach(
                    (id, n) -> {
                        for (int i = 0; i < n; i++) {
                            all.add(id);
                        }
                    });
        }
        for (long id : all) {
            try {
                close(process, id, locks);
            } catch (IOException e) {
                System.err.println("closing at the end of a process: " + e);
            }
        }
    }
}
