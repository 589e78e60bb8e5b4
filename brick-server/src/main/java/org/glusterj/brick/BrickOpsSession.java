package org.glusterj.brick;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Graph;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.OptionTable;
import org.glusterj.core.Payload;
import org.glusterj.core.Profiler;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.CallHeader;
import org.glusterj.transport.RpcPeer;

/**
 * A manager's connection to a {@link BrickHost}: the program of brick operations (spec wire-protocol 16.6) as far as it
 * is there.
 *
 * <ul>
 *   <li>ATTACH: the name is the path of a volfile
 *   <li>TERMINATE: the name is a brick, which is detached; with the last one, or without a name, the process ends
 *   <li>STATUS with {@code cmd}: what stock tells of the brick of that {@code brick-name} ({@link BrickReport})
 *   <li>XLATOR_INFO: the profile of the brick of that name ({@link ProfileReport}), with {@code top-op} its top lists
 *       ({@link TopReport})
 *   <li>CLEAR_LOCKS: clears locks of {@code path} of the brick by {@code attribute}; this project's
 *   <li>STATUS without anything: {@code pid}, {@code port}, {@code count}, and of each brick {@code brick0.name},
 *       {@code brick0.online}, {@code brick0.clients} and {@code brick0.volfile}, a {@link VolfileSum} (a form of this
 *       project's)
 * </ul>
 */
final class BrickOpsSession extends BrickOpsCalls {
    private static final Log LOG = Log.of(BrickOpsSession.class);

    private final BrickHost host;

    BrickOpsSession(BrickHost host, Environment environment, RpcPeer peer) {
        super(environment, peer);
        this.host = host;
    }

    @Override
    void answer(CallHeader header, BrickOps.Request request) {
        BrickOps.Response response;
        try {
            response = carryOut(header.procedure(), request);
        } catch (RuntimeException bug) {
            LOG.say(
                    BrickMessage.OPERATION_BUG,
                    bug,
                    header.procedure(),
                    Name.toText(request.name()));
            response = failure(Errno.EIO, bug.toString());
        }
        boolean ends =
                header.procedure() == BrickOps.TERMINATE
                        && response.opRet() == 0
                        && host.served().isEmpty();
        peer().reply(header, response::encode, Payload.EMPTY, ends ? host::terminate : null);
    }

    private BrickOps.Response carryOut(int procedure, BrickOps.Request request) {
        var name = request.name();
        return switch (procedure) {
            case BrickOps.ATTACH -> attach(name);
            case BrickOps.TERMINATE -> terminate(name);
            case BrickOps.STATUS ->
                    request.input().contains("cmd") ? report(request.input()) : status();
            case BrickOps.XLATOR_INFO -> profile(name, request.input());
            case BrickOps.CLEAR_LOCKS -> clearLocks(name, request.input());
            default ->
                    refused(
                            procedure,
                            name,
                            Errno.EOPNOTSUPP,
                            "operation " + procedure + " is not there");
        };
    }

    private BrickOps.Response attach(String name) {
        try {
            host.attach(Path.of(Name.toText(name)));
            return done(OldDict.empty());
        } catch (BrickException | InvalidPathException e) {
            return refused(BrickOps.ATTACH, name, Errno.EINVAL, e.getMessage());
        }
    }

    private BrickOps.Response terminate(String name) {
        if (name.isEmpty()) {
            host.served().forEach(brick -> host.detach(brick.name()));
        } else if (!host.detach(name)) {
            return noBrick(BrickOps.TERMINATE, name);
        }
        return done(OldDict.empty());
    }

    private BrickOps.Response report(OldDict asked) {
        var name = asked.text("brick-name", "");
        var graph = host.graph(name);
        if (graph == null) {
            return noBrick(BrickOps.STATUS, name);
        }
        int command = (int) asked.number("cmd", 0) & STATUS_MASK;
        var report = BrickReport.of(graph, command);
        return report == null
                ? refused(BrickOps.STATUS, name, Errno.EINVAL, "no status " + command)
                : done(report);
    }

    private BrickOps.Response profile(String name, OldDict asked) {
        var graph = host.graph(name);
        if (graph == null) {
            return noBrick(BrickOps.XLATOR_INFO, name);
        }
        for (var xlator : graph.xlators()) {
            if (xlator instanceof Profiler profiler) {
                if (asked.contains(TopReport.OP)) {
                    return top(graph, name, profiler, asked);
                }
                int op = (int) asked.number("info-op", BrickOps.INFO_ALL);
                boolean known = op >= BrickOps.INFO_ALL && op <= BrickOps.INFO_CLEAR;
                boolean peek = OptionTable.parseBoolean(asked.text("peek", "off"));
                return done(ProfileReport.of(profiler, known ? op : BrickOps.INFO_ALL, peek));
            }
        }
        return refused(BrickOps.XLATOR_INFO, name, Errno.EOPNOTSUPP, "the brick has no profile");
    }

    private static BrickOps.Response top(
            Graph graph, String name, Profiler profiler, OldDict asked) {
        if (asked.number(TopReport.CLEAR, 0) != 0) {
            return done(TopReport.cleared(profiler, asked));
        }
        try {
            var disk = BrickReport.disk(graph);
            var top = TopReport.of(profiler, asked, BrickReport.openFds(graph), disk);
            return top == null
                    ? refused(BrickOps.XLATOR_INFO, name, Errno.EINVAL, "no such top list")
                    : done(top);
        } catch (IOException e) {
            return refused(BrickOps.XLATOR_INFO, name, Errno.EINVAL, e.getMessage());
        }
    }

    private BrickOps.Response clearLocks(String name, OldDict asked) {
        var graph = host.graph(name);
        if (graph == null) {
            return noBrick(BrickOps.CLEAR_LOCKS, name);
        }
        try {
            var cleared =
                    new PathLocks(graph).clear(asked.text("path", ""), asked.text("attribute", ""));
            return done(OldDict.empty().putText("cleared", Name.ofText(cleared)));
        } catch (FopException why) {
            return failure(why.errno(), why.errno().name());
        }
    }

    private static BrickOps.Response noBrick(int procedure, String name) {
        return refused(procedure, name, Errno.ENOENT, "no such brick here");
    }

    private static BrickOps.Response done(OldDict output) {
        return new BrickOps.Response(0, 0, output, "");
    }

    private BrickOps.Response status() {
        var served = host.served();
        var out =
                OldDict.empty()
                        .putNumber("pid", ProcessHandle.current().pid())
                        .putNumber("port", host.port())
                        .putNumber("count", served.size());
        for (int i = 0; i < served.size(); i++) {
            var brick = served.get(i);
            out.putText("brick" + i + ".name", brick.name());
            out.putNumber("brick" + i + ".online", brick.online() ? 1 : 0);
            out.putNumber("brick" + i + ".clients", brick.clients());
            out.putText("brick" + i + ".volfile", brick.volfile());
        }
        return done(out);
    }

    private static BrickOps.Response refused(int procedure, String name, Errno errno, String why) {
        LOG.say(BrickMessage.OPERATION_REFUSED, procedure, Name.toText(name), why);
        return failure(errno, why);
    }

    private static BrickOps.Response failure(Errno errno, String why) {
        return new BrickOps.Response(-1, errno.code(), OldDict.none(), Name.ofText(why));
    }
}
