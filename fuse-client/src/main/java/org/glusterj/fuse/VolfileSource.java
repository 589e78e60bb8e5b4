package org.glusterj.fuse;

import java.io.IOException;

/** Where a mount gets its volfile from. Used by the thread that mounts. */
interface VolfileSource extends AutoCloseable {
    /**
     * The volfile's text.
     *
     * @throws IOException why not, in words for the user
     */
    String fetch() throws IOException;

    /** Runs {@code changed}, on any thread, whenever the server says that the volfile changed. */
    void onChange(Runnable changed);

    /** Which server answered; for the log. */
    String server();

    @Override
    void close();
}
