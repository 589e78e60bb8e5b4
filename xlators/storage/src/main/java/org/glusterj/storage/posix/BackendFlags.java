package org.glusterj.storage.posix;

import org.glusterj.linux.OpenFlags;

/** Turns open flags of the wire (Linux x86-64 numbers, spec wire-protocol 8.4) into this machine's. Pure. */
final class BackendFlags {
    /** The kernel's own mark of an open for execve(2). */
    static final int WIRE_EXEC = 040;

    static final int WIRE_CREAT = 0100;
    static final int WIRE_EXCL = 0200;
    static final int WIRE_TRUNC = 01000;
    static final int WIRE_APPEND = 02000;
    static final int WIRE_DSYNC = 010000;

    /** Set, as is DSYNC, by O_SYNC; alone, DSYNC is O_DSYNC. */
    static final int WIRE_SYNC = 04000000;

    static final int WIRE_DIRECT = 040000;

    /**
     * Bits that mean the same on all machines and pass through; CREAT and EXCL are the caller's business. SYNC is
     * {@link Durability}'s: the kernel would sync a write before its times are stored.
     */
    private static final int SAME =
            OpenFlags.O_ACCMODE
                    | OpenFlags.O_TRUNC
                    | OpenFlags.O_APPEND
                    | OpenFlags.O_NONBLOCK
                    | OpenFlags.O_NOATIME;

    private BackendFlags() {}

    static int of(int wire, boolean direct) {
        int flags = wire & SAME | OpenFlags.O_CLOEXEC | OpenFlags.O_NOFOLLOW | OpenFlags.O_NOCTTY;
        return direct || (wire & WIRE_DIRECT) != 0 ? flags | OpenFlags.O_DIRECT : flags;
    }

    static boolean writes(int wire) {
        return (wire & OpenFlags.O_ACCMODE) != OpenFlags.O_RDONLY;
    }
}
