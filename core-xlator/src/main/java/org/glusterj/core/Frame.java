package org.glusterj.core;

/**
 * The context of one request, passed along explicitly: who calls, until when, with which operation time.
 *
 * @param unique number for logs and traces; unique within the front
 */
public record Frame(long unique, Caller caller, Deadline deadline, OpTime time, Cancel cancel) {
    /** Root, no deadline, not cancellable: for internal work and tests. */
    public static Frame internal() {
        return new Frame(0, Caller.ROOT, Deadline.NONE, OpTime.NONE, Cancel.NEVER);
    }

    public static Frame of(Caller caller) {
        return new Frame(0, caller, Deadline.NONE, OpTime.NONE, Cancel.NEVER);
    }

    public Frame as(Caller other) {
        return new Frame(unique, other, deadline, time, cancel);
    }

    public Frame at(OpTime other) {
        return new Frame(unique, caller, deadline, other, cancel);
    }

    public Frame until(Deadline other) {
        return new Frame(unique, caller, other, time, cancel);
    }
}
