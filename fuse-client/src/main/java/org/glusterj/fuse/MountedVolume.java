package org.glusterj.fuse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.core.StatedumpFiles;
import org.glusterj.linux.LogFile;
import sun.misc.Signal;

/**
 * A volume from its volfile to its mount point and back: owns the graph, the backend and the volfile's source. Used by
 * the main thread; signals and shutdown only ask for the unmount, after which the main thread ends everything.
 */
final class MountedVolume implements AutoCloseable {
    private static final Log LOG = Log.of(MountedVolume.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);

    private final Environment environment;
    private final MountOptions options;
    private final MountSpec spec;
    private final int lruLimit;
    private VolfileSource source;
    private ClientGraph graph;
    private MountBackend backend;
    private volatile boolean ended;

    /** Gives back what the process does when it is to end: it may have other things to do after this mount. */
    private final List<Runnable> restored = new ArrayList<>();

    MountedVolume(Environment environment, MountOptions options, MountSpec spec)
            throws MountOptions.UsageException {
        this.environment = environment;
        this.options = options;
        this.spec = spec;
        lruLimit = options.lruLimit();
    }

    /**
     * Looks at the mount point while the volfile is under way.
     *
     * @param mountPoint absolute path of the mount point, a byte string
     */
    void mount(VolfileSource from, String mountPoint)
            throws MountException, IOException, InterruptedException {
        source = from;
        options.ignored().forEach(option -> LOG.say(FuseMessage.OPTION_IGNORED, option));
        var volfile = new FutureTask<>(source::fetch);
        Thread.ofPlatform().daemon().name("volfile").start(volfile);
        boolean hasMeta = ClientGraph.hasMeta(environment);
        var directory = MountPoint.resolved(mountPoint);
        new MountPoint(directory).check();
        graph = new ClientGraph(environment, spec, options, outcome(volfile), lruLimit, hasMeta);
        graph.awaitRoot(CONNECT_WITHIN);
        LOG.say(FuseMessage.GRAPH_UP, spec.volume(), source.server());
        source.onChange(this::refresh);
        backend = backend(directory);
        backend.mount();
        for (var name : List.of("TERM", "INT")) {
            var signal = new Signal(name);
            var before = Signal.handle(signal, ignored -> environment.spawn("unmount", this::stop));
            restored.add(() -> Signal.handle(signal, before));
        }
        LogFile.reopenOnHangup();
        StatedumpFiles.onSignal(environment, () -> List.of(graph.graph()));
        var hook = new Thread(this::stop, "unmount");
        Runtime.getRuntime().addShutdownHook(hook);
        restored.add(() -> remove(hook));
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException itRuns) {
            // The process ends, and waits for this mount to.
        }
    }

    private static String outcome(FutureTask<String> volfile)
            throws IOException, InterruptedException {
        try {
            return volfile.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private MountBackend backend(String directory) {
        var volume = graph.live();
        var from = spec.source();
        if (options.backend().equals(MountOptions.JNR)) {
            return new JnrBackend(volume, environment, options, from, directory);
        }
        return new FuseSession(volume, environment, options, from, directory);
    }

    /** A graph that went is some 150 kB that lived long: nobody would collect it before the heap had grown for it. */
    private void refresh() {
        var before = graph.graph();
        graph.refresh(source);
        if (graph.graph() != before) {
            System.gc();
        }
    }

    private void stop() {
        if (!ended) {
            backend.unmount();
        }
    }

    void awaitEnd() throws InterruptedException {
        backend.awaitEnd();
        ended = true;
    }

    @Override
    public void close() {
        restored.forEach(Runnable::run);
        if (backend != null) {
            backend.close();
            ended = true;
        }
        if (graph != null) {
            graph.close();
        }
        if (source != null) {
            source.close();
        }
    }
}
