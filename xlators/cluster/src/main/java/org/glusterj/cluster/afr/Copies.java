package org.glusterj.cluster.afr;

import java.util.StringJoiner;

/**
 * A set of copies, that is of children by their index in the volfile. Immutable; a set operation is one instruction.
 *
 * @param bits bit i = child i
 */
public record Copies(int bits) {
    /** More than one translator can have. */
    public static final int MAX = 31;

    public static final Copies NONE = new Copies(0);

    /** Children 0 to {@code count - 1}. */
    public static Copies first(int count) {
        assert count <= MAX;
        return new Copies((1 << count) - 1);
    }

    public static Copies of(int... indexes) {
        int bits = 0;
        for (int index : indexes) {
            bits |= 1 << index;
        }
        return new Copies(bits);
    }

    public boolean has(int index) {
        return (bits & 1 << index) != 0;
    }

    public boolean hasAll(Copies others) {
        return (others.bits & ~bits) == 0;
    }

    public Copies with(int index) {
        return has(index) ? this : new Copies(bits | 1 << index);
    }

    public Copies without(int index) {
        return has(index) ? new Copies(bits & ~(1 << index)) : this;
    }

    public Copies plus(Copies others) {
        return new Copies(bits | others.bits);
    }

    public Copies minus(Copies others) {
        return new Copies(bits & ~others.bits);
    }

    /** Those in both. */
    public Copies and(Copies others) {
        return new Copies(bits & others.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public int count() {
        return Integer.bitCount(bits);
    }

    /** The lowest index, -1 when there is none. */
    public int lowest() {
        return next(-1);
    }

    /** The lowest index above {@code index}, -1 when there is none. */
    public int next(int index) {
        int above = index + 1 < Integer.SIZE ? bits >>> index + 1 << index + 1 : 0;
        return above == 0 ? -1 : Integer.numberOfTrailingZeros(above);
    }

    @Override
    public String toString() {
        var text = new StringJoiner(",", "{", "}");
        for (int i = lowest(); i >= 0; i = next(i)) {
            text.add(Integer.toString(i));
        }
        return text.toString();
    }
}
