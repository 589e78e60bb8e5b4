package org.glusterj.management.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.model.Brick;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.volgen.VolgenException;
import org.glusterj.management.volume.Bricks;
import org.glusterj.management.volume.Question;
import org.glusterj.management.volume.VolumeRecords;

/**
 * Which of this node's bricks shall be served, and by which process: all by one, or each by its own. A brick that is
 * served stays where it is. What the store says counts, and for a while what a transaction under way says. Processes
 * are looked after by {@link BrickHostProcess}. Guarded by the monitor; waiting happens outside of it, and so do looks
 * at processes, whose map is concurrent: event loops ask for ports while graphs are made.
 */
public final class BrickKeeper implements Bricks, AutoCloseable {
    /** A process starts within seconds; a machine that has just booted is slower. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** How long a transaction's word counts that nobody confirms or takes back. */
    private static final Duration PROMISE = Duration.ofSeconds(300);

    /** How long a brick may take to run with changed options. */
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private static final int SIGUSR1 = 10;
    private static final Log LOG = Log.of(BrickKeeper.class);

    private record Promise(Volume volume, boolean serve, long until) {}

    /** A brick's volfile, and of what it was made. */
    private record Made(Volume volume, int share, String text) {}

    private final UUID self;
    private final VolumeRecords volumes;
    private final VolumeGraphs graphs;
    private final BrickFiles files;
    private final HostLauncher launcher;
    private final Environment environment;
    private final BooleanSupplier multiplex;
    private final BrickHostProcess.Watch watch;
    private final Map<String, Promise> promises = new HashMap<>();
    private final Map<String, BrickHostProcess> hosts = new ConcurrentHashMap<>();

    /** Bricks that were served when this manager began, and by which process. */
    private final Map<String, String> found = new HashMap<>();

    /** By the names of bricks that are wanted: each change of a volume looks at all of them. */
    private Map<String, Made> made = new HashMap<>();

    /** Whether a volume that the store does not tell of is none. */
    private boolean certain;

    private boolean closed;

    /**
     * @param multiplex whether bricks that start share a process
     * @param watch told of this node's bricks
     */
    BrickKeeper(
            UUID self,
            VolumeRecords volumes,
            VolumeGraphs graphs,
            BrickFiles files,
            HostLauncher launcher,
            Environment environment,
            BooleanSupplier multiplex,
            BrickHostProcess.Watch watch) {
        this.watch = watch;
        this.self = self;
        this.volumes = volumes;
        this.graphs = graphs;
        this.files = files;
        this.launcher = launcher;
        this.environment = environment;
        this.multiplex = multiplex;
    }

    /**
     * Finds the processes that an earlier manager left and what they serve; before everything else. One that does not
     * answer is ended when nothing is wanted of it.
     */
    synchronized void begin() throws IOException {
        for (var process : files.registered()) {
            if (process.process().isEmpty()) {
                continue;
            }
            host(process.name(), false);
            try (var link = BrickLink.open(process.socket(), () -> {})) {
                for (var brick : link.status().bricks().keySet()) {
                    found.put(brick, process.name());
                }
            } catch (IOException e) {
                LOG.say(DaemonMessage.HOST_SILENT, process.name(), e.getMessage());
            }
        }
    }

    /** The store may want something else than before. */
    synchronized void assign() {
        if (closed) {
            return;
        }
        var wanted = new HashMap<String, Map<String, BrickHostProcess.Wanted>>();
        var graphsBefore = made;
        made = new HashMap<>();
        hosts.keySet().forEach(name -> wanted.put(name, new HashMap<>()));
        for (var volume : served()) {
            for (var brick : volume.bricks()) {
                if (brick.peer().equals(self) && brick.served()) {
                    want(volume, brick, graphsBefore, wanted);
                }
            }
        }
        wanted.forEach(
                (name, bricks) -> {
                    var host = host(name, certain && bricks.isEmpty());
                    host.want(bricks, certain);
                    host.begin();
                });
    }

    /** From now on what the store does not want is ended; see {@link FirstAnswer}. */
    synchronized void certain() {
        certain = true;
        assign();
    }

    /** @param before graphs as they were made the last time */
    private void want(
            Volume volume,
            Brick brick,
            Map<String, Made> before,
            Map<String, Map<String, BrickHostProcess.Wanted>> hosts) {
        try {
            var name = Name.ofText(brick.path());
            int share = graphs.share(volume, brick);
            var graph = before.get(name);
            if (graph == null || graph.share() != share || !graph.volume().equals(volume)) {
                graph = new Made(volume, share, graphs.brick(volume, brick, share).write());
            }
            made.put(name, graph);
            var wanted =
                    new BrickHostProcess.Wanted(
                            files.volfile(volume, brick),
                            graph.text(),
                            files.pidFile(volume, brick));
            hosts.computeIfAbsent(hostOf(brick), n -> new HashMap<>()).put(name, wanted);
        } catch (VolgenException e) {
            LOG.say(DaemonMessage.GRAPH_FAILED, volume.name(), brick.name(), e.getMessage());
        }
    }

