package org.glusterj.features.changelog;

import org.glusterj.linux.LinuxErrno;

/** A file of the journal cannot be used. */
final class JournalException extends Exception {
    private static final long serialVersionUID = 1;

    private final String file;
    private final String why;

    private JournalException(String file, String why) {
        super(file + ": " + why, null, false, false);
        this.file = file;
        this.why = why;
    }

    /** @param result of a system call, minus errno when it failed; returned when it is none */
    static int check(int result, String file) throws JournalException {
        if (result < 0) {
            throw new JournalException(file, LinuxErrno.text(result));
        }
        return result;
    }

    String file() {
        return file;
    }

    String why() {
        return why;
    }
}
