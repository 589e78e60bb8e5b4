package org.glusterj.management.volume;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Shape;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Makes, starts, stops and removes volumes. Each method blocks until the change is done on all its nodes, or undone;
 * messages of refusals are those of stock 10.3 for the same case. Thread-safe.
 */
public final class VolumeCommands {
    private static final Log LOG = Log.of(VolumeCommands.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int NAME_LENGTH_MAX = 255;
    private static final int PATH_LENGTH_MAX = 4095;
    private static final int PATH_PART_MAX = 255;

    /** What stock's own command line does not take for a name. */
    private static final Set<String> RESERVED =
            Set.of("all", "volume", "type", "subvolumes", "option", "end-volume");

    private final VolumeRecords volumes;
    private final PeerRecords peers;
    private final Transactions transactions;
    private final Bricks bricks;

    public VolumeCommands(
            VolumeRecords volumes, PeerRecords peers, Transactions transactions, Bricks bricks) {
        this.volumes = volumes;
        this.peers = peers;
        this.transactions = transactions;
        this.bricks = bricks;
        transactions.register(new PrepareBricks(peers.self(), volumes));
        transactions.register(new ServeBricks(bricks, true));
        transactions.register(new ServeBricks(bricks, false));
        transactions.register(new BrickStates(bricks));
    }

    /** @throws CommandException MISSING */
    public Volume get(String name) throws CommandException {
        return find(name).volume();
    }

    public List<Volume> list() throws CommandException {
        try {
            return volumes.list();
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    public Volume create(NewVolume wanted) throws CommandException {
        requireName(wanted.name());
        requireAbsent(wanted.name());
        var placed = place(wanted.bricks(), 0);
        requireShape(wanted, placed);
        var options = new TreeMap<>(defaults(wanted.shape()));
        options.putAll(wanted.options());
        var volume =
                new Volume(
                        wanted.name(),
                        UUID.randomUUID(),
                        wanted.shape(),
                        Volume.State.CREATED,
                        placed,
                        options,
                        1,
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString());
        var arguments = new PrepareBricks.Arguments(volume.id(), placed, wanted.force());
        var prepare =
                new Transactions.Step(
                        PrepareBricks.NAME,
                        nodes(volume),
                        Json.MAPPER.writeValueAsString(arguments));
        run("volume create", volume, 0, List.of(prepare), VolumeRecords.write(volume));
        return volume;
    }

    /** @param force also start bricks that are down of a volume that is started */
    public Volume start(String name, boolean force) throws CommandException {
        var held = find(name);
        boolean started = held.volume().state() == Volume.State.STARTED;
        if (started && !force) {
            throw conflict("Volume " + name + " already started");
        }
        var changed = started ? held.volume() : held.volume().withState(Volume.State.STARTED);
        var serve = new Transactions.Step(ServeBricks.START, nodes(changed), text(changed));
        run(
                "volume start",
                changed,
                held.revision(),
                List.of(serve),
                started ? null : VolumeRecords.write(changed));
        return changed;
    }

    /** @param force also one that is not started */
    public Volume stop(String name, boolean force) throws CommandException {
        var held = find(name);
        boolean started = held.volume().state() == Volume.State.STARTED;
        if (!started && !force) {
            throw conflict("Volume " + name + " is not in the started state");
        }
        var changed = started ? held.volume().withState(Volume.State.STOPPED) : held.volume();
        var serve = new Transactions.Step(ServeBricks.STOP, nodes(changed), text(changed));
        run(
                "volume stop",
                changed,
                held.revision(),
                List.of(serve),
                started ? VolumeRecords.write(changed) : null);
        return changed;
    }

    /** The bricks' directories stay as they are, marks included. */
    public void delete(String name) throws CommandException {
        var held = find(name);
        if (held.volume().state() == Volume.State.STARTED) {
            throw conflict(
                    "Volume "
                            + name
                            + " has been started.Volume needs to be stopped before deletion.");
        }
        var write = new ClusterStore.Write(VolumeRecords.key(name), null);
        run("volume delete", held.volume(), held.revision(), List.of(), write);
    }

    /** Replaces all options; what they are worth has been checked. */
    public Volume options(VolumeRecords.Held held, Map<String, String> options)
            throws CommandException {
        var changed = held.volume().withOptions(options);
        var write = VolumeRecords.write(changed);
        run("volume set", changed, held.revision(), List.of(), write);
        return changed;
    }

    /** By brick number; bricks of nodes that do not answer are missing. */
    public Map<Integer, Bricks.State> states(Volume volume) throws CommandException {
        var all = new TreeMap<>(bricks.states(volume.id()));
        var others = new HashSet<>(nodes(volume));
        others.remove(peers.self());
        for (var node : others) {
            try {
                var ask =
                        new Transactions.Step(
                                BrickStates.NAME, Set.of(node), volume.id().toString());
                var nothing = new ClusterStore.Commit(List.of(), List.of());
                var done =
                        transactions.run(
                                new Transactions.Plan(
                                        "volume status", Set.of(), List.of(ask), nothing));
                done.answers().getFirst().values().stream()
                        .map(BrickStates::decode)
                        .forEach(all::putAll);
            } catch (TransactionException away) {
                LOG.say(
                        VolumeMessage.COMMAND_FAILED,
                        "volume status",
                        volume.name(),
                        away.getMessage());
            }
        }
        return all;
    }

    /** @throws CommandException MISSING */
    public VolumeRecords.Held find(String name) throws CommandException {
        try {
            return volumes.find(name).orElseThrow(() -> CommandException.noVolume(name));
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    private void requireAbsent(String name) throws CommandException {
        try {
            if (volumes.find(name).isPresent()) {
                throw conflict("Volume " + name + " already exists");
            }
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    private static void requireName(String name) throws CommandException {
        if (name.length() > NAME_LENGTH_MAX) {
            throw CommandException.invalid("Volume name exceeds 256 characters.");
        }
        if (RESERVED.contains(name)) {
            throw CommandException.invalid("\"" + name + "\" cannot be the name of a volume.");
        }
        if (!NAME.matcher(name).matches() || name.startsWith("-")) {
            throw CommandException.invalid(
                    "Volume names can only contain alphanumeric, '-' and '_' characters.");
        }
    }

    /** Bricks numbered from {@code first} on, with their nodes. */
    private List<Brick> place(List<NewVolume.Place> places, int first) throws CommandException {
        var placed = new ArrayList<Brick>();
        var seen = new HashSet<String>();
        for (var place : places) {
            var brick = place(place, first + placed.size());
            if (!seen.add(brick.peer() + brick.path())) {
                throw CommandException.invalid("Found duplicate exports " + brick.name());
            }
            placed.add(brick);
        }
        return placed;
    }

    private Brick place(NewVolume.Place place, int number) throws CommandException {
        var path = plain(place.path());
        if (!path.startsWith("/")) {
            throw CommandException.invalid(
                    "Wrong brick type: "
                            + place.host()
                            + ":"
                            + path
                            + ", use <HOSTNAME>:<export-dir-abs-path>");
        }
        try {
            var peer = place.peer() == null ? nodeOf(place.host()) : place.peer();
            var host = place.host() == null ? nameOf(peer) : place.host();
            var brick = new Brick(number, peer, host, path);
            boolean longPart =
                    List.of(path.split("/")).stream().anyMatch(p -> p.length() > PATH_PART_MAX);
            if (path.length() > PATH_LENGTH_MAX || longPart) {
                throw CommandException.invalid("brick path " + brick.name() + " is too long.");
            }
            return brick;
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    private UUID nodeOf(String host) throws StoreException, CommandException {
        var node = peers.byHost(host);
        if (node.isEmpty()) {
            throw CommandException.invalid("Host " + host + " is not in 'Peer in Cluster' state");
        }
        return node.get();
    }

    private String nameOf(UUID peer) throws StoreException, CommandException {
        var found = peers.find(peer);
        if (found.isEmpty()) {
            throw CommandException.invalid("peer " + peer + " is not in the pool");
        }
        return found.get().name();
    }

    /** Without double slashes and without one at the end. */
    private static String plain(String path) {
        var single = path.replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/")
                ? single.substring(0, single.length() - 1)
                : single;
    }

    private static void requireShape(NewVolume wanted, List<Brick> placed) throws CommandException {
        int size = wanted.shape().bricks();
        boolean replicated = wanted.shape().replica() > 1;
        if (placed.isEmpty() || placed.size() % size != 0) {
            throw CommandException.invalid(
                    "number of bricks is not a multiple of "
                            + (replicated ? "replica" : "disperse")
                            + " count");
        }
        for (int i = 0; i < placed.size() && !wanted.force(); i += size) {
            var nodes =
                    placed.subList(i, i + size).stream()
                            .map(Brick::peer)
                            .collect(Collectors.toSet());
            if (nodes.size() < size) {
                throw CommandException.invalid(
                        "Multiple bricks of a "
                                + (replicated ? "replicate" : "disperse")
                                + " volume are present on the same server. This setup is not"
                                + " optimal. Bricks should be on different nodes to have best fault"
                                + " tolerant configuration. Use 'force' at the end of the command"
                                + " if you want to override this behavior. ");
            }
        }
    }

    /** What stock sets on new volumes. */
    private static Map<String, String> defaults(Shape shape) {
        var all = new TreeMap<String, String>();
        all.put("storage.fips-mode-rchecksum", "on");
        all.put("transport.address-family", "inet");
        all.put("nfs.disable", "on");
        if (shape.replica() > 1) {
            all.put("performance.client-io-threads", "off");
        }
        return all;
    }

    private static Set<UUID> nodes(Volume volume) {
        return volume.bricks().stream().map(Brick::peer).collect(Collectors.toSet());
    }

    private static String text(Volume volume) {
        return Json.MAPPER.writeValueAsString(volume);
    }

    /** @param write null = the store does not change */
    private void run(
            String command,
            Volume volume,
            long revision,
            List<Transactions.Step> steps,
            ClusterStore.Write write)
            throws CommandException {
        var key = VolumeRecords.key(volume.name());
        var result =
                new ClusterStore.Commit(
                        List.of(new ClusterStore.Condition(key, revision)),
                        write == null ? List.of() : List.of(write));
        try {
            transactions.run(new Transactions.Plan(command, Set.of(key), steps, result));
            LOG.say(VolumeMessage.COMMAND_DONE, command, volume.name());
        } catch (TransactionException e) {
            LOG.say(VolumeMessage.COMMAND_FAILED, command, volume.name(), e.getMessage());
            throw new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
        }
    }

    private static CommandException conflict(String message) {
        return new CommandException(CommandException.Kind.CONFLICT, message);
    }

    private static CommandException failed(StoreException e) {
        return new CommandException(CommandException.Kind.FAILED, e.getMessage(), e);
    }
}
