package org.glusterj.management.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.glusterj.management.Json;
import org.glusterj.management.event.Event;

/**
 * Posts events to webhooks as GlusterFS 10.3's events daemon does: JSON with its members sorted, {@code Authorization:
 * Bearer} with the token or with a JSON Web Token of HS256 ({@code exp}, {@code iat} the event's time, {@code iss}
 * {@code gluster}, {@code sub} the event's name). Other than stock it follows no redirect and takes no certificate that
 * it cannot verify. Thread-safe.
 */
final class HookClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long TOKEN_SECONDS = 60;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final InstantSource clock;
    private HttpClient client;

    HookClient(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param sequence of the event, for receivers that look for repetitions; 0 = none
     * @return the status that came back
     * @throws IOException when nothing came back in time
     */
    int post(Webhook hook, Event event, long sequence) throws IOException, InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(hook.url()))
                            .timeout(ANSWER)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(Json.write(event.sorted())));
            var credential =
                    hook.secret().isEmpty() ? hook.token() : webToken(hook.secret(), event);
            if (!credential.isEmpty()) {
                request.header("Authorization", "Bearer " + credential);
            }
            if (sequence > 0) {
                request.header("X-GlusterJ-Sequence", Long.toString(sequence));
            }
            return client().send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Made with the first use: most pools have no webhooks. */
    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(CONNECT)
                            .build();
        }
        return client;
    }

    private String webToken(String secret, Event event) {
        var claims = new TreeMap<String, Object>();
        claims.put("exp", clock.instant().getEpochSecond() + TOKEN_SECONDS);
        claims.put("iat", event.ts());
        claims.put("iss", "gluster");
        claims.put("sub", event.event());
        var signed =
                ENCODER.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                        + "."
                        + ENCODER.encodeToString(Json.write(claims));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + ENCODER.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
