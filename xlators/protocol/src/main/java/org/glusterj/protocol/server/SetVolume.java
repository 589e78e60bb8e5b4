package org.glusterj.protocol.server;

import java.net.InetSocketAddress;
import java.util.Collection;
import org.glusterj.core.ClientId;
import org.glusterj.core.Edge;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Xdata;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.Programs;

/**
 * Decides about a SETVOLUME request: the checks of spec wire-protocol 7.4 in stock's order, with its errnos and
 * sentences. Runs on an io-thread, since an access rule may name a host that has to be resolved. Used once per request.
 */
final class SetVolume {
    /**
     * @param errno null on success
     * @param reply the reply's dictionary
     * @param attachment what to attach to, null on failure
     */
    record Answer(Errno errno, OldDict reply, Attachment attachment) {
        /** Why the client was refused, or "". */
        String reason() {
            return errno == null ? "" : reply.text("ERROR", "");
        }
    }

    private final OldDict request;
    private final InetSocketAddress peer;
    private final long connection;
    private final String processUuid;
    private final OldDict reply = OldDict.empty();

    SetVolume(OldDict request, InetSocketAddress peer, long connection, String processUuid) {
        this.request = request;
        this.peer = peer;
        this.connection = connection;
        this.processUuid = processUuid;
    }

    /** The brick that the request names, "" when it names none. */
    static String brickOf(OldDict request) {
        return request.text("remote-subvolume", "");
    }

    static ClientView.Greeting greeting(OldDict request) {
        return new ClientView.Greeting(
                request.text("process-name", "unknown"), (int) request.number("opversion", 0));
    }

    /** The server among {@code servers} that has the brick, or null. */
    static ProtocolServer find(Collection<ProtocolServer> servers, String brick) {
        for (var server : servers) {
            if (server.brick(brick) != null) {
                return server;
            }
        }
        return null;
    }

    /** When no brick of that name is served here. */
    Answer withoutBrick() {
        return brickOf(request).isEmpty()
                ? refuse(Errno.EINVAL, "No remote-subvolume option specified")
                : refuse(Errno.ENOENT, "Brick not found");
    }

    /** When the connection is attached already, or another SETVOLUME of it is under way. */
    Answer twice() {
        return refuse(Errno.EINVAL, "this connection belongs to a brick already");
    }

    Answer decide(ProtocolServer server) {
        var name = brickOf(request);
        var brick = server.brick(name);
        if (brick == null) {
            return withoutBrick();
        }
        reply.putText("child_up", brick.isUp() ? "1" : "0");
        var uuid = request.text("process-uuid", "");
        if (uuid.isEmpty()) {
            return refuse(Errno.EINVAL, "UUID not specified");
        }
        if (!server.volumeId().isEmpty()) {
            reply.putText("volume-id", server.volumeId());
        }
        var wantedId = request.text("volume-id", "");
        if (!wantedId.isEmpty()
                && !server.volumeId().isEmpty()
                && !wantedId.equalsIgnoreCase(server.volumeId())) {
            return refuse(
                    Errno.EINVAL,
                    "Volume-ID different, possible case of same brick re-used in another volume");
        }
        if (request.number("fops-version", 0) != Programs.FOPS) {
            return refuse(
                    Errno.EINVAL,
                    "version mismatch: client("
                            + request.number("fops-version", 0)
                            + ") - client-mgmt("
                            + request.number("mgmt-version", 0)
                            + ")");
        }
        if (!request.text("subdir-mount", "/").equals("/")) {
            return refuse(Errno.ENOENT, "subdirectory mounts are not possible with this server");
        }
        return authenticate(server, brick, uuid);
    }

    private Answer authenticate(ProtocolServer server, Edge brick, String uuid) {
        var verdict =
                server.access()
                        .decide(
                                brick.name(),
                                peer,
                                request.text("username", null),
                                request.text("password", null));
        if (verdict == Access.Verdict.REJECTED) {
            return refuse(Errno.EACCES, "Authentication failed");
        }
        reply.putText("ERROR", "Success")
                .putText("process-uuid", processUuid)
                .putText("clnt-lk-version", "0")
                .putText("transport-ptr", Long.toString(connection));
        if (request.contains(OwnKeys.DISK_MEMORY)) {
            tellMemory(server, brick);
        }
        if (request.contains(OwnKeys.RENAME_FLAGS)) {
            reply.putNumber(OwnKeys.RENAME_FLAGS, OwnKeys.RENAME_NOREPLACE);
        }
        if (request.contains(OwnKeys.ALL_FOPS)) {
            reply.putNumber(OwnKeys.ALL_FOPS, 1);
        }
        var attachment =
                new Attachment(
                        server,
                        brick,
                        new ClientId(uuid, connection),
                        verdict == Access.Verdict.TRUSTED,
                        server.workers().client());
        return new Answer(null, reply, attachment);
    }

    /** Our clients ask for it, to know whether what they wrote can be lost. A disk that cannot tell says nothing. */
    private void tellMemory(ProtocolServer server, Edge brick) {
        var root = server.inodes().root();
        try {
            var asked = new Fop.Getxattr(Loc.of(root), OwnKeys.DISK_MEMORY, Xdata.NULL);
            var said = brick.call(Frame.internal(), asked).dict().string(OwnKeys.DISK_MEMORY);
            said.ifPresent(name -> reply.putText(OwnKeys.DISK_MEMORY, name));
        } catch (FopException unknown) {
            ServerLog.say(ServerMessage.MEMORY_UNKNOWN, brick.name(), unknown.errno());
        }
    }

    private Answer refuse(Errno errno, String sentence) {
        reply.putText("ERROR", sentence);
        return new Answer(errno, reply, null);
    }
}
