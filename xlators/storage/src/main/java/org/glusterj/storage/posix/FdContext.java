package org.glusterj.storage.posix;

import org.glusterj.core.Gfid;

/**
 * The backend descriptor behind an fd. Owned by the fd; closed with its release. Immutable.
 *
 * @param flags open flags as the client sent them
 */
record FdContext(Brick brick, Gfid gfid, int fd, int flags, boolean directory)
        implements AutoCloseable {

    boolean isDirect() {
        return (flags & BackendFlags.WIRE_DIRECT) != 0 || brick.options().oDirect();
    }

    @Override
    public void close() {
        brick.sys.close(fd);
        if (!directory) {
            brick.handleStore.released(gfid);
        }
    }
}
