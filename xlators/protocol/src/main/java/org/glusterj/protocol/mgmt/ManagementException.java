package org.glusterj.protocol.mgmt;

import org.glusterj.core.Errno;

/** Why no volfile could be had, in a sentence for people and as an errno for programs. */
public final class ManagementException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Errno errno;

    ManagementException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    /**
     * ENOENT no such volume, ENOTSUP this client is too old or new for it, EHOSTUNREACH unknown host or no way to it,
     * ECONNREFUSED nobody listens, ETIMEDOUT no answer, ENOTCONN the connection was lost, EPROTO an answer that makes
     * no sense, EINTR the thread was interrupted.
     */
    public Errno errno() {
        return errno;
    }
}
