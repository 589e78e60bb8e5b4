package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.WholeFile;
import org.glusterj.management.event.EventType;
import org.glusterj.management.event.Events;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.volgen.Volgen;
import org.glusterj.management.volgen.VolgenException;
import org.glusterj.management.volume.TaskRecords;
import org.glusterj.management.volume.TaskReport;

/**
 * This node's process for the task of a volume: started when the node's bricks serve, stopped when the task is, started
 * again when it is lost, and ended when the store has its last figures. Figures go to the store when the state changes,
 * otherwise each {@link #TELL}. What is wanted is guarded by the monitor; the rest belongs to the thread of the {@link
 * KeptProcess}.
 */
final class TaskProcess implements Duty<TaskLink>, AutoCloseable {
    /** Between two questions how far it is. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Between two reports to the store while nothing but figures changes. */
    private static final Duration TELL = Duration.ofSeconds(5);

    /** Processes one after the other that did not get as far as the one before, until the node gives up. */
    private static final int LOSSES_MAX = 10;

    private static final Log LOG = Log.of(TaskProcess.class);

    /** What the process asks of others. */
    interface Node {
        /** What has to be there or gone before the process is started; null = nothing. */
        String missing(TaskProcess process, Volume volume);

        /** Nothing is wanted any more, and nothing is left. Called once, on the process' thread. */
        void ended(TaskProcess process);
    }

    private final TaskFiles files;
    private final UUID self;
    private final TaskRecords records;
    private final VolumeGraphs graphs;
    private final Events events;
    private final Environment environment;
    private final Node node;
    private final KeptProcess<TaskLink> process;
    private volatile Volume volume;
    private volatile boolean over;

    /** To be told when the process is gone: one that was stopped may still be in the middle of a file. */
    private TaskReport end;

    private TaskReport report;
    private long revision;
    private boolean told;
    private long toldNanos;
    private boolean stopSaid;
    private int losses;
    private long farthest;

    /** @param volume null for a process that shall only be ended */
    TaskProcess(
            TaskFiles files,
            Volume volume,
            UUID self,
            TaskRecords records,
            VolumeGraphs graphs,
            Events events,
            HostLauncher launcher,
            Environment environment,
            Node node) {
        this.files = files;
        this.volume = volume;
        this.over = volume == null;
        this.self = self;
        this.records = records;
        this.graphs = graphs;
        this.events = events;
        this.environment = environment;
        this.node = node;
        this.process = new KeptProcess<>(files.host(), launcher, environment, this);
    }

    void begin() {
        process.begin();
        process.kick();
    }

    TaskFiles files() {
        return files;
    }

    /** @param changed the volume as it is now; null = it has another task, or none, or is gone */
    void want(Volume changed) {
        if (changed == null) {
            over = true;
        } else {
            volume = changed;
        }
        process.kick();
    }

    private Task task() {
        return volume.task();
    }

    @Override
    public boolean isWanted() {
        return !over && end == null && volume.state() == Volume.State.STARTED;
    }

    @Override
    public boolean mayStart() {
        return !task().stopped();
    }

    @Override
    public String missing() {
        return node.missing(this, volume);
    }

    @Override
    public Duration look() {
        return LOOK;
    }

