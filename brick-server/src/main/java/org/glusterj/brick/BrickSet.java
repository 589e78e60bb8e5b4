package org.glusterj.brick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.glusterj.core.Event;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.core.Volfile;

/**
 * The bricks of a process by the names that clients know them by: they come, change and go while others are served. Any
 * thread; the map is guarded by the monitor, which is held while a graph is built or ended. Does not own the server.
 */
final class BrickSet {
    private static final Log LOG = Log.of(BrickSet.class);

    private final BrickServer server;
    private final Consumer<String> sickness;
    private final Map<String, Graph> byName = new LinkedHashMap<>();

    /** Bricks whose disk failed; they stay down until they are taken again. */
    private final Set<Graph> sick = ConcurrentHashMap.newKeySet();

    /** @param sickness told, on the thread that noticed, the name of a brick that went down by itself */
    BrickSet(BrickServer server, Consumer<String> sickness) {
        this.server = server;
        this.sickness = sickness;
    }

    /** @throws BrickException when the volfile is not that of a brick */
    static String nameIn(Volfile volfile) throws BrickException {
        if (volfile.top().subvolumes().size() != 1) {
            throw new BrickException("volfile: the top of a brick has one subvolume");
        }
        return volfile.top().subvolumes().getFirst();
    }

    /**
     * Serves the brick of that volfile, or gives it the volfile's options when it is served already; one that is down
     * or whose graph has another shape is started anew, its clients connect again.
     *
     * @param source where the volfile is from, for the log
     * @return its name
     * @throws BrickException when it cannot be; a brick that was served and had to be started anew then is not any more
     */
    synchronized String take(Volfile volfile, Object source) throws BrickException {
        var name = nameIn(volfile);
        try {
            var present = byName.get(name);
            if (present != null && !sick.contains(present)) {
                if (server.reconfigure(present, volfile)) {
                    LOG.say(BrickMessage.BRICK_RECONFIGURED, name, source);
                    return name;
                }
            }
            if (present != null) {
                detach(name);
            }
            var graph = server.add(volfile);
            graph.listen(event -> heard(graph, name, event));
            byName.put(name, graph);
            LOG.say(BrickMessage.BRICK_ATTACHED, name, source);
            return name;
        } catch (GraphException | IllegalArgumentException e) {
            throw new BrickException(e.getMessage(), e);
        }
    }

    /**
     * Sets an option of the brick's node of that type until its volfile is taken again.
     *
     * @return false when it has that value already
     * @throws BrickException when there is no such brick or node, or it does not take the value
     */
    synchronized boolean set(String name, String type, String key, String value)
            throws BrickException {
        var graph = byName.get(name);
        if (graph == null) {
            throw new BrickException("no such brick here");
        }
        var nodes = new ArrayList<>(graph.volfile().nodes());
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            if (node.type().equals(type)) {
                var options = new LinkedHashMap<>(node.options());
                if (value.equals(options.put(key, value))) {
                    return false;
                }
                nodes.set(i, new Volfile.Node(node.name(), type, options, node.subvolumes()));
                return take(new Volfile(nodes), key).equals(name);
            }
        }
        throw new BrickException(type + " xlator is not loaded");
    }

    private void heard(Graph graph, String name, Event.Up event) {
        if (event instanceof Event.ChildDown && sick.add(graph)) {
            LOG.say(BrickMessage.BRICK_SICK, name);
            sickness.accept(name);
        }
    }

    /** False when it is not served. */
    synchronized boolean detach(String name) {
        var graph = byName.remove(name);
        if (graph == null) {
            return false;
        }
        server.remove(graph);
        sick.remove(graph);
        LOG.say(BrickMessage.BRICK_DETACHED, name);
        return true;
    }

    /** Null when it is not served. */
    synchronized Graph graph(String name) {
        return byName.get(name);
    }

    synchronized List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** False once its own health check failed. */
    boolean isWell(Graph graph) {
        return !sick.contains(graph);
    }
}
