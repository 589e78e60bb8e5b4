package org.glusterj.core;

/** What a brick tells a client unasked (spec wire-protocol 12). */
public sealed interface UpcallBody {
    Gfid gfid();

    Xdata xdata();

    /** @param flags event bits @param expireSeconds the feature's time-out */
    record CacheInvalidation(
            Gfid gfid,
            int flags,
            int expireSeconds,
            Iatt iatt,
            Iatt parent,
            Iatt oldParent,
            Xdata xdata)
            implements UpcallBody {
        public static final int NLINK = 0x1;
        public static final int MODE = 0x2;
        public static final int OWN = 0x4;
        public static final int SIZE = 0x8;
        public static final int TIMES = 0x10;
        public static final int ATIME = 0x20;
        public static final int PERM = 0x40;
        public static final int RENAME = 0x80;

        /** The brick does not follow the inode any more. */
        public static final int FORGET = 0x100;

        public static final int PARENT_TIMES = 0x200;
        public static final int XATTR = 0x400;
        public static final int XATTR_RM = 0x800;
        public static final int EXPLICIT_LOOKUP = 0x1000;
        public static final int INVAL_ATTR = 0x2000;

        /** After one of these, content that was read before is not true any more. */
        public static final int CONTENT = SIZE | TIMES | FORGET | INVAL_ATTR;

        /** After one of these, a name may stand for something else than before, or for nothing. */
        public static final int NAMES = NLINK | RENAME | FORGET | EXPLICIT_LOOKUP;

        public boolean has(int anyOf) {
            return (flags & anyOf) != 0;
        }
    }

    record RecallLease(Gfid gfid, int leaseType, Gfid tid, Xdata xdata) implements UpcallBody {}

    record InodelkContention(Gfid gfid, Flock flock, int pid, String domain, Xdata xdata)
            implements UpcallBody {}

    record EntrylkContention(Gfid gfid, int type, int pid, String name, String domain, Xdata xdata)
            implements UpcallBody {}
}
