package org.glusterj.core;

import java.util.Objects;

/**
 * The failure of a fop: an errno and the reply's xdata, which the protocol returns with errors too. Carries no payload.
 * Without a stack trace unless {@code -Dglusterj.fop.traces=true}, since failures such as ENOENT are ordinary answers.
 */
public final class FopException extends Exception {
    private static final long serialVersionUID = 1;
    private static final boolean TRACES = Boolean.getBoolean("glusterj.fop.traces");

    private final transient Errno errno;
    private final transient Xdata xdata;

    public FopException(Errno errno) {
        this(errno, Xdata.NULL, null);
    }

    public FopException(Errno errno, String detail) {
        this(errno, Xdata.NULL, detail);
    }

    public FopException(Errno errno, Xdata xdata) {
        this(errno, xdata, null);
    }

    public FopException(Errno errno, Xdata xdata, String detail) {
        super(detail, null, false, TRACES);
        this.errno = Objects.requireNonNull(errno);
        this.xdata = Objects.requireNonNull(xdata);
    }

    /** The failure of a syscall that returned {@code negativeErrno}. */
    public static FopException ofResult(long negativeErrno) {
        return new FopException(Errno.of((int) -negativeErrno));
    }

    public Errno errno() {
        return errno;
    }

    public Xdata xdata() {
        return xdata;
    }

    @Override
    public String getMessage() {
        var detail = super.getMessage();
        return errno.name() + ": " + (detail == null ? errno.text() : detail);
    }
}
