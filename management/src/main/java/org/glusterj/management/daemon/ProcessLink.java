package org.glusterj.management.daemon;

import java.io.IOException;

/** A connection to the socket of a process that {@link KeptProcess} looks after. Calls block, with a bound. */
interface ProcessLink extends AutoCloseable {
    boolean isOpen();

    /**
     * Asks the process to end, in order.
     *
     * @return false when there is no word for that: SIGTERM says it then
     */
    boolean terminate() throws IOException;

    @Override
    void close();
}
