package org.glusterj.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.glusterj.cli.gluster.Gluster;

/**
 * The run from which the JVM makes the start-up cache of {@code gluster}, and what it
 * speaks to: a manager on a unix socket with one node and one volume, which
 * says yes to everything. One thread of its own, which ends with {@link #close}.
 */
public final class ScratchManager implements AutoCloseable {
    /** Each is asked with text and XML. */
    private static final List<String> COMMANDS =
            List.of(
                    "volume list",
                    "volume info",
                    "volume info v",
                    "volume status",
                    "volume status v detail",
                    "volume get v all",
                    "volume set v client.event-threads 2",
                    "volume create w replica 3 a:/1 a:/2 a:/3 force",
                    "volume start v",
                    "volume heal v info",
                    "volume rebalance v status",
                    "peer status",
                    "pool list",
                    "volume help",
                    "volume start",
                    "bogus");

    private static final int REQUEST_BYTES_MAX = 1 << 16;
    private static final String BRICK =
            "{\"host\": \"h\", \"path\": \"/b\", \"peer-id\": \"i\", \"type\": 0}";
    private static final String VOLUME =
            "{\"name\": \"v\", \"id\": \"i\", \"type\": 0, \"state\": 1, \"options\": {\"a\": \"b\"},"
                    + " \"subvols\": [{\"bricks\": ["
                    + BRICK
                    + "]}], \"replica-count\": 1}";
    private static final String STATUS =
            "{\"info\": "
                    + VOLUME
                    + ", \"bricks\": [{\"info\": "
                    + BRICK
                    + ", \"online\": true, \"port\": 1, \"pid\": 2, \"size\": {\"free\": 4096}}],"
                    + " \"services\": [], \"tasks\": []}";
    private static final String LIST =
            "[{\"name\": \"v\", \"value\": \"x\", \"modified\": true, \"id\": \"i\", \"local\": true}]";

    private final ServerSocketChannel server;

    /** @param args a directory that is the run's alone, and its caller's to remove */
    public static void main(String[] args) {
        System.exit(args.length == 1 ? train(args[0], System.err) : 1);
    }

    private static int train(String scratch, PrintStream err) {
        var socket = Path.of(scratch).resolve("socket");
        var nothing = new PrintStream(OutputStream.nullOutputStream());
        try (var manager = new ScratchManager(socket)) {
            for (var command : COMMANDS) {
                for (var format : new String[] {"--mode=script", "--xml", "--json"}) {
                    var line = format + " --glusterd-sock=" + socket + " " + command;
                    Gluster.run(line.split(" "), InputStream.nullInputStream(), nothing, nothing);
                }
            }
            return 0;
        } catch (IOException e) {
            err.println("glusterj train: " + e);
            return 2;
        }
    }

    ScratchManager(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("scratch-manager").start(this::serve);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (true) {
            try (var client = server.accept()) {
                answer(client);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // The client went away: the next one counts.
            }
        }
    }

    /** A request comes in one piece over a unix socket, as small as it is. */
    private static void answer(SocketChannel client) throws IOException {
        var buffer = ByteBuffer.allocate(REQUEST_BYTES_MAX);
        client.read(buffer);
        var request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        var body = body(request.split(" ", 3)[1]);
        var reply = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(String path) {
        if (path.contains("/status")) {
            return STATUS;
        }
        if (path.endsWith("/volumes")) {
            return "[" + VOLUME + "]";
        }
        return path.endsWith("/volumes/v") ? VOLUME : LIST;
    }
}
