package org.glusterj.brick;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * What {@code serve} needs of the management side: somebody who hands out volfiles and knows on which port a brick
 * listens. {@link BuiltinManagement} is the small one that runs in the same process. Thread-safe.
 */
public interface ManagementEndpoint extends AutoCloseable {
    /**
     * Listens and answers from now on.
     *
     * @return the address really used, with the chosen port when 0 was asked for
     */
    InetSocketAddress listen(InetSocketAddress address) throws IOException;

    /** Hands out {@code source} under {@code key} (a volume's name also with a leading slash) from now on. */
    void publish(String key, VolfileSource source);

    void withdraw(String key);

    /** Tells all connected clients to fetch their volfile again. */
    void volfilesChanged();

    /** A brick of this process listens on {@code port}. */
    void brickUp(String brick, int port);

    void brickDown(String brick);

    /** Stops listening and closes all connections. Safe to call twice. */
    @Override
    void close();
}
