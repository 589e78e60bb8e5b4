package org.glusterj.brick;

import io.netty.buffer.ByteBuf;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Log;
import org.glusterj.core.Name;
import org.glusterj.core.Payload;
import org.glusterj.dict.OldDict;
import org.glusterj.program.BrickOps;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcHandler;
import org.glusterj.transport.RpcPeer;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * A manager's connection to a {@link BrickHost}: the program of brick operations (spec wire-protocol 16.6) as far as it
 * is there. Decodes on the event loop and carries out on a virtual thread, since graphs are built and ended.
 *
 * <ul>
 *   <li>ATTACH: the name is the path of a volfile
 *   <li>TERMINATE: the name is a brick, which is detached; with the last one, or without a name, the process ends
 *   <li>STATUS without a name: {@code pid}, {@code port}, {@code count}, and of each brick {@code brick0.name}, {@code
 *       brick0.online} and {@code brick0.clients} (a form of this project's)
 * </ul>
 */
final class BrickOpsSession implements RpcHandler {
    private static final Log LOG = Log.of(BrickOpsSession.class);

    private final BrickHost host;
    private final Environment environment;
    private final RpcPeer peer;

    BrickOpsSession(BrickHost host, Environment environment, RpcPeer peer) {
        this.host = host;
        this.environment = environment;
        this.peer = peer;
    }

    @Override
    public void call(CallHeader header, ByteBuf body) {
        try {
            if (header.program() != Programs.BRICK_OPS) {
                peer.reject(header, AcceptStat.PROGRAM_UNAVAILABLE);
            } else if (header.version() != Programs.BRICK_OPS_VERSION) {
                peer.reject(header, AcceptStat.PROGRAM_MISMATCH);
            } else {
                var request = BrickOps.Request.decode(new XdrReader(body));
                environment.spawn("brick-op", () -> answer(header, request));
            }
        } catch (XdrException e) {
            peer.reject(header, AcceptStat.GARBAGE_ARGUMENTS);
        } finally {
            body.release();
        }
    }

    private void answer(CallHeader header, BrickOps.Request request) {
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
        peer.reply(header, response::encode, Payload.EMPTY, ends ? host::terminate : null);
    }

    private BrickOps.Response carryOut(int procedure, BrickOps.Request request) {
        var name = request.name();
        return switch (procedure) {
            case BrickOps.ATTACH -> attach(name);
            case BrickOps.TERMINATE -> terminate(name);
            case BrickOps.STATUS ->
                    name.isEmpty()
                            ? status()
                            : refused(procedure, name, Errno.EOPNOTSUPP, "only of the process");
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
            return new BrickOps.Response(0, 0, OldDict.empty(), "");
        } catch (BrickException | InvalidPathException e) {
            return refused(BrickOps.ATTACH, name, Errno.EINVAL, e.getMessage());
        }
    }

    private BrickOps.Response terminate(String name) {
        if (name.isEmpty()) {
            host.served().forEach(brick -> host.detach(brick.name()));
        } else if (!host.detach(name)) {
            return refused(BrickOps.TERMINATE, name, Errno.ENOENT, "no such brick here");
        }
        return new BrickOps.Response(0, 0, OldDict.empty(), "");
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
        }
        return new BrickOps.Response(0, 0, out, "");
    }

    private static BrickOps.Response refused(int procedure, String name, Errno errno, String why) {
        LOG.say(BrickMessage.OPERATION_REFUSED, procedure, Name.toText(name), why);
        return failure(errno, why);
    }

    private static BrickOps.Response failure(Errno errno, String why) {
        return new BrickOps.Response(-1, errno.code(), OldDict.none(), Name.ofText(why));
    }

    @Override
    public void closed() {}
}