    private List<Volume> served() {
        var all = new TreeMap<String, Volume>();
        for (var volume : volumes.known()) {
            if (volume.state() == Volume.State.STARTED) {
                all.put(volume.name(), volume);
            }
            var promise = promises.get(volume.name());
            if (promise != null && !promise.serve() && !isKept(promise, volume)) {
                all.remove(volume.name());
            }
        }
        promises.values().removeIf(promise -> environment.nanoTime() - promise.until() > 0);
        for (var promise : promises.values()) {
            if (promise.serve()) {
                all.put(promise.volume().name(), promise.volume());
            }
        }
        return List.copyOf(all.values());
    }

    /** Whether the store has come to what the transaction said, or further. */
    private static boolean isKept(Promise promise, Volume volume) {
        return volume.version() > promise.volume().version() || volume.equals(promise.volume());
    }

    private String hostOf(Brick brick) {
        var name = Name.ofText(brick.path());
        for (var host : hosts.entrySet()) {
            if (host.getValue().keeps(name)) {
                return host.getKey();
            }
        }
        var earlier = found.remove(name);
        if (earlier != null && hosts.containsKey(earlier)) {
            return earlier;
        }
        return multiplex.getAsBoolean() ? BrickFiles.SHARED : brick.path().substring(1);
    }

    private BrickHostProcess host(String name, boolean ends) {
        var present = hosts.get(name);
        if (present != null && ends && present.isIdle()) {
            hosts.remove(name);
            present.close();
            noteGone(name);
            return present;
        }
        if (present != null) {
            return present;
        }
        noteThere(name);
        var fresh = new BrickHostProcess(files.host(name), launcher, environment, watch);
        hosts.put(name, fresh);
        return fresh;
    }

    private void noteThere(String name) {
        try {
            files.register(name);
        } catch (IOException e) {
            LOG.say(DaemonMessage.PID_FILE_LEFT, name, e.getMessage());
        }
    }

    private void noteGone(String name) {
        try {
            files.unregister(name);
        } catch (IOException e) {
            LOG.say(DaemonMessage.PID_FILE_LEFT, name, e.getMessage());
        }
    }

    /**
     * What the store has now: promises that it has caught up with are over.
     *
     * @param changed volumes by name; null = removed
     */
    synchronized void changed(Map<String, Volume> changed) {
        changed.forEach(
                (name, volume) -> {
                    var promise = promises.get(name);
                    if (promise != null && (volume == null || isKept(promise, volume))) {
                        promises.remove(name);
                    }
                });
        assign();
        notifyAll();
        changed.forEach(
                (name, volume) -> {
                    if (volume == null) {
                        forget(name);
                    }
                });
    }

    private void forget(String volume) {
        try {
            files.forget(volume);
        } catch (IOException e) {
            LOG.say(DaemonMessage.PID_FILE_LEFT, volume, e.getMessage());
        }
    }

    @Override
    public void start(Volume volume) throws ActionException {
        promise(volume, true);
        for (var brick : volume.bricks()) {
            if (brick.peer().equals(self) && !brick.served()) {
                awaitGone(brick);
            }
        }
        for (var brick : volume.bricks()) {
            if (brick.peer().equals(self) && brick.served()) {
                requireDirectory(volume, brick);
                awaitServed(volume, brick);
            }
        }
    }

    private static void requireDirectory(Volume volume, Brick brick) throws ActionException {
        var directory = Path.of(brick.path());
        if (!Files.isDirectory(directory)) {
            throw new ActionException(
                    "Failed to find brick directory "
                            + brick.path()
                            + " for volume "
                            + volume.name()
                            + ". Reason : No such file or directory");
        }
    }

