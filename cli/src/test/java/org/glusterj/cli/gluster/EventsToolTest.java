package org.glusterj.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code glusterj events} beside what stock's {@code peer_eventsapi.py} of 10.3 prints and exits with; the tables are
 * those of Python's PrettyTable for the same rows.
 */
@Timeout(120)
class EventsToolTest {
    private static final String HOOK = "http://x/hook";
    private static final String BODY =
            "{\"url\":\"http://x/hook\",\"token\":\"%s\",\"secret\":\"%s\"}";
    private static final String LOCAL =
            "{\"id\": \"a\", \"name\": \"n1\", \"local\": true, \"online\": true}";
    private static final String AWAY = "{\"id\": \"b\", \"name\": \"n2\", \"online\": false}";
    private static final String OTHER =
            "{\"id\": \"c\", \"name\": \"192.0.2.33\", \"online\": true}";
    private static final String ALONE =
            """
            +-----------+-------------+-------------+
            |    NODE   | NODE STATUS | SYNC STATUS |
            +-----------+-------------+-------------+
            | localhost |          UP |          OK |
            +-----------+-------------+-------------+
            """;

    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeManager manager;

    @BeforeEach
    void start() throws Exception {
        manager = new FakeManager(directory.resolve("socket"));
        manager.reply("GET", "/peers", 200, "[" + LOCAL + "]");
    }

    @AfterEach
    void stop() throws Exception {
        manager.close();
    }

    private int run(String... line) {
        out.reset();
        err.reset();
        var all =
                new ArrayList<>(List.of("--glusterd-sock", directory.resolve("socket").toString()));
        all.addAll(List.of(line));
        return EventsTool.run(
                all.toArray(new String[0]),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private void pool(String... peers) {
        manager.reply("GET", "/peers", 200, "[" + String.join(",", peers) + "]");
    }

    @Test
    void addingChangingAndDeletingShowWhoHasIt() {
        manager.reply("POST", "/events/webhook", 200, "");
        assertThat(run("webhook-add", HOOK, "--bearer_token", "t")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(ALONE);
        manager.reply("PUT", "/events/webhook", 200, "");
        assertThat(run("webhook-mod", HOOK, "-s", "x")).isZero();
        manager.reply("DELETE", "/events/webhook", 204, "");
        assertThat(run("webhook-del", HOOK)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(ALONE);
        assertThat(manager.requests())
                .filteredOn(request -> !request.line().startsWith("GET"))
                .containsExactly(
                        new FakeManager.Request("POST /events/webhook", BODY.formatted("t", "")),
                        new FakeManager.Request("PUT /events/webhook", BODY.formatted("", "x")),
                        new FakeManager.Request("DELETE /events/webhook", BODY.formatted("", "")));
    }

    @Test
    void aNodeThatIsAwayMakesItPartial() {
        pool(OTHER, LOCAL, AWAY);
        manager.reply("POST", "/events/webhook", 200, "");
        assertThat(run("webhook-add", HOOK)).isEqualTo(4);
        assertThat(run("webhook-add", HOOK, "--json")).isEqualTo(4);
        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        "{\"output\":[{\"node\":\"localhost\",\"node_status\":\"UP\","
                                + "\"sync_status\":\"OK\",\"error\":\"\"},"
                                + "{\"node\":\"192.0.2.33\",\"node_status\":\"UP\","
                                + "\"sync_status\":\"OK\",\"error\":\"\"},"
                                + "{\"node\":\"n2\",\"node_status\":\"DOWN\","
                                + "\"sync_status\":\"NOT OK\",\"error\":\"N/A\"}],\"error\":\"\"}\n");
    }

    @Test
    void statusListsWebhooksAndNodes() {
        manager.reply("GET", "/events/webhook", 200, "[]");
        pool(LOCAL, AWAY, OTHER);
        assertThat(run("status")).isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        """
                        Webhooks: None

                        +------------+-------------+-----------------------+
                        |    NODE    | NODE STATUS | GLUSTEREVENTSD STATUS |
                        +------------+-------------+-----------------------+
                        | localhost  |          UP |                    OK |
                        |     n2     |        DOWN |           NOT OK: N/A |
                        | 192.0.2.33 |          UP |                    OK |
                        +------------+-------------+-----------------------+
                        """);
        manager.reply("GET", "/events/webhook", 200, "[\"http://a/\", \"http://b/\"]");
        run("status");
        assertThat(out.toString(UTF_8)).startsWith("Webhooks: \nhttp://a/\nhttp://b/\n\n+");
        run("status", "--json");
        assertThat(out.toString(UTF_8))
                .startsWith("{\"output\":{\"webhooks\":[\"http://a/\",\"http://b/\"],\"data\":[");
    }

    @Test
    void aTestShowsWhatEachNodeSaid() {
        manager.reply(
                "POST",
                "/events/webhook/test?each=true",
                200,
                "["
                        + LOCAL.replace("}", ", \"ok\": true}")
                        + ","
                        + AWAY.replace("false", "true, \"ok\": false, \"error\": \"404\"")
                        + "]");
        assertThat(run("webhook-test", HOOK)).isEqualTo(4);
        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        """
                        +-----------+-------------+----------------+
                        |    NODE   | NODE STATUS | WEBHOOK STATUS |
                        +-----------+-------------+----------------+
                        | localhost |          UP |             OK |
                        |     n2    |          UP |    NOT OK: 404 |
                        +-----------+-------------+----------------+
                        """);
    }

    private void refusal(String method, int status, String message) {
        var body = "{\"errors\": [{\"code\": 1, \"message\": \"" + message + "\"}]}";
        manager.reply(method, "/events/webhook", status, body);
    }

    @Test
    void refusalsHaveStocksWordsAndCodes() {
        refusal("POST", 409, "Webhook already exists");
        assertThat(run("webhook-add", HOOK)).isEqualTo(5);
        assertThat(err.toString(UTF_8)).isEqualTo("Webhook already exists\n");
        refusal("DELETE", 404, "Webhook does not exists");
        assertThat(run("webhook-del", HOOK, "--json")).isEqualTo(6);
        assertThat(out.toString(UTF_8))
                .isEqualTo("{\"output\":\"\",\"error\":\"Webhook does not exists\"}\n");
        refusal("PUT", 400, "no");
        assertThat(run("webhook-mod", HOOK)).isEqualTo(1);
    }

    @Test
    void wrongLinesAreRefusedWithoutAsking() {
        var lines =
                new String[][] {
                    {},
                    {"webhook-add"},
                    {"webhook-add", "a", "b"},
                    {"status", "x"},
                    {"bogus"},
                    {"webhook-add", "a", "-t"},
                    {"webhook-add", "a", "--bogus", "x"}
                };
        for (var line : lines) {
            assertThat(run(line)).as("%s", List.of(line)).isEqualTo(2);
            assertThat(err.toString(UTF_8)).contains("usage: ").contains("error: ");
        }
        assertThat(manager.requests()).isEmpty();
    }

    @Test
    void withoutAManagerTheConnectionFails() throws Exception {
        manager.close();
        Files.delete(directory.resolve("socket"));
        assertThat(run("status")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .isEqualTo("Connection failed. Please check if gluster daemon is operational.\n");
    }
}
