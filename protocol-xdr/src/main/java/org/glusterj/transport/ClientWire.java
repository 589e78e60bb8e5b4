package org.glusterj.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.rpc.RpcHeader;
import org.glusterj.xdr.XdrReader;

/**
 * The network side of a {@link RpcClient.Connecting}: finds the call of each reply. Event loop, but for sending.
 */
final class ClientWire extends Wire {
    private final RpcClient.Connecting owner;
    private final Pending pending;

    ClientWire(
            Channel channel,
            TransportOptions options,
            RpcClient.Connecting owner,
            Pending pending) {
        super(channel, options);
        this.owner = owner;
        this.pending = pending;
    }

    @Override
    void started() {
        owner.connected(this);
    }

    @Override
    void received(RpcHeader header, ByteBuf body) {
        try {
            switch (header) {
                case ReplyHeader reply -> {
                    var call = pending.take(reply.xid());
                    // None: it expired meanwhile.
                    if (call != null) {
                        call.replied(reply.stat(), new XdrReader(body));
                    }
                }
                case CallHeader callback -> owner.calledBack(callback, body);
            }
        } finally {
            body.release();
        }
    }

    @Override
    void ended(boolean wasStarted, IOException why) {
        owner.ended(this, wasStarted, why);
    }
}
