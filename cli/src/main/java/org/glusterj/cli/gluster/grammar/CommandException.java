package org.glusterj.cli.gluster.grammar;

/** Why a command was not carried out. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean usage;
    private final boolean unreachable;
    private final int code;

    private CommandException(String message, boolean usage, boolean unreachable, int code) {
        super(message, null, false, false);
        this.usage = usage;
        this.unreachable = unreachable;
        this.code = code;
    }

    /** Wrong words: the message, then the usage; the message may be of several lines, or null. */
    public static CommandException usage(String message) {
        return new CommandException(message, true, false, 1);
    }

    /** Anything else, as it is shown to the user. */
    public static CommandException failure(String message) {
        return new CommandException(message, false, false, 1);
    }

    /** The manager does not answer. */
    public static CommandException unreachable(String message, int code) {
        return new CommandException(message, false, true, code);
    }

    public boolean isUsage() {
        return usage;
    }

    public boolean isUnreachable() {
        return unreachable;
    }

    public int code() {
        return code;
    }
}
