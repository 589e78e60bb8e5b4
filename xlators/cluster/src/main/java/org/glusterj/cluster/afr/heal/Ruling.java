package org.glusterj.cluster.afr.heal;

import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * Judges by an administrator's verdict, and remembers whether it was asked, and why it could not tell. Sentences are
 * those that stock 10.3 shows. Of one command, used by its thread.
 */
final class Ruling implements Judge {
    private static final String NO_BIGGER = "No bigger file";
    private static final String NO_LATER = "No difference in mtime";

    private final Verdict verdict;
    private boolean asked;
    private String refusal;

    Ruling(Verdict verdict) {
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Forgets what it was asked before. */
    void reset() {
        asked = false;
        refusal = null;
    }

    boolean wasAsked() {
        return asked;
    }

    /** Null when it could tell, or was not asked. */
    String refusal() {
        return refusal;
    }

    @Override
    public int choose(ChangeType type, Sight sight, Copies present) throws FopException {
        asked = true;
        if (verdict.kind() == Verdict.Kind.SOURCE) {
            if (verdict.copy() < 0) {
                throw refuse("Invalid brick name");
            }
            return known(present.has(verdict.copy()) ? verdict.copy() : -1, "Brick is not up");
        }
        if (type == ChangeType.METADATA) {
            throw refuse("Use source-brick option to heal metadata split-brain");
        }
        return compared(sight, present);
    }

    @Override
    public int chooseName(Sight sight, Copies present) throws FopException {
        asked = true;
        if (verdict.kind() != Verdict.Kind.SOURCE) {
            return compared(sight, present);
        }
        int copy = verdict.copy();
        return known(copy >= 0 && present.has(copy) ? copy : -1, "Error getting the source brick");
    }

    private int compared(Sight sight, Copies present) throws FopException {
        return verdict.kind() == Verdict.Kind.BIGGER_FILE
                ? known(Favourite.SIZE.choose(ChangeType.DATA, sight, present), NO_BIGGER)
                : known(Favourite.onlyNewestContent(sight, present), NO_LATER);
    }

    private int known(int copy, String otherwise) throws FopException {
        if (copy < 0) {
            throw refuse(otherwise);
        }
        return copy;
    }

    private FopException refuse(String why) {
        refusal = why;
        return new FopException(Errno.EIO, why);
    }
}
