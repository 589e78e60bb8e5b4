package org.glusterj.rpc;

/** How a server took a call, accepted or denied (RFC 5531; spec wire-protocol 3.2). */
public enum AcceptStat {
    /** The body follows. */
    SUCCESS(false, 0),
    /** The program number is not served here. */
    PROGRAM_UNAVAILABLE(false, 1),
    /** The version is not served; low and high follow, both 0 from stock servers. */
    PROGRAM_MISMATCH(false, 2),
    /** The program has no such procedure. */
    PROCEDURE_UNAVAILABLE(false, 3),
    /** The arguments cannot be decoded; also a fop before SETVOLUME. */
    GARBAGE_ARGUMENTS(false, 4),
    SYSTEM_ERROR(false, 5),
    /** Denied: RPC version other than 2; low and high follow. */
    RPC_MISMATCH(true, 0),
    /** Denied: the credential is not acceptable; an auth_stat follows. */
    AUTH_ERROR(true, 1);

    private static final AcceptStat[] ACCEPTED = {
        SUCCESS,
        PROGRAM_UNAVAILABLE,
        PROGRAM_MISMATCH,
        PROCEDURE_UNAVAILABLE,
        GARBAGE_ARGUMENTS,
        SYSTEM_ERROR
    };

    private final boolean denied;
    private final int number;

    AcceptStat(boolean denied, int number) {
        this.denied = denied;
        this.number = number;
    }

    /** Whether the reply is of the kind MSG_DENIED. */
    public boolean isDenied() {
        return denied;
    }

    /** The accept_stat or reject_stat word. */
    public int number() {
        return number;
    }

    /** The stat of a word, or null when there is none. */
    static AcceptStat of(boolean denied, int number) {
        if (denied) {
            return number == 0 ? RPC_MISMATCH : number == 1 ? AUTH_ERROR : null;
        }
        return number >= 0 && number < ACCEPTED.length ? ACCEPTED[number] : null;
    }
}
