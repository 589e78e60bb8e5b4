package org.glusterj.protocol.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Log;
import org.glusterj.core.OpTime;
import org.glusterj.program.Callback;
import org.glusterj.program.DictCall;
import org.glusterj.program.DictReply;
import org.glusterj.program.Dump;
import org.glusterj.program.Handshake;
import org.glusterj.program.Portmap;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcConnection.Procedure;
import org.glusterj.transport.RpcListener;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * One TCP connection, from the wish to its end: DUMP, then either PORTBYBRICK (a management server) or SETVOLUME and
 * re-opening (a brick). Steps run on the connection's event loop one after the other; what other threads may call says
 * so. Every way out ends in {@link #closed}, which tells the {@link Link}.
 */
final class Attempt implements RpcListener {
    private static final Log LOG = Log.of(Attempt.class);

    private static final Procedure DUMP =
            new Procedure(Programs.DUMP, Programs.DUMP_VERSION, Dump.DUMP);
    private static final Procedure PORT_BY_BRICK =
            new Procedure(Programs.PORTMAP, Programs.PORTMAP_VERSION, Portmap.PORT_BY_BRICK);
    private static final Procedure SET_VOLUME =
            new Procedure(Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION, Handshake.SETVOLUME);

    private static final int[] NO_GROUPS = {};
    private static final Credential BEFORE_FOPS =
            new Credential.GlusterfsV2(0, 0, 0, NO_GROUPS, Caller.ROOT.effectiveOwner());
    private static final Credential WITH_FOPS =
            new Credential.GlusterfsV3(
                    0, 0, 0, OpTime.NONE, NO_GROUPS, Caller.ROOT.effectiveOwner());

    /** Why it ended, where that is better known than from the socket. */
    private record Reason(Errno errno, String why, boolean lasting) {}

    private final Link link;
    private final ProtocolClient client;
    private final Environment environment;
    private volatile RpcConnection connection;
    private volatile Pinger pinger;
    private volatile Session session;
    private volatile Reason reason;
    private volatile boolean up;
    private Environment.Timer handshakeTimer;

    Attempt(Link link, ProtocolClient client, Environment environment) {
        this.link = link;
        this.client = client;
        this.environment = environment;
    }

    void connect(RpcClient network, String host, int port) {
        handshakeTimer =
                environment.schedule(
                        Link.HANDSHAKE_TIMEOUT,
                        "handshake-timeout",
                        () -> tooLate(host + ":" + port));
        connection = network.connect(host, port, this);
    }

    private void tooLate(String where) {
        if (!up) {
            giveUp(Errno.ETIMEDOUT, "no handshake with " + where + " in time", false);
        }
    }

    /** The brick accepted us and every fd is re-opened. Any thread. */
    boolean isUp() {
        return up;
    }

    /** Ends without a reason to report. Any thread. */
    void end() {
        handshakeTimer.cancel();
        var by = connection;
        if (by != null) {
            by.close();
        }
    }

    /** Ends for a reason. Any thread; the first reason counts. */
    void giveUp(Errno errno, String why, boolean lasting) {
        if (reason == null) {
            reason = new Reason(errno, why, lasting);
        }
        end();
    }

    @Override
    public void connected(RpcConnection by) {
        connection = by;
        if (!link.isCurrent(this)) {
            by.close();
            return;
        }
        var timeout = client.options().silence();
        pinger = new Pinger(environment, by, BEFORE_FOPS, timeout, this::dead);
        ask(BEFORE_FOPS, DUMP, new Dump.Request(Dump.GFS_ID)::encode, this::dumped);
    }

    private void dead() {
        long seconds = client.options().silence().toSeconds();
        LOG.say(ClientMessage.PING_TIMEOUT, client.name(), seconds);
        link.restart(this, Errno.ETIMEDOUT, "silent for " + seconds + " seconds");
    }

    private void dumped(XdrReader in) throws XdrException {
        var dump = Dump.Response.decode(in);
        if (dump.serves(Programs.PORTMAP, Programs.PORTMAP_VERSION)) {
            var brick = client.options().remoteSubvolume();
            ask(BEFORE_FOPS, PORT_BY_BRICK, new Portmap.PortByBrick(brick)::encode, this::located);
        } else if (dump.serves(Programs.FOPS, Programs.FOPS_VERSION)) {
            pinger.credential(WITH_FOPS);
            var dict = client.setVolumeRequest(link.volumeId());
            ask(WITH_FOPS, SET_VOLUME, new DictCall(dict)::encode, this::judged);
        } else {
            giveUp(Errno.EPROTONOSUPPORT, connection + " does not serve GlusterFS 4.x", false);
        }
    }

    private void located(XdrReader in) throws XdrException {
        var reply = Portmap.PortByBrickReply.decode(in);
        if (reply.opRet() == 0 && reply.port() > 0 && reply.port() <= 65535) {
            link.redirect(this, reply.port());
        } else {
            var brick = client.options().remoteSubvolume();
            giveUp(Errno.ENOTCONN, "brick " + brick + " is not started or not known there", false);
        }
    }

    private void judged(XdrReader in) throws XdrException {
        var brick = client.options().remoteSubvolume();
        switch (SetVolume.judge(DictReply.decode(in), brick, link.volumeId())) {
            case SetVolume.Verdict.Accepted accepted -> {
                link.accepted(this, accepted.volumeId());
                int memory = link.memory(accepted.memory());
                session = new Session(client, connection, memory, accepted);
                client.fds().reopenAll(session, () -> reopened(accepted.up()));
            }
            case SetVolume.Verdict.Refused refused -> {
                if (refused.volfileStale()) {
                    client.raise(new Event.VolfileModified());
                }
                giveUp(refused.errno(), refused.why(), refused.lasting());
            }
            case SetVolume.Verdict.OtherVolume other -> {
                LOG.say(ClientMessage.OTHER_VOLUME, client.name(), other.expected(), other.found());
                giveUp(
                        Errno.EINVAL,
                        "brick " + brick + " belongs to volume " + other.found() + " now",
                        true);
            }
        }
    }

    private void reopened(boolean brickIsUp) {
        handshakeTimer.cancel();
        if (!link.isCurrent(this)) {
            return;
        }
        up = true;
        LOG.say(
                ClientMessage.CONNECTED,
                client.name(),
                client.options().remoteSubvolume(),
                connection.remoteAddress());
        client.connected(session, pinger, brickIsUp);
    }

    @Override
    public void callback(RpcConnection by, CallHeader header, ByteBuf body) {
        if (header.program() != Programs.CALLBACK || !link.isCurrent(this)) {
            return;
        }
        try {
            switch (Callback.decode(header.procedure(), new XdrReader(body))) {
                case Callback.Upcall upcall ->
                        raise(new Event.Upcall(ClientId.LOCAL, upcall.body()));
                case Callback.Signal signal -> signalled(signal.procedure());
                // For management connections and other kinds of clients.
                case Callback.EventNotify ignored -> {}
                case Callback.Statedump ignored -> {}
                case Callback.Unknown ignored -> {}
            }
        } catch (XdrException e) {
            LOG.say(
                    ClientMessage.CALLBACK_UNDECODABLE,
                    client.name(),
                    header.procedure(),
                    e.getMessage());
        }
    }

    private void raise(Event.Upcall upcall) {
        if (!client.raise(upcall)) {
            // Losing an upcall would leave stale caches; losing the connection empties them.
            LOG.say(ClientMessage.EVENTS_LOST, client.name(), Events.MAX_WAITING);
            giveUp(Errno.ENOBUFS, "too many callbacks wait", false);
        }
    }

    private void signalled(int procedure) {
        if (up && procedure == Callback.CHILD_UP) {
            client.brickUp(session, true);
        } else if (up && procedure == Callback.CHILD_DOWN) {
            client.brickUp(session, false);
        }
    }

    @Override
    public void closed(RpcConnection by, IOException why) {
        handshakeTimer.cancel();
        var pings = pinger;
        if (pings != null) {
            pings.stop();
        }
        link.ended(this, why);
    }

    /** Tells the translator how it ended; called by {@link Link} for the current attempt only. */
    void report(IOException why) {
        var known = reason;
        var text = known == null ? why.getMessage() : known.why();
        if (up) {
            up = false;
            client.disconnected(session, text);
        } else {
            var errno = known == null ? errnoOf(why) : known.errno();
            client.notConnected(errno, text, known != null && known.lasting());
        }
    }

    static Errno errnoOf(IOException why) {
        return switch (why) {
            case UnknownHostException e -> Errno.EHOSTUNREACH;
            case ConnectException e -> Errno.ECONNREFUSED;
            case SocketTimeoutException e -> Errno.ETIMEDOUT;
            default -> Errno.ENOTCONN;
        };
    }

    /** Reads the body of a successful reply and takes the next step. */
    @FunctionalInterface
    private interface Step {
        void take(XdrReader in) throws XdrException;
    }

    private void ask(Credential credential, Procedure procedure, RpcBody body, Step step) {
        connection.call(credential, procedure, body, new Asked(environment.nanoTime(), step));
        pinger.submitted();
    }

    private final class Asked extends RpcCall {
        private final Step step;

        Asked(long startedNanos, Step step) {
            super(startedNanos);
            this.step = step;
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader body) {
            if (stat != AcceptStat.SUCCESS) {
                giveUp(Errno.EPROTO, connection + " rejects the handshake: " + stat, false);
                return;
            }
            try {
                step.take(body);
            } catch (XdrException e) {
                giveUp(Errno.EPROTO, connection + " sends what cannot be decoded: " + e, false);
            }
        }

        @Override
        protected void lost(Loss loss) {
            end();
        }
    }
}
