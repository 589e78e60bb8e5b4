package org.glusterj.management.rest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.VolumeCommands;

/** {@code /v1/volumes/NAME/adopt}. Thread-safe. */
final class AdoptRoute {
    private final VolumeCommands commands;

    AdoptRoute(VolumeCommands commands) {
        this.commands = commands;
    }

    /** @param from working directory of a stock glusterd, on the manager's node */
    record AdoptReq(String from) {
        static final AdoptReq EMPTY = new AdoptReq(null);
    }

    void addTo(Router router) {
        router.add("VolumeAdopt", "POST", "/v1/volumes/{volname}/adopt", this::adopt);
    }

    private Response adopt(Request request) throws CommandException {
        var wanted = request.json(AdoptReq.class, AdoptReq.EMPTY);
        if (wanted.from() == null) {
            throw CommandException.invalid("from is missing: a stock glusterd's directory");
        }
        try {
            var volume = commands.adopt(request.parameter("volname"), Path.of(wanted.from()));
            return Response.json(201, VolumeJson.info(volume));
        } catch (InvalidPathException e) {
            throw CommandException.invalid("from: " + e.getMessage());
        }
    }
}
