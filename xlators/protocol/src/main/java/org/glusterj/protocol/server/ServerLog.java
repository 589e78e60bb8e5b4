package org.glusterj.protocol.server;

import org.glusterj.core.Log;

/** The log of this package. */
final class ServerLog {
    private static final Log LOG = Log.of(ProtocolServer.class);

    private ServerLog() {}

    static void say(ServerMessage message, Object... values) {
        LOG.say(message, values);
    }

    static void say(ServerMessage message, Throwable cause, Object... values) {
        LOG.say(message, cause, values);
    }
}
