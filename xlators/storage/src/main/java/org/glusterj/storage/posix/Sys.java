package org.glusterj.storage.posix;

import org.glusterj.core.FopException;

/** Turns results of system calls (minus errno) into failures of fops. Pure. */
final class Sys {
    private Sys() {}

    static int check(int result) throws FopException {
        if (result < 0) {
            throw FopException.ofResult(result);
        }
        return result;
    }

    static long check(long result) throws FopException {
        if (result < 0) {
            throw FopException.ofResult(result);
        }
        return result;
    }
}
