package org.glusterj.core;

/**
 * The request would have to wait for another client on a thread that must not ({@link Cancel#NO_WAITING}). Thrown
 * before anything was done, and caught by the front alone, which carries the request out once more elsewhere.
 */
public final class MustWait extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final MustWait INSTANCE = new MustWait();

    private MustWait() {
        super("must wait elsewhere", null, false, false);
    }

    /** For those who know that the frame may not wait. */
    public static MustWait elsewhere() {
        return INSTANCE;
    }

    /** Returns when {@code frame} may wait. */
    public static void unlessAllowed(Frame frame) {
        if (frame.cancel() == Cancel.NO_WAITING) {
            throw INSTANCE;
        }
    }
}
