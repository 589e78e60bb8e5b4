package org.glusterj.program;

/** Flags of the fds that decoders ask for when a request comes with an anonymous fd; Linux numbers. */
final class OpenFlags {
    static final int READ_ONLY = 0;
    static final int READ_WRITE = 2;
    static final int DIRECTORY = 0200000;

    private OpenFlags() {}
}
