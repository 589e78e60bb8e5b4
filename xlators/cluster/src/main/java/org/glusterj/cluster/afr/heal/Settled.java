package org.glusterj.cluster.afr.heal;

import org.glusterj.core.Errno;

/**
 * What became of an administrator's verdict.
 *
 * @param directory it was said of a directory
 * @param why a sentence without a full stop, of {@link Kind#REFUSED} and {@link Kind#NAME_OPEN}; else empty
 * @param errno of the failures; else 0
 */
public record Settled(Kind kind, boolean directory, String why, Errno errno) {
    /**
     * NAME: it stood for different objects, and does no more; NAME_OPEN: it still does; NO_FILE: the verdict is for
     * files only; PARENT_FAILED: the directory of the name cannot be looked up; LOOKUP_FAILED: the object cannot;
     * REFUSED: the verdict does not tell which copy is right, or there is nothing to tell; FAILED: it could not be
     * healed.
     */
    public enum Kind {
        HEALED,
        NAME,
        NAME_OPEN,
        NO_FILE,
        PARENT_FAILED,
        LOOKUP_FAILED,
        REFUSED,
        FAILED
    }

    static Settled healed(boolean directory) {
        return new Settled(Kind.HEALED, directory, "", Errno.of(0));
    }

    static Settled of(Kind kind) {
        return new Settled(kind, false, "", Errno.of(0));
    }

    static Settled because(Kind kind, boolean directory, String why) {
        return new Settled(kind, directory, why, Errno.of(0));
    }

    static Settled failed(Kind kind, boolean directory, Errno errno) {
        return new Settled(kind, directory, "", errno);
    }

    /** There is no such object among these copies; among others there may be. */
    public boolean isMissing() {
        boolean lookup = kind == Kind.PARENT_FAILED || kind == Kind.LOOKUP_FAILED;
        return lookup && (errno == Errno.ENOENT || errno == Errno.ESTALE);
    }
}
