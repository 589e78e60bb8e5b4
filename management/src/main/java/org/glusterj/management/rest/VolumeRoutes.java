package org.glusterj.management.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.management.Json;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;
import org.glusterj.management.options.Groups;
import org.glusterj.management.volume.Bricks;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.OptionCommands;
import org.glusterj.management.volume.Question;
import org.glusterj.management.volume.UpkeepCommands;
import org.glusterj.management.volume.VolumeCommands;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/volumes}. Thread-safe. */
final class VolumeRoutes {
    private static final String ONE = "/v1/volumes/{volname}";

    /** What {@code status?what=} may ask of bricks. */
    private static final Map<String, Question.Kind> DETAILS =
            Map.of(
                    "clients", Question.Kind.CLIENTS,
                    "client-list", Question.Kind.CLIENTS,
                    "mem", Question.Kind.MEM,
                    "inode", Question.Kind.INODE,
                    "fd", Question.Kind.FD,
                    "callpool", Question.Kind.CALLPOOL);

    private final VolumeCommands commands;
    private final OptionCommands options;
    private final UpkeepCommands upkeep;
    private final HealCommands heal;

    VolumeRoutes(
            VolumeCommands commands,
            OptionCommands options,
            UpkeepCommands upkeep,
            HealCommands heal) {
        this.commands = commands;
        this.options = options;
        this.upkeep = upkeep;
        this.heal = heal;
    }

    void addTo(Router router) {
        router.add("VolumeCreate", "POST", "/v1/volumes", this::create);
        router.add("VolumeList", "GET", "/v1/volumes", this::list);
        router.add("VolumeInfo", "GET", ONE, request -> Response.ok(info(request)));
        router.add("VolumeDelete", "DELETE", ONE, this::delete);
        router.add("VolumeStart", "POST", ONE + "/start", this::start);
        router.add("VolumeStop", "POST", ONE + "/stop", this::stop);
        router.add("VolumeExpand", "POST", ONE + "/expand", this::expand);
        router.add("Statedump", "POST", ONE + "/statedump", this::statedump);
        router.add("VolumeStatus", "GET", ONE + "/status", this::status);
        router.add("VolumeBricksStatus", "GET", ONE + "/bricks", this::bricks);
        router.add("VolumeOptionsGet", "GET", ONE + "/options", this::allOptions);
        router.add("VolumeOptionGet", "GET", ONE + "/options/{optname...}", this::option);
        router.add("VolumeOptions", "POST", ONE + "/options", this::set);
        router.add("VolumeReset", "DELETE", ONE + "/options", this::reset);
    }

    private Response create(Request request) throws CommandException {
        var wanted = request.json(Api.VolCreateReq.class, null);
        if (wanted == null) {
            throw CommandException.invalid("the request has no body");
        }
        return Response.json(201, VolumeJson.info(commands.create(VolumeJson.wanted(wanted))));
    }

    private Response list(Request request) throws CommandException {
        return Response.ok(commands.list().stream().map(VolumeJson::info).toList());
    }

    private Volume volume(Request request) throws CommandException {
        return commands.get(request.parameter("volname"));
    }

    private Api.VolumeInfo info(Request request) throws CommandException {
        return VolumeJson.info(volume(request));
    }

    private Response delete(Request request) throws CommandException {
        commands.delete(request.parameter("volname"));
        return Response.empty(204);
    }

    private Response start(Request request) throws CommandException {
        var how = request.json(Api.StartReq.class, Api.StartReq.EMPTY);
        boolean force = Boolean.TRUE.equals(how.force());
        return Response.ok(VolumeJson.info(commands.start(request.parameter("volname"), force)));
    }

    private Response stop(Request request) throws CommandException {
        var how = request.json(Api.StopReq.class, Api.StopReq.EMPTY);
        boolean force = Boolean.TRUE.equals(how.force());
        return Response.ok(VolumeJson.info(commands.stop(request.parameter("volname"), force)));
    }

    private Response expand(Request request) throws CommandException {
        var wanted = request.json(Api.VolExpandReq.class, Api.VolExpandReq.EMPTY);
        int replica = wanted.replica() == null ? 0 : wanted.replica();
        int arbiter = wanted.arbiter() == null ? 0 : wanted.arbiter();
        if (replica < 0 || arbiter < 0 || arbiter > 1) {
            throw CommandException.invalid("replica is not negative, arbiter 0 or 1");
        }
        var volume =
                commands.expand(
                        request.parameter("volname"),
                        replica,
                        arbiter == 1,
                        VolumeJson.places(wanted.bricks()),
                        Boolean.TRUE.equals(wanted.force()));
        return Response.ok(VolumeJson.info(volume));
    }

    private Response statedump(Request request) throws CommandException {
        var of = request.json(Api.StatedumpReq.class, Api.StatedumpReq.EMPTY);
        var client = of.client();
        if (client != null) {
            if (client.host() == null || client.host().isEmpty() || client.pid() <= 0) {
                throw CommandException.invalid("a client is {\"host\": HOST, \"pid\": PID}");
            }
            upkeep.statedumpClient(request.parameter("volname"), client.host(), client.pid());
        } else if (of.quotad()) {
            upkeep.statedumpQuotad(request.parameter("volname"));
        } else {
            commands.statedump(volume(request));
        }
        return Response.empty(200);
    }

