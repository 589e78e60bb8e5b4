package org.glusterj.storage.posix;

import java.nio.ByteBuffer;

/**
 * The arithmetic of XATTROP on arrays of signed big-endian integers (spec brick-format 7, wire-protocol 8.7). Pure;
 * overflow wraps around.
 */
final class XattropMath {
    static final int ADD_32 = 0;
    static final int ADD_64 = 1;
    static final int OR = 2;
    static final int AND = 3;
    static final int GET_AND_SET = 4;
    static final int ADD_32_WITH_DEFAULT = 5;
    static final int ADD_64_WITH_DEFAULT = 6;

    private XattropMath() {}

    static boolean isKnown(int flavour) {
        return flavour >= ADD_32 && flavour <= ADD_64_WITH_DEFAULT;
    }

    /** Bytes of the stored value that belongs to an operand. */
    static int valueBytes(int flavour, int operandBytes) {
        return hasDefault(flavour) ? operandBytes / 2 : operandBytes;
    }

    /** Whether an operand's length is whole elements (and, with default, two halves). */
    static boolean isWellFormed(int flavour, int operandBytes) {
        int element = is64(flavour) ? 8 : flavour == GET_AND_SET ? 1 : 4;
        int unit = hasDefault(flavour) ? 2 * element : element;
        return operandBytes > 0 && operandBytes % unit == 0;
    }

    /** Whether the operand only asks for the value: all zeros, for flavours to which zeros mean nothing. */
    static boolean isRead(int flavour, byte[] operand) {
        if (flavour == GET_AND_SET || flavour == AND) {
            return false;
        }
        for (byte b : operand) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The new value. Where an element is missing or 0, the flavours with default add to the default's element (captured
     * from 10.3: the size of a directory that gets its first file).
     *
     * @param before the stored value, {@link #valueBytes} long; null when there is none
     */
    static byte[] apply(int flavour, byte[] before, byte[] operand) {
        int size = valueBytes(flavour, operand.length);
        var after = new byte[size];
        if (before != null) {
            System.arraycopy(before, 0, after, 0, size);
        }
        var sum = ByteBuffer.wrap(after);
        var addend = ByteBuffer.wrap(operand);
        switch (flavour) {
            case ADD_32, ADD_32_WITH_DEFAULT -> {
                for (int i = 0; i < size; i += 4) {
                    int from = sum.getInt(i);
                    int start = from == 0 && hasDefault(flavour) ? addend.getInt(size + i) : from;
                    sum.putInt(i, start + addend.getInt(i));
                }
            }
            case ADD_64, ADD_64_WITH_DEFAULT -> {
                for (int i = 0; i < size; i += 8) {
                    long from = sum.getLong(i);
                    long start = from == 0 && hasDefault(flavour) ? addend.getLong(size + i) : from;
                    sum.putLong(i, start + addend.getLong(i));
                }
            }
            case OR -> {
                for (int i = 0; i < size; i++) {
                    after[i] |= operand[i];
                }
            }
            case AND -> {
                for (int i = 0; i < size; i++) {
                    after[i] &= operand[i];
                }
            }
            case GET_AND_SET -> System.arraycopy(operand, 0, after, 0, size);
            default -> throw new IllegalArgumentException("xattrop " + flavour);
        }
        return after;
    }

    private static boolean hasDefault(int flavour) {
        return flavour == ADD_32_WITH_DEFAULT || flavour == ADD_64_WITH_DEFAULT;
    }

    private static boolean is64(int flavour) {
        return flavour == ADD_64 || flavour == ADD_64_WITH_DEFAULT;
    }
}
