package org.glusterj.cli.rebalance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glusterj.cluster.dht.RebalanceStatus;
import org.glusterj.core.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * What a manager says to a rebalance, a JSON object a line, and what it hears:
 *
 * <pre>
 *   {"op":"status"}   {"status":"in progress","rebalanced-files":12,"size":4096,"lookedup-files":40,"failures":0,
 *                      "skipped":1,"run-time":3,"time-left":9}
 *   {"op":"stop"}     the same; the work then ends in order, and the process with it
 *   anything else     {"error":"..."}
 * </pre>
 *
 * <p>{@code status} is one of stock's words (see {@link RebalanceStatus}); {@code size} is in bytes, the times are in
 * seconds, {@code time-left} 0 where it is not known. After {@code stop} the status is {@code stopped} at once, while
 * files under way are still being given up; that the process is gone says that all has ended. Thread-safe.
 */
final class Control {
    /** Of the work that is controlled. */
    interface Work {
        RebalanceStatus status();

        void stop();
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Environment environment;
    private final Work work;
    private volatile long lastAsked;

    Control(Environment environment, Work work) {
        this.environment = environment;
        this.work = work;
        lastAsked = environment.nanoTime();
    }

    /** Time since somebody asked last. */
    long idleNanos() {
        return environment.nanoTime() - lastAsked;
    }

    String answer(String line) {
        lastAsked = environment.nanoTime();
        String op;
        try {
            op = json.readTree(line).path("op").asString("");
        } catch (JacksonException e) {
            return json.writeValueAsString(Map.of("error", "no JSON: " + e.getOriginalMessage()));
        }
        return switch (op) {
            case "status" -> status();
            case "stop" -> {
                work.stop();
                yield status();
            }
            default -> json.writeValueAsString(Map.of("error", "there is no op " + op));
        };
    }

    /** As {@code {"op":"status"}} is answered. */
    String status() {
        var now = work.status();
        var all = new LinkedHashMap<String, Object>();
        all.put("status", now.status());
        all.put("rebalanced-files", now.rebalanced());
        all.put("size", now.bytes());
        all.put("lookedup-files", now.lookedUp());
        all.put("failures", now.failures());
        all.put("skipped", now.skipped());
        all.put("run-time", now.runSeconds());
        all.put("time-left", now.leftSeconds());
        return json.writeValueAsString(all);
    }
}
