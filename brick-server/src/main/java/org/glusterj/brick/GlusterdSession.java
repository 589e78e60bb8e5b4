package org.glusterj.brick;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Graph;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.Payload;
import org.glusterj.core.Profiler;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcPeer;

/**
 * A stock glusterd's connection to a {@link BrickProcess}: the program of brick operations (spec wire-protocol 16.6,
 * shapes captured from 10.3).
 *
 * <ul>
 *   <li>TERMINATE: the name is a brick; also one that is not there is answered with success
 *   <li>XLATOR_INFO: the name is a brick, {@code input} asks for a profile or a top list
 *   <li>STATUS: {@code brick-name} and {@code cmd} of {@code input} say of what
 *   <li>BARRIER: the name is a brick, {@code barrier} of {@code input} is {@code enable} or {@code disable}
 *   <li>ATTACH: the name is the path of a volfile
 * </ul>
 *
 * Others are for processes that are no bricks, or not there. A failure is op_ret -1 with op_errno 0 and a sentence, as
 * stock's are.
 */
final class GlusterdSession extends BrickOpsCalls {
    private static final Log LOG = Log.of(GlusterdSession.class);

    private final BrickProcess process;

    GlusterdSession(BrickProcess process, Environment environment, RpcPeer peer) {
        super(environment, peer);
        this.process = process;
    }

    /** What an operation comes to. @param after once the answer has left; null = nothing */
    private record Outcome(BrickOps.Response response, Runnable after) {
        static Outcome of(OldDict output) {
            return new Outcome(new BrickOps.Response(0, 0, output, ""), null);
        }
    }

    /** An operation that cannot be carried out; the message goes to glusterd's user. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    void answer(CallHeader header, BrickOps.Request request) {
        int procedure = header.procedure();
        Outcome outcome;
        try {
            outcome = carryOut(procedure, request);
        } catch (RefusedException e) {
            LOG.say(
                    BrickMessage.OPERATION_REFUSED,
                    procedure,
                    Name.toText(request.name()),
                    e.getMessage());
            outcome = failure(e.getMessage());
        } catch (RuntimeException bug) {
            LOG.say(BrickMessage.OPERATION_BUG, bug, procedure, Name.toText(request.name()));
            outcome = failure(bug.toString());
        }
        peer().reply(header, outcome.response()::encode, Payload.EMPTY, outcome.after());
    }

    private static Outcome failure(String why) {
        return new Outcome(new BrickOps.Response(-1, 0, OldDict.none(), Name.ofText(why)), null);
    }

    private Outcome carryOut(int procedure, BrickOps.Request request) throws RefusedException {
        return switch (procedure) {
            case BrickOps.TERMINATE -> terminate(request.name());
            case BrickOps.XLATOR_INFO -> Outcome.of(profile(request));
            case BrickOps.STATUS -> Outcome.of(status(request.input()));
            case BrickOps.BARRIER -> Outcome.of(barrier(request));
            case BrickOps.ATTACH -> Outcome.of(attach(request.name()));
            default ->
                    throw new RefusedException(
                            "brick operation " + procedure + " is not there: " + Errno.EOPNOTSUPP);
        };
    }

    /** glusterd wants the answer first, then the brick's end. */
    private Outcome terminate(String brick) {
        return new Outcome(
                new BrickOps.Response(0, 0, OldDict.empty(), ""),
                () -> environment().spawn("terminate", () -> process.detach(brick)));
    }

    private Graph graph(String brick) throws RefusedException {
        var graph = process.graph(brick);
        if (graph == null) {
            throw new RefusedException("xlator " + Name.toText(brick) + " is not loaded");
        }
        return graph;
    }

    private OldDict profile(BrickOps.Request request) throws RefusedException {
        var graph = graph(request.name());
        for (var xlator : graph.xlators()) {
            if (xlator instanceof Profiler profiler) {
                return profile(graph, profiler, request.input());
            }
        }
        throw new RefusedException("xlator-type debug/io-stats is not loaded");
    }

    private static OldDict profile(Graph graph, Profiler profiler, OldDict input)
            throws RefusedException {
        if (input.number(TopReport.CLEAR, 0) != 0) {
            return TopReport.cleared(profiler, input);
        }
        if (input.contains(TopReport.OP)) {
            return top(graph, profiler, input);
        }
        int op = (int) input.number("info-op", 0);
        if (op < BrickOps.INFO_ALL || op > BrickOps.INFO_CLEAR) {
            throw new RefusedException("no profile " + op);
        }
        return ProfileReport.of(profiler, op, input.number("peek", 0) != 0);
    }

    private static OldDict top(Graph graph, Profiler profiler, OldDict input)
            throws RefusedException {
        try {
            var disk = BrickReport.disk(graph);
            var top = TopReport.of(profiler, input, BrickReport.openFds(graph), disk);
            if (top == null) {
                throw new RefusedException("no top list " + input.number(TopReport.OP, 0));
            }
            return top;
        } catch (IOException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private OldDict status(OldDict input) throws RefusedException {
        int command = (int) input.number("cmd", 0) & STATUS_MASK;
        var output = BrickReport.of(graph(input.text("brick-name", "")), command);
        if (output == null) {
            throw new RefusedException("Unknown status op");
        }
        return output;
    }

    private OldDict barrier(BrickOps.Request request) throws RefusedException {
        graph(request.name());
        boolean close = !request.input().text("barrier", "enable").equals("disable");
        try {
            if (!process.barrier(request.name(), close)) {
                throw new RefusedException("Failed to reconfigure barrier.");
            }
        } catch (BrickException e) {
            throw new RefusedException(e.getMessage());
        }
        return OldDict.none();
    }

    private OldDict attach(String file) throws RefusedException {
        try {
            process.attach(Path.of(Name.toText(file)));
            return OldDict.none();
        } catch (BrickException | InvalidPathException e) {
            throw new RefusedException(e.getMessage());
        }
    }
}
