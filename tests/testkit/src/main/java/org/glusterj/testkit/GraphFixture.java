package org.glusterj.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Event;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Reply;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xlator;

/**
 * A running graph of one translator ("subject") over a {@link RecordingChild} ("child"), on a {@link
 * ManualEnvironment}. Made and closed by a test; the translator's type is found by ServiceLoader as in production.
 */
public final class GraphFixture implements AutoCloseable {
    public static final String SUBJECT = "subject";
    public static final String CHILD = "child";

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final ManualEnvironment environment = new ManualEnvironment();
    private final List<Event.Up> heard = new CopyOnWriteArrayList<>();
    private final GraphBuilder builder = new GraphBuilder(environment);
    private final Graph graph;
    private final String type;
    private long nextGfid = 0x1000;

    private GraphFixture(String type, Map<String, String> options) throws GraphException {
        this.type = type;
        graph = builder.build(volfile(options));
        graph.listen(this::hear);
        graph.activate();
    }

    /** A translator of {@code type} with {@code options}. */
    public static GraphFixture of(String type, Map<String, String> options) throws GraphException {
        return new GraphFixture(type, options);
    }

    public static GraphFixture of(String type) throws GraphException {
        return of(type, Map.of());
    }

    private Volfile volfile(Map<String, String> options) {
        return new Volfile(
                List.of(
                        new Volfile.Node(CHILD, "test/recording", Map.of(), List.of()),
                        new Volfile.Node(
                                SUBJECT, type, new LinkedHashMap<>(options), List.of(CHILD))));
    }

    public Graph graph() {
        return graph;
    }

    public Xlator subject() {
        return graph.find(SUBJECT);
    }

    public RecordingChild child() {
        return (RecordingChild) graph.find(CHILD);
    }

    public ManualEnvironment environment() {
        return environment;
    }

    /** The events that left the top. */
    public List<Event.Up> heard() {
        return List.copyOf(heard);
    }

    /** As {@link #heard}, when there are {@code count} events, which another thread may be about to send. */
    public List<Event.Up> awaitHeard(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (heard) {
            for (long left = PATIENCE_NANOS; heard.size() < count && left > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(heard, left);
                left = end - System.nanoTime();
            }
            return heard();
        }
    }

    private void hear(Event.Up event) {
        synchronized (heard) {
            heard.add(event);
            heard.notifyAll();
        }
    }

    /** Gives the running translator other options. */
    public void reconfigure(Map<String, String> options) throws GraphException {
        builder.reconfigure(graph, volfile(options));
    }

    public <R extends Reply> R call(Fop<R> op) throws FopException {
        return call(Frame.internal(), op);
    }

    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return graph.top().call(frame, op);
    }

    /** A regular file known to the table as {@code name} in the root; stays pinned until the graph ends. */
    public Inode file(String name) {
        return known(name, FileType.REGULAR.bits() | 0644);
    }

    /** As {@link #file}, a directory. */
    public Inode directory(String name) {
        return known(name, FileType.DIRECTORY.bits() | 0755);
    }

    private Inode known(String name, int mode) {
        var iatt =
                new Iatt.Builder().gfid(new Gfid(0x4000, nextGfid++)).mode(mode).nlink(1).build();
        var table = graph.inodes();
        return table.linkPinned(table.blank(), table.root(), name, iatt);
    }

    /** Every line the graph's statedump has. */
    public DumpText dump() {
        var text = new DumpText();
        graph.dump(text);
        return text;
    }

    @Override
    public void close() {
        graph.close();
    }
}
