package org.glusterj.management.volume;

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
        /** It failed on the way. */
        FAILED
    }

    private final Kind kind;

    public CommandException(Kind kind, String message) {
        this(kind, message, null);
    }

    public CommandException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public static CommandException invalid(String message) {
        return new CommandException(Kind.INVALID, message);
    }

    public static CommandException noVolume(String name) {
        return new CommandException(Kind.MISSING, "Volume " + name + " does not exist");
    }
}
