package org.glusterj.xdr;

/** Bytes that are not what the protocol says: too short, a length out of bounds, an unknown tag. No stack trace. */
public final class XdrException extends Exception {
    private static final long serialVersionUID = 1;

    public XdrException(String message) {
        super(message, null, false, false);
    }
}
