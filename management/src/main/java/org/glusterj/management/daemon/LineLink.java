package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Environment;

/**
 * A connection to the socket of a process that answers a line of JSON with one. Calls block for at most {@link
 * #PATIENCE}; one thread at a time. A thread of its own reads.
 */
final class LineLink implements ProcessLink {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SocketChannel channel;

    /** Answers, of which there is one at a time; an empty one is the end. */
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(2);

    private volatile boolean open = true;

    private LineLink(SocketChannel channel) {
        this.channel = channel;
    }

    /** @param lost called when the connection ends; on the thread that reads, must not block */
    static LineLink open(Path socket, Environment environment, Runnable lost) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean ready = false;
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ready = true;
        } finally {
            if (!ready) {
                channel.close();
            }
        }
        var link = new LineLink(channel);
        environment.spawn("line-link", () -> link.read(lost));
        return link;
    }

    private void read(Runnable lost) {
        try (var in =
                new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!answers.offer(line)) {
                    // Nobody asked for so much.
                    break;
                }
            }
        } catch (IOException e) {
            // The end, as any other.
        }
        open = false;
        answers.offer("");
        lost.run();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** @param request one line, without its end */
    String call(String request) throws IOException {
        if (!open) {
            throw new IOException("the process ended");
        }
        answers.clear();
        var line = ByteBuffer.wrap((request + "\n").getBytes(UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        try {
            var answer = answers.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                close();
                throw new IOException("the process does not answer");
            }
            if (answer.isEmpty()) {
                throw new IOException("the process ended");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** By SIGTERM. */
    @Override
    public boolean terminate() {
        return false;
    }

    @Override
    public void close() {
        open = false;
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
