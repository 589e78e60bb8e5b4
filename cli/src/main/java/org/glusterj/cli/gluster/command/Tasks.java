package org.glusterj.cli.gluster.command;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a volume is busy with, in {@code volume status}, and the numbers of its states. Stateless. */
final class Tasks {
    /** Stock's {@code gf_defrag_status_t}, in its words. */
    private static final List<String> STATES =
            List.of(
                    "not started",
                    "in progress",
                    "stopped",
                    "completed",
                    "failed",
                    "fix-layout in progress",
                    "fix-layout stopped",
                    "fix-layout completed",
                    "fix-layout failed");

    private Tasks() {}

    static int number(String state) {
        return Math.max(0, STATES.indexOf(state));
    }

    static void text(Session session, String volume, JsonNode tasks) {
        session.say("Task Status of Volume " + volume);
        session.say(StatusCommand.LINE);
        if (tasks.isEmpty()) {
            session.say("There are no active volume tasks");
        }
        for (var task : tasks) {
            session.say("%-20s : %-20s".formatted("Task", task.path("type").asString()));
            session.say("%-20s : %-20s".formatted("ID", task.path("id").asString()));
            if (!task.path("bricks").isEmpty()) {
                session.say("%-20s".formatted("Removed bricks:"));
                task.path("bricks").forEach(brick -> session.say(brick.asString()));
            }
            session.say("%-20s : %-20s".formatted("Status", state(task)));
        }
        session.say(" ");
    }

    private static String state(JsonNode task) {
        return task.path("status-text").asString(task.path("status").asString(""));
    }

    static void write(Xml xml, JsonNode tasks) {
        xml.element("tasks", () -> tasks.forEach(task -> writeTask(xml, task)));
    }

    private static void writeTask(Xml xml, JsonNode task) {
        xml.element(
                "task",
                () -> {
                    xml.leaf("type", task.path("type").asString());
                    xml.leaf("id", task.path("id").asString());
                    xml.leaf("status", number(state(task))).leaf("statusStr", state(task));
                    var bricks = task.path("bricks");
                    if (!bricks.isEmpty()) {
                        xml.element(
                                "params",
                                () -> bricks.forEach(b -> xml.leaf("brick", b.asString())));
                    }
                });
    }
}
