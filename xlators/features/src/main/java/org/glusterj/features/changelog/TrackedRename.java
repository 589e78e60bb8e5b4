package org.glusterj.features.changelog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.glusterj.core.Gfid;
import org.glusterj.core.Xdata;

/**
 * What distribute says of the rename of a file, with the fop that carries it out on the brick of the file: two gfids,
 * two lengths in the order of the host, two names that end in NUL. Pure.
 */
record TrackedRename(Gfid oldParent, String oldName, Gfid newParent, String newName) {
    static final String KEY = "changelog.rename-op";
    private static final int FIXED_BYTES = 40;

    /** Empty when it is not there, or malformed. */
    static Optional<TrackedRename> in(Xdata xdata) {
        return xdata.bytes(KEY).flatMap(TrackedRename::parse);
    }

    private static Optional<TrackedRename> parse(byte[] bytes) {
        if (bytes.length < FIXED_BYTES) {
            return Optional.empty();
        }
        var lengths = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(lengths.getInt(32));
        long second = Integer.toUnsignedLong(lengths.getInt(36));
        if (FIXED_BYTES + first + second > bytes.length) {
            return Optional.empty();
        }
        var oldName = text(bytes, FIXED_BYTES, (int) first);
        var newName = text(bytes, FIXED_BYTES + (int) first, (int) second);
        return Optional.of(
                new TrackedRename(Gfid.of(bytes, 0), oldName, Gfid.of(bytes, 16), newName));
    }

    private static String text(byte[] bytes, int from, int room) {
        int length = 0;
        while (length < room && bytes[from + length] != 0) {
            length++;
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
