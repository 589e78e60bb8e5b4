package org.glusterj.management.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP over both ways in, with paths that need no pool. */
@Timeout(60)
class HttpPortIT {
    @TempDir private Path directory;
    private final Token token = new Token("x".getBytes(US_ASCII), InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpPort port;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        var rest =
                new Rest(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        () -> 0,
                        new Rest.Watching(null, null, null),
                        "1.2");
        rest.router()
                .add(
                        "Echo",
                        "POST",
                        "/v1/echo",
                        r -> Response.text("t", new String(r.body(), UTF_8)));
        port = new HttpPort(rest, token, SystemEnvironment.get());
        address = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
        port.listenLocal(directory.resolve("s"));
    }

    @AfterEach
    void close() {
        client.close();
        port.close();
    }

    private HttpResponse<String> send(String method, String path, String header, byte[] body)
            throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
        var request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (header != null) {
            request.header("Authorization", header);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void overTcpEachRequestNeedsItsToken() throws Exception {
        var none = send("GET", "/v1/version", null, new byte[0]);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).contains("'Authorization' header is required");
        var other = token.header("GET", "/v1/volumes", 60);
        assertThat(send("GET", "/v1/version", other, new byte[0]).statusCode()).isEqualTo(401);
        var good = token.header("GET", "/v1/version", 60);
        assertThat(send("GET", "/v1/version", good, new byte[0]).body())
                .isEqualTo("{\"glusterd-version\":\"1.2\",\"api-version\":1}");
        assertThat(send("GET", "/ping", null, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/openapi.yaml", null, new byte[0]).body()).startsWith("openapi:");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        var header = token.header("POST", "/v1/echo", 60);
        var longest = new byte[HttpPort.BODY_BYTES_MAX];
        assertThat(send("POST", "/v1/echo", header, longest).statusCode()).isEqualTo(200);
        assertThat(send("POST", "/v1/echo", header, new byte[longest.length + 1]).statusCode())
                .isEqualTo(413);
    }

    /** Several requests in one packet, the last of which ends the connection. */
    private String local(String... requests) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(directory.resolve("s")));
            channel.write(ByteBuffer.wrap(String.join("", requests).getBytes(US_ASCII)));
            var all = new StringBuilder();
            var buffer = ByteBuffer.allocate(8192);
            while (channel.read(buffer) >= 0) {
                all.append(US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            return all.toString();
        }
    }

    @Test
    void theSocketNeedsNoTokenAndAnswersInOrder() throws IOException {
        var echo = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n%s\r\n%s";
        var text =
                local(
                        echo.formatted("", "a"),
                        echo.formatted("", "b"),
                        echo.formatted("Connection: close\r\n", "c"));
        assertThat(text.replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n", "")).isEqualTo("abc");
    }

    @Test
    void whatIsNoHttpIsAnswered400() throws IOException {
        assertThat(local("this is\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    private Path pem(String name) throws IOException {
        var file = directory.resolve(name);
        if (Files.notExists(file)) {
            try (var in = HttpPortIT.class.getResourceAsStream("tls/" + name)) {
                Files.copy(in, file);
            }
        }
        return file;
    }

    /** A context that trusts the test's certificate and no other. */
    private SSLContext trust() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(pem("cert.pem"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setCertificateEntry("ca", certificate);
        }
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void overTlsTheTokenIsNeededAllTheSame() throws Exception {
        var tls = RestTls.read(pem("cert.pem"), pem("key.pem"));
        var secure = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls);
        var uri = URI.create("https://localhost:" + secure.getPort() + "/v1/version");
        var good = token.header("GET", "/v1/version", 60);
        var request = HttpRequest.newBuilder(uri);
        try (var trusting = HttpClient.newBuilder().sslContext(trust()).build()) {
            var text = HttpResponse.BodyHandlers.ofString();
            assertThat(trusting.send(request.build(), text).statusCode()).isEqualTo(401);
            request.header("Authorization", good);
            assertThat(trusting.send(request.build(), text).body()).contains("1.2");
            assertThatThrownBy(() -> client.send(request.build(), text))
                    .as("whoever does not trust the certificate")
                    .isInstanceOf(SSLHandshakeException.class);
        }
        var plain = URI.create("http://localhost:" + secure.getPort() + "/ping");
        assertThatThrownBy(
                        () ->
                                client.send(
                                        HttpRequest.newBuilder(plain).build(),
                                        HttpResponse.BodyHandlers.ofString()))
                .as("who does not encrypt")
                .isInstanceOf(IOException.class);
    }

    @Test
    void certificatesThatCannotBeUsedAreNamed() throws Exception {
        assertThatThrownBy(() -> RestTls.read(directory.resolve("no"), pem("key.pem")))
                .hasMessage(directory.resolve("no") + " cannot be read");
        assertThatThrownBy(() -> RestTls.read(pem("key.pem"), pem("key.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("certificates " + pem("key.pem"));
    }

    @Test
    void theSocketGoesWithThePort() {
        port.close();
        assertThat(Files.exists(directory.resolve("s"))).isFalse();
    }
}
