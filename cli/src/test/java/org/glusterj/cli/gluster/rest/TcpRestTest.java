package org.glusterj.cli.gluster.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to another node, with the token that GlusterD-2 asks for. */
class TcpRestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] SECRET = "the pool's secret".getBytes(UTF_8);

    /** SHA-256 of {@code GET&/v1/volumes/v}: without the query. */
    private static final String DIGEST =
            "861c7a973a010af50e109e8ed0d82671" + "f3ed7533641f5a4f15d284e35933227e";

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final AtomicReference<String> seen = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        seen.set(request + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        var body = "{\"name\": \"v\"}".getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private TcpRest rest(Token token) {
        return new TcpRest("127.0.0.1", server.getAddress().getPort(), token, null, PATIENCE);
    }

    @Test
    void theTokenIsGoodForOnePathOfThePool() throws Exception {
        var token = new Token(SECRET, InstantSource.fixed(NOW));

        assertThat(rest(token).get("/volumes/v?x=y").path("name").asString()).isEqualTo("v");

        var words = seen.get().split(" ");
        assertThat(words).startsWith("GET", "/v1/volumes/v?x=y", "bearer");
        var parts = words[3].split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        assertThat(claims)
                .contains("\"iss\":\"glustercli\"")
                .contains("\"exp\":1000120")
                .contains("\"qsh\":\"" + DIGEST + "\"");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        assertThat(Base64.getUrlDecoder().decode(parts[2]))
                .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(UTF_8)));
    }

    @Test
    void withoutASecretThereIsNoToken() throws Exception {
        rest(null).get("/peers");

        assertThat(seen.get()).isEqualTo("GET /v1/peers null");
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var rest = new TcpRest("127.0.0.1", port, null, null, PATIENCE);

        assertThatThrownBy(() -> rest.get("/peers")).isInstanceOf(UnreachableException.class);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = TcpRestTest.class.getResourceAsStream("tls/" + name)) {
            return in.readAllBytes();
        }
    }

    /** A server whose certificate is that of the test's resources. */
    private HttpsServer secure() throws Exception {
        var certificates = CertificateFactory.getInstance("X.509");
        var chain =
                certificates.generateCertificate(new ByteArrayInputStream(resource("cert.pem")));
        var pem = new String(resource("key.pem"), UTF_8).replaceAll("-----.*-----|\\s", "");
        var key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {chain});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var fresh = HttpsServer.create(address, 0);
        fresh.setHttpsConfigurator(new HttpsConfigurator(context));
        fresh.createContext("/v1", this::answer);
        fresh.start();
        return fresh;
    }

    @Test
    void overTlsOnlyTheNamedAuthorityIsTrusted(@TempDir Path directory) throws Exception {
        var ca = directory.resolve("ca.pem");
        Files.write(ca, resource("cert.pem"));
        var secure = secure();
        int port = secure.getAddress().getPort();
        try {
            var rest = new TcpRest("127.0.0.1", port, null, Trust.of(ca), PATIENCE);
            assertThat(rest.get("/peers").path("name").asString()).isEqualTo("v");

            var trusting = new TcpRest("127.0.0.1", port, null, SSLContext.getDefault(), PATIENCE);
            assertThatThrownBy(() -> trusting.get("/peers"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("certification path");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused(@TempDir Path directory) throws Exception {
        var empty = Files.createFile(directory.resolve("empty.pem"));
        assertThatThrownBy(() -> Trust.of(empty)).hasMessage(empty + " has no certificate");
        var none = directory.resolve("none");
        assertThatThrownBy(() -> Trust.of(none)).hasMessage(none + " cannot be read");
        var other = Files.writeString(directory.resolve("other"), "this is none\n");
        assertThatThrownBy(() -> Trust.of(other))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(other.toString());
    }
}
