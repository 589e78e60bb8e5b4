package org.glusterj.management.rest;

import org.glusterj.management.model.Task;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.Pool;
import org.glusterj.management.volume.TaskCommands;
import org.glusterj.management.volume.TaskStanding;

/** {@code /v1/volumes/V/rebalance} and {@code .../shrink}. Thread-safe. */
final class TaskRoutes {
    private static final String ONE = "/v1/volumes/{volname}";

    private final TaskCommands tasks;
    private final Pool pool;

    TaskRoutes(TaskCommands tasks, Pool pool) {
        this.tasks = tasks;
        this.pool = pool;
    }

    void addTo(Router router) {
        router.add("RebalanceStart", "POST", ONE + "/rebalance/start", this::start);
        router.add(
                "RebalanceStop",
                "POST",
                ONE + "/rebalance/stop",
                request -> answer(tasks.stop(name(request))));
        router.add(
                "RebalanceStatus",
                "GET",
                ONE + "/rebalance",
                request -> answer(tasks.status(name(request))));
        router.add("VolumeShrink", "POST", ONE + "/shrink", this::shrink);
    }

    private static String name(Request request) {
        return request.parameter("volname");
    }

    private Response answer(TaskStanding standing) throws CommandException {
        return Response.ok(TaskJson.status(standing, pool.nodes()));
    }

    private Response start(Request request) throws CommandException {
        var option = request.json(Api.RebalStartReq.class, Api.RebalStartReq.EMPTY).option();
        var kind =
                switch (option == null ? "" : option) {
                    case "" -> Task.Kind.REBALANCE;
                    case "force" -> Task.Kind.REBALANCE_FORCE;
                    case "fix-layout" -> Task.Kind.FIX_LAYOUT;
                    default ->
                            throw CommandException.invalid(
                                    "option '" + option + "' is neither fix-layout nor force");
                };
        return answer(tasks.start(name(request), kind));
    }

    private Response shrink(Request request) throws CommandException {
        var wanted = request.json(Api.ShrinkReq.class, Api.ShrinkReq.EMPTY);
        var places = VolumeJson.places(wanted.bricks());
        int replica = wanted.replica() == null ? 0 : wanted.replica();
        var name = name(request);
        return answer(
                switch (wanted.action() == null ? "" : wanted.action()) {
                    case "start" -> tasks.startRemoval(name, replica, places);
                    case "status" -> tasks.removalStatus(name, places);
                    case "stop" -> tasks.stopRemoval(name, places);
                    case "commit" -> tasks.commitRemoval(name, replica, places);
                    case "force" -> tasks.forceRemoval(name, replica, places);
                    default ->
                            throw CommandException.invalid(
                                    "action '"
                                            + wanted.action()
                                            + "' is none of start, status, stop, commit and force");
                });
    }
}
