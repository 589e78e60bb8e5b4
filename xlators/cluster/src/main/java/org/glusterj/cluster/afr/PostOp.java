package org.glusterj.cluster.afr;

/**
 * What is written when a change ends, and whether it counts: the heart of replicate (spec afr 2, steps 3 and 4). Pure;
 * decided from which copies took part and which of them failed.
 *
 * @param counts false: the change must fail towards the user, although some copies took it
 * @param on the copies that write; none = nothing is written
 * @param missed whom they accuse of having missed the change
 * @param dirty what is added to the count of changes under way: 1, 0 or -1
 */
record PostOp(boolean counts, Copies on, Copies missed, int dirty) {
    /**
     * A change that is over.
     *
     * @param all the children
     * @param took the copies that were locked, and so were to take it
     * @param failed those of all that did not take it: not reachable, not locked, or failed
     * @param marked the change was marked as under way before it began
     * @param succeeded at least one copy took it
     * @param optimistic it needed no mark, as all copies were locked
     */
    record Change(
            ChangeType type,
            Copies all,
            Copies took,
            Copies failed,
            boolean marked,
            boolean succeeded,
            boolean optimistic) {
        /** Whether all that were to take it did; then the user has his answer before anything is written. */
        boolean nothingFailed() {
            return took.and(failed).isEmpty();
        }
    }

    /** A change that fails and of which nothing is noted. */
    static PostOp nothing() {
        return new PostOp(false, Copies.NONE, Copies.NONE, 0);
    }

    /** Marks of a minority would breed a split-brain, so it writes none, and leaves that a change was under way. */
    static PostOp of(Change change, Quorum quorum) {
        var failed = change.failed();
        boolean counts = change.succeeded();
        boolean lost = !quorum.isMet(change.took().minus(failed));
        boolean mark =
                lost
                        && change.optimistic()
                        && change.type() == ChangeType.ENTRY
                        && !failed.equals(change.all());
        if (counts && lost) {
            counts = false;
            failed = mark ? failed : failed.plus(change.took());
        }
        var good = change.took().minus(failed);
        boolean nothingFailed = change.took().and(failed).isEmpty();
        if (!counts && !nothingFailed) {
            return new PostOp(false, mark ? good : Copies.NONE, Copies.NONE, mark ? 1 : 0);
        }
        if (nothingFailed && !change.marked()) {
            return new PostOp(counts, Copies.NONE, Copies.NONE, 0);
        }
        return new PostOp(counts, good, failed, change.marked() ? -1 : 0);
    }
}
