package org.glusterj.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glusterj.transport.Peers.ask;
import static org.glusterj.transport.Peers.await;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.glusterj.transport.Peers.Echo;
import org.glusterj.transport.Peers.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of the transport over a unix socket. */
@Timeout(60)
class LocalSocketIT {
    @TempDir private Path directory;

    private RpcServer listen(Path path) throws IOException {
        return RpcServer.listenLocal(path, TransportOptions.DEFAULT.withKeepAlive(null), Echo::new);
    }

    @Test
    void callsGoThroughASocketThatIsItsOwners() throws Exception {
        var path = directory.resolve("s");
        try (var server = listen(path);
                var client = new RpcClient(TransportOptions.DEFAULT.withKeepAlive(null))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            var listener = new Listener();
            client.connectLocal(path, listener);
            var connection = await(listener.connected);
            var bytes = new byte[100_000];
            bytes[77] = 7;
            assertThat(await(ask(connection, Peers.ECHO, bytes).outcome)).isEqualTo(bytes);
            assertThat(server.connectionCount()).isEqualTo(1);
            connection.close();
        }
        try (var left = Files.list(directory)) {
            assertThat(left).as("the socket goes with its server").isEmpty();
        }
    }

    @Test
    void aSocketThatAnEarlierProcessLeftIsReplaced() throws Exception {
        var path = Files.createFile(directory.resolve("s"));
        try (var server = listen(path)) {
            assertThat(Files.isRegularFile(path)).isFalse();
            assertThat(server.connectionCount()).isZero();
        }
    }

    @Test
    void whoCannotConnectIsTold() throws Exception {
        try (var client = new RpcClient(TransportOptions.DEFAULT.withKeepAlive(null))) {
            var listener = new Listener();
            client.connectLocal(directory.resolve("none"), listener);
            assertThat(await(listener.closed)).hasMessageContaining(directory + "/none");
        }
        var deep = Files.createDirectory(directory.resolve("x".repeat(120)));
        assertThatThrownBy(() -> listen(deep.resolve("s"))).isInstanceOf(BindException.class);
        try (var left = Files.list(deep)) {
            assertThat(left).isEmpty();
        }
    }
}
