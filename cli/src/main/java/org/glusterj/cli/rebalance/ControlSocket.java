package org.glusterj.cli.rebalance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;

/**
 * A unix socket on which each line is answered with a line. A virtual thread accepts, and one serves each connection;
 * further connections wait while there are {@link #CONNECTIONS_MAX}. Only the owner of the process can connect.
 */
public final class ControlSocket implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 16;
    private static final int LINE_CHARS_MAX = 4096;
    private static final Log LOG = Log.of(ControlSocket.class);

    private final Environment environment;
    private final Path path;
    private final UnaryOperator<String> answers;
    private final ServerSocketChannel server;
    private final Semaphore room = new Semaphore(CONNECTIONS_MAX);

    private ControlSocket(
            Environment environment,
            Path path,
            UnaryOperator<String> answers,
            ServerSocketChannel server) {
        this.environment = environment;
        this.path = path;
        this.answers = answers;
        this.server = server;
    }

    /** Listens from now on; what an earlier process has left at {@code path} is replaced. */
    public static ControlSocket listen(
            Environment environment, Path path, UnaryOperator<String> answers) throws IOException {
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean ready = false;
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(
                    path, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            var socket = new ControlSocket(environment, path, answers, server);
            environment.spawn("control", socket::accept);
            ready = true;
            return socket;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                room.acquire();
                var connection = server.accept();
                environment.spawn("control-connection", () -> serve(connection));
            } catch (IOException e) {
                room.release();
                if (server.isOpen()) {
                    LOG.say(RebalanceMessage.CONTROL_FAILED, e.getMessage());
                    environment.sleep(java.time.Duration.ofMillis(100));
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(connection), UTF_8))) {
            var line = readLine(in);
            while (line != null) {
                var answer = ByteBuffer.wrap((answers.apply(line) + "\n").getBytes(UTF_8));
                while (answer.hasRemaining()) {
                    connection.write(answer);
                }
                line = readLine(in);
            }
        } catch (IOException e) {
            LOG.say(RebalanceMessage.CONTROL_FAILED, e.getMessage());
        } finally {
            room.release();
        }
    }

    /** Null at the end, and after a line that is too long. */
    private static String readLine(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() == LINE_CHARS_MAX) {
                return null;
            }
            line.append((char) c);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
