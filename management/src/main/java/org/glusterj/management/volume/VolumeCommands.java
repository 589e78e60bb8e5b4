package org.glusterj.management.volume;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Defaults;
import org.glusterj.management.options.OptionException;
import org.glusterj.management.options.Settings;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.transaction.TransactionException;
import org.glusterj.management.transaction.Transactions;

/**
 * Makes, changes, starts, stops and removes volumes. Each method blocks until the change is done on all its nodes, or
 * undone; messages of refusals are those of stock 10.3 for the same case. Thread-safe.
 */
public final class VolumeCommands {
    private static final Log LOG = Log.of(VolumeCommands.class);

    private final VolumeRecords volumes;
    private final PeerRecords peers;
    private final BrickPlacement placement;
    private final Transactions transactions;
    private final NodeQuestions questions;
    private final Bricks bricks;
    private final Settings.Graphs graphs;
    private final Adoption adoption;
    private final Events events;

    public VolumeCommands(
            VolumeRecords volumes,
            PeerRecords peers,
            Transactions transactions,
            Bricks bricks,
            Settings.Graphs graphs,
            Events events) {
        this.events = events;
        this.volumes = volumes;
        this.peers = peers;
        this.placement = new BrickPlacement(peers);
        this.transactions = transactions;
        this.questions = new NodeQuestions(transactions);
        this.bricks = bricks;
        this.graphs = graphs;
        this.adoption = new Adoption(volumes, peers, transactions, graphs);
        transactions.register(new PrepareBricks(peers.self(), volumes));
        transactions.register(new ServeBricks(bricks, true));
        transactions.register(new ServeBricks(bricks, false));
        transactions.register(new BrickStates(bricks));
        transactions.register(new DumpBricks(bricks));
    }

    /** @throws CommandException MISSING */
    public Volume get(String name) throws CommandException {
        return find(name).volume();
    }

