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

    /** In the order of stock's numbers, from 1. */
    private static final List<String> TOPS =
            List.of("open", "read", "write", "opendir", "readdir", "read-perf", "write-perf");

    /** Lines; the bricks keep no more. */
    private static final int TOP_MAX = 100;

    private final UpkeepCommands commands;

    UpkeepRoutes(UpkeepCommands commands) {
        this.commands = commands;
    }

    void addTo(Router router) {
        router.add("VolumeProfile", "GET", ONE + "/profile/{option}", this::profile);
        router.add("VolumeTop", "GET", ONE + "/top/{metric}", this::top);
        router.add("VolumeTopClear", "DELETE", ONE + "/top", this::clearTop);
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
                return Response.ok(
                        named(
                                "brick-name",
                                commands.profile(volume, info, option.endsWith("-peek"))));
            }
        }
        return Response.ok(Map.of());
    }

    private Response top(Request request) throws CommandException {
        int list = TOPS.indexOf(request.parameter("metric")) + 1;
        if (list == 0) {
            throw CommandException.invalid("there is no top list " + request.parameter("metric"));
        }
        long size = number(request, "block-size", 0);
        long count = number(request, "block-count", 0);
        if (size > 0 != count > 0) {
            throw CommandException.invalid("block-size and block-count go together");
        }
        return Response.ok(
                named(
                        "brick",
                        commands.top(
                                request.parameter("volname"),
                                list,
                                (int) Math.min(TOP_MAX, number(request, "count", TOP_MAX)),
                                request.query("brick", null),
                                size == 0 ? null : new UpkeepCommands.Blocks(size, count))));
    }

    private static long number(Request request, String name, long otherwise)
            throws CommandException {
        var text = request.query(name, null);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            throw CommandException.invalid(name + " is a number, not " + text);
        }
        return Long.parseLong(text);
    }

    private Response clearTop(Request request) throws CommandException {
        var cleared = commands.clearTop(request.parameter("volname"), request.query("brick", null));
        return Response.ok(cleared.stream().map(brick -> Map.of("brick", brick.name())).toList());
    }

    /** @param key of the brick's name */
    private static List<ObjectNode> named(String key, Map<Brick, JsonNode> answers) {
        var all = new ArrayList<ObjectNode>();
        answers.forEach(
                (brick, answer) -> {
                    var one = Json.MAPPER.createObjectNode().put(key, brick.name());
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
