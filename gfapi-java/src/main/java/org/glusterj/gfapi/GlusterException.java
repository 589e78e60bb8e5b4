package org.glusterj.gfapi;

import java.io.IOException;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;

/** A file operation failed; {@link #errno()} says why, as the C library would through errno. */
public final class GlusterException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Errno errno;
    private final String path;

    public GlusterException(Errno errno, String path) {
        this(errno, path, errno.text());
    }

    public GlusterException(Errno errno, String path, String detail) {
        super((path.isEmpty() ? "" : path + ": ") + errno.name() + ": " + detail);
        this.errno = errno;
        this.path = path;
    }

    static GlusterException of(FopException failure, String path) {
        var wrapped = new GlusterException(failure.errno(), path);
        wrapped.initCause(failure);
        return wrapped;
    }

    public Errno errno() {
        return errno;
    }

    /** The path the caller gave, "" when the operation had none. */
    public String path() {
        return path;
    }
}
