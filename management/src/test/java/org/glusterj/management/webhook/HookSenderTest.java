package org.glusterj.management.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.MemoryStore;
import org.glusterj.management.volume.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What webhooks are told, by whom, and in which order. */
@Timeout(120)
class HookSenderTest {
    private static final UUID NODE = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1000));

    private final MemoryStore store = new MemoryStore();
    private final SystemEnvironment environment = SystemEnvironment.get();
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final LinkedBlockingQueue<Boolean> stirred = new LinkedBlockingQueue<>();
    private final Events events = new Events(store, NODE, CLOCK, environment);
    private EventLog log;
    private Webhooks hooks;
    private HookSender sender;
    private Receiver receiver;

    @BeforeEach
    void open() throws Exception {
        log = new EventLog(store, environment);
        log.listen(() -> stirred.add(true));
        log.start();
        hooks = new Webhooks(store, log);
        receiver = new Receiver();
        sender = sender(leads::get);
    }

    private HookSender sender(BooleanSupplier isLeader) {
        var client = new HookClient(CLOCK);
        var pause = Duration.ofMillis(1);
        var fresh = new HookSender(store, log, hooks, isLeader, environment, client, pause);
        fresh.start();
        return fresh;
    }

    @AfterEach
    void close() throws Exception {
        sender.close();
        receiver.close();
        log.close();
        store.close();
    }

    private void happens(String volume) throws Exception {
        long before = log.newest();
        var write = events.write(EventType.VOLUME_DELETE, Map.of("name", volume));
        store.commit(new Commit(List.of(), List.of(write)));
        while (log.newest() == before) {
            assertThat(stirred.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private static String body(String volume) {
        return "{\"event\":\"VOLUME_DELETE\",\"message\":{\"name\":\""
                + volume
                + "\"},\"nodeid\":\""
                + NODE
                + "\",\"ts\":1000}";
    }

    @Test
    void aWebhookIsToldWhatHappensFromNowOnInOrder() throws Exception {
        happens("before");
        hooks.add(new Webhook(receiver.url(), "t", ""));
        for (int i = 0; i < 20; i++) {
            happens("v" + i);
        }
        for (int i = 0; i < 20; i++) {
            var post = receiver.next();
            assertThat(post.body()).isEqualTo(body("v" + i));
            assertThat(post.type()).isEqualTo("application/json");
            assertThat(post.authorization()).isEqualTo("Bearer t");
            assertThat(post.sequence()).matches("[0-9]+000");
        }
    }

    @Test
    void withASecretThereIsAWebToken() throws Exception {
        hooks.add(new Webhook(receiver.url(), "not.this", "s3cret"));
        happens("v");
        var parts = receiver.next().authorization().split("[ .]");
        assertThat(parts).hasSize(4).startsWith("Bearer");
        var decoder = Base64.getUrlDecoder();
        assertThat(new String(decoder.decode(parts[1]), UTF_8))
                .isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(new String(decoder.decode(parts[2]), UTF_8))
                .isEqualTo(
                        "{\"exp\":1060,\"iat\":1000,\"iss\":\"gluster\",\"sub\":\"VOLUME_DELETE\"}");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(UTF_8), "HmacSHA256"));
        assertThat(decoder.decode(parts[3]))
                .isEqualTo(mac.doFinal((parts[1] + "." + parts[2]).getBytes(UTF_8)));
    }

    @Test
    void whatFailsIsToldAgainAndWhatIsRefusedIsNot() throws Exception {
        hooks.add(new Webhook(receiver.url(), "", ""));
        receiver.answer(500, 503, 429, 200, 400, 302);
        for (var name : List.of("again", "refused", "moved", "after")) {
            happens(name);
        }
        for (var name : List.of("again", "again", "again", "again", "refused", "moved", "after")) {
            assertThat(receiver.next().body()).isEqualTo(body(name));
        }
        assertThat(receiver.isEmpty()).isTrue();
    }

    /** It goes on when the receiver is there, with what it missed. */
    @Test
    void aDeadWebhookHoldsNobodyUpAndMissesNothing() throws Exception {
        String dead;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = "http://127.0.0.1:" + socket.getLocalPort() + "/";
        }
        hooks.add(new Webhook(dead, "", ""));
        hooks.add(new Webhook(receiver.url(), "", ""));
        happens("a");
        happens("b");
        assertThat(receiver.next().body()).isEqualTo(body("a"));
        assertThat(receiver.next().body()).isEqualTo(body("b"));
        assertThat(hooks.told(dead).orElseThrow().sequence()).isLessThan(log.newest());
    }

    @Test
    void theNextManagerGoesOnWhereTheLastOneWas() throws Exception {
        hooks.add(new Webhook(receiver.url(), "", ""));
        happens("a");
        assertThat(receiver.next().body()).isEqualTo(body("a"));
        awaitTold();
        sender.close();
        happens("b");
        assertThat(receiver.isEmpty()).isTrue();
        sender = sender(() -> true);
        assertThat(receiver.next().body()).isEqualTo(body("b"));
    }

    private void awaitTold() throws Exception {
        var news = new LinkedBlockingQueue<Boolean>();
        try (var watch = store.watch("webhook-positions/", (r, c) -> news.add(true))) {
            while (hooks.told(receiver.url()).orElseThrow().sequence() < log.newest()) {
                assertThat(news.poll(60, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    /** Two nodes, of which first one and then the other leads. */
    @Test
    void onlyTheNodeThatLeadsTells() throws Exception {
        var otherLeads = new AtomicBoolean();
        try (var other = sender(otherLeads::get)) {
            assertThat(other).isNotNull();
            hooks.add(new Webhook(receiver.url(), "", ""));
            for (int i = 0; i < 10; i++) {
                happens("v" + i);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(receiver.next().body()).isEqualTo(body("v" + i));
            }
            awaitTold();
            leads.set(false);
            otherLeads.set(true);
            happens("last");
            assertThat(receiver.next().body()).isEqualTo(body("last"));
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void webhooksAreChangedAndRemoved() throws Exception {
        hooks.add(new Webhook(receiver.url(), "one", ""));
        hooks.change(new Webhook(receiver.url(), "two", ""));
        hooks.change(new Webhook(receiver.url(), "", ""));
        assertThat(hooks.list()).containsExactly(new Webhook(receiver.url(), "two", ""));
        happens("a");
        assertThat(receiver.next().authorization()).isEqualTo("Bearer two");
        awaitTold();
        hooks.remove(receiver.url());
        happens("b");
        hooks.add(new Webhook(receiver.url(), "", ""));
        happens("c");
        assertThat(receiver.next().body()).isEqualTo(body("c"));
        assertThat(store.known("webhook-positions/")).hasSize(1);
    }

    @Test
    void whatCannotBeAWebhookIsRefused() throws Exception {
        hooks.add(new Webhook(receiver.url(), "", ""));
        refused(() -> hooks.add(new Webhook(receiver.url(), "", "")), "Webhook already exists");
        refused(() -> hooks.remove("http://x/"), "Webhook does not exists");
        refused(() -> hooks.change(new Webhook("http://x/", "", "")), "Webhook does not exists");
        refused(() -> hooks.add(new Webhook(null, "", "")), "Webhook Url is required field");
        for (var url : List.of("ftp://x/", "http:x", "/path", "mailto:a@b")) {
            refused(
                    () -> hooks.add(new Webhook(url, "", "")),
                    "the URL of the webhook is not http or https with a host");
        }
        assertThatThrownBy(() -> hooks.add(new Webhook("http://a b/", "", "")))
                .hasMessageContaining("Illegal character");
        refused(
                () -> hooks.add(new Webhook("http://x/", "a\r\nb", "")),
                "the token of the webhook cannot be sent in a header");
        for (int i = 1; i < Webhooks.HOOKS_MAX; i++) {
            hooks.add(new Webhook("http://127.0.0.1:9/" + i, "", ""));
        }
        refused(
                () -> hooks.add(new Webhook("http://x/", "", "")),
                "there are 64 webhooks, which is the most");
    }

    private interface Command {
        void run() throws CommandException;
    }

    private static void refused(Command command, String message) {
        assertThatThrownBy(command::run).isInstanceOf(CommandException.class).hasMessage(message);
    }
}
