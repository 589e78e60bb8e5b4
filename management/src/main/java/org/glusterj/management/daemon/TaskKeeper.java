package org.glusterj.management.daemon;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.volume.TaskRecords;
import org.glusterj.management.volume.VolumeRecords;

/**
 * Which processes for tasks of volumes this node shall have: one for each task that it has a part in and has not ended
 * it. The store alone says so. Each is looked after by its {@link TaskProcess}. Guarded by the monitor.
 */
final class TaskKeeper implements TaskProcess.Node, AutoCloseable {
    private static final Log LOG = Log.of(TaskKeeper.class);

    private final UUID self;
    private final VolumeRecords volumes;
    private final TaskRecords records;
    private final VolumeGraphs graphs;
    private final Events events;
    private final Predicate<Brick> served;
    private final BrickFiles files;
    private final HostLauncher launcher;
    private final Environment environment;
    private final Map<UUID, TaskProcess> processes = new HashMap<>();

    /** Whether a task that the store does not tell of is none. */
    private boolean certain;

    private boolean closed;

    /** @param served whether clients find a brick of this node */
    TaskKeeper(
            UUID self,
            VolumeRecords volumes,
            VolumeGraphs graphs,
            Events events,
            Predicate<Brick> served,
            BrickFiles files,
            HostLauncher launcher,
            Environment environment) {
        this.self = self;
        this.volumes = volumes;
        this.records = volumes.tasks();
        this.graphs = graphs;
        this.events = events;
        this.served = served;
        this.files = files;
        this.launcher = launcher;
        this.environment = environment;
    }

    /** From now on what the store does not want is ended, also what an earlier manager left. */
    synchronized void certain() {
        certain = true;
        assign();
        try {
            for (var left : files.tasks()) {
                if (!processes.containsKey(left.task())) {
                    add(left, null);
                }
            }
        } catch (IOException e) {
            LOG.say(DaemonMessage.TASK_UNTOLD, "rebalance", e.getMessage());
        }
    }

    /** The store may want something else than before. */
    synchronized void assign() {
        if (closed) {
            return;
        }
        var wanted = new HashMap<UUID, Volume>();
        for (var volume : volumes.known()) {
            if (hasPart(volume)) {
                wanted.put(volume.task().id(), volume);
            }
        }
        processes.forEach(
                (task, process) -> {
                    if (certain || wanted.containsKey(task)) {
                        process.want(wanted.get(task));
                    }
                });
        wanted.forEach(
                (task, volume) -> {
                    if (!processes.containsKey(task)) {
                        add(files.task(volume.name(), task), volume);
                    }
                });
    }

    private boolean hasPart(Volume volume) {
        var task = volume.task();
        return task != null
                && records.known(volume.name(), self, task.id())
                        .filter(report -> !report.hasEnded())
                        .isPresent();
    }

    private void add(TaskFiles place, Volume volume) {
        var fresh =
                new TaskProcess(
                        place, volume, self, records, graphs, events, launcher, environment, this);
        processes.put(place.task(), fresh);
        fresh.begin();
    }

    @Override
    public String missing(TaskProcess process, Volume volume) {
        for (var brick : volume.bricks()) {
            if (brick.peer().equals(self) && !served.test(brick)) {
                return brick.name();
            }
        }
        return hasPredecessor(process) ? "the end of the task before" : null;
    }

    private synchronized boolean hasPredecessor(TaskProcess process) {
        return processes.values().stream()
                .filter(other -> other != process)
                .anyMatch(other -> other.files().volume().equals(process.files().volume()));
    }

    @Override
    public synchronized void ended(TaskProcess process) {
        processes.remove(process.files().task());
        LOG.say(DaemonMessage.TASK_ENDED, process.files().volume(), process.files().task());
    }

    /** Ends looking after processes; they go on. */
    @Override
    public synchronized void close() {
        closed = true;
        processes.values().forEach(TaskProcess::close);
        processes.clear();
    }
}
