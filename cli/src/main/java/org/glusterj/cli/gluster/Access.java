package org.glusterj.cli.gluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.glusterj.cli.gluster.rest.Rest;
import org.glusterj.cli.gluster.rest.TcpRest;
import org.glusterj.cli.gluster.rest.Token;
import org.glusterj.cli.gluster.rest.Trust;
import org.glusterj.cli.gluster.rest.UnixRest;

/** How commands reach their manager: root's socket, or another node's port with a token, encrypted if a CA is named. */
final class Access {
    /** The environment's, for tests and for several managers on a machine; else this. */
    private static final Path SOCKET = Path.of("/var/run/glusterjd.sock");

    /** Where the manager listens for other nodes. */
    private static final int PORT = 24009;

    private static final Path SECRET = Path.of("/var/lib/glusterd/auth");

    private Access() {}

    static Path socket() {
        var path = environment("GLUSTERJ_SOCKET");
        return path == null ? SOCKET : Path.of(path);
    }

    /**
     * @param remoteHost null: by the socket
     * @throws IOException when the file of GLUSTERJ_CA cannot be used, with a sentence for the user
     */
    static Rest rest(String remoteHost, Path socket, Duration timeout) throws IOException {
        if (remoteHost == null) {
            return new UnixRest(socket, timeout);
        }
        var ca = environment("GLUSTERJ_CA");
        var trusted = ca == null ? null : Trust.of(Path.of(ca));
        return new TcpRest(remoteHost, PORT, token(), trusted, timeout);
    }

    private static String environment(String name) {
        var value = System.getenv(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** With the secret that GLUSTERJ_SECRET names, or that of the node's own pool; null where there is none to read. */
    private static Token token() {
        var named = environment("GLUSTERJ_SECRET");
        var file = named == null ? SECRET : Path.of(named);
        try {
            return Files.isReadable(file)
                    ? new Token(
                            Files.readString(file).strip().getBytes(StandardCharsets.US_ASCII),
                            InstantSource.system())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }
}
