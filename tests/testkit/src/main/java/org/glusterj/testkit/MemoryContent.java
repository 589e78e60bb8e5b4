package org.glusterj.testkit;

import java.util.TreeMap;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * The bytes of a file in pages; pages never written are holes. Guarded by the {@link MemoryFs} that owns it. Bounded to
 * {@value #MAX_PAGES} pages of a whole file system's files each: tests are small.
 */
final class MemoryContent {
    static final int PAGE = 4096;
    private static final int MAX_PAGES = 65_536;

    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long size;

    long size() {
        return size;
    }

    long allocatedBytes() {
        return (long) pages.size() * PAGE;
    }

    byte[] read(long offset, int length) {
        int n = (int) Math.max(0, Math.min(length, size - offset));
        var out = new byte[n];
        for (int at = 0; at < n; ) {
            int within = (int) ((offset + at) % PAGE);
            int part = Math.min(PAGE - within, n - at);
            var page = pages.get((offset + at) / PAGE);
            if (page != null) {
                System.arraycopy(page, within, out, at, part);
            }
            at += part;
        }
        return out;
    }

    void write(long offset, byte[] data) throws FopException {
        for (int at = 0; at < data.length; ) {
            int within = (int) ((offset + at) % PAGE);
            int part = Math.min(PAGE - within, data.length - at);
            System.arraycopy(data, at, page((offset + at) / PAGE), within, part);
            at += part;
        }
        if (data.length > 0) {
            size = Math.max(size, offset + data.length);
        }
    }

    /** Allocates without changing what is there. */
    void reserve(long offset, long length, boolean keepSize) throws FopException {
        for (long page = offset / PAGE; page * PAGE < offset + length; page++) {
            page(page);
        }
        if (!keepSize) {
            size = Math.max(size, offset + length);
        }
    }

    void resize(long newSize) {
        if (newSize < size) {
            zero(newSize, size - newSize);
            pages.tailMap((newSize + PAGE - 1) / PAGE, true).clear();
        }
        size = newSize;
    }

    /** Makes a range read as zeros; whole pages become holes. Does not grow the file. */
    void zero(long offset, long length) {
        long end = Math.min(offset + length, allocatedEnd());
        for (long at = offset; at < end; ) {
            int within = (int) (at % PAGE);
            int part = (int) Math.min(PAGE - within, end - at);
            if (part == PAGE) {
                pages.remove(at / PAGE);
            } else if (pages.get(at / PAGE) instanceof byte[] page) {
                java.util.Arrays.fill(page, within, within + part, (byte) 0);
            }
            at += part;
        }
    }

    /** The next offset of data (or of a hole) from {@code offset} on. */
    long seek(long offset, boolean hole) throws FopException {
        if (offset >= size || offset < 0) {
            throw new FopException(Errno.ENXIO);
        }
        if (hole) {
            long page = offset / PAGE;
            while (pages.containsKey(page)) {
                page++;
            }
            return Math.min(size, Math.max(offset, page * PAGE));
        }
        var page = pages.ceilingKey(offset / PAGE);
        if (page == null || page * PAGE >= size) {
            throw new FopException(Errno.ENXIO);
        }
        return Math.max(offset, page * PAGE);
    }

    private long allocatedEnd() {
        return pages.isEmpty() ? 0 : (pages.lastKey() + 1) * PAGE;
    }

    private byte[] page(long number) throws FopException {
        var page = pages.get(number);
        if (page == null) {
            if (pages.size() >= MAX_PAGES) {
                throw new FopException(Errno.ENOSPC);
            }
            page = new byte[PAGE];
            pages.put(number, page);
        }
        return page;
    }
}
