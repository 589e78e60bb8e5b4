package org.glusterj.cluster.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.glusterj.core.Edge;
import org.glusterj.core.Environment;
import org.glusterj.core.FanOut;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Graph;
import org.glusterj.core.LeafCookies;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Subvolume;
import org.glusterj.core.Xlator;

/**
 * The subvolumes of a distribute node, known by their index in the volfile. Immutable but for the cookies, which are
 * set once while the graph is made; any thread.
 */
final class Children {
    private final List<Edge> edges;
    private final List<String> names;
    private final int[] byName;
    private final Environment environment;

    /** Index of the subvolume that each leaf of the graph belongs to, -1 for others; set by {@link #begin}. */
    private int[] ofLeaf = {};

    private LeafCookies cookies;

    Children(List<Edge> edges, Environment environment) {
        this.edges = edges;
        this.environment = environment;
        names = edges.stream().map(Edge::name).toList();
        byName = LayoutPlan.orderOf(names);
    }

    /** Learns which leaf is whose, as soon as the graph is complete. */
    void begin(Graph graph) {
        var leaves = LeafCookies.leavesOf(graph);
        ofLeaf = new int[leaves.size()];
        for (int leaf = 0; leaf < ofLeaf.length; leaf++) {
            ofLeaf[leaf] = ownerOf(leaves.get(leaf));
        }
        cookies = new LeafCookies(ofLeaf.length);
    }

    private int ownerOf(Xlator leaf) {
        for (int i = 0; i < edges.size(); i++) {
            if (contains(edges.get(i).child(), leaf)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean contains(Xlator top, Xlator wanted) {
        return top == wanted
                || top.children().stream().anyMatch(edge -> contains(edge.child(), wanted));
    }

    long nanoTime() {
        return environment.nanoTime();
    }

    int size() {
        return edges.size();
    }

    Edge at(int index) {
        return edges.get(index);
    }

    String name(int index) {
        return names.get(index);
    }

    List<String> names() {
        return names;
    }

    /** Indexes in the order of the names' bytes, in which locks are taken. */
    int[] byName() {
        return byName;
    }

    /** -1 when no subvolume has that name. */
    int indexOf(String name) {
        return names.indexOf(name);
    }

    boolean isUp(int index) {
        return edges.get(index).isUp();
    }

    boolean allUp() {
        for (var edge : edges) {
            if (!edge.isUp()) {
                return false;
            }
        }
        return true;
    }

    boolean anyUp() {
        return firstUp() >= 0;
    }

    /** -1 when none is. */
    int firstUp() {
        for (int i = 0; i < edges.size(); i++) {
            if (edges.get(i).isUp()) {
                return i;
            }
        }
        return -1;
    }

    /** The subvolume whose leaf made the cookie; the first for one that nobody made. */
    int ofCookie(long cookie) {
        int leaf = cookie == 0 ? 0 : cookies.leaf(cookie);
        int owner = cookie != 0 && leaf < ofLeaf.length ? ofLeaf[leaf] : 0;
        return Math.max(0, owner);
    }

    void spawn(String name, Runnable body) {
        environment.spawn(name, body);
    }

    <R extends Reply> R call(int index, Frame frame, Fop<R> op) throws FopException {
        return edges.get(index).call(frame, op);
    }

    /** The same fop on every subvolume at once; outcomes by index. */
    <R extends Reply> List<Outcome<R>> callAll(Frame frame, Fop<R> op) {
        return FanOut.<R>start(environment, frame, edges, child -> op).awaitAll();
    }

    /** A fop for each of {@code indexes} at once; outcomes in their order. */
    <R extends Reply> List<Outcome<R>> call(
            Frame frame, List<Integer> indexes, IntFunction<Fop<R>> request) {
        var asked = new ArrayList<Subvolume>(indexes.size());
        for (int index : indexes) {
            asked.add(edges.get(index));
        }
        Function<Subvolume, Fop<R>> ofChild =
                child -> request.apply(indexes.get(asked.indexOf(child)));
        return FanOut.<R>start(environment, frame, asked, ofChild).awaitAll();
    }

    /** Every index but {@code one}. */
    List<Integer> without(int one) {
        var others = new ArrayList<Integer>(edges.size());
        for (int i = 0; i < edges.size(); i++) {
            if (i != one) {
                others.add(i);
            }
        }
        return others;
    }
}
