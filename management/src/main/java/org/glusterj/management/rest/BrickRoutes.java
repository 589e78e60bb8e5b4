package org.glusterj.management.rest;

import java.util.List;
import org.glusterj.management.volume.BrickCommands;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.NewVolume;

/** Bricks that are replaced or get another disk, below {@code /v1/volumes/{volname}}. Thread-safe. */
final class BrickRoutes {
    private static final String ONE = "/v1/volumes/{volname}";

    private final BrickCommands commands;

    BrickRoutes(BrickCommands commands) {
        this.commands = commands;
    }

    void addTo(Router router) {
        router.add("ReplaceBrick", "POST", ONE + "/replacebrick", this::replace);
        router.add("ResetBrick", "POST", ONE + "/resetbrick", this::reset);
    }

    private static NewVolume.Place place(Api.BrickReq brick) throws CommandException {
        if (brick == null) {
            throw CommandException.invalid("the request has no new-brick");
        }
        return VolumeJson.places(List.of(brick)).getFirst();
    }

    private Response replace(Request request) throws CommandException {
        var asked = request.json(Api.ReplaceReq.class, Api.ReplaceReq.EMPTY);
        var volume =
                commands.replace(
                        request.parameter("volname"), place(asked.source()), place(asked.fresh()));
        return Response.ok(VolumeJson.info(volume));
    }

    private Response reset(Request request) throws CommandException {
        var asked = request.json(Api.ResetBrickReq.class, Api.ResetBrickReq.EMPTY);
        var name = request.parameter("volname");
        var source = place(asked.source());
        var volume =
                switch (asked.action() == null ? "" : asked.action()) {
                    case "start" -> commands.startReset(name, source);
                    case "commit" ->
                            commands.commitReset(
                                    name,
                                    source,
                                    place(asked.fresh()),
                                    Boolean.TRUE.equals(asked.force()));
                    default -> throw CommandException.invalid("action is start or commit");
                };
        return Response.ok(VolumeJson.info(volume));
    }
}
