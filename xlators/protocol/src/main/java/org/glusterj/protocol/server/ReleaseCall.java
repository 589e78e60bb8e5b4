package org.glusterj.protocol.server;

import io.netty.buffer.ByteBuf;
import org.glusterj.core.Workers.Priority;
import org.glusterj.core.Xdata;
import org.glusterj.program.Release;
import org.glusterj.rpc.CallHeader;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * RELEASE and RELEASEDIR: the client is done with an fd number. Always answered with success, as stock does. Closing
 * runs
 * on the io-thread, since translators below let go of descriptors then.
 */
final class ReleaseCall extends QueuedCall {
    ReleaseCall(Session session, CallHeader header, ByteBuf body) {
        super(session, header, body, Priority.NORMAL, true);
    }

    @Override
    public boolean isQuick() {
        return true;
    }

    @Override
    String label() {
        return "RELEASE";
    }

    @Override
    boolean carryOut() {
        long number;
        try {
            number = Release.decode(new XdrReader(body())).fd();
        } catch (XdrException e) {
            rejectGarbage(e.getMessage());
            return true;
        }
        release(number);
        answer();
        return true;
    }

    private void release(long number) {
        var fd = session().fds().remove(number);
        if (fd != null) {
            try {
                fd.close();
            } catch (RuntimeException bug) {
                ServerLog.say(ServerMessage.CLEANUP_BUG, bug, to().client().uid());
            }
        }
    }

    private void answer() {
        session().peer().reply(header(), out -> Release.encodeReply(out, Xdata.EMPTY));
    }

    @Override
    void refuse() {
        // No io-thread takes it because the brick is going away; then every fd is closed anyway.
        drop();
        answer();
    }
}
