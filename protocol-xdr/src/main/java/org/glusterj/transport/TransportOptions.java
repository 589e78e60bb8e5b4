package org.glusterj.transport;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import org.glusterj.rpc.RecordMark;

/**
 * How connections behave. The defaults are those of stock volfiles.
 *
 * @param connectTimeout for one address; then the connection counts as failed
 * @param keepAlive null = no TCP keep-alive
 * @param maxRecordBytes longest record taken; a peer that sends more is disconnected
 * @param maxQueuedBytes most bytes waiting to be written on one connection
 * @param maxConnections most connections of one server at a time; a further one is closed at once
 * @param tls secures every connection when present; the handshake follows the TCP connect at once
 */
public record TransportOptions(
        Duration connectTimeout,
        KeepAlive keepAlive,
        int maxRecordBytes,
        long maxQueuedBytes,
        int maxConnections,
        Optional<SslContext> tls) {
    /** Seconds until the first probe, between probes, and probes until the peer counts as dead. */
    public record KeepAlive(int idleSeconds, int intervalSeconds, int probes) {
        public static final KeepAlive STOCK = new KeepAlive(20, 2, 9);
    }

    public static final TransportOptions DEFAULT =
            new TransportOptions(
                    Duration.ofSeconds(20),
                    KeepAlive.STOCK,
                    RecordMark.DEFAULT_MAX_BYTES,
                    128L << 20,
                    16_384,
                    Optional.empty());

    public TransportOptions {
        if (maxRecordBytes < 1024 || maxQueuedBytes < maxRecordBytes) {
            throw new IllegalArgumentException(
                    "records of " + maxRecordBytes + " bytes, queue of " + maxQueuedBytes);
        }
    }

    public TransportOptions withConnectTimeout(Duration other) {
        return new TransportOptions(
                other, keepAlive, maxRecordBytes, maxQueuedBytes, maxConnections, tls);
    }

    /** @param other null = none */
    public TransportOptions withKeepAlive(KeepAlive other) {
        return new TransportOptions(
                connectTimeout, other, maxRecordBytes, maxQueuedBytes, maxConnections, tls);
    }

    public TransportOptions withMaxRecordBytes(int other) {
        return new TransportOptions(
                connectTimeout, keepAlive, other, maxQueuedBytes, maxConnections, tls);
    }

    public TransportOptions withMaxQueuedBytes(long other) {
        return new TransportOptions(
                connectTimeout, keepAlive, maxRecordBytes, other, maxConnections, tls);
    }

    public TransportOptions withMaxConnections(int other) {
        return new TransportOptions(
                connectTimeout, keepAlive, maxRecordBytes, maxQueuedBytes, other, tls);
    }

    public TransportOptions withTls(SslContext context) {
        return new TransportOptions(
                connectTimeout,
                keepAlive,
                maxRecordBytes,
                maxQueuedBytes,
                maxConnections,
                Optional.of(context));
    }
}
