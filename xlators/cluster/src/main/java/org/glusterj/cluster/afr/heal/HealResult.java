package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.Answers;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * How the heal of one inode ended.
 *
 * @param why empty when it is healed or clean
 */
public record HealResult(Kind kind, String why) {
    /**
     * CLEAN: nothing is counted; QUIET: something is, but the copies are equal, as while a change is under way; GONE:
     * no copy has it; BUSY: another heal is to be done first, or is at work.
     */
    public enum Kind {
        HEALED,
        CLEAN,
        QUIET,
        GONE,
        BUSY,
        SPLIT_BRAIN,
        FAILED
    }

    static final HealResult HEALED = new HealResult(Kind.HEALED, "");
    static final HealResult CLEAN = new HealResult(Kind.CLEAN, "");
    static final HealResult QUIET = new HealResult(Kind.QUIET, "");

    static HealResult of(FopException why) {
        var kind = Kind.FAILED;
        if (why.errno() == Errno.EIO) {
            kind = Kind.SPLIT_BRAIN;
        } else if (why.errno() == Errno.EAGAIN || why.errno() == Errno.EBUSY) {
            kind = Kind.BUSY;
        } else if (Answers.isGone(why)) {
            kind = Kind.GONE;
        }
        return new HealResult(kind, why.getMessage());
    }
}
