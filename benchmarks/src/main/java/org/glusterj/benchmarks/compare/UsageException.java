package org.glusterj.benchmarks.compare;

/** The command line asks for something that is not there; the message says what. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
