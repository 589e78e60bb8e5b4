package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;
import org.glusterj.management.WholeFile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.transaction.ActionException;
import org.glusterj.management.volgen.VolgenException;
import org.glusterj.management.volume.HealCommands;
import org.glusterj.management.volume.Healing;
import org.glusterj.management.volume.VolumeRecords;

/**
 * This node's self-heal daemon: one process for all replicated volumes that have bricks here and are to be healed. It
 * has their graphs from its start, so it is ended and started again when those are others. Asking what there is to heal
 * takes a process of its own, which ends with the answer: it may be asked where no daemon is.
 *
 * <p>What is wanted is guarded by the monitor; the duty belongs to the thread of the {@link KeptProcess}.
 */
final class HealKeeper implements Duty<LineLink>, Healing, AutoCloseable {
    private static final String HEAL = "{\"op\":\"heal\"}";
    private static final String FULL = "{\"op\":\"full\"}";
    private static final int ASKING_MOST = 4;
    private static final Duration INFO_MOST = Duration.ofMinutes(2);

    /** The command line waits as long for an answer. */
    private static final Duration SETTLE_MOST = Duration.ofMinutes(10);

    private static final Log LOG = Log.of(HealKeeper.class);

    /** @param local names of the nodes for bricks that are here */
    private record Graph(String volfile, List<String> local) {}

    private final UUID self;
    private final VolumeRecords volumes;
    private final VolumeGraphs graphs;
    private final HostFiles files;
    private final Path volfile;
    private final HostLauncher launcher;
    private final Environment environment;
    private final KeptProcess<LineLink> process;

    /** Each asks by a process of its own. */
    private final Semaphore asking = new Semaphore(ASKING_MOST);

    /** Of what {@link #wanted} was made: each change of any volume is a reason to look. */
    private List<Volume> made = List.of();

    private Graph wanted;

    /** The volfile of the process that is there; null without. */
    private volatile String running;

    HealKeeper(
            UUID self,
            VolumeRecords volumes,
            VolumeGraphs graphs,
            BrickFiles places,
            HostLauncher launcher,
            Environment environment) {
        this.self = self;
        this.volumes = volumes;
        this.graphs = graphs;
        this.files = places.host("glustershd");
        this.volfile = places.state().resolve("glustershd").resolve("glustershd-server.vol");
        this.launcher = launcher;
        this.environment = environment;
        this.process = new KeptProcess<>(files, launcher, environment, this);
    }

    /** From now on what the store says counts; before, a daemon that is there is left alone. */
    void certain() {
        assign();
        process.begin();
        process.kick();
    }

    /** The store may want something else than before. Graphs are made when a volume that is healed is another one. */
    void assign() {
        synchronized (this) {
            var healed = healedHere();
            if (!healed.equals(made)) {
                try {
                    wanted = graph(healed);
                    made = healed;
                } catch (VolgenException e) {
                    LOG.say(DaemonMessage.HOST_FAILED, files.name(), e.getMessage(), 0L);
                    return;
                }
            }
        }
        process.kick();
    }

    private List<Volume> healedHere() {
        return volumes.known().stream()
                .filter(HealCommands::isHealed)
                .filter(this::isHere)
                .sorted(Comparator.comparing(Volume::name))
                .toList();
    }

    /** Null when there is nothing to heal. */
    private Graph graph(List<Volume> healed) throws VolgenException {
        var graph = graphs.heal(healed);
        return graph.isEmpty() ? null : new Graph(graph.get().write(), local(graph.get(), healed));
    }

    private boolean isHere(Volume volume) {
        return volume.bricks().stream().anyMatch(brick -> brick.peer().equals(self));
    }

    private List<String> local(Volfile graph, List<Volume> healed) {
        var names = new ArrayList<String>();
        for (var node : graph.nodes()) {
            var host = node.options().get("remote-host");
            var path = node.options().get("remote-subvolume");
            for (var volume : healed) {
                for (var brick : volume.bricks()) {
                    boolean same = brick.path().equals(path) && brick.host().equals(host);
                    if (same && brick.peer().equals(self)) {
                        names.add(node.name());
                    }
                }
            }
        }
        return names;
    }

