package org.glusterj.brick;

import org.glusterj.core.Errno;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcPeer;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * What a {@link ManagementPort} is asked: graphs by their names, ports of bricks. Names and texts are byte strings.
 * Called on event loops: answers from memory. Thread-safe.
 */
public interface VolfileService {
    /** The text of the graph, or null when there is none of that name for {@code peer}. */
    String volfile(String key, RpcPeer peer);

    /** Who else has volfiles, for whoever loses this endpoint: {@code "HOST:PORT HOST:PORT "}, "" = nobody. */
    default String servers() {
        return "";
    }

    /** 0 when the brick is not known. */
    int portOf(String brick);

    /** A brick on that port, or null. */
    String brickOn(int port);

    /**
     * A brick tells its port, which lies within 1 to 65535.
     *
     * @return null = taken, else why not
     */
    Errno signIn(String brick, int port, RpcPeer peer);

    /** False when {@code peer} did not sign it in. */
    boolean signOut(String brick, int port, RpcPeer peer);

    /**
     * Answers a call of the handshake program that is not common to all endpoints.
     *
     * @return false = there is no such procedure
     */
    default boolean handshake(RpcPeer peer, CallHeader header, XdrReader in) throws XdrException {
        return false;
    }

    /** The connection ended: what it signed in is gone. */
    void closed(RpcPeer peer);
}
