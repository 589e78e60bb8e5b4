package org.glusterj.core;

/**
 * Which connection a fop came from. Locks and fds belong to it and die with it.
 *
 * @param uid the client's process-uuid of SETVOLUME, text for logs and dumps
 * @param connection unique per accepted connection in this process; equality rests on it
 */
public record ClientId(String uid, long connection) {
    /** Work of this process itself. */
    public static final ClientId LOCAL = new ClientId("local", 0);

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientId that && connection == that.connection;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(connection);
    }
}