    private synchronized Graph wanted() {
        return wanted;
    }

    @Override
    public boolean isWanted() {
        var graph = wanted();
        return graph != null && (running == null || running.equals(graph.volfile()));
    }

    @Override
    public List<String> command(Path socket) throws IOException {
        var graph = wanted();
        if (graph == null) {
            throw new IOException("no volume is to be healed any more");
        }
        Files.createDirectories(volfile.getParent());
        WholeFile.replace(volfile, out -> out.write(graph.volfile().getBytes(ISO_8859_1)));
        return List.of(
                "glustershd",
                "--volfile",
                volfile.toString(),
                "--local",
                String.join(",", graph.local()),
                "--socket",
                socket.toString());
    }

    @Override
    public LineLink open(Path socket, Runnable lost) throws IOException {
        // One whose volfile is gone has another one than is wanted.
        var had = Files.exists(volfile) ? Files.readString(volfile, ISO_8859_1) : "";
        var link = LineLink.open(socket, environment, lost);
        running = had;
        return link;
    }

    @Override
    public void tend(LineLink link) {
        // It needs nothing.
    }

    @Override
    public void lost() {
        running = null;
    }

    @Override
    public void failed(String why) {
        // The keeper has said it in the log, and tries again.
    }

    @Override
    public void ended() {
        running = null;
        if (wanted() != null) {
            process.kick();
            return;
        }
        try {
            Files.deleteIfExists(volfile);
        } catch (IOException e) {
            LOG.say(DaemonMessage.HOST_FAILED, files.name(), e.getMessage(), 0L);
        }
    }

    @Override
    public void request(boolean full) throws ActionException {
        try (var link = LineLink.open(files.socket(), environment, () -> {})) {
            link.call(full ? FULL : HEAL);
        } catch (IOException e) {
            throw new ActionException("the self-heal daemon does not run: " + e.getMessage());
        }
    }

    @Override
    public String info(Volume volume, Info kind) throws ActionException {
        var words = new ArrayList<>(List.of("--json"));
        if (!kind.word().isEmpty()) {
            words.add(kind.word());
        }
        return ask(volume, "heal-info", words, INFO_MOST);
    }

    @Override
    public String settle(Volume volume, List<String> words) throws ActionException {
        var all = new ArrayList<>(List.of("--json"));
        all.addAll(words);
        return ask(volume, "heal-split-brain", all, SETTLE_MOST);
    }

    @Override
    public void accuseEmpty(Volume volume, List<Integer> bricks) throws ActionException {
        var names = bricks.stream().map(number -> volume.name() + "-client-" + number).toList();
        ask(volume, "heal-empty", List.of("--empty", String.join(",", names)), INFO_MOST);
    }

    /** Runs a command of {@code glusterj} on a volume's bricks, and returns what it says. */
    private String ask(Volume volume, String command, List<String> words, Duration most)
            throws ActionException {
        if (!asking.tryAcquire()) {
            throw new ActionException("the volume's bricks are being asked already, try again");
        }
        Path file = null;
        try {
            var graph = graphs.client(volume, true).write();
            Files.createDirectories(volfile.getParent());
            file = Files.createTempFile(volfile.getParent(), volume.name() + ".", ".vol");
            Files.writeString(file, graph, ISO_8859_1);
            var line = new ArrayList<>(List.of(command, "--volfile", file.toString()));
            line.addAll(words);
            return launcher.run(line, most);
        } catch (IOException | VolgenException e) {
            throw new ActionException(e.getMessage());
        } finally {
            asking.release();
            remove(file);
        }
    }

    private static void remove(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.say(DaemonMessage.HOST_FAILED, file.toString(), e.getMessage(), 0L);
        }
    }

    @Override
    public long pid() {
        try {
            return files.process().map(ProcessHandle::pid).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends looking after the process; it goes on. */
    @Override
    public void close() {
        process.close();
    }
}
