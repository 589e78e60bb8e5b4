package org.glusterj.core;

/** Something fops can be sent to: a translator, or the edge to one. */
public interface Subvolume {
    String name();

    boolean isUp();

    /** Carries {@code op} out on the calling thread and returns its reply; blocks as long as that takes. */
    <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException;

    /**
     * Starts {@code op} and returns at once; {@code sink} gets the outcome exactly once, on any thread. The default
     * runs
     * the call on a virtual thread; remote children send the request and let the reply complete the sink. The request's
     * payload must stay retained until then (see {@link FanOut}).
     */
    <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink);
}
