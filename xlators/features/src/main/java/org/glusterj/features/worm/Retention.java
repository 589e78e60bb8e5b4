package org.glusterj.features.worm;

import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/**
 * The state of a committed file as {@code trusted.reten_state} has it: three decimal numbers and slashes, ended by a
 * NUL, e.g. {@code 3/100/2} (captured from 10.3). Pure.
 *
 * @param bits 1 write-once, 2 retained, 4 legal hold, 8 enterprise mode
 * @param periodSeconds of retention
 * @param commitSeconds of auto-commit, when it was committed
 */
record Retention(int bits, long periodSeconds, long commitSeconds) {
    private static final int WORM = 1;
    private static final int RETAINED = 2;
    private static final int ENTERPRISE = 8;

    static Retention begin(boolean enterprise, long periodSeconds, long commitSeconds) {
        return new Retention(
                WORM | RETAINED | (enterprise ? ENTERPRISE : 0), periodSeconds, commitSeconds);
    }

    /** EIO for what is no such text: a file that may be retained must not be changed. */
    static Retention parse(String text) throws FopException {
        var parts = text.split("/");
        try {
            if (parts.length == 3) {
                return new Retention(
                        Integer.parseInt(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException notOurs) {
            throw new FopException(Errno.EIO, "retention state '" + text + "'");
        }
        throw new FopException(Errno.EIO, "retention state '" + text + "'");
    }

    String text() {
        return bits + "/" + periodSeconds + "/" + commitSeconds;
    }

    boolean isWorm() {
        return (bits & WORM) != 0;
    }

    boolean isRetained() {
        return (bits & RETAINED) != 0;
    }

    boolean isEnterprise() {
        return (bits & ENTERPRISE) != 0;
    }

    /** The retention is over; write-once stays. */
    Retention ended() {
        return new Retention(bits & ~RETAINED, 0, 0);
    }

    Retention longer(long seconds) {
        return new Retention(bits, periodSeconds + seconds, commitSeconds);
    }
}
