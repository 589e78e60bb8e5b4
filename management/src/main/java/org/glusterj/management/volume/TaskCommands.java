package org.glusterj.management.volume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.glusterj.management.event.EventType;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;

/**
 * Starts and stops what moves files between the bricks of a volume, and tells how far it is. The task is a part of the
 * volume; nodes learn of it from the store and report there. Messages of refusals are stock's. Thread-safe.
 */
public final class TaskCommands {
    /** How long a stop waits for its nodes: one that moves a large file takes longer. */
    private static final Duration STOP = Duration.ofSeconds(5);

    private final VolumeCommands volumes;
    private final Pool pool;

    public TaskCommands(VolumeCommands volumes, Pool pool) {
        this.volumes = volumes;
        this.pool = pool;
    }

    /** @param kind anything but the removal of bricks */
    public TaskStanding start(String name, Task.Kind kind) throws CommandException {
        var held = distributed(name);
        var volume = held.volume();
        if (hasOpenRemoval(volume)) {
            throw CommandException.conflict(
                    "A remove-brick task on volume "
                            + name
                            + " is not yet committed. Either commit or stop the remove-brick task.");
        }
        if (volumes.isBusy(volume)) {
            throw CommandException.conflict("Rebalance on " + name + " is already started");
        }
        var task = new Task(UUID.randomUUID(), kind, List.of(), commitHash(), false);
        return begin(
                "volume rebalance start",
                held.revision(),
                volume.withTask(task),
                volumes.event(EventType.VOLUME_REBALANCE_START, volume));
    }

    private TaskStanding begin(
            String command, long revision, Volume volume, ClusterStore.Write event)
            throws CommandException {
        var reports = new TreeMap<UUID, TaskReport>();
        participants(volume).forEach(node -> reports.put(node, TaskReport.begin(volume.task())));
        var writes = new ArrayList<ClusterStore.Write>();
        writes.add(VolumeRecords.write(volume));
        writes.add(event);
        writes.addAll(replacing(volume.name(), reports));
        volumes.run(command, volume, revision, List.of(), writes);
        return new TaskStanding(volume, volume.task(), reports);
    }

    private List<ClusterStore.Write> replacing(String volume, Map<UUID, TaskReport> reports)
            throws CommandException {
        try {
            return volumes.tasks().replace(volume, reports);
        } catch (StoreException e) {
            throw CommandException.failed(e);
        }
    }

    /** The nodes of the subvolumes whose files may move: each subvolume is looked after by its first brick's node. */
    private static Set<UUID> participants(Volume volume) {
        var nodes = new TreeSet<UUID>();
        for (int i = 0; i < volume.distribution(); i++) {
            var bricks = volume.subvolume(i);
            if (!volume.task().removes() || bricks.stream().anyMatch(volume::isLeaving)) {
                nodes.add(bricks.getFirst().peer());
            }
        }
        return nodes;
    }

    /** Other than that of any task before for the next seventeen years, and never 0. */
    private static long commitHash() {
        long millis = System.currentTimeMillis();
        return (millis / 1000 << 3 | 1L << millis % 3) & 0xffff_ffffL;
    }

    private static boolean hasOpenRemoval(Volume volume) {
        return volume.task() != null && volume.task().removes() && !volume.task().stopped();
    }

    /** @throws CommandException also for a volume that does not distribute, or is not started */
    private VolumeRecords.Held distributed(String name) throws CommandException {
        var held = volumes.find(name);
        if (held.volume().distribution() == 1) {
            throw CommandException.invalid(
                    "Volume "
                            + name
                            + " is not a distribute volume or contains only 1 brick.\n"
                            + "Not performing rebalance");
        }
        if (held.volume().state() != Volume.State.STARTED) {
            throw CommandException.conflict(
                    "Volume " + name + " needs to be started to perform rebalance");
        }
        return held;
    }

    public TaskStanding status(String name) throws CommandException {
        return volumes.standing(rebalanced(name).volume());
    }

    private VolumeRecords.Held rebalanced(String name) throws CommandException {
        var held = distributed(name);
        var task = held.volume().task();
        if (task == null || task.stopped() || task.removes()) {
            throw CommandException.conflict("Rebalance not started for volume " + name + ".");
        }
        return held;
    }

    /**
     * Nodes end what they are in the middle of; this does not wait for long. Those that are away have no part in it any
     * more: they hear of it when they are back.
     */
    public TaskStanding stop(String name) throws CommandException {
        var held = rebalanced(name);
        var event = volumes.event(EventType.VOLUME_REBALANCE_STOP, held.volume());
        return stop("volume rebalance stop", held, event);
    }

    private TaskStanding stop(String command, VolumeRecords.Held held, ClusterStore.Write event)
            throws CommandException {
        var volume = held.volume();
        var changed = volume.withTask(volume.task().stop());
        var writes = new ArrayList<ClusterStore.Write>();
        writes.add(VolumeRecords.write(changed));
        writes.add(event);
        writes.addAll(ending(changed));
        volumes.run(command, changed, held.revision(), List.of(), writes);
        volumes.tasks().awaitEnd(changed, STOP);
        return volumes.standing(changed);
    }

    /** The ends that nodes which are away cannot report. */
    private List<ClusterStore.Write> ending(Volume volume) throws CommandException {
        var reports = volumes.standing(volume).reports();
        var writes = new ArrayList<ClusterStore.Write>();
        for (var node : pool.nodes()) {
            var report = reports.get(node.peer().id());
            if (!node.online() && report != null && !report.hasEnded()) {
                var end = report.ended(TaskReport.State.STOPPED);
                writes.add(TaskRecords.write(volume.name(), node.peer().id(), end));
            }
        }
        return writes;
    }

