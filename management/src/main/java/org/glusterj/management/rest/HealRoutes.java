package org.glusterj.management.rest;

import java.util.Map;
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

    private final HealCommands commands;

    HealRoutes(HealCommands commands) {
        this.commands = commands;
    }

    void addTo(Router router) {
        router.add("SelfHeal", "POST", ONE + "/heal", this::heal);
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
