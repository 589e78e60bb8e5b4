package org.glusterj.features.locks;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.FopException;

/**
 * The value of {@code trusted.glusterfs.lockinfo}: a serialised dict that gives, under the name of each brick, the fd
 * through which a client holds locks there. A client reads it from an fd and sets it on the fd that takes its place.
 * Layout: u32 pairs, then per pair u32 key length, u32 value length, key and NUL, value; the value is a decimal with a
 * NUL. All big-endian. Stateless.
 */
final class LockInfo {
    static final String KEY = Flock.LOCKINFO;

    private static final int MAX_PAIRS = 1024;

    private LockInfo() {}

    static byte[] write(String brick, long fd) {
        var key = brick.getBytes(StandardCharsets.ISO_8859_1);
        var value = (Long.toUnsignedString(fd) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(12 + key.length + 1 + value.length)
                .putInt(1)
                .putInt(key.length)
                .putInt(value.length)
                .put(key)
                .put((byte) 0)
                .put(value)
                .array();
    }

    /** The fd named for {@code brick}, 0 for none. @throws FopException EINVAL when it is no such value */
    static long read(byte[] bytes, String brick) throws FopException {
        try {
            var in = ByteBuffer.wrap(bytes);
            int pairs = in.getInt();
            if (pairs < 0 || pairs > MAX_PAIRS) {
                throw new FopException(Errno.EINVAL);
            }
            for (int i = 0; i < pairs; i++) {
                int keyLength = in.getInt();
                int valueLength = in.getInt();
                var key = text(in, keyLength + 1);
                var value = text(in, valueLength);
                if (key.equals(brick)) {
                    return Long.parseUnsignedLong(value);
                }
            }
            return 0;
        } catch (BufferUnderflowException | NumberFormatException malformed) {
            throw new FopException(Errno.EINVAL);
        }
    }

    /** Without the NUL at its end. */
    private static String text(ByteBuffer in, int length) throws FopException {
        if (length < 1 || length > in.remaining()) {
            throw new FopException(Errno.EINVAL);
        }
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, 0, length - 1, StandardCharsets.ISO_8859_1);
    }
}