    public List<Volume> list() throws CommandException {
        try {
            return volumes.list();
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    public Volume create(NewVolume wanted) throws CommandException {
        BrickPlacement.requireName(wanted.name());
        requireAbsent(wanted.name());
        var placed = placement.place(wanted.bricks(), 0);
        BrickPlacement.requireShape(wanted.shape(), placed, wanted.force());
        var plain =
                new Volume(
                        wanted.name(),
                        UUID.randomUUID(),
                        wanted.shape(),
                        Volume.State.CREATED,
                        placed,
                        Defaults.created(wanted.shape()),
                        1,
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString());
        var volume = withOptions(plain, wanted.options());
        var steps = List.of(prepare(volume, placed, wanted.force()));
        var bricks = " " + Events.names(placed);
        var event =
                events.write(
                        EventType.VOLUME_CREATE, Map.of("name", volume.name(), "bricks", bricks));
        run("volume create", volume, 0, steps, VolumeRecords.write(volume), event);
        return volume;
    }

    /**
     * Takes a stopped volume of a stock glusterd over, bricks in place.
     *
     * @param from glusterd's working directory, on this node; it is only read
     */
    public Volume adopt(String name, Path from) throws CommandException {
        return adoption.adopt(name, from);
    }

    private Volume withOptions(Volume plain, Map<String, String> options) throws CommandException {
        try {
            var changed = plain.withOptions(Settings.set(plain, options, graphs));
            return options.isEmpty() ? plain : changed;
        } catch (OptionException e) {
            throw CommandException.invalid(e.getMessage());
        }
    }

    private static Transactions.Step prepare(Volume volume, List<Brick> fresh, boolean force) {
        return prepare(new PrepareBricks.Arguments(volume.id(), fresh, force, false));
    }

    /** What must be done before new copies, which must be empty, are served: heals copy the right way then. */
    List<Transactions.Step> fill(Volume changed, List<Brick> fresh, boolean force) {
        var arguments = new PrepareBricks.Arguments(changed.id(), fresh, force, true);
        return List.of(prepare(arguments), AccuseEmpty.step(peers.self(), changed, fresh));
    }

    /** Fails while the brick knows of changes that others have missed. */
    Transactions.Step requireHealed(Volume volume, Brick brick) {
        return RequireHealed.step(peers.self(), volume, brick);
    }

    /** As {@link #fill}, of a brick that has its directory. */
    Transactions.Step accuse(Volume changed, Brick brick) {
        return AccuseEmpty.step(peers.self(), changed, List.of(brick));
    }

    private static Transactions.Step prepare(PrepareBricks.Arguments arguments) {
        return new Transactions.Step(
                PrepareBricks.NAME,
                nodes(arguments.bricks()),
                Json.MAPPER.writeValueAsString(arguments));
    }

    /**
     * Adds subvolumes of the shape that the volume has, to which files come with rebalancing only; or copies to each,
     * which the self-heal daemons fill.
     *
     * @param replica copies there shall be; 0 = as many as there are
     * @param arbiter the last copy shall have no data
     */
    public Volume expand(
            String name, int replica, boolean arbiter, List<NewVolume.Place> places, boolean force)
            throws CommandException {
        var held = find(name);
        var before = held.volume();
        var addition = BrickAddition.of(before, places.size(), replica, arbiter);
        requireCalm(before);
        boolean copies = addition.changesCopies();
        addition.requireCopies(copies ? states(before) : Map.of(), force);
        int next = before.bricks().stream().mapToInt(Brick::number).max().orElse(-1) + 1;
        var fresh = placement.place(places, next);
        addition.requireNodes(fresh, force);
        var changed = addition.with(fresh);
        var steps = new ArrayList<Transactions.Step>();
        if (before.state() != Volume.State.STARTED) {
            steps.add(prepare(changed, fresh, force));
        } else if (copies) {
            steps.addAll(fill(changed, fresh, force));
            steps.add(serve(changed, nodes(changed)));
        } else {
            steps.add(prepare(changed, fresh, force));
            steps.add(serve(changed, nodes(changed)));
        }
        var event = bricks(EventType.VOLUME_ADD_BRICK, changed, fresh);
        var write = VolumeRecords.write(changed);
        run("volume add-brick", changed, held.revision(), steps, write, event);
        return changed;
    }

    /** Where {@code place} is, as the brick of that number. */
    Brick place(NewVolume.Place place, int number) throws CommandException {
        return placement.place(List.of(place), number).getFirst();
    }

    /** The bricks that {@code places} name. */
    List<Brick> bricksAt(Volume volume, List<NewVolume.Place> places) throws CommandException {
        try {
            return placement.find(volume, places);
        } catch (CommandException e) {
            throw e.withOpErrno(0);
        }
    }

    /** Takes bricks away, and the reports of a task that ends with them. */
    void remove(String command, EventType event, VolumeRecords.Held held, BrickRemoval removal)
            throws CommandException {
        var before = held.volume();
        var changed = removal.remaining();
        var steps =
                before.state() == Volume.State.STARTED
                        ? List.of(serve(changed, nodes(before)))
                        : List.<Transactions.Step>of();
        var writes = new ArrayList<ClusterStore.Write>();
        writes.add(VolumeRecords.write(changed));
        writes.add(bricks(event, changed, removal.gone()));
        if (changed.task() == null) {
            writes.addAll(withoutReports(changed.name()));
        }
        run(command, changed, held.revision(), steps, writes);
    }

    private List<ClusterStore.Write> withoutReports(String volume) throws CommandException {
        try {
            return tasks().replace(volume, Map.of());
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    /** How far the volume's task is, whatever it is. */
    public TaskStanding standing(Volume volume) throws CommandException {
        try {
            return new TaskStanding(volume, volume.task(), tasks().of(volume));
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    TaskRecords tasks() {
        return volumes.tasks();
    }

    /** Bricks do not come, go or change while files move between them. */
    void requireCalm(Volume volume) throws CommandException {
        if (isBusy(volume)) {
            throw CommandException.conflict(
                    "Volume name "
                            + volume.name()
                            + " rebalance is in progress. Please retry after completion");
        }
    }

    /** Whether nodes move files of the volume. */
    boolean isBusy(Volume volume) throws CommandException {
        try {
            return tasks().isOn(volume);
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    /** For the commit with which it happens to a volume. */
    ClusterStore.Write event(EventType type, Volume volume) {
        return events.write(type, Map.of("volume", volume.name()));
    }

    /** For the commit with which it happens; the message has what is given. */
    ClusterStore.Write event(EventType type, Map<String, String> message) {
        return events.write(type, message);
    }

    /** For the commit with which it happens to bricks of a volume. */
    ClusterStore.Write bricks(EventType type, Volume volume, List<Brick> bricks) {
        return events.write(type, Map.of("volume", volume.name(), "bricks", Events.names(bricks)));
    }

    static Transactions.Step serve(Volume volume, Set<UUID> nodes) {
        return new Transactions.Step(ServeBricks.START, nodes, text(volume));
    }

    /** @param force also start bricks that are down of a volume that is started */
    public Volume start(String name, boolean force) throws CommandException {
        var held = find(name);
        boolean started = held.volume().state() == Volume.State.STARTED;
        if (started && !force) {
            throw CommandException.conflict("Volume " + name + " already started");
        }
        var whole = BrickCommands.withoutResets(held.volume());
        var changed = started ? whole : whole.withState(Volume.State.STARTED);
        var serve = serve(changed, nodes(changed));
        run(
                "volume start",
                changed,
                held.revision(),
                List.of(serve),
                changed.equals(held.volume()) ? null : VolumeRecords.write(changed),
                forced(EventType.VOLUME_START, name, force));
        return changed;
    }

    private ClusterStore.Write forced(EventType type, String name, boolean force) {
        return events.write(type, Map.of("name", name, "force", force ? "1" : "0"));
    }

    /** @param force also one that is not started */
    public Volume stop(String name, boolean force) throws CommandException {
        var held = find(name);
        boolean started = held.volume().state() == Volume.State.STARTED;
        if (!started && !force) {
            throw CommandException.conflict("Volume " + name + " is not in the started state");
        }
        if (!force && isBusy(held.volume())) {
            throw CommandException.conflict(
                    "rebalance session is in progress for the volume '" + name + "'");
        }
        var changed = started ? held.volume().withState(Volume.State.STOPPED) : held.volume();
        var serve = new Transactions.Step(ServeBricks.STOP, nodes(changed), text(changed));
        run(
                "volume stop",
                changed,
                held.revision(),
                List.of(serve),
                started ? VolumeRecords.write(changed) : null,
                forced(EventType.VOLUME_STOP, name, force));
        return changed;
    }

    /** The bricks' directories stay as they are, marks included. */
    public void delete(String name) throws CommandException {
        var held = find(name);
        if (held.volume().state() == Volume.State.STARTED) {
            throw CommandException.conflict(
                    "Volume "
                            + name
                            + " has been started.Volume needs to be stopped before deletion.");
        }
        var writes = new ArrayList<>(withoutReports(name));
        writes.add(new ClusterStore.Write(VolumeRecords.key(name), null));
        writes.add(events.write(EventType.VOLUME_DELETE, Map.of("name", name)));
        run("volume delete", held.volume(), held.revision(), List.of(), writes);
    }

    /** Files appear where stock's do, on the bricks' nodes. */
    public void statedump(Volume volume) throws CommandException {
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.conflict(
                    "Volume " + volume.name() + " is not in the started state");
        }
        var dump = new Transactions.Step(DumpBricks.NAME, nodes(volume), volume.id().toString());
        try {
            transactions.run(
                    new Transactions.Plan(
                            "volume statedump",
                            Set.of(),
                            List.of(dump),
                            new ClusterStore.Commit(List.of(), List.of())));
        } catch (TransactionException e) {
            throw CommandException.failed(e);
        }
    }

    /** Replaces all options without an event, as stock does where no user sets them. */
    Volume options(VolumeRecords.Held held, Map<String, String> options) throws CommandException {
        var changed = held.volume().withOptions(options);
        var writes = List.of(VolumeRecords.write(changed));
        run("volume set", changed, held.revision(), List.of(), writes);
        return changed;
    }

    /**
     * Replaces all options; what they are worth has been checked.
     *
     * @param what of the event, beside the name
     */
    Volume options(
            VolumeRecords.Held held,
            Map<String, String> options,
            EventType type,
            Map<String, Object> what)
            throws CommandException {
        var changed = held.volume().withOptions(options);
        var write = VolumeRecords.write(changed);
        var message = new HashMap<>(what);
        message.put("name", changed.name());
        var event = events.write(type, message);
        run("volume set", changed, held.revision(), List.of(), write, event);
        return changed;
    }

    /** By brick number; bricks of nodes that do not answer are missing. All nodes are asked at once. */
    public Map<Integer, Bricks.State> states(Volume volume) throws CommandException {
        var all = new TreeMap<>(bricks.states(volume.id()));
        var others = new HashSet<>(nodes(volume));
        others.remove(peers.self());
        questions
                .ask(
                        "volume status",
                        volume.name(),
                        others,
                        BrickStates.NAME,
                        volume.id().toString())
                .values()
                .forEach(answer -> all.putAll(BrickStates.decode(answer)));
        return all;
    }

    /** @throws CommandException MISSING */
    VolumeRecords.Held find(String name) throws CommandException {
        try {
            return volumes.find(name).orElseThrow(() -> CommandException.noVolume(name));
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    /** @throws CommandException also for one that is not started */
    Volume findStarted(String name) throws CommandException {
        var volume = find(name).volume();
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.invalid("Volume " + name + " is not started.");
        }
        return volume;
    }

    private void requireAbsent(String name) throws CommandException {
        try {
            if (volumes.find(name).isPresent()) {
                throw CommandException.conflict("Volume " + name + " already exists");
            }
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    private static Set<UUID> nodes(Volume volume) {
        return nodes(volume.bricks());
    }

    private static Set<UUID> nodes(List<Brick> bricks) {
        return bricks.stream().map(Brick::peer).collect(Collectors.toSet());
    }

    private static String text(Volume volume) {
        return Json.MAPPER.writeValueAsString(volume);
    }

    /** Carries out {@code steps} and makes {@code changed} of what is held. */
    void run(
            String command,
            VolumeRecords.Held held,
            Volume changed,
            List<Transactions.Step> steps,
            ClusterStore.Write event)
            throws CommandException {
        run(command, changed, held.revision(), steps, VolumeRecords.write(changed), event);
    }

    /** @param write null = the volume does not change */
    private void run(
            String command,
            Volume volume,
            long revision,
            List<Transactions.Step> steps,
            ClusterStore.Write write,
            ClusterStore.Write event)
            throws CommandException {
        var writes = write == null ? List.of(event) : List.of(write, event);
        run(command, volume, revision, steps, writes);
    }

    /** A change of one volume: nobody else changes it meanwhile, and it is as the caller found it. */
    void run(
            String command,
            Volume volume,
            long revision,
            List<Transactions.Step> steps,
            List<ClusterStore.Write> writes)
            throws CommandException {
        var key = VolumeRecords.key(volume.name());
        var result =
                new ClusterStore.Commit(List.of(new ClusterStore.Condition(key, revision)), writes);
        try {
            transactions.run(new Transactions.Plan(command, Set.of(key), steps, result));
            LOG.say(VolumeMessage.COMMAND_DONE, command, volume.name());
        } catch (TransactionException e) {
            LOG.say(VolumeMessage.COMMAND_FAILED, command, volume.name(), e.getMessage());
            throw CommandException.failed(e);
        }
    }
}
