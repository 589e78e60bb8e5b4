package org.glusterj.management.rest;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** TLS of REST over TCP: 1.2 and 1.3 of the JDK. Clients need no certificate, their token says who they are. */
public final class RestTls {
    private final SslContext context;

    private RestTls(SslContext context) {
        this.context = context;
    }

    /**
     * @param certificates PEM, the server's own first
     * @param key PEM, PKCS#8 without a password
     * @throws IOException with a sentence for the user
     */
    public static RestTls read(Path certificates, Path key) throws IOException {
        for (var file : new Path[] {certificates, key}) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read");
            }
        }
        try {
            return new RestTls(
                    SslContextBuilder.forServer(certificates.toFile(), key.toFile())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .build());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "certificates " + certificates + ", key " + key + ": " + e.getMessage(), e);
        }
    }

    SslContext context() {
        return context;
    }
}