    @Override
    public List<String> command(Path socket) throws IOException {
        if (++losses > LOSSES_MAX) {
            giveUp();
        }
        try {
            var graph = graphs.task(volume);
            Files.createDirectories(files.volfile().getParent());
            var text = graph.write().getBytes(ISO_8859_1);
            WholeFile.replace(files.volfile(), out -> out.write(text));
            return List.of(
                    "rebalance",
                    "--volfile",
                    files.volfile().toString(),
                    "--action",
                    action(task().kind()),
                    "--socket",
                    socket.toString(),
                    "--local",
                    String.join(",", local(Volgen.subvolumes(graph))),
                    "--commit-hash",
                    Long.toString(task().commitHash()));
        } catch (VolgenException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void giveUp() throws IOException {
        tell(current().ended(TaskReport.State.FAILED), true);
        throw new IOException("it was started " + LOSSES_MAX + " times in vain");
    }

    private static String action(Task.Kind kind) {
        return switch (kind) {
            case REBALANCE -> "start";
            case REBALANCE_FORCE -> "start-force";
            case FIX_LAYOUT -> "fix-layout";
            case REMOVE_BRICK -> "remove";
        };
    }

    /** Those of the volume's subvolumes whose first brick is on this node. */
    private List<String> local(List<String> subvolumes) {
        var names = new ArrayList<String>();
        for (int i = 0; i < subvolumes.size(); i++) {
            if (volume.subvolume(i).getFirst().peer().equals(self)) {
                names.add(subvolumes.get(i));
            }
        }
        return names;
    }

    @Override
    public TaskLink open(Path socket, Runnable lost) throws IOException {
        return TaskLink.open(socket, environment, lost);
    }

    @Override
    public void tend(TaskLink link) throws IOException {
        if (task().stopped() && !stopSaid) {
            link.stop();
            stopSaid = true;
        }
        var status = link.status();
        long pid = files.host().process().map(ProcessHandle::pid).orElse(0L);
        var before = current().pid() == pid ? current() : current().continuedBy(pid);
        var now = before.now(state(status), figures(status));
        if (now.figures().lookedUp() > farthest
                || now.figures().files() > report.figures().files()) {
            farthest = Math.max(farthest, now.figures().lookedUp());
            losses = 0;
        }
        if (now.hasEnded() && task().stopped()) {
            end = now;
            return;
        }
        boolean changed = now.state() != report.state() || now.pid() != report.pid();
        boolean isDue = environment.nanoTime() - toldNanos >= TELL.toNanos();
        if (changed || (isDue && !now.equals(report)) || !told) {
            tell(now, now.hasEnded());
        }
    }

    private static TaskReport.State state(TaskLink.Status status) throws IOException {
        try {
            var state = TaskReport.State.of(status.state());
            return state == TaskReport.State.NOT_STARTED ? TaskReport.State.IN_PROGRESS : state;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static TaskReport.Figures figures(TaskLink.Status status) {
        return new TaskReport.Figures(
                status.files(),
                status.size(),
                status.lookedUp(),
                status.failures(),
                status.skipped(),
                status.runTime(),
                status.timeLeft());
    }

    /** What the store has. */
    private TaskReport current() throws IOException {
        if (report == null) {
            recall();
        }
        return report;
    }

    private void recall() throws IOException {
        try {
            var held = records.find(volume.name(), self);
            if (held.isEmpty() || !held.get().report().task().equals(task().id())) {
                over = true;
                throw new IOException("the volume has another task");
            }
            report = held.get().report();
            revision = held.get().revision();
            over |= report.hasEnded();
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** @param last the process is not wanted any more once the store has it */
    private void tell(TaskReport now, boolean last) throws IOException {
        try {
            var written = records.report(volume.name(), self, now, revision, event(now));
            if (written.isEmpty()) {
                // Somebody else wrote, or an answer was lost on the way.
                recall();
                return;
            }
            revision = written.get();
            report = now;
            told = true;
            toldNanos = environment.nanoTime();
            over |= last;
        } catch (StoreException e) {
            told = false;
            throw new IOException(e.getMessage(), e);
        }
    }

    /** As each of stock's processes tells its own end; who stops one tells that. */
    private List<ClusterStore.Write> event(TaskReport now) {
        if (now.state() == report.state()) {
            return List.of();
        }
        var name = Map.of("volume", volume.name());
        return switch (now.state()) {
            case COMPLETED -> List.of(events.write(EventType.VOLUME_REBALANCE_COMPLETE, name));
            case FAILED -> List.of(events.write(EventType.VOLUME_REBALANCE_FAILED, name));
            case NOT_STARTED, IN_PROGRESS, STOPPED -> List.of();
        };
    }

    @Override
    public void lost() {
        stopSaid = false;
    }

    @Override
    public void failed(String why) {
        // The keeper has said it in the log, and tries again.
    }

    /** Also when the volume was stopped under its task, which goes on with the volume's next start. */
    @Override
    public void ended() {
        try {
            if (!over && task().stopped()) {
                tell(end == null ? current().ended(TaskReport.State.STOPPED) : end, true);
            }
            if (over) {
                Files.deleteIfExists(files.volfile());
                close();
                node.ended(this);
            }
        } catch (IOException e) {
            LOG.say(DaemonMessage.TASK_UNTOLD, files.host().name(), e.getMessage());
        }
    }

    /** Ends the thread, not the process. */
    @Override
    public void close() {
        process.close();
    }
}
