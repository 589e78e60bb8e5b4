package org.glusterj.cli.gluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A manager on a unix socket that says what it is told to: for each method and path a status and a body. Every
 * second reply is sent in chunks. One thread of its own; {@link #close} ends it.
 */
final class FakeManager implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final ServerSocketChannel server;
    private final Thread thread;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Path socket;
    private boolean chunked;

    private record Reply(int status, String body) {}

    /** What came: {@code METHOD PATH}, without {@code /v1}. */
    record Request(String line, String body) {}

    FakeManager(Path socket) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread = Thread.ofPlatform().daemon().name("fake-manager").start(this::serve);
    }

    Path socket() {
        return socket;
    }

    void reply(String method, String path, int status, String body) {
        replies.put(method + " " + path, new Reply(status, body));
    }

    List<Request> requests() {
        return requests;
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

    private void answer(SocketChannel client) throws IOException {
        var octets = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(1 << 16);
        while (!isWhole(octets.toString(StandardCharsets.UTF_8))) {
            if (client.read(buffer) < 0) {
                return;
            }
            octets.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        var text = octets.toString(StandardCharsets.UTF_8);
        int head = text.indexOf("\r\n\r\n");
        var line = text.substring(0, text.indexOf(" HTTP/1.1")).replaceFirst(" /v1", " ");
        requests.add(new Request(line, text.substring(head + 4)));
        var reply = replies.get(line);
        if (reply == null) {
            var message = "no reply to " + line;
            reply = new Reply(500, "{\"errors\": [{\"message\": \"" + message + "\"}]}");
        }
        var response = ByteBuffer.wrap(response(reply));
        while (response.hasRemaining()) {
            client.write(response);
        }
    }

    private static boolean isWhole(String request) {
        int head = request.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        int length =
                request.substring(0, head)
                        .lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
                        .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
                        .findFirst()
                        .orElse(0);
        return request.substring(head + 4).getBytes(StandardCharsets.UTF_8).length >= length;
    }

    private byte[] response(Reply reply) {
        chunked = !chunked;
        var body = reply.body();
        int octets = body.getBytes(StandardCharsets.UTF_8).length;
        var head = "HTTP/1.1 " + reply.status() + " Status\r\n";
        var message =
                chunked && octets > 0
                        ? "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(octets)
                                + "\r\n"
                                + body
                                + "\r\n0\r\n\r\n"
                        : "Content-Length: " + octets + "\r\n\r\n" + body;
        return (head + message).getBytes(StandardCharsets.UTF_8);
    }
}
