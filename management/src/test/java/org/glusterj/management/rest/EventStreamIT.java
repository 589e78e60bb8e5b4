package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.MemoryStore;
import org.glusterj.management.webhook.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events over HTTP: the list, and the WebSocket that goes on with them. */
@Timeout(120)
class EventStreamIT {
    private static final UUID NODE = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");

    private final MemoryStore store = new MemoryStore();
    private final SystemEnvironment environment = SystemEnvironment.get();
    private final EventLog log = new EventLog(store, environment);
    private final Events events = new Events(store, NODE, InstantSource.system(), environment);
    private final Token token = new Token("x".getBytes(US_ASCII), InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<Boolean> stirred = new LinkedBlockingQueue<>();
    private HttpPort port;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws Exception {
        log.listen(() -> stirred.add(true));
        log.start();
        var watching = new Rest.Watching(log, new Webhooks(store, log), null);
        var rest = new Rest(null, null, null, null, null, null, null, null, () -> 0, watching, "");
        port = new HttpPort(rest, token, environment);
        address = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
    }

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        port.close();
        log.close();
        store.close();
    }

    private long happens(EventType type, String name) throws Exception {
        long before = log.newest();
        store.commit(new Commit(List.of(), List.of(events.write(type, Map.of("name", name)))));
        while (log.newest() == before) {
            assertThat(stirred.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
        return log.newest();
    }

    /** The texts that come. */
    private static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<String> others = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            others.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            others.add("close " + status);
            return null;
        }

        String next() throws InterruptedException {
            var text = texts.poll(60, TimeUnit.SECONDS);
            assertThat(text).as("a text").isNotNull();
            return text.replaceAll("\"ts\":[0-9]+", "\"ts\":0");
        }
    }

    private WebSocket open(String query, Heard heard) throws Exception {
        var header = token.header("GET", EventRoutes.STREAM, 60);
        var uri = "ws://127.0.0.1:" + address.getPort() + EventRoutes.STREAM + query;
        return client.newWebSocketBuilder()
                .header("Authorization", header)
                .buildAsync(URI.create(uri), heard)
                .get(60, TimeUnit.SECONDS);
    }

    private static String text(String event, String name, long sequence) {
        return "{\"event\":\""
                + event
                + "\",\"message\":{\"name\":\""
                + name
                + "\"},\"nodeid\":\""
                + NODE
                + "\",\"sequence\":"
                + sequence
                + ",\"ts\":0}";
    }

    @Test
    void aStreamBeginsWithWhatHappensNextOrAfterANumber() throws Exception {
        long first = happens(EventType.VOLUME_START, "a");
        long second = happens(EventType.VOLUME_STOP, "a");
        var fromNow = new Heard();
        var resumed = new Heard();
        open("", fromNow);
        open("?after=" + first, resumed);
        assertThat(resumed.next()).isEqualTo(text("VOLUME_STOP", "a", second));

        long third = happens(EventType.VOLUME_DELETE, "a");

        assertThat(fromNow.next()).isEqualTo(text("VOLUME_DELETE", "a", third));
        assertThat(resumed.next()).isEqualTo(text("VOLUME_DELETE", "a", third));
    }

    @Test
    void eventsAndGroupsAreChosen() throws Exception {
        var heard = new Heard();
        open("?after=0&event=VOLUME_STOP&group=peer,brick", heard);
        happens(EventType.VOLUME_START, "no");
        long peer = happens(EventType.PEER_ATTACH, "n");
        happens(EventType.CLIENT_CONNECT, "no");
        long stop = happens(EventType.VOLUME_STOP, "v");
        assertThat(heard.next()).isEqualTo(text("PEER_ATTACH", "n", peer));
        assertThat(heard.next()).isEqualTo(text("VOLUME_STOP", "v", stop));
    }

    /** All of a backlog that is longer than what the socket takes at once. */
    @Test
    void aLongBacklogComesWhole() throws Exception {
        var filling = "x".repeat(10_000);
        for (int i = 0; i < 300; i++) {
            happens(EventType.VOLUME_CREATE, i + filling);
        }
        var heard = new Heard();
        open("?after=0", heard);
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder(heard.next());
            while (text.charAt(text.length() - 1) != '}') {
                text.append(heard.next());
            }
            assertThat(text).contains("\"name\":\"" + i + "x");
        }
    }

    @Test
    void whatIsGoneIsTold() throws Exception {
        long last = 0;
        while (log.gone() == 0) {
            last = happens(EventType.VOLUME_START, "v");
        }
        var heard = new Heard();
        open("?after=1000", heard);
        assertThat(heard.next()).isEqualTo("{\"lost-up-to\":" + log.gone() + "}");
        var next = log.after(log.gone(), 1).getFirst().sequence();
        assertThat(heard.next()).isEqualTo(text("VOLUME_START", "v", next));
        assertThat(last).isGreaterThan(next);
    }

    @Test
    void pingsAreAnsweredAndTheEndIsAgreed() throws Exception {
        var heard = new Heard();
        var socket = open("", heard);
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get(60, TimeUnit.SECONDS);
        assertThat(heard.others.poll(60, TimeUnit.SECONDS)).isEqualTo("pong");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
        assertThat(heard.others.poll(60, TimeUnit.SECONDS)).isEqualTo("close 1000");
    }

    private int status(String path, String header) throws Exception {
        var builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
        if (header != null) {
            builder.header("Authorization", header);
        }
        return client.send(builder.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whatIsNoStreamIsRefused() throws Exception {
        var good = token.header("GET", EventRoutes.STREAM, 60);
        assertThat(status(EventRoutes.STREAM, good)).isEqualTo(426);
        assertThat(status(EventRoutes.STREAM, null)).isEqualTo(401);
        for (var query : List.of("?after=x", "?event=NOPE", "?group=nope")) {
            assertThatThrownBy(() -> open(query, new Heard()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
        }
    }

    @Test
    void theListIsGlusterD2s() throws Exception {
        long first = happens(EventType.VOLUME_START, "a");
        long second = happens(EventType.PEER_ATTACH, "b");
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + address.getPort()
                                                + "/v1/events?group=peer&after="
                                                + first))
                        .header("Authorization", token.header("GET", "/v1/events", 60))
                        .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body())
                .matches(
                        "\\[\\{\"id\":\"[-0-9a-f]{36}\",\"name\":\"PEER_ATTACH\","
                                + "\"data\":\\{\"name\":\"b\"},\"origin\":\""
                                + NODE
                                + "\",\"timestamp\":\"20[-:0-9T]+Z\",\"sequence\":"
                                + second
                                + "}]");
    }
}
