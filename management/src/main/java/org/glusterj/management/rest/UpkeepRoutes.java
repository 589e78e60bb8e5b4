package org.glusterj.management.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.UpkeepCommands;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is looked at and mended of volumes that run, below {@code /v1/volumes/{volname}}. Thread-safe. */
final class UpkeepRoutes {
    private static final String ONE = "/v1/volumes/{volname}";

    private static final Set<String> KINDS = Set.of("blocked", "granted", "all");
    private static final Set<String> TYPES = Set.of("inode", "entry", "posix");

    /** What {@code profile/info...} tells, behind the dash. */
    private static final Map<String, String> INFO =
            Map.of(
                    "info", "all",
                    "info-peek", "all",
                    "info-incremental", "incremental",
                    "info-incremental-peek", "incremental",
                    "info-cumulative", "cumulative",
                    "info-clear", "clear");

    private final UpkeepCommands commands;

    UpkeepRoutes(UpkeepCommands commands) {
        this.commands = commands;
    }

    void addTo(Router router) {
        router.add("VolumeProfile", "GET", ONE + "/profile/{option}", this::profile);
        router.add("VolumeClearLocks", "POST", ONE + "/clear-locks", this::clearLocks);
        router.add("VolumeLogRotate", "POST", ONE + "/log-rotate", this::rotate);
        router.add("VolumeBarrier", "POST", ONE + "/barrier", this::barrier);
    }

    /** A GET that changes something: GlusterD-2's. */
    private Response profile(Request request) throws CommandException {
        var volume = request.parameter("volname");
        var option = request.parameter("option");
        switch (option) {
            case "start" -> commands.startProfile(volume);
            case "stop" -> commands.stopProfile(volume);
            default -> {
                var info = INFO.get(option);
                if (info == null) {
                    throw CommandException.invalid("a profile has no option " + option);
                }
                return Response.ok(named(commands.profile(volume, info, option.endsWith("-peek"))));
            }
        }
        return Response.ok(Map.of());
    }

    private static List<ObjectNode> named(Map<Brick, JsonNode> answers) {
        var all = new ArrayList<ObjectNode>();
        answers.forEach(
                (brick, answer) -> {
                    var one = Json.MAPPER.createObjectNode().put("brick-name", brick.name());
                    answer.properties().forEach(of -> one.set(of.getKey(), of.getValue()));
                    all.add(one);
                });
        return all;
    }

    private Response clearLocks(Request request) throws CommandException {
        var asked = request.json(Api.ClearLocksReq.class, Api.ClearLocksReq.EMPTY);
        if (asked.path() == null) {
            throw CommandException.invalid("the request has no path");
        }
        if (asked.kind() == null || !KINDS.contains(asked.kind())) {
            throw CommandException.invalid("kind is blocked, granted or all");
        }
        if (asked.type() == null || !TYPES.contains(asked.type())) {
            throw CommandException.invalid("type is inode, entry or posix");
        }
        var cleared =
                commands.clearLocks(
                        request.parameter("volname"),
                        asked.path(),
                        asked.kind(),
                        asked.type(),
                        asked.range());
        return Response.ok(
                cleared.stream()
                        .map(one -> new Api.ClearedLocks(one.brick().name(), one.message()))
                        .toList());
    }

    private Response rotate(Request request) throws CommandException {
        var asked = request.json(Api.LogRotateReq.class, Api.LogRotateReq.EMPTY);
        commands.rotateLogs(request.parameter("volname"), asked.brick());
        return Response.empty(200);
    }

    private Response barrier(Request request) throws CommandException {
        var asked = request.json(Api.BarrierReq.class, Api.BarrierReq.EMPTY);
        if (asked.enable() == null) {
            throw CommandException.invalid("the request does not say whether to enable");
        }
        commands.barrier(request.parameter("volname"), asked.enable());
        return Response.empty(200);
    }
}
