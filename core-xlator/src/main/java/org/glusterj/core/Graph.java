package org.glusterj.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A running translator graph: made by {@link GraphBuilder}, initialised bottom-up, ended top-down. The front sends fops
 * to {@link #top()} and listens to what comes out of the top. Thread-safe once built.
 */
public final class Graph implements AutoCloseable {
    /** How long the end of a graph waits for what was answered and is not done. */
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(10);

    private final Environment environment;
    private final GraphSlots slots = new GraphSlots();
    private final Map<String, Xlator> xlators = new LinkedHashMap<>();
    private final List<Consumer<Event.Up>> listeners = new CopyOnWriteArrayList<>();
    private final int inodeLruLimit;
    private final int number;
    private volatile Volfile volfile;
    private volatile InodeTable inodes;
    private boolean closed;

    Graph(Volfile volfile, Environment environment, int inodeLruLimit, int number) {
        this.number = number;
        this.volfile = volfile;
        this.environment = environment;
        this.inodeLruLimit = inodeLruLimit;
    }

    GraphSlots slots() {
        return slots;
    }

    Environment environment() {
        return environment;
    }

    void add(Xlator xlator) {
        xlators.put(xlator.name(), xlator);
    }

    /** @param shared the table of the graph that this one shall replace; null = one of its own */
    void ready(InodeTable shared) {
        inodes = shared == null ? new InodeTable(inodeLruLimit) : shared;
        inodes.graphBegins();
    }

    /** It did not come to life: {@link #close} will not be called. */
    void failed() {
        inodes.graphEnds(slots);
    }

    /** Drops what the translators keep in inodes that none of these files is of. */
    void forgetAllBut(Set<Fd> files) {
        var needed = files.stream().map(Fd::inode).collect(Collectors.toSet());
        inodes.forgetAllBut(needed, slots);
    }

    void volfile(Volfile changed) {
        volfile = changed;
    }

    /** A name that the graphs of one front share and no other has. From {@link Xlator#init} on. */
    public Gfid family() {
        return inodes.family(environment);
    }

    /** Which graph of its family this is, from 0. */
    public int number() {
        return number;
    }

    public Volfile volfile() {
        return volfile;
    }

    public InodeTable inodes() {
        return inodes;
    }

    public Xlator top() {
        return xlators.get(volfile.top().name());
    }

    /** The translator of that node, or null. */
    public Xlator find(String name) {
        return xlators.get(name);
    }

    /** All translators in definition order: children before parents. */
    public List<Xlator> xlators() {
        return List.copyOf(xlators.values());
    }

    /** Adds a listener for events that leave the top; it is called on the thread that raised the event. */
    public void listen(Consumer<Event.Up> listener) {
        listeners.add(listener);
    }

    void heard(Event.Up event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    /** Tells the leaves to start: connections are made, {@link Event.ChildUp} follows. */
    public void activate() {
        top().notify(new Event.ParentUp());
    }

    /** Ends the graph: the caller has made sure that no fop is under way. Safe to call twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        settle(Deadline.after(environment, SETTLE_WITHIN));
        top().notify(new Event.ParentDown());
        inodes.graphEnds(slots);
        xlators().reversed().forEach(Xlator::fini);
    }

    /** Waits for what the translators answered before it was done; false when that takes too long. */
    boolean settle(Deadline until) {
        for (var xlator : xlators().reversed()) {
            if (!xlator.settle(until)) {
                return false;
            }
        }
        return true;
    }

    /** Each translator takes over from that of {@code former} that it replaces. */
    void takeOver(Graph former) {
        for (var xlator : xlators.values()) {
            var before = former.find(xlator.name());
            if (before != null && before.type().equals(xlator.type())) {
                xlator.takeOver(before);
            }
        }
    }

    /** Writes every translator's state. */
    public void dump(Dump out) {
        xlators().reversed().forEach(xlator -> xlator.dump(out));
    }
}
