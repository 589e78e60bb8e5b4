package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process is kept for, and how it is spoken to. All methods are called by the thread of its {@link
 * KeptProcess}, one after the other.
 *
 * @param <L> the protocol of its socket
 */
interface Duty<L extends ProcessLink> {
    /** Whether the process shall be there. */
    boolean isWanted();

    /** Whether a process that is wanted but not there is started; if not, the duty has ended. */
    default boolean mayStart() {
        return true;
    }

    /** What has to be there before the process is started, for the log; null = nothing is missing. */
    default String missing() {
        return null;
    }

    /** Between two looks at a process that says nothing. */
    default Duration look() {
        return Duration.ofSeconds(5);
    }

    /** Of {@code glusterj}, with all that the process has to know; called when it is about to be started. */
    List<String> command(Path socket) throws IOException;

    /** @param lost called when the connection ends, on any thread; must not block */
    L open(Path socket, Runnable lost) throws IOException;

    /** The process is there: compares what is with what shall be, and acts. */
    void tend(L link) throws IOException;

    /** Nothing is known of the process any more; it may be gone. */
    void lost();

    /** It could not be started or asked, for that reason; tried again after a pause. */
    void failed(String why);

    /** It ended because nobody wanted it. */
    void ended();
}
