package org.glusterj.features.bitrot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The bytes of versions and signatures, on the disk and between brick and signer (captured from 10.3, and its headers).
 * Numbers are in the order of the host, little-endian on the machines we run on, times big-endian. Pure.
 */
final class Formats {
    static final String VERSION = "trusted.bit-rot.version";
    static final String SIGNATURE = "trusted.bit-rot.signature";
    static final String BAD = "trusted.bit-rot.bad-file";
    static final String SIGN = "trusted.glusterfs.set-signature";
    static final String SIGNED = "trusted.glusterfs.get-signature";
    static final String REOPEN = "trusted.glusterfs.bit-rot.reopen-hint";
    static final String STARTED = "trusted.glusterfs.bit-rot.stub-init";

    /** The version of a file that has none on the disk. */
    static final long FIRST = 1;

    private static final byte SHA256 = 1;
    private static final int VERSION_BYTES = 16;
    private static final int SIGNATURE_HEAD = 9;
    private static final int REQUEST_HEAD = 24;
    private static final int ANSWER_HEAD = 40;
    private static final int PATH_MAX = 4096;

    /** Longest hash; SHA-256 has 32 bytes. */
    private static final int HASH_MAX = 64;

    private Formats() {}

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param started when the brick did, in nanoseconds since 1970 */
    static byte[] version(long version, long started) {
        return buffer(VERSION_BYTES).putLong(version).put(time(started)).array();
    }

    private static byte[] time(long nanos) {
        var time = ByteBuffer.allocate(8);
        time.putInt((int) (nanos / 1_000_000_000L));
        return time.putInt((int) (nanos / 1000 % 1_000_000)).array();
    }

    static long versionOf(byte[] onDisk) {
        return onDisk.length < Long.BYTES ? FIRST : over(onDisk).getLong(0);
    }

    /** What a signer asks for. */
    record Signing(long version, byte[] hash) {
        byte[] onDisk() {
            var bytes = buffer(SIGNATURE_HEAD + hash.length);
            return bytes.put(SHA256).putLong(version).put(hash).array();
        }
    }

    /** Empty when it is malformed, or no SHA-256. The version is sent big-endian, in four of its eight bytes. */
    static Optional<Signing> signing(byte[] request) {
        if (request.length < REQUEST_HEAD || request[0] != SHA256) {
            return Optional.empty();
        }
        long length = over(request).getLong(16);
        if (length < 0 || length > HASH_MAX || length > request.length - REQUEST_HEAD) {
            return Optional.empty();
        }
        long version = Integer.toUnsignedLong(ByteBuffer.wrap(request).getInt(8));
        var hash = new byte[(int) length];
        System.arraycopy(request, REQUEST_HEAD, hash, 0, hash.length);
        return Optional.of(new Signing(version, hash));
    }

    static boolean isSignature(byte[] onDisk) {
        return onDisk.length >= SIGNATURE_HEAD;
    }

    /** The version that is signed. */
    static long signedVersion(byte[] signature) {
        return over(signature).getLong(1);
    }

    /** What a signer or scrubber is answered. */
    static byte[] answer(byte[] version, byte[] signature, boolean stale) {
        int hash = signature.length - SIGNATURE_HEAD;
        var bytes = buffer(ANSWER_HEAD + hash);
        bytes.put(0, (byte) (stale ? 1 : 0)).putLong(8, signedVersion(signature));
        bytes.put(16, version, 8, 8).put(24, signature[0]).putLong(32, hash);
        return bytes.put(ANSWER_HEAD, signature, SIGNATURE_HEAD, hash).array();
    }

    static boolean isVersion(byte[] onDisk) {
        return onDisk.length == VERSION_BYTES;
    }

    /** When the brick started, and which it is. */
    static byte[] start(long started, byte[] export) {
        int length = Math.min(export.length, PATH_MAX - 1);
        return buffer(8 + PATH_MAX).put(time(started)).put(export, 0, length).array();
    }
}
