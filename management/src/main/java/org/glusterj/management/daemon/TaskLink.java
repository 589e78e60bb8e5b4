package org.glusterj.management.daemon;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import org.glusterj.core.Environment;
import org.glusterj.management.Json;
import tools.jackson.core.JacksonException;

/**
 * A connection to the socket of a process that rebalances ({@code glusterj rebalance}): a line of JSON for each request
 * and each answer. {@code {"op":"status"}} and {@code {"op":"stop"}} are both answered with how far it is. Threads as
 * of {@link LineLink}.
 */
final class TaskLink implements ProcessLink {
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

    private final LineLink line;

    private TaskLink(LineLink line) {
        this.line = line;
    }

    /** @param lost called when the connection ends; on the thread that reads, must not block */
    static TaskLink open(Path socket, Environment environment, Runnable lost) throws IOException {
        return new TaskLink(LineLink.open(socket, environment, lost));
    }

    @Override
    public boolean isOpen() {
        return line.isOpen();
    }

    Status status() throws IOException {
        var answer = line.call("{\"op\":\"status\"}");
        try {
            return Json.MAPPER.readValue(answer, Status.class);
        } catch (JacksonException e) {
            throw new IOException("the process answers '" + answer + "'", e);
        }
    }

    /** It ends the file that it moves, and no more. */
    void stop() throws IOException {
        line.call("{\"op\":\"stop\"}");
    }

    /** By SIGTERM: a word to stop leaves it there, to be asked how far it came. */
    @Override
    public boolean terminate() {
        return line.terminate();
    }

    @Override
    public void close() {
        line.close();
    }
}
