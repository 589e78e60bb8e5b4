package org.glusterj.management.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Task;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.TaskReport;
import org.glusterj.management.volume.TaskStanding;

/** How far tasks of volumes are, as JSON. Pure. */
final class TaskJson {
    /** Of several nodes' states the one that counts comes first, as with stock's glusterd. */
    private static final List<TaskReport.State> RANK =
            List.of(
                    TaskReport.State.IN_PROGRESS,
                    TaskReport.State.FAILED,
                    TaskReport.State.STOPPED,
                    TaskReport.State.COMPLETED);

    private TaskJson() {}

    /**
     * All nodes in the pool's order, the one that answers last, as stock's glusterd has them. Of those that are away
     * and have not ended their part nothing is known.
     */
    static Api.RebalStatus status(TaskStanding standing, List<Pool.Node> pool) {
        var nodes = new ArrayList<Api.RebalNodeStatus>();
        pool.stream()
                .filter(node -> !node.self())
                .filter(node -> node.online() || hasEnded(standing, node))
                .forEach(node -> nodes.add(node(standing, node)));
        pool.stream().filter(Pool.Node::self).forEach(node -> nodes.add(node(standing, node)));
        var task = standing.task();
        return new Api.RebalStatus(
                standing.volume().name(),
                task == null ? null : task.id().toString(),
                task == null ? null : task.kind().text(),
                nodes);
    }

    private static boolean hasEnded(TaskStanding standing, Pool.Node node) {
        var report = standing.reports().get(node.peer().id());
        return report != null && report.hasEnded();
    }

    private static Api.RebalNodeStatus node(TaskStanding standing, Pool.Node node) {
        var report = standing.reports().get(node.peer().id());
        var figures = report == null ? TaskReport.Figures.NONE : report.figures();
        var state =
                report == null
                        ? TaskReport.State.NOT_STARTED.text(Task.Kind.REBALANCE)
                        : state(report, standing.task()).text(standing.task().kind());
        return new Api.RebalNodeStatus(
                node.peer().id().toString(),
                node.self() ? "localhost" : node.peer().name(),
                state,
                Long.toString(figures.files()),
                Long.toString(figures.size()),
                Long.toString(figures.lookedUp()),
                Long.toString(figures.failures()),
                Long.toString(figures.skipped()),
                String.format(Locale.ROOT, "%.2f", figures.runTime()),
                Long.toString(report != null && report.hasEnded() ? 0 : figures.timeLeft()));
    }

    /** Once it is stopped, the file that a node is in the middle of does not count. */
    private static TaskReport.State state(TaskReport report, Task task) {
        return task.stopped() && !report.hasEnded() ? TaskReport.State.STOPPED : report.state();
    }

    /**
     * The task of a volume that is listed in its status: none once somebody stopped it. With stock fixing layouts is a
     * rebalance here.
     */
    static List<Api.TaskStatus> tasks(TaskStanding standing) {
        var task = standing.task();
        if (task == null || task.stopped()) {
            return List.of();
        }
        var state =
                RANK.stream()
                        .filter(
                                s ->
                                        standing.reports().values().stream()
                                                .anyMatch(r -> r.state() == s))
                        .findFirst()
                        .orElse(TaskReport.State.NOT_STARTED)
                        .text(Task.Kind.REBALANCE);
        var leaving = standing.volume().bricks().stream().filter(standing.volume()::isLeaving);
        return List.of(
                new Api.TaskStatus(
                        task.removes() ? "Remove brick" : "Rebalance",
                        task.id().toString(),
                        state,
                        state,
                        leaving.map(Brick::name).toList()));
    }
}