    /** @param replica copies that stay, which needs no task; 0 = as many as there are */
    public TaskStanding startRemoval(String name, int replica, List<NewVolume.Place> places)
            throws CommandException {
        var held = found(name);
        var volume = held.volume();
        var removal = removal(volume, replica, places);
        removal.requireSomeLeft();
        if (removal.changesCopies()) {
            throw CommandException.invalid(
                    "Migration of data is not needed when reducing replica count. Use the 'force'"
                            + " option");
        }
        if (volume.state() != Volume.State.STARTED) {
            throw CommandException.conflict(
                    "Volume "
                            + name
                            + " needs to be started before remove-brick (you can use 'force' or"
                            + " 'commit' to override this behavior)");
        }
        if (hasOpenRemoval(volume)) {
            throw CommandException.conflict(
                    "An earlier remove-brick task exists for volume "
                            + name
                            + ". Either commit it or stop it before starting a new task.");
        }
        if (volumes.isBusy(volume)) {
            throw CommandException.conflict(
                    "Rebalance is in progress. Please retry after completion");
        }
        requireServed(removal, true);
        var task =
                new Task(
                        UUID.randomUUID(),
                        Task.Kind.REMOVE_BRICK,
                        removal.numbers(),
                        commitHash(),
                        false);
        var changed = volume.withTask(task).withOptions(removal.options());
        var event = volumes.bricks(EventType.VOLUME_REMOVE_BRICK_START, volume, removal.gone());
        return begin("volume remove-brick start", held.revision(), changed, event);
    }

    /** As stock's glusterd before it asks other nodes. */
    private VolumeRecords.Held found(String name) throws CommandException {
        try {
            return volumes.find(name);
        } catch (CommandException e) {
            throw e.withOpErrno(0);
        }
    }

    private BrickRemoval removal(Volume volume, int replica, List<NewVolume.Place> places)
            throws CommandException {
        return BrickRemoval.of(volume, volumes.bricksAt(volume, places), replica);
    }

    /** @param online whether the bricks must be served; their nodes must answer in any case */
    private void requireServed(BrickRemoval removal, boolean online) throws CommandException {
        var states = volumes.states(removal.volume());
        for (var brick : removal.gone()) {
            var state = states.get(brick.number());
            if (state == null) {
                throw CommandException.conflict(
                        "Host node of the brick " + brick.name() + " is down");
            }
            if (online && !state.online()) {
                throw CommandException.conflict(
                        "Found stopped brick "
                                + brick.name()
                                + ". Use force option to remove the offline brick");
            }
        }
    }

    public TaskStanding removalStatus(String name, List<NewVolume.Place> places)
            throws CommandException {
        return volumes.standing(removing(name, places).volume());
    }

    private VolumeRecords.Held removing(String name, List<NewVolume.Place> places)
            throws CommandException {
        var held = distributed(name);
        if (!hasOpenRemoval(held.volume())) {
            throw CommandException.conflict("remove-brick not started for volume " + name + ".");
        }
        for (var brick : volumes.bricksAt(held.volume(), places)) {
            if (!held.volume().isLeaving(brick)) {
                throw CommandException.invalid("Incorrect brick for volume " + name);
            }
        }
        return held;
    }

    /** The bricks stay, with what is still on them. */
    public TaskStanding stopRemoval(String name, List<NewVolume.Place> places)
            throws CommandException {
        var held = removing(name, places);
        var volume = held.volume();
        var bricks = volume.bricks().stream().filter(volume::isLeaving).toList();
        var event = volumes.bricks(EventType.VOLUME_REMOVE_BRICK_STOP, volume, bricks);
        return stop("volume remove-brick stop", held, event);
    }

    /** Bricks that were emptied go. */
    public TaskStanding commitRemoval(String name, int replica, List<NewVolume.Place> places)
            throws CommandException {
        var held = found(name);
        var before = volumes.standing(held.volume());
        var removal = removal(held.volume(), replica, places);
        removal.requireSomeLeft();
        requireMoved(before);
        for (var brick : removal.gone()) {
            if (!held.volume().isLeaving(brick)) {
                throw CommandException.invalid(
                        "Brick "
                                + brick.name()
                                + " is not decommissioned. Use start or force option");
            }
        }
        requireServed(removal, false);
        volumes.remove(
                "volume remove-brick commit", EventType.VOLUME_REMOVE_BRICK_COMMIT, held, removal);
        return before;
    }

    private static void requireMoved(TaskStanding standing) throws CommandException {
        for (var report : standing.reports().values()) {
            var figures = report.figures();
            var why =
                    switch (report.state()) {
                        case IN_PROGRESS ->
                                standing.task().removes() ? "migration is in progress" : null;
                        case FAILED -> "migration has failed";
                        case COMPLETED ->
                                figures.failures() + figures.skipped() > 0
                                        ? "migration of some files might have been skipped or has"
                                                + " failed"
                                        : null;
                        case NOT_STARTED, STOPPED -> null;
                    };
            if (why != null) {
                throw CommandException.conflict("use 'force' option as " + why);
            }
        }
    }

    /** Bricks go as they are: what only they have is no longer in the volume. A task of the volume ends. */
    public TaskStanding forceRemoval(String name, int replica, List<NewVolume.Place> places)
            throws CommandException {
        var held = found(name);
        var removal = removal(held.volume(), replica, places);
        removal.requireSomeLeft();
        var before = volumes.standing(held.volume());
        volumes.remove(
                "volume remove-brick force", EventType.VOLUME_REMOVE_BRICK_FORCE, held, removal);
        return before;
    }
}
