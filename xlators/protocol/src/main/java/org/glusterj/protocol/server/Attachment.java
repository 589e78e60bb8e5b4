package org.glusterj.protocol.server;

import org.glusterj.core.ClientId;
import org.glusterj.core.Edge;
import org.glusterj.core.InodeTable;
import org.glusterj.core.Workers;

/**
 * What a session is attached to once SETVOLUME succeeded. Immutable; lives as long as its session.
 *
 * @param brick where fops go
 * @param trusted whether the client logged in with the trusted volfile's password
 * @param workers the session's lane on the io-threads
 */
record Attachment(
        ProtocolServer server,
        Edge brick,
        ClientId client,
        boolean trusted,
        Workers.Client workers) {
    InodeTable inodes() {
        return server.inodes();
    }
}
