package org.glusterj.fuse;

/** What reads the kernel's requests and has them run: threads of its own, or an event loop. */
interface RequestFront {
    /** Begins reading. */
    void start();

    /** True when reading has ended, because the mount is gone. */
    boolean awaitEnd(long millis) throws InterruptedException;

    /** Where what was read goes; closed by the session. */
    Dispatcher dispatcher();
}
