package org.glusterj.features.quota;

import java.nio.ByteBuffer;
import org.glusterj.core.Xdata;

/**
 * What an object, or a directory with all below it, uses; also a difference of two such. On disk 64-bit big-endian
 * words: bytes, files, directories; of files the first two; before inode quota only the first (spec other-xlators,
 * captured from 10.3).
 *
 * @param bytes 512 for each block
 * @param directories a directory counts itself
 */
record Usage(long bytes, long files, long directories) {
    static final Usage NONE = new Usage(0, 0, 0);

    private static final int FILE_BYTES = 16;
    private static final int DIRECTORY_BYTES = 24;

    /** Of a file, link or symlink. */
    static Usage ofFile(long blocks) {
        return new Usage(blocks * 512, 1, 0);
    }

    /** Null when it is no such value. */
    static Usage of(byte[] value) {
        if (value.length != 8 && value.length != FILE_BYTES && value.length != DIRECTORY_BYTES) {
            return null;
        }
        var words = ByteBuffer.wrap(value);
        return new Usage(words.getLong(0), word(words, 8), word(words, 16));
    }

    /** Null when there is none under {@code key}. */
    static Usage of(Xdata dict, String key) {
        return dict.bytes(key).map(Usage::of).orElse(null);
    }

    private static long word(ByteBuffer words, int at) {
        return at < words.capacity() ? words.getLong(at) : 0;
    }

    Usage plus(Usage other) {
        return new Usage(bytes + other.bytes, files + other.files, directories + other.directories);
    }

    Usage minus(Usage other) {
        return new Usage(bytes - other.bytes, files - other.files, directories - other.directories);
    }

    boolean isZero() {
        return equals(NONE);
    }

    /** A contribution of a file or of a directory. */
    byte[] toBytes(boolean directory) {
        var words = ByteBuffer.allocate(directory ? DIRECTORY_BYTES : FILE_BYTES);
        words.putLong(bytes).putLong(files);
        if (directory) {
            words.putLong(directories);
        }
        return words.array();
    }

    /** An operand that adds this to a directory's size, which begins with the directory itself. */
    byte[] toAddend() {
        return ByteBuffer.allocate(2 * DIRECTORY_BYTES)
                .put(toBytes(true))
                .put(new Usage(0, 0, 1).toBytes(true))
                .array();
    }
}
