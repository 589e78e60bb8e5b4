package org.glusterj.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;

/**
 * The bytes of a file in pages; pages never written are holes. Guarded by the {@link MemoryFs} that owns it. Bounded to
 * {@value #MAX_PAGES} pages of a whole file system's files each: tests are small.
 */
final class MemoryContent {
    static final int PAGE = 4096;
    private static final int MAX_PAGES = 65_536;
    private static final int SECTOR = 512;
    private static final int DIGEST_BYTES = 8;
    private static final byte[] NO_PAGE = {};

    private final TreeMap<Long, byte[]> pages = new TreeMap<>();

    /** Pages changed since they were synced, as they were then; an empty one stands for none. */
    private final TreeMap<Long, byte[]> unsynced = new TreeMap<>();

    private long size;
    private long syncedSize;

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
            willChange((offset + at) / PAGE);
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
            unsynced.tailMap((newSize + PAGE - 1) / PAGE, true).clear();
            var last = unsynced.get(newSize / PAGE);
            if (last != null && last.length > 0) {
                java.util.Arrays.fill(last, (int) (newSize % PAGE), PAGE, (byte) 0);
            }
        }
        size = newSize;
        syncedSize = newSize;
    }

    private void willChange(long page) {
        if (!unsynced.containsKey(page)) {
            var now = pages.get(page);
            unsynced.put(page, now == null ? NO_PAGE : now.clone());
        }
    }

    void sync() {
        unsynced.clear();
        syncedSize = size;
    }

    /**
     * Each page that is not synced stays, or is as it was, or some of its sectors are; a size that is not synced stays
     * only with all that was written behind the former end.
     */
    void loseUnsynced(RandomGenerator random) {
        boolean grown = size > syncedSize;
        boolean keepsSize = !grown || random.nextBoolean();
        for (var entry : unsynced.entrySet()) {
            boolean behind = (entry.getKey() + 1) * PAGE > syncedSize;
            if (!(grown && keepsSize && behind)) {
                loseSectors(entry.getKey(), entry.getValue(), random);
            }
        }
        if (!keepsSize) {
            resize(syncedSize);
        }
        sync();
    }

    private void loseSectors(long number, byte[] before, RandomGenerator random) {
        var page = pages.get(number);
        int fate = random.nextInt(3);
        if (page == null || fate == 0) {
            return;
        }
        for (int at = 0; at < PAGE; at += SECTOR) {
            if (fate == 1 || random.nextBoolean()) {
                if (before.length == 0) {
                    java.util.Arrays.fill(page, at, at + SECTOR, (byte) 0);
                } else {
                    System.arraycopy(before, at, page, at, SECTOR);
                }
            }
        }
    }

    /** What RCHECKSUM answers: equal for equal bytes; whether they are zeros when {@code asked}. */
    Reply.Rchecksum checksum(long offset, int length, Xdata asked) {
        var bytes = read(offset, length);
        boolean zeros =
                java.util.stream.IntStream.range(0, bytes.length).allMatch(i -> bytes[i] == 0);
        var answer =
                asked.contains("check-zero-filled")
                        ? Xdata.EMPTY.withUint("buf-has-zeroes", zeros ? 1 : 0)
                        : Xdata.NULL;
        int sum = java.util.Arrays.hashCode(bytes);
        return new Reply.Rchecksum(0, sum, sha(bytes), answer);
    }

    private static byte[] sha(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equal for equal content, zeros or holes. */
    String digest() {
        var bytes = read(0, (int) Math.min(size, Integer.MAX_VALUE));
        return java.util.HexFormat.of().formatHex(sha(bytes), 0, DIGEST_BYTES);
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
