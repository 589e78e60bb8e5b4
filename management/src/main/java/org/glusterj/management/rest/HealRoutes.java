package org.glusterj.management.rest;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.Healing;

/** What copies lack of each other, below {@code /v1/volumes/{volname}}; GlusterD-2's paths. Thread-safe. */
final class HealRoutes {
    private static final String ONE = "/v1/volumes/{volname}";
    private static final Map<String, Healing.Info> KINDS =
            Map.of(
                    "info-summary", Healing.Info.SUMMARY,
                    "split-brain-info", Healing.Info.SPLIT_BRAIN,
                    "heal-count", Healing.Info.ENTRIES);

    private static final Set<String> FILES = Set.of("bigger-file", "latest-mtime");

    private final HealCommands commands;

    HealRoutes(HealCommands commands) {
        this.commands = commands;
    }

    void addTo(Router router) {
        router.add("SelfHeal", "POST", ONE + "/heal", this::heal);
        router.add("SplitBrainOperation", "POST", ONE + "/split-brain/{operation}", this::settle);
        router.add("SelfHealInfo", "GET", ONE + "/heal-info", this::entries);
        router.add("SelfHealInfo2", "GET", ONE + "/{opts}/heal-info", this::info);
    }

    private Response heal(Request request) throws CommandException {
        var type = request.query("type", "index");
        if (!type.equals("full") && !type.equals("index")) {
            throw CommandException.invalid("type is full or index");
        }
        commands.heal(request.parameter("volname"), type.equals("full"));
        return Response.ok(Map.of());
    }

    /** @param brickname a path; both of the brick are for {@code source-brick} only */
    private record Asked(String filename, String hostname, String brickname) {}

    private Response settle(Request request) throws CommandException {
        var operation = request.parameter("operation");
        var asked = request.json(Asked.class, new Asked(null, null, null));
        var words = new ArrayList<String>();
        words.add(operation);
        boolean source = operation.equals("source-brick");
        if (!source && !FILES.contains(operation)) {
            throw CommandException.invalid("there is no split-brain " + operation);
        }
        if (source) {
            words.add(
                    given("hostname", asked.hostname())
                            + ":"
                            + given("brickname", asked.brickname()));
        }
        if (!source || asked.filename() != null) {
            words.add(given("filename", asked.filename()));
        }
        return Response.ok(Map.of("note", commands.settle(request.parameter("volname"), words)));
    }

    private static String given(String name, String value) throws CommandException {
        if (value == null || value.isEmpty()) {
            throw CommandException.invalid(name + " is missing");
        }
        return value;
    }

    private Response entries(Request request) throws CommandException {
        return Response.ok(commands.info(request.parameter("volname"), Healing.Info.ENTRIES));
    }

    private Response info(Request request) throws CommandException {
        var kind = KINDS.get(request.parameter("opts"));
        if (kind == null) {
            throw CommandException.invalid("there is no heal-info " + request.parameter("opts"));
        }
        return Response.ok(commands.info(request.parameter("volname"), kind));
    }
}