    private void awaitServed(Volume volume, Brick brick) throws ActionException {
        var name = Name.ofText(brick.path());
        var host = hostThatKeeps(name);
        try {
            host.retry(name);
            var view = host.await(name, PATIENCE);
            if (view == null || !view.online()) {
                throw new ActionException(
                        "Brick "
                                + brick.name()
                                + " of volume "
                                + volume.name()
                                + " was not started: "
                                + (view == null || view.reason() == null
                                        ? "no answer in time"
                                        : view.reason()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActionException("interrupted");
        }
    }

    private synchronized BrickHostProcess hostThatKeeps(String brick) throws ActionException {
        for (var host : hosts.values()) {
            if (host.keeps(brick)) {
                return host;
            }
        }
        throw new ActionException("brick " + brick + " is not wanted any more");
    }

    @Override
    public void stop(Volume volume) throws ActionException {
        promise(volume, false);
        for (var brick : volume.bricks()) {
            awaitGone(brick);
        }
    }

    private void awaitGone(Brick brick) throws ActionException {
        try {
            for (var host : hosts.values()) {
                if (!host.awaitGone(Name.ofText(brick.path()), PATIENCE)) {
                    throw new ActionException("Brick " + brick.name() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActionException("interrupted");
        }
    }

    private synchronized void promise(Volume volume, boolean serve) {
        long until = environment.nanoTime() + PROMISE.toNanos();
        promises.put(volume.name(), new Promise(volume, serve, until));
        assign();
    }

    @Override
    public synchronized void settle(String volume) {
        promises.remove(volume);
        assign();
    }

    @Override
    public Map<Integer, State> states(UUID volume) {
        var all = new TreeMap<Integer, State>();
        for (var known : volumes.known()) {
            if (known.id().equals(volume)) {
                for (var brick : known.bricks()) {
                    if (brick.peer().equals(self)) {
                        all.put(brick.number(), state(brick));
                    }
                }
            }
        }
        return all;
    }

    @Override
    public void statedump(UUID volume) {
        states(volume).values().stream()
                .filter(state -> state.pid() != 0)
                .mapToInt(state -> (int) state.pid())
                .distinct()
                .forEach(pid -> Syscalls.system().kill(pid, SIGUSR1));
    }

    @Override
    public String ask(UUID volume, int number, Question question) throws ActionException {
        var name = Name.ofText(brick(volume, number).path());
        if (question.kind() == Question.Kind.SETTLED) {
            awaitVersion(volume, Integer.parseInt(question.details().get(Question.VERSION)));
            awaitCurrent(name);
        }
        try (var link = BrickLink.open(hostThatKeeps(name).socket(), () -> {})) {
            return BrickAnswers.ask(link, name, question);
        } catch (IOException e) {
            throw new ActionException(String.valueOf(e.getMessage()));
        }
    }

    /** Waits until this node knows that version of the volume and wants it of its bricks. */
    private synchronized void awaitVersion(UUID volume, int version) throws ActionException {
        long deadline = environment.nanoTime() + SETTLE.toNanos();
        while (version(volume) < version) {
            long left = deadline - environment.nanoTime();
            if (left <= 0 || closed) {
                throw new ActionException("this node does not know the change yet");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ActionException("interrupted");
            }
        }
        assign();
    }

    private int version(UUID volume) {
        return volumes.known().stream()
                .filter(known -> known.id().equals(volume))
                .mapToInt(Volume::version)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    private void awaitCurrent(String brick) throws ActionException {
        try {
            var view = hostThatKeeps(brick).awaitCurrent(brick, SETTLE);
            if (view == null || !view.online()) {
                throw new ActionException("it is not served");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActionException("interrupted");
        }
    }

    @Override
    public void rotateLogs(UUID volume, Integer brick, long seconds) throws ActionException {
        var wanted = new TreeSet<String>();
        for (var number : states(volume).keySet()) {
            if (brick == null || number.equals(brick)) {
                wanted.add(Name.ofText(brick(volume, number).path()));
            }
        }
        var processes = new HashSet<BrickHostProcess>();
        for (var name : wanted) {
            processes.add(hostThatKeeps(name));
        }
        for (var process : processes) {
            process.rotateLog(seconds);
        }
    }

    /** Of this node. */
    private Brick brick(UUID volume, int number) throws ActionException {
        for (var known : volumes.known()) {
            if (known.id().equals(volume)) {
                for (var brick : known.bricks()) {
                    if (brick.number() == number && brick.peer().equals(self)) {
                        return brick;
                    }
                }
            }
        }
        throw new ActionException("brick " + number + " is not of this node");
    }

    private State state(Brick brick) {
        var disk = BrickDisk.of(Path.of(brick.path()));
        var view = view(Name.ofText(brick.path()));
        return view == null
                ? new State(false, 0, 0, 0, disk)
                : new State(view.online(), view.port(), view.pid(), view.clients(), disk);
    }

    private BrickHostProcess.View view(String brick) {
        for (var host : hosts.values()) {
            var view = host.view(brick);
            if (view != null) {
                return view;
            }
        }
        return null;
    }

    /** Where clients find the brick, 0 while it is not served. @param brick a byte string */
    public int portOf(String brick) {
        var view = view(brick);
        return view == null ? 0 : view.port();
    }

    boolean serves(Brick brick) {
        return portOf(Name.ofText(brick.path())) != 0;
    }

    /** Ends looking after processes; they go on. */
    @Override
    public synchronized void close() {
        closed = true;
        hosts.values().forEach(BrickHostProcess::close);
        hosts.clear();
    }
}
