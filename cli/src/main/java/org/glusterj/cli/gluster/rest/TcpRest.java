package org.glusterj.cli.gluster.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Requests to another node's manager ({@code --remote-host}), which wants the pool's token; encrypted or not. */
public final class TcpRest implements Rest {
    private final String host;
    private final int port;
    private final Token token;
    private final SSLContext trusted;
    private final Duration timeout;

    /**
     * @param token null for none
     * @param trusted whom to trust over TLS; null: plain HTTP
     */
    public TcpRest(String host, int port, Token token, SSLContext trusted, Duration timeout) {
        this.trusted = trusted;
        this.host = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        this.port = port;
        this.token = token;
        this.timeout = timeout;
    }

    @Override
    public Reply exchange(String method, String path, byte[] body) throws UnreachableException {
        var uri = (trusted == null ? "http://" : "https://") + host + ":" + port + "/v1" + path;
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout);
        if (trusted != null) {
            builder.sslContext(trusted);
        }
        try (var client = builder.build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(uri))
                            .timeout(timeout)
                            .header("Accept", "application/json")
                            .method(
                                    method,
                                    body == null
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofByteArray(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (token != null) {
                request.header("Authorization", token.header(method, withoutQuery("/v1" + path)));
            }
            var response =
                    client.send(
                            request.build(),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            return new Reply(response.statusCode(), response.body());
        } catch (HttpTimeoutException e) {
            throw UnreachableException.timeout("no answer in " + timeout.toSeconds() + " s");
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreachableException(host + ":" + port + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted");
        }
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
