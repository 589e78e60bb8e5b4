package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.linux.OpenFlags;

/**
 * RCHECKSUM: what a heal compares instead of content (spec brick-format 11). Runs on the fop's thread, stateless.
 *
 * <p>System calls: pread, until the range or the file ends.
 */
final class PosixChecksum {
    static final String FIPS = "fips-mode-rchecksum";
    private static final String CHECK_ZEROS = "check-zero-filled";
    private static final String HAS_ZEROS = "buf-has-zeroes";
    private static final int ADLER_MODULUS = 65_521;

    /** Additions that fit a long before a remainder is due. */
    private static final int ADLER_STRIDE = 1 << 16;

    /** Largest range; heals use up to 1 MiB. */
    private static final int MOST_BYTES = 16 << 20;

    private final Brick brick;

    PosixChecksum(Brick brick) {
        this.brick = brick;
    }

    Reply.Rchecksum rchecksum(Frame frame, Fop.Rchecksum op) throws FopException {
        int length = op.lengthBytes();
        if (length < 0 || length > MOST_BYTES || op.offset() < 0) {
            throw new FopException(Errno.EINVAL);
        }
        try (var pad = brick.pads.take();
                var file = OpenedFd.of(brick, frame, op.fd(), OpenFlags.O_RDONLY, pad);
                var memory = Payload.of(Payload.allocateBuffer(length).writerIndex(length))) {
            var buffer = memory.duplicate().nioBuffer();
            int size = read(file.number(), buffer, op.offset());
            buffer.limit(size);
            boolean fips = brick.options().fipsModeRchecksum();
            var answer = fips ? Xdata.EMPTY.withInt(FIPS, 1) : Xdata.EMPTY;
            if (op.xdata().contains(CHECK_ZEROS)) {
                answer = answer.withUint(HAS_ZEROS, isZero(buffer) ? 1 : 0);
            }
            var strong = digest(fips ? "SHA-256" : "MD5", buffer);
            return new Reply.Rchecksum(fips ? 1 : 0, weak(buffer), strong, answer);
        }
    }

    private int read(int fd, ByteBuffer buffer, long offset) throws FopException {
        var segment = MemorySegment.ofBuffer(buffer);
        long done = 0;
        while (done < segment.byteSize()) {
            long got = Sys.check(brick.sys.pread(fd, segment.asSlice(done), offset + done));
            if (got == 0) {
                break;
            }
            done += got;
        }
        return (int) done;
    }

    /** Adler-32 that starts with 0 instead of 1. */
    static int weak(ByteBuffer data) {
        long a = 0;
        long b = 0;
        for (int i = data.position(); i < data.limit(); i++) {
            a += data.get(i) & 0xff;
            b += a;
            if ((i & ADLER_STRIDE - 1) == ADLER_STRIDE - 1) {
                a %= ADLER_MODULUS;
                b %= ADLER_MODULUS;
            }
        }
        return (int) (b % ADLER_MODULUS << 16 | a % ADLER_MODULUS);
    }

    private static boolean isZero(ByteBuffer data) {
        for (int i = data.position(); i < data.limit(); i++) {
            if (data.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] digest(String algorithm, ByteBuffer data) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            digest.update(data.duplicate());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
