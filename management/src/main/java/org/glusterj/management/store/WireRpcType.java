package org.glusterj.management.store;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/** How Ratis finds {@link RaftWire}: by this class's name. Public because Ratis makes it. */
public final class WireRpcType implements RpcType {
    static final String PARAMETER = RaftWire.class.getName();

    @Override
    public String name() {
        return getClass().getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        var wire = parameters.getNonNull(PARAMETER, RaftWire.class);
        return new ServerFactory() {
            @Override
            public RaftServerRpc newRaftServerRpc(RaftServer server) {
                return wire;
            }

            @Override
            public RpcType getRpcType() {
                return WireRpcType.this;
            }
        };
    }
}
