package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Peer;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.LocalStore;
import org.glusterj.management.transaction.Limits;
import org.glusterj.management.transaction.StoredTransactions;
import org.glusterj.management.volgen.Facts;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.glusterj.management.volume.BrickCommands;
import org.glusterj.management.volume.Bricks;
import org.glusterj.management.volume.ClusterOptions;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.LonePool;
import org.glusterj.management.volume.NewVolume;
import org.glusterj.management.volume.OptionCommands;
import org.glusterj.management.volume.PeerRecords;
import org.glusterj.management.volume.Question;
import org.glusterj.management.volume.UpkeepCommands;
import org.glusterj.management.volume.VolumeCommands;
import org.glusterj.management.volume.VolumeRecords;
import org.glusterj.management.webhook.HookSender;
import org.glusterj.management.webhook.HookTests;
import org.glusterj.management.webhook.Webhook;
import org.glusterj.management.webhook.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that must be refused, over TCP, with the exact status and reason, after each of which the pool's state and
 * the bricks' directories are what they were. The volumes are {@code v} (started, bricks a and b), {@code s} (not
 * started, brick s1) and {@code r} (three replicas r1 to r3).
 */
@Timeout(600)
class WrongCallsIT {
    private static final UUID SELF = UUID.fromString("6fbf8f0e-9c35-4a2c-8a6b-0a5c1f3c7d10");
    private static final byte[] SECRET = "the node's secret".getBytes(US_ASCII);
    private static final Token TOKEN = new Token(SECRET, InstantSource.system());
    private static final int CALLS_MIN = 60;
    private static final Pattern REPEATED = Pattern.compile("~([^~*]+)\\*([0-9]+)~");