    private Response bricks(Request request) throws CommandException {
        return Response.ok(statuses(volume(request)));
    }

    private Response status(Request request) throws CommandException {
        var volume = volume(request);
        var bricks = statuses(volume);
        return Response.ok(
                new Api.VolumeStatus(
                        VolumeJson.info(volume),
                        volume.state() == Volume.State.STARTED,
                        size(volume, bricks),
                        detailed(request, volume, bricks),
                        services(volume),
                        TaskJson.tasks(commands.standing(volume))));
    }

    private List<Api.Service> services(Volume volume) {
        return heal.daemons(volume).stream()
                .map(
                        one ->
                                new Api.Service(
                                        "Self-heal Daemon",
                                        one.host(),
                                        one.peer().toString(),
                                        one.pid() > 0,
                                        one.pid(),
                                        0))
                .toList();
    }

    /** What the request asks of bricks that are up, beside their state; who does not answer is not up. */
    private List<?> detailed(Request request, Volume volume, List<Api.BrickStatus> bricks) {
        var what = request.query("what", "");
        var kind = DETAILS.get(what);
        if (kind == null || volume.state() != Volume.State.STARTED) {
            return bricks;
        }
        var told = new HashMap<String, JsonNode>();
        upkeep.details(volume, kind)
                .forEach((brick, answer) -> told.put(brick.peer() + brick.path(), answer));
        var all = new ArrayList<ObjectNode>();
        for (var brick : bricks) {
            ObjectNode one = Json.MAPPER.valueToTree(brick);
            var answer = told.get(brick.info().peerId() + brick.info().path());
            if (answer == null) {
                one.put("online", false);
            } else {
                one.set(what.equals("client-list") ? "clients" : what, answer);
            }
            all.add(one);
        }
        return all;
    }

    private List<Api.BrickStatus> statuses(Volume volume) throws CommandException {
        var states = commands.states(volume);
        var all = new ArrayList<Api.BrickStatus>();
        for (int i = 0; i < volume.bricks().size(); i++) {
            var state = states.get(volume.bricks().get(i).number());
            if (state != null) {
                all.add(status(volume, i, state));
            }
        }
        return all;
    }

    private static Api.BrickStatus status(Volume volume, int index, Bricks.State state) {
        var disk = state.disk();
        return new Api.BrickStatus(
                VolumeJson.brick(volume, index),
                state.online(),
                state.pid(),
                state.port(),
                disk.type(),
                disk.mountOptions(),
                disk.device(),
                new Api.Size(disk.capacity(), disk.capacity() - disk.free(), disk.free()),
                disk.blockSize(),
                disk.inodeSize(),
                disk.inodes(),
                disk.inodesFree());
    }

    /** What the volume has room for: of each subvolume as much as its smallest brick, times its data bricks. */
    private static Api.Size size(Volume volume, List<Api.BrickStatus> bricks) {
        int each = volume.shape().bricks();
        int data =
                volume.shape().disperse() > 1
                        ? volume.shape().disperse() - volume.shape().redundancy()
                        : 1;
        if (bricks.size() < volume.bricks().size()) {
            return Api.Size.NONE;
        }
        long capacity = 0;
        long free = 0;
        for (int i = 0; i < bricks.size(); i += each) {
            var set = bricks.subList(i, i + each - volume.shape().arbiter());
            capacity += data * set.stream().mapToLong(b -> b.size().capacity()).min().orElse(0);
            free += data * set.stream().mapToLong(b -> b.size().free()).min().orElse(0);
        }
        return new Api.Size(capacity, capacity - free, free);
    }

    private Response allOptions(Request request) throws CommandException {
        var all = options.values(request.parameter("volname"));
        return Response.ok(all.stream().map(VolumeRoutes::value).toList());
    }

    private Response option(Request request) throws CommandException {
        var name = request.parameter("optname");
        return Response.ok(value(options.value(request.parameter("volname"), name)));
    }

    private static Api.OptionValue value(Defaults.Shown option) {
        return new Api.OptionValue(
                option.key(),
                option.value(),
                option.modified(),
                option.initial(),
                "Basic",
                option.bare());
    }

    private Response set(Request request) throws CommandException {
        var asked = request.json(Api.OptionReq.class, Api.OptionReq.EMPTY);
        var wanted = asked.group() == null ? asked.options() : group(asked.group());
        if (wanted == null || wanted.isEmpty()) {
            throw CommandException.invalid("number of key value pairs is 0");
        }
        return Response.ok(VolumeJson.info(options.set(request.parameter("volname"), wanted)));
    }

    private static Map<String, String> group(String name) throws CommandException {
        var found = Groups.all().get(name);
        if (found == null) {
            throw CommandException.invalid(
                    "Unable to open file '/var/lib/glusterd/groups/"
                            + name
                            + "'. Error: No such file or directory");
        }
        return found;
    }

    private Response reset(Request request) throws CommandException {
        var wanted = request.json(Api.ResetReq.class, Api.ResetReq.EMPTY);
        var names = wanted.options() == null ? List.<String>of() : wanted.options();
        boolean force = Boolean.TRUE.equals(wanted.force());
        var changed = options.reset(request.parameter("volname"), names, force);
        return Response.ok(VolumeJson.info(changed));
    }
}
