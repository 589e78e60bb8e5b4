package org.glusterj.fuse;

/** Why a mount failed, in words for the user; exit code 32. */
public final class MountException extends Exception {
    private static final long serialVersionUID = 1;

    public MountException(String message) {
        super(message);
    }

    public MountException(String message, Throwable cause) {
        super(message, cause);
    }
}