    @TempDir private Path temp;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private LocalStore store;
    private InetSocketAddress address;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: trusted attributes need root");
    }

    @BeforeEach
    void open() throws Exception {
        var environment = SystemEnvironment.get();
        var clock = InstantSource.system();
        Files.createDirectory(temp.resolve("b"));
        Files.createFile(temp.resolve("b/file"));
        store = part(LocalStore.open(temp.resolve("store.json")));
        var self = new Peer(SELF, List.of("node1"));
        store.commit(new Commit(List.of(), List.of(PeerRecords.write(self))));
        var peers = new PeerRecords(store, SELF);
        var transactions = part(new StoredTransactions(store, SELF, UUID::toString, Limits.USUAL));
        var log = part(new EventLog(store, environment));
        log.start();
        var events = new Events(store, SELF, clock, environment);
        var bricks = new Served();
        var commands =
                new VolumeCommands(
                        new VolumeRecords(store),
                        peers,
                        transactions,
                        bricks,
                        WrongCallsIT::graphs,
                        events);
        var pool = new LonePool(peers, self);
        var options = new ClusterOptions(store);
        var hooks = new Webhooks(store, log);
        var sender = part(new HookSender(store, log, hooks, () -> false, clock, environment));
        var tests = new HookTests(transactions, sender, SELF, clock, pool);
        var rest =
                new Rest(
                        commands,
                        new UpkeepCommands(
                                commands,
                                peers,
                                transactions,
                                bricks,
                                (volume, hosts, pid) -> {},
                                clock),
                        new BrickCommands(commands, transactions, null),
                        new HealCommands(commands, peers, transactions, null),
                        new OptionCommands(commands, WrongCallsIT::graphs, options),
                        options,
                        bricks,
                        pool,
                        () -> 0,
                        new Rest.Watching(log, hooks, tests),
                        "");
        commands.create(wanted("v", Shape.DISTRIBUTE, "a", "b"));
        commands.start("v", false);
        commands.create(wanted("s", Shape.DISTRIBUTE, "s1"));
        commands.create(wanted("r", new Shape(3, 0, 1, 0), "r1", "r2", "r3"));
        hooks.add(new Webhook("http://known/", "", ""));
        var port = part(new HttpPort(rest, TOKEN, environment));
        address = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.addFirst(part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        for (var part : parts) {
            part.close();
        }
    }

    private NewVolume wanted(String name, Shape shape, String... bricks) {
        var places =
                Stream.of(bricks)
                        .map(b -> new NewVolume.Place(null, "node1", temp + "/b/" + b))
                        .toList();
        return new NewVolume(name, shape, places, Map.of(), true);
    }

    private static List<Volfile> graphs(Volume volume) throws OptionException {
        try {
            return Volgen.all(volume, Facts.USUAL);
        } catch (VolgenException e) {
            throw new OptionException(e.getMessage());
        }
    }

    /** Bricks that are served when they are told to be. */
    private static final class Served implements Bricks {
        @Override
        public void start(Volume volume) {}

        @Override
        public void stop(Volume volume) {}

        @Override
        public void settle(String volume) {}

        @Override
        public void statedump(UUID volume) {}

        @Override
        public void rotateLogs(UUID volume, Integer brick, long seconds) {}

        @Override
        public String ask(UUID volume, int brick, Question question) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Integer, State> states(UUID volume) {
            return Map.of();
        }
    }

    /**
     * What must not change: of the store all but transactions, whose records come and go, and the bricks'
     * directories.
     */
    private Map<String, String> state() throws IOException {
        var all = new TreeMap<String, String>();
        for (var entry : store.known("")) {
            if (!entry.key().startsWith("transactions/")) {
                all.put(entry.key(), entry.revision() + " " + new String(entry.value(), UTF_8));
            }
        }
        try (var files = Files.walk(temp.resolve("b"))) {
            for (var file : files.toList()) {
                var attributes = Files.readAttributes(file, "unix:ino,mode");
                all.put(file.toString(), attributes.toString());
            }
        }
        return all;
    }

    private HttpResponse<String> send(String method, String path, String header, byte[] body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                        .timeout(Duration.ofMinutes(2))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (header != null) {
            request.header("Authorization", header);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@code STATUS MESSAGE}, with {@code @} for the directory of the bricks. */
    private String said(HttpResponse<String> answer) {
        if (answer.body().isEmpty()) {
            return Integer.toString(answer.statusCode());
        }
        var message = Json.MAPPER.readTree(answer.body()).path("errors").path(0).path("message");
        return answer.statusCode()
                + " "
                + message.asString().replace(temp + "/b", "@").replace("\n", "\\n");
    }

    private static String difference(Map<String, String> before, Map<String, String> after) {
        var all = new TreeMap<>(before);
        after.forEach(
                (key, value) ->
                        all.merge(key, value, (a, b) -> a.equals(b) ? null : a + " -> " + b));
        before.forEach(
                (key, value) ->
                        all.computeIfPresent(
                                key, (k, v) -> v.equals(value) && after.containsKey(k) ? null : v));
        return all.toString();
    }

    /** {@code ~TEXT*COUNT~} is a text so often. */
    private static String spelled(String text) {
        return REPEATED.matcher(text)
                .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
    }

    /** @param call {@code METHOD PATH BODY}; a body {@code \xff} is no UTF-8 */
    private String answer(String call) throws IOException, InterruptedException {
        var words = spelled(call).replace("@", temp + "/b").split(" ", 3);
        var body = words.length < 3 ? new byte[0] : words[2].getBytes(UTF_8);
        if (words.length == 3 && words[2].equals("\\xff")) {
            body = new byte[] {(byte) 0xff};
        }
        var path = words[1].replaceFirst("\\?.*", "").replace("%2f", "/");
        return said(send(words[0], words[1], TOKEN.header(words[0], path, 60), body));
    }

    /** The calls, each with the answer that is wanted. */
    private static Map<String, String> calls() throws IOException {
        try (var in = WrongCallsIT.class.getResourceAsStream("wrong-calls.txt")) {
            var all = new TreeMap<String, String>();
            var call = "";
            for (var line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("> ")) {
                    call = line.substring(2);
                } else if (line.startsWith("< ")) {
                    all.put(call, spelled(line.substring(2)));
                }
            }
            return all;
        }
    }

    @Test
    void eachIsRefusedWithItsReasonAndChangesNothing() throws Exception {
        var before = state();
        var wanted = calls();
        assertThat(wanted).hasSizeGreaterThan(CALLS_MIN);
        var got = new TreeMap<String, String>();
        var changed = new ArrayList<String>();
        for (var call : wanted.keySet()) {
            got.put(call, answer(call));
            var after = state();
            if (!after.equals(before)) {
                changed.add(call + ": " + difference(before, after));
            }
            before = after;
        }
        assertThat(changed).as("calls that changed something").isEmpty();
        assertThat(got).isEqualTo(wanted);
    }

    /** A token with these claims, signed with this secret. */
    private static String forged(String claims, byte[] secret) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var signed =
                encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                        + "."
                        + encoder.encodeToString(claims.getBytes(UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return "bearer "
                    + signed
                    + "."
                    + encoder.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutTheRightTokenNothingIsDone() throws Exception {
        var before = state();
        var stop = "/v1/volumes/v/stop";
        var good = TOKEN.header("POST", stop, 60);
        long now = Instant.now().getEpochSecond();
        var past = new Token(SECRET, InstantSource.fixed(Instant.ofEpochSecond(now - 3600)));
        var other = new Token("another secret".getBytes(US_ASCII), InstantSource.system());
        var unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        var none =
                unsigned.replaceFirst(
                        "bearer [^.]*",
                        "bearer "
                                + Base64.getUrlEncoder()
                                        .encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)));
        var tokens =
                Map.ofEntries(
                        Map.entry(
                                "",
                                "'Authorization' header must be of the format - Bearer <TOKEN>"),
                        Map.entry("bearer x", "the token is no JSON Web Token"),
                        Map.entry("bearer x.y.z", "the token is no JSON Web Token"),
                        Map.entry(
                                "basic cm9vdDo=",
                                "'Authorization' header must be of the format - Bearer <TOKEN>"),
                        Map.entry(unsigned, "signature is invalid"),
                        Map.entry(none, "signature is invalid"),
                        Map.entry(other.header("POST", stop, 60), "signature is invalid"),
                        Map.entry(past.header("POST", stop, 60), "Token is expired"),
                        Map.entry(
                                TOKEN.header("POST", stop, 7200), "token lives longer than 3600 s"),
                        Map.entry(
                                forged("{\"exp\":" + (now + 60) + "}", SECRET),
                                "token missing iss Claim"),
                        Map.entry(
                                forged("{\"iss\":\"glustercli\"}", SECRET),
                                "token missing exp Claim"),
                        Map.entry(
                                forged(
                                        "{\"iss\":\"glustercli\",\"exp\":" + (now + 60) + "}",
                                        SECRET),
                                "token missing qsh Claim"),
                        Map.entry(
                                forged(
                                        "{\"iss\":\"me\",\"exp\":" + (now + 60) + ",\"qsh\":\"\"}",
                                        SECRET),
                                "invalid App ID: me"),
                        Map.entry(forged("[]", SECRET), "token missing iss Claim"),
                        // Good ones of other requests, sent again with this one.
                        Map.entry(TOKEN.header("GET", stop, 60), "invalid qsh claim in token"),
                        Map.entry(
                                TOKEN.header("POST", "/v1/volumes/v/start", 60),
                                "invalid qsh claim in token"));
        for (var token : tokens.entrySet()) {
            assertThat(said(send("POST", stop, token.getKey(), new byte[0])))
                    .as(token.getKey())
                    .isEqualTo("401 " + token.getValue());
        }
        assertThat(said(send("POST", stop, null, new byte[0])))
                .isEqualTo("401 'Authorization' header is required");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        var before = state();
        var path = "/v1/volumes/v/options";
        var body = new byte[HttpPort.BODY_BYTES_MAX + 1];
        assertThat(send("POST", path, TOKEN.header("POST", path, 60), body).statusCode())
                .isEqualTo(413);
        var deep = "[".repeat(100_000).getBytes(US_ASCII);
        assertThat(said(send("POST", path, TOKEN.header("POST", path, 60), deep)))
                .startsWith("400");
        var option = "{\"options\":{\"user.x\":\"" + "x".repeat(500_000) + "\"}}";
        assertThat(
                        send(
                                        "POST",
                                        path,
                                        TOKEN.header("POST", path, 60),
                                        option.getBytes(US_ASCII))
                                .statusCode())
                .isEqualTo(200);
        assertThat(state()).isNotEqualTo(before);
    }
}
