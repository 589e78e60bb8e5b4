package org.glusterj.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a graph gives each translator: its node, its neighbours, the environment and slots. Built by
 * {@link GraphBuilder}
 * before the translator; parents are added while the graph is built and are fixed once it runs.
 */
public final class XlatorContext {
    private final Volfile.Node node;
    private final List<Edge> children;
    private final List<Xlator> parents = new ArrayList<>();
    private final GraphSlots slots;
    private final Environment environment;
    private final Graph graph;

    XlatorContext(Volfile.Node node, List<Edge> children, Graph graph) {
        this.node = node;
        this.children = List.copyOf(children);
        this.graph = graph;
        this.slots = graph.slots();
        this.environment = graph.environment();
    }

    public String name() {
        return node.name();
    }

    public String type() {
        return node.type();
    }

    /** The node as the volfile has it, with every option as text. */
    public Volfile.Node node() {
        return node;
    }

    public List<Edge> children() {
        return children;
    }

    public List<Xlator> parents() {
        return parents;
    }

    /** The graph this translator lives in; its top, its table. Complete only once {@link Xlator#init} is called. */
    public Graph graph() {
        return graph;
    }

    public Environment environment() {
        return environment;
    }

    /** A place in every inode; a closeable value is closed when its inode is forgotten. Call in the constructor. */
    public <T> Slot<T> inodeSlot(Class<T> type) {
        return slots.inodes().register(type, XlatorContext::closeQuietly);
    }

    /** As {@link #inodeSlot(Class)}; {@code forgot} gets inode and value instead. */
    public <T> Slot<T> inodeSlot(Class<T> type, BiConsumer<Inode, T> forgot) {
        return slots.inodes()
                .register(type, (holder, value) -> forgot.accept((Inode) holder, type.cast(value)));
    }

    /** A place in every fd; a closeable value is closed when its fd is released. Call in the constructor. */
    public <T> Slot<T> fdSlot(Class<T> type) {
        return slots.fds().register(type, XlatorContext::closeQuietly);
    }

    /** As {@link #fdSlot(Class)}; {@code released} gets fd and value instead. */
    public <T> Slot<T> fdSlot(Class<T> type, BiConsumer<Fd, T> released) {
        return slots.fds()
                .register(type, (holder, value) -> released.accept((Fd) holder, type.cast(value)));
    }

    /** Passes an event on in its direction: to every child, or to every parent. */
    public void forward(Event event) {
        switch (event) {
            case Event.Down down -> children.forEach(edge -> edge.child().notify(down));
            case Event.Up up -> {
                if (parents.isEmpty()) {
                    graph.heard(up);
                } else {
                    parents.forEach(parent -> parent.notify(up));
                }
            }
        }
    }

    private static void closeQuietly(SlotHolder holder, Object value) {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("dropping " + value + " of " + holder, e);
            }
        }
    }
}
