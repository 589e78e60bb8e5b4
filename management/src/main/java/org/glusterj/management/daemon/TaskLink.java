package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import org.glusterj.management.Json;
import tools.jackson.core.JacksonException;

/**
 * A connection to the socket of a process that rebalances ({@code glusterj rebalance}): a line of JSON for each request
 * and each answer. {@code {"op":"status"}} and {@code {"op":"stop"}} are both answered with how far it is. Calls block
 * for at most {@link #PATIENCE}; one thread at a time. A thread of its own reads.
 */
final class TaskLink implements ProcessLink {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @param state in stock's words; other members in stock's units: bytes and seconds */
    record Status(
            @JsonProperty("status") String state,
            @JsonProperty("rebalanced-files") long files,
            long size,
            @JsonProperty("lookedup-files") long lookedUp,
            long failures,
            long skipped,
            @JsonProperty("run-time") double runTime,
            @JsonProperty("time-left") long timeLeft) {}

    private final SocketChannel channel;

    /** Answers, of which there is one at a time; an empty one is the end. */
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(2);

    private volatile boolean open = true;

    private TaskLink(SocketChannel channel) {
        this.channel = channel;
    }

    /** @param lost called when the connection ends; on the thread that reads, must not block */
    static TaskLink open(Path socket, Environment environment, Runnable lost) throws IOException {
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
        var link = new TaskLink(channel);
        environment.spawn("task-link", () -> link.read(lost));
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

    Status status() throws IOException {
        var answer = call("status");
        try {
            return Json.MAPPER.readValue(answer, Status.class);
        } catch (JacksonException e) {
            throw new IOException("the process answers '" + answer + "'", e);
        }
    }

    /** It ends the file that it moves, and no more. */
    void stop() throws IOException {
        call("stop");
    }

    private String call(String op) throws IOException {
        if (!open) {
            throw new IOException("the process ended");
        }
        answers.clear();
        var request = ByteBuffer.wrap(("{\"op\":\"" + op + "\"}\n").getBytes(UTF_8));
        while (request.hasRemaining()) {
            channel.write(request);
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

    /** By SIGTERM: a word to stop leaves it there, to be asked how far it came. */
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
