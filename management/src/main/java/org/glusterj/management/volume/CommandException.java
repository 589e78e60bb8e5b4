package org.glusterj.management.volume;

import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.TransactionException;

/** A command is refused or failed; the message is what stock prints behind {@code failed: }. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of refusal it is. */
    public enum Kind {
        /** The request makes no sense. */
        INVALID,
        /** What it is about does not exist. */
        MISSING,
        /** It does not fit the present state. */
        CONFLICT,
        /** It failed on the way, and what it had done is taken back. */
        FAILED,
        /** The pool does not agree on anything now; nothing was done. */
        AWAY,
        /** Whether it is done, or will be, is not known to who answers. */
        UNKNOWN
    }

    /** What stock's XML shows when nothing else is known. */
    private static final int USUAL_OP_ERRNO = 30_800;

    private final Kind kind;
    private final int opErrno;

    public CommandException(Kind kind, String message) {
        this(kind, message, null);
    }

    public CommandException(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, USUAL_OP_ERRNO);
    }

    private CommandException(Kind kind, String message, Throwable cause, int opErrno) {
        super(message, cause);
        this.kind = kind;
        this.opErrno = opErrno;
    }

    public Kind kind() {
        return kind;
    }

    /** {@code opErrno} of stock's XML, which depends on how far stock's glusterd came with the command. */
    public int opErrno() {
        return opErrno;
    }

    public CommandException withOpErrno(int number) {
        return new CommandException(kind, getMessage(), getCause(), number);
    }

    public boolean hasUsualOpErrno() {
        return opErrno == USUAL_OP_ERRNO;
    }

    public static CommandException invalid(String message) {
        return new CommandException(Kind.INVALID, message);
    }

    public static CommandException conflict(String message) {
        return new CommandException(Kind.CONFLICT, message);
    }

    public static CommandException failed(StoreException e) {
        return new CommandException(e.isCertain() ? Kind.AWAY : Kind.UNKNOWN, e.getMessage(), e);
    }

    public static CommandException failed(TransactionException e) {
        if (!e.isCertain()) {
            return new CommandException(Kind.UNKNOWN, e.getMessage(), e);
        }
        boolean away = e.getCause() instanceof StoreException;
        return new CommandException(away ? Kind.AWAY : Kind.FAILED, e.getMessage(), e);
    }

    public static CommandException noVolume(String name) {
        return new CommandException(Kind.MISSING, "Volume " + name + " does not exist");
    }
}
