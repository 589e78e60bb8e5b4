package org.glusterj.core;

import java.util.Arrays;

/**
 * A typed value of a dictionary; the tags are those of the protocol (spec wire-protocol 6.1). Byte arrays belong to the
 * value and are never written to.
 */
public sealed interface XdataValue {
    int TAG_STR_OLD = 1;
    int TAG_INT = 2;
    int TAG_UINT = 3;
    int TAG_DOUBLE = 4;
    int TAG_STR = 5;
    int TAG_PTR = 6;
    int TAG_GFUUID = 7;
    int TAG_IATT = 8;
    int TAG_MDATA = 9;

    int tag();

    /** Signed integers of any width. */
    record Int(long value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_INT;
        }
    }

    /** Unsigned integers of any width. */
    record Uint(long value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_UINT;
        }
    }

    record Real(double value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_DOUBLE;
        }
    }

    /** Bytes under tag 1, 5 or 6; a STR usually ends in NUL, a PTR does not. */
    record Bytes(int tag, byte[] value) implements XdataValue {
        public Bytes {
            assert tag == TAG_STR_OLD || tag == TAG_STR || tag == TAG_PTR;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that
                    && tag == that.tag
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * tag + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + tag + ", " + java.util.HexFormat.of().formatHex(value) + "]";
        }
    }

    record GfidValue(Gfid value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_GFUUID;
        }
    }

    record IattValue(Iatt value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_IATT;
        }
    }

    record MdataValue(Mdata value) implements XdataValue {
        @Override
        public int tag() {
            return TAG_MDATA;
        }
    }
}
