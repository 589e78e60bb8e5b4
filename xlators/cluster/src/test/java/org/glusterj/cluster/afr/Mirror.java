package org.glusterj.cluster.afr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Deadline;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.ManualEnvironment;

/**
 * A replicated volume in memory, with the locks of a brick, as a test uses it: by names from the root, the way a front
 * does. Used by one thread.
 */
final class Mirror implements AutoCloseable {
    static final Frame ROOT = Frame.internal();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<Event.Up> heard = new ArrayList<>();
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Graph graph;
    private final int size;

    Mirror(int size) throws Exception {
        this(size, Map.of());
    }

    Mirror(int size, Map<String, String> options) throws GraphException, FopException {
        this(size, options, Map.of());
    }

    /** @param ofLast options of the last copy */
    Mirror(int size, Map<String, String> options, Map<String, String> ofLast)
            throws GraphException, FopException {
        this.size = size;
        var nodes = new ArrayList<Volfile.Node>();
        var children = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            nodes.add(new Volfile.Node("m" + i, "test/memory", Map.of(), List.of()));
            nodes.add(new Volfile.Node("l" + i, "features/locks", Map.of(), List.of("m" + i)));
            var child = "v-client-" + i;
            var own = i == size - 1 ? ofLast : Map.<String, String>of();
            nodes.add(new Volfile.Node(child, "test/copy", own, List.of("l" + i)));
            children.add(child);
        }
        nodes.add(new Volfile.Node("v-afr", "cluster/replicate", options, children));
        graph = new GraphBuilder(environment).build(new Volfile(nodes));
        graph.listen(heard::add);
        graph.activate();
        call(new Fop.Lookup(Loc.of(root()), Xdata.NULL));
        quiet();
    }

    Graph graph() {
        return graph;
    }

    Inode root() {
        return graph.inodes().root();
    }

    FaultyCopy copy(int i) {
        return (FaultyCopy) graph.find("v-client-" + i);
    }

    ManualEnvironment environment() {
        return environment;
    }

    /** Forgets the fops that came so far. */
    void quiet() {
        for (int i = 0; i < size; i++) {
            copy(i).came();
        }
    }

    <R extends Reply> R call(Fop<R> op) throws FopException {
        return graph.top().call(ROOT, op);
    }

    <R extends Reply> R on(int copy, Fop<R> op) throws FopException {
        return graph.find("m" + copy).call(ROOT, op);
    }

    /** Asks the locks of one copy, as another client. */
    <R extends Reply> R locks(int copy, Fop<R> op) throws FopException {
        return graph.find("l" + copy).call(ROOT, op);
    }

    Xdata gfid() {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(environment.random()));
    }

    Inode look(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var found = call(new Fop.Lookup(loc, Xdata.NULL));
        return graph.inodes().linkPinned(loc.inode(), parent, name, found.iatt());
    }

    Inode mkdir(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var made = call(new Fop.Mkdir(loc, 0755, 0, gfid()));
        return graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt());
    }

    /** A file that stays open. */
    Fd create(Inode parent, String name) throws FopException {
        var loc = Loc.entry(parent, name);
        var fd = graph.inodes().newFd(loc.inode(), 2);
        var made = call(new Fop.Create(loc, 0302, 0644, 0, fd, gfid()));
        fd.rebind(graph.inodes().linkPinned(loc.inode(), parent, name, made.iatt()));
        return fd;
    }

    Reply.Writev write(Fd fd, long offset, String content) throws FopException {
        try (var data = Payload.copyOf(content.getBytes())) {
            return call(new Fop.Writev(fd, offset, data, 0, Xdata.NULL));
        }
    }

    String read(Fd fd) throws FopException {
        try (var reply = call(new Fop.Readv(fd, 0, 100, 0, Xdata.NULL))) {
            return new String(reply.data().toBytes());
        }
    }

    /** And waits for what goes on behind it. */
    void close(Fd fd) throws FopException {
        closeAtOnce(fd);
        settle(Duration.ofSeconds(1));
    }

    void closeAtOnce(Fd fd) throws FopException {
        call(new Fop.Flush(fd, Xdata.NULL));
        fd.close();
    }

    /** As at the end of the graph; the clock stands still. */
    boolean settle(Duration within) {
        return graph.top().settle(Deadline.after(environment, within));
    }

    /** The post-op delay passes. */
    void pass() {
        environment.advance(Duration.ofSeconds(2));
    }

    /** What a copy has under that name, null for nothing. */
    Iatt stored(int copy, Inode parent, String name) {
        try {
            return on(copy, new Fop.Lookup(Loc.entry(parent, name), Xdata.NULL)).iatt();
        } catch (FopException absent) {
            return null;
        }
    }

    /** What {@code copy} says that {@code other} has missed of an object; zero without the attribute. */
    Pending missed(int copy, Inode inode, int other) {
        return counter(copy, inode, "trusted.afr.v-client-" + other);
    }

    Pending dirty(int copy, Inode inode) {
        return counter(copy, inode, "trusted.afr.dirty");
    }

    private Pending counter(int copy, Inode inode, String name) {
        try {
            var reply = on(copy, new Fop.Getxattr(Loc.of(inode), name, Xdata.NULL));
            return Pending.of(reply.dict().bytes(name).orElseThrow());
        } catch (FopException absent) {
            return Pending.ZERO;
        }
    }

    /** All counters of an object on a copy: "missed by 0, by 1, ...; dirty". */
    String counters(int copy, Inode inode) {
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(text(missed(copy, inode, i))).append(i < size - 1 ? " " : " dirty ");
        }
        return text.append(text(dirty(copy, inode))).toString();
    }

    private static String text(Pending pending) {
        return pending.isZero() ? "-" : "" + pending.data() + pending.metadata() + pending.entry();
    }

    /** What a change leaves to other threads is bounded by a few fops in memory. */
    void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("did not happen in time");
            }
            Thread.yield();
        }
    }

    /** Waits until a copy says of an object what {@link #counters} tells. */
    void awaitCounters(int copy, Inode inode, String expected) {
        try {
            await(() -> counters(copy, inode).equals(expected));
        } catch (AssertionError late) {
            throw new AssertionError(
                    "copy " + copy + " has " + counters(copy, inode) + ", not " + expected, late);
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
