package org.glusterj.management.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes posts, and answers them as told: 200 when it was told nothing. */
final class Receiver implements AutoCloseable {
    /** @param authorization null without */
    record Post(String type, String authorization, String sequence, String body) {}

    private final HttpServer server;
    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answer(Integer... next) {
        for (var status : next) {
            statuses.add(status);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var post =
                new Post(
                        headers.getFirst("Content-Type"),
                        headers.getFirst("Authorization"),
                        headers.getFirst("X-GlusterJ-Sequence"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        var status = statuses.poll();
        posts.add(post);
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }

    Post next() throws InterruptedException {
        var post = posts.poll(60, TimeUnit.SECONDS);
        assertThat(post).as("a post").isNotNull();
        return post;
    }

    boolean isEmpty() {
        return posts.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
