package org.glusterj.cli.gluster.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Requests over the manager's unix socket: HTTP/1.1 with {@code Connection: close}, bodies by length, by chunks, or
 * up to the end of the connection. Small on purpose: a start of {@code java.net.http} costs more than all else that
 * a command does, and it knows no unix sockets.
 */
public final class UnixRest implements Rest {
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path socket;
    private final Duration timeout;

    public UnixRest(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    @Override
    public Reply exchange(String method, String path, byte[] body) throws UnreachableException {
        var address = UnixDomainSocketAddress.of(socket);
        try (var channel = SocketChannel.open(address);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            var key = channel.register(selector, SelectionKey.OP_READ);
            var deadline = new Deadline(selector, key, timeout);
            send(channel, deadline, request(method, path, body));
            return HttpReply.parse(receive(channel, deadline));
        } catch (IOException e) {
            throw new UnreachableException(socket + ": " + e.getMessage());
        }
    }

    private static ByteBuffer request(String method, String path, byte[] body) {
        var head =
                method
                        + " /v1"
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Accept: application/json\r\n"
                        + (body == null
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: "
                                        + body.length
                                        + "\r\n")
                        + "\r\n";
        var octets = head.getBytes(StandardCharsets.ISO_8859_1);
        var request = ByteBuffer.allocate(octets.length + (body == null ? 0 : body.length));
        request.put(octets);
        if (body != null) {
            request.put(body);
        }
        return request.flip();
    }

    private static void send(SocketChannel channel, Deadline deadline, ByteBuffer request)
            throws IOException, UnreachableException {
        while (request.hasRemaining()) {
            if (channel.write(request) == 0) {
                deadline.await(SelectionKey.OP_WRITE);
            }
        }
    }

    private static byte[] receive(SocketChannel channel, Deadline deadline)
            throws IOException, UnreachableException {
        var all = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (true) {
            int count = channel.read(buffer);
            if (count < 0) {
                return all.toByteArray();
            }
            if (count == 0) {
                deadline.await(SelectionKey.OP_READ);
                continue;
            }
            all.write(buffer.array(), 0, count);
            buffer.clear();
            if (all.size() > ANSWER_BYTES_MAX) {
                throw new UnreachableException("the answer is larger than 64 MiB");
            }
        }
    }

    /** The end of the time for one request. */
    private static final class Deadline {
        private final Selector selector;
        private final SelectionKey key;
        private final long endNanos;
        private final Duration timeout;

        Deadline(Selector selector, SelectionKey key, Duration timeout) {
            this.selector = selector;
            this.key = key;
            this.timeout = timeout;
            endNanos = System.nanoTime() + timeout.toNanos();
        }

        void await(int operation) throws IOException, UnreachableException {
            long millis = (endNanos - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw UnreachableException.timeout("no answer in " + timeout.toSeconds() + " s");
            }
            key.interestOps(operation);
            selector.select(millis);
            selector.selectedKeys().clear();
        }
    }

    /** The octets of a response, whole. */
    static final class HttpReply {
        private final byte[] octets;
        private int at;

        private HttpReply(byte[] octets) {
            this.octets = octets;
        }

        static Reply parse(byte[] octets) throws UnreachableException {
            try {
                return new HttpReply(octets).parse();
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new UnreachableException("the answer is no HTTP, or is cut off");
            }
        }

        private Reply parse() throws UnreachableException {
            var status = line().split(" ", 3);
            if (!status[0].startsWith("HTTP/1.")) {
                throw new UnreachableException("the answer is no HTTP/1.1");
            }
            int length = -1;
            boolean chunked = false;
            for (var header = line(); !header.isEmpty(); header = line()) {
                var lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring("content-length:".length()).strip());
                } else if (lower.startsWith("transfer-encoding:")) {
                    chunked = lower.contains("chunked");
                }
            }
            int code = Integer.parseInt(status[1]);
            if (chunked) {
                return new Reply(code, chunks());
            }
            return new Reply(code, take(length >= 0 ? length : octets.length - at));
        }

        private byte[] chunks() {
            var all = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line().split(";")[0].strip(), 16);
                if (size == 0) {
                    return all.toByteArray();
                }
                all.writeBytes(take(size));
                line();
            }
        }

        private byte[] take(int count) {
            var taken = new byte[count];
            if (count > octets.length - at) {
                throw new IndexOutOfBoundsException();
            }
            System.arraycopy(octets, at, taken, 0, count);
            at += count;
            return taken;
        }

        private String line() {
            int start = at;
            while (octets[at] != '\n') {
                at++;
            }
            int end = at > start && octets[at - 1] == '\r' ? at - 1 : at;
            at++;
            return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }
}
