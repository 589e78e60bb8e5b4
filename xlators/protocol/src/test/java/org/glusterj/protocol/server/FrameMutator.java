package org.glusterj.protocol.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Damages records of real clients, reproducibly from a seed. */
final class FrameMutator {
    private static final int MARK_BYTES = 4;
    private static final int LAST_FRAGMENT = 0x80000000;
    private static final List<byte[]> RECORDS = load();
    private static final int[] ODD_WORDS = {
        0, 1, -1, -2, 2, 255, 256, 4095, 65_536, 0x00ffffff, 0x7fffffff, 0x80000000, 0x40000000
    };

    private final Random random;

    FrameMutator(long seed) {
        random = new Random(seed);
    }

    private static List<byte[]> load() {
        try (var in = FrameMutator.class.getResourceAsStream("/golden-calls.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record with one to three damages; now and then one without. */
    byte[] next() {
        var record = pick();
        for (int damages = random.nextInt(4); damages > 0; damages--) {
            record = damage(record);
        }
        if (random.nextInt(20) == 0) {
            ByteBuffer.wrap(record).putInt(0, ODD_WORDS[random.nextInt(ODD_WORDS.length)]);
        }
        return record;
    }

    private byte[] pick() {
        return RECORDS.get(random.nextInt(RECORDS.size())).clone();
    }

    private byte[] damage(byte[] record) {
        return switch (random.nextInt(6)) {
            case 0 -> flipBit(record);
            case 1 -> setWord(record, ODD_WORDS[random.nextInt(ODD_WORDS.length)]);
            case 2 -> setWord(record, random.nextInt());
            case 3 -> marked(Arrays.copyOf(record, within(record)));
            case 4 -> marked(joined(record, within(record), pick()));
            default -> marked(joined(record, within(record), new byte[random.nextInt(64)]));
        };
    }

    /** An offset behind the mark. */
    private int within(byte[] record) {
        return MARK_BYTES + random.nextInt(Math.max(1, record.length - MARK_BYTES));
    }

    private byte[] flipBit(byte[] record) {
        if (record.length > MARK_BYTES) {
            record[within(record)] ^= (byte) (1 << random.nextInt(8));
        }
        return record;
    }

    private byte[] setWord(byte[] record, int word) {
        int words = record.length / 4;
        if (words > 1) {
            ByteBuffer.wrap(record).putInt(4 * (1 + random.nextInt(words - 1)), word);
        }
        return record;
    }

    /** The first {@code keep} bytes of one and all of the other behind its mark. */
    private static byte[] joined(byte[] first, int keep, byte[] second) {
        int from = Math.min(MARK_BYTES, second.length);
        var both = Arrays.copyOf(first, keep + second.length - from);
        System.arraycopy(second, from, both, keep, second.length - from);
        return both;
    }

    /** With a mark that fits the length. */
    private static byte[] marked(byte[] record) {
        if (record.length >= MARK_BYTES) {
            ByteBuffer.wrap(record).putInt(0, LAST_FRAGMENT | record.length - MARK_BYTES);
        }
        return record;
    }
}
