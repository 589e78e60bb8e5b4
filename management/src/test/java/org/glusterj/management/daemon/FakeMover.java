package org.glusterj.management.daemon;

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
import java.util.List;

/**
 * Speaks as {@code glusterj rebalance} does on its socket, and moves nothing: what it says of its state is the text of
 * the file {@code SOCKET.state}, {@code in progress} without one. A stop makes it {@code stopped}.
 */
final class FakeMover {
    private static volatile boolean stopped;

    private FakeMover() {}

    public static void main(String[] args) throws IOException {
        var words = List.of(args);
        var socket = Path.of(words.get(words.indexOf("--socket") + 1));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            System.out.println("READY");
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client, socket));
            }
        }
    }

    private static void serve(SocketChannel client, Path socket) {
        try (client;
                var in =
                        new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(client), UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                stopped |= line.equals("{\"op\":\"stop\"}");
                var answer =
                        "{\"status\":\"%s\",\"rebalanced-files\":3,\"size\":30,\"lookedup-files\":7,"
                                + "\"failures\":0,\"skipped\":0,\"run-time\":2,\"time-left\":1}\n";
                client.write(ByteBuffer.wrap(answer.formatted(state(socket)).getBytes(UTF_8)));
            }
        } catch (IOException e) {
            // The asker is gone.
        }
    }

    private static String state(Path socket) throws IOException {
        var file = socket.resolveSibling(socket.getFileName() + ".state");
        if (stopped) {
            return "stopped";
        }
        return Files.exists(file) ? Files.readString(file) : "in progress";
    }
}
