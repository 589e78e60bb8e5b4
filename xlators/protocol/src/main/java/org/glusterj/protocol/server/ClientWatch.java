package org.glusterj.protocol.server;

/** Is told of clients of bricks that come, are refused and go; on whichever thread notices it, must not block. */
public interface ClientWatch {
    /** Does nothing. */
    ClientWatch NOBODY =
            new ClientWatch() {
                @Override
                public void connected(Client client) {}

                @Override
                public void refused(Client client) {}

                @Override
                public void gone(Client client) {}
            };

    /**
     * A connection of a client. Byte strings.
     *
     * @param uid what it says it is called
     * @param address where it is, {@code ADDRESS:PORT}
     * @param own where this server is for it, {@code ADDRESS:PORT}
     */
    record Client(String uid, String address, String own, String brick) {}

    void connected(Client client);

    /** It may not use that brick. */
    void refused(Client client);

    /** It was connected. */
    void gone(Client client);
}
