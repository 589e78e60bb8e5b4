package org.glusterj.cli.heal;

import java.util.List;
import java.util.Map;
import org.glusterj.cli.gluster.command.HealReport;
import org.glusterj.cluster.afr.heal.CrawlStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a manager says to a self-heal daemon, a JSON object a line, and what it hears:
 *
 * <pre>
 *   {"op":"status"}   [{"brick":"v-client-0","type":"INDEX","running":false,"started":1700000000.5,
 *                       "ended":1700000001.5,"checked":12,"healed":10,"failed":2,"split-brain":1}, ...]
 *   {"op":"info"}     bricks as {@link HealReport} shows them; with "kind" "summary" or "split-brain"
 *   {"op":"heal"}     crawls through the lists soon; "full": through the whole tree. Answered with the status
 *   {"op":"stop"}     the status; the process then ends
 *   anything else     {"error":"..."}
 * </pre>
 *
 * <p>Times are seconds since 1970, 0 where there is none. Thread-safe.
 */
final class SelfHealControl {
    private static final double NANOS = 1e9;

    private final ObjectMapper json = new ObjectMapper();
    private final Work work;

    /** Of the daemon that is controlled. */
    interface Work {
        List<CrawlStatus> status();

        ArrayNode info(HealReport kind);

        void request(boolean full);

        void stop();
    }

    SelfHealControl(Work work) {
        this.work = work;
    }

    String answer(String line) {
        JsonNode asked;
        try {
            asked = json.readTree(line);
        } catch (JacksonException e) {
            return json.writeValueAsString(Map.of("error", "no JSON: " + e.getOriginalMessage()));
        }
        var op = asked.path("op").asString("");
        return switch (op) {
            case "status" -> status(work.status());
            case "info" -> json.writeValueAsString(work.info(kind(asked)));
            case "heal" -> after(() -> work.request(false));
            case "full" -> after(() -> work.request(true));
            case "stop" -> after(work::stop);
            default -> json.writeValueAsString(Map.of("error", "there is no op " + op));
        };
    }

    private String after(Runnable action) {
        action.run();
        return status(work.status());
    }

    private static HealReport kind(JsonNode asked) {
        return switch (asked.path("kind").asString("")) {
            case "summary" -> HealReport.SUMMARY;
            case "split-brain" -> HealReport.SPLIT_BRAIN;
            default -> HealReport.ENTRIES;
        };
    }

    String status(List<CrawlStatus> all) {
        var list = json.createArrayNode();
        for (var one : all) {
            list.addObject()
                    .put("brick", one.brick())
                    .put("type", one.type())
                    .put("running", one.running())
                    .put("started", one.startedNanos() / NANOS)
                    .put("ended", one.endedNanos() / NANOS)
                    .put("checked", one.checked())
                    .put("healed", one.healed())
                    .put("failed", one.failed())
                    .put("split-brain", one.splitBrain());
        }
        return json.writeValueAsString(list);
    }
}
