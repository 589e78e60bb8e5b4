package org.glusterj.management.transaction;

/**
 * What became of one node's part in one step.
 *
 * @param text of {@link State#DONE} the answer, of {@link State#FAILED} the reason
 * @param beat grows while the node works on it
 */
record Outcome(State state, String text, long beat) {
    enum State {
        /** Works on it, which takes longer than usual. */
        BEGUN,
        DONE,
        FAILED,
        UNDONE,
        /** The node was away when it should have undone it; it does when it is back. */
        OWED
    }

    static Outcome of(State state, String text) {
        return new Outcome(state, text, 0);
    }
}
