package org.glusterj.cluster.afr;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Edge;
import org.glusterj.core.Environment;
import org.glusterj.core.FanOut;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Outcome;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Subvolume;

/**
 * The subvolumes that hold the copies, by their index in the volfile, and which of them are up. Any thread; which are
 * up is one immutable value, replaced when it changes.
 */
public final class Children {
    /**
     * @param generation goes up with each coming and going; what was learned in another one may not be true any more
     */
    public record Presence(Copies up, int generation) {}

    private final List<Edge> edges;
    private final Environment environment;
    private final AtomicReference<Presence> presence =
            new AtomicReference<>(new Presence(Copies.NONE, 1));

    public Children(List<Edge> edges, Environment environment) {
        this.edges = List.copyOf(edges);
        this.environment = environment;
    }

    public int size() {
        return edges.size();
    }

    Edge at(int index) {
        return edges.get(index);
    }

    public String name(int index) {
        return edges.get(index).name();
    }

    public Copies all() {
        return Copies.first(edges.size());
    }

    List<String> names() {
        return edges.stream().map(Edge::name).toList();
    }

    public Presence presence() {
        while (true) {
            int bits = 0;
            for (int i = 0; i < edges.size(); i++) {
                if (edges.get(i).isUp()) {
                    bits |= 1 << i;
                }
            }
            var before = presence.get();
            if (before.up().bits() == bits) {
                return before;
            }
            var now = new Presence(new Copies(bits), before.generation() + 1);
            if (presence.compareAndSet(before, now)) {
                return now;
            }
        }
    }

    /** A child came or went, although it may look now as it looked before. */
    void changed() {
        presence.updateAndGet(one -> new Presence(one.up(), one.generation() + 1));
        presence();
    }

    /**
     * The frame for work that must be carried through whatever becomes of its caller: a change that reached some copies
     * only would have to be healed. Children end waits themselves when a server does not answer.
     */
    static Frame steady(Frame frame) {
        return new Frame(frame.unique(), frame.caller(), Deadline.NONE, frame.time(), Cancel.NEVER);
    }

    /** The frame for locks and counters, which users have no rights to. */
    static Frame internal(Frame frame, LkOwner owner) {
        var user = frame.caller();
        var root = new Caller(0, 0, new int[0], user.pid(), owner, user.client());
        return new Frame(frame.unique(), root, Deadline.NONE, frame.time(), Cancel.NEVER);
    }

    public <R extends Reply> R call(int index, Frame frame, Fop<R> op) throws FopException {
        return edges.get(index).call(frame, op);
    }

    /** Starts a fop whose outcome nobody waits for. */
    <R extends Reply> void start(int index, Frame frame, Fop<R> op, Sink<R> sink) {
        edges.get(index).start(frame, op, sink);
    }

    /** The same fop on all of {@code who} at once. */
    public <R extends Reply> Answers<R> ask(Frame frame, Copies who, Fop<R> op) {
        return ask(frame, who, i -> op);
    }

    /** A fop on each of {@code who} at once; {@code frame} must be {@link #steady}. */
    public <R extends Reply> Answers<R> ask(Frame frame, Copies who, IntFunction<Fop<R>> request) {
        var answers = new Answers<R>(edges.size());
        if (who.count() == 1) {
            int only = who.lowest();
            try {
                answers.ok(only, call(only, frame, request.apply(only)));
            } catch (FopException why) {
                answers.failed(only, why);
            }
            return answers;
        }
        var indexes = new int[who.count()];
        var ops = new ArrayList<Fop<R>>(indexes.length);
        int n = 0;
        for (int i = who.lowest(); i >= 0; i = who.next(i)) {
            indexes[n++] = i;
            ops.add(request.apply(i));
        }
        var outcomes = askEach(frame, indexes, ops);
        for (int i = 0; i < n; i++) {
            switch (outcomes.get(i)) {
                case Outcome.Ok<R>(var child, var reply) -> answers.ok(indexes[i], reply);
                case Outcome.Failed<R>(var child, var why) -> answers.failed(indexes[i], why);
            }
        }
        return answers;
    }

    /** {@code ops.get(i)} on child {@code indexes[i]}, all at once; a child may get several. */
    <R extends Reply> List<Outcome<R>> askEach(Frame frame, int[] indexes, List<Fop<R>> ops) {
        var asked = new ArrayList<Subvolume>(indexes.length);
        for (int index : indexes) {
            asked.add(edges.get(index));
        }
        // requests are asked for in the order of the children given
        var next = ops.iterator();
        return FanOut.<R>start(environment, frame, asked, child -> next.next()).awaitAll();
    }
}
