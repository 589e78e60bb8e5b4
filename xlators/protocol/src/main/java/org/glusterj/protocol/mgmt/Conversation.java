package org.glusterj.protocol.mgmt;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.locks.LockSupport;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.LkOwner;
import org.glusterj.dict.OldDict;
import org.glusterj.program.Callback;
import org.glusterj.program.Handshake;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcConnection.Procedure;
import org.glusterj.transport.RpcListener;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;

/**
 * One connection to one management server. Blocking methods are for one thread at a time; the event loop stores and
 * unparks. Volatile fields have one writer each.
 */
final class Conversation implements RpcListener {
    /** Told about a conversation that was connected; on the event loop, must not block. */
    interface Owner {
        void volfileChanged(Conversation by);

        /** The process {@code pid} of this host shall write its state. */
        void statedumpAsked(Conversation by, int pid);

        void ended(Conversation by, IOException why);
    }

    private static final Procedure GETSPEC =
            new Procedure(Programs.HANDSHAKE, Programs.HANDSHAKE_VERSION, Handshake.GETSPEC);
    private static final Credential CREDENTIAL =
            new Credential.GlusterfsV2(0, 0, 0, new int[0], LkOwner.ofPid(0));

    private final Endpoint server;
    private final Environment environment;
    private final Owner owner;
    private volatile RpcConnection connection;
    private volatile boolean connected;
    private volatile IOException failure;
    private volatile Thread waiter;

    Conversation(Endpoint server, Environment environment, Owner owner) {
        this.server = server;
        this.environment = environment;
        this.owner = owner;
    }

    Endpoint server() {
        return server;
    }

    boolean isOpen() {
        return connected && failure == null;
    }

    /** Connects, until {@code deadline}; a thread that is or gets interrupted fails, and stays so. Likewise below. */
    void open(RpcClient network, Deadline deadline) throws ManagementException {
        waiter = Thread.currentThread();
        failIfInterrupted();
        connection = network.connect(server.host(), server.port(), this);
        while (!connected && failure == null) {
            if (hasToStop(deadline)) {
                close();
                throw stopped("no answer from " + server);
            }
            environment.parkUntil(deadline.nanoTime());
        }
        throwIfEnded();
    }

    /** Whether an answer would be quicker than the look at the interrupt must not matter. */
    private void failIfInterrupted() throws ManagementException {
        if (Thread.currentThread().isInterrupted()) {
            throw stopped("");
        }
    }

    private boolean hasToStop(Deadline deadline) {
        return deadline.remainingNanos(environment) <= 0 || Thread.currentThread().isInterrupted();
    }

    private ManagementException stopped(String late) {
        return Thread.currentThread().isInterrupted()
                ? new ManagementException(Errno.EINTR, "interrupted while waiting for " + server)
                : new ManagementException(Errno.ETIMEDOUT, late);
    }

    /** Asks for a volfile, until {@code deadline}. */
    String getSpec(String key, OldDict xdata, int flags, Deadline deadline)
            throws ManagementException {
        waiter = Thread.currentThread();
        failIfInterrupted();
        var request = new Handshake.GetSpec(flags, key, xdata);
        var asked = new Asked(environment.nanoTime());
        connection.call(CREDENTIAL, GETSPEC, request::encode, asked);
        while (!asked.done) {
            if (hasToStop(deadline)) {
                throw stopped(server + " does not answer the request for " + key);
            }
            environment.parkUntil(deadline.nanoTime());
        }
        if (asked.reply == null) {
            throw new ManagementException(asked.errno, server + " " + asked.complaint);
        }
        return specOf(key, asked.reply);
    }

    private String specOf(String key, Handshake.GetSpecReply reply) throws ManagementException {
        if (reply.opRet() > 0 && !reply.spec().isEmpty()) {
            return reply.spec();
        }
        if (reply.opRet() >= 0) {
            throw new ManagementException(
                    Errno.EPROTO, server + " answers with an empty volfile for " + key);
        }
        var errno = Errno.of(reply.opErrno());
        var what =
                switch (reply.opErrno()) {
                    case 2 -> "volume '" + name(key) + "' does not exist on " + server;
                    case 95 ->
                            "volume '"
                                    + name(key)
                                    + "' needs another op-version than this client's";
                    default -> server + " refuses the volfile of " + key + ": " + errno.text();
                };
        throw new ManagementException(reply.opErrno() == 0 ? Errno.EPROTO : errno, what);
    }

    private static String name(String key) {
        return key.startsWith("/") ? key.substring(1) : key;
    }

    private void throwIfEnded() throws ManagementException {
        var why = failure;
        if (why == null) {
            return;
        }
        throw switch (why) {
            case UnknownHostException e ->
                    new ManagementException(Errno.EHOSTUNREACH, e.getMessage());
            case ConnectException e -> new ManagementException(Errno.ECONNREFUSED, e.getMessage());
            case SocketTimeoutException e ->
                    new ManagementException(Errno.ETIMEDOUT, e.getMessage());
            case IOException e when !connected ->
                    new ManagementException(Errno.EHOSTUNREACH, e.getMessage());
            default ->
                    new ManagementException(
                            Errno.ENOTCONN,
                            "lost the connection to " + server + ": " + why.getMessage());
        };
    }

    void close() {
        var by = connection;
        if (by != null) {
            by.close();
        }
    }

    @Override
    public void connected(RpcConnection by) {
        connected = true;
        LockSupport.unpark(waiter);
    }

    @Override
    public void callback(RpcConnection by, CallHeader header, ByteBuf body) {
        if (header.program() != Programs.CALLBACK) {
            return;
        }
        switch (header.procedure()) {
            case Callback.FETCHSPEC -> owner.volfileChanged(this);
            case Callback.STATEDUMP -> {
                // Four bytes; whatever else is no process of this host.
                if (body.readableBytes() == Integer.BYTES) {
                    owner.statedumpAsked(this, body.getInt(body.readerIndex()));
                }
            }
            default -> {}
        }
    }

    @Override
    public void closed(RpcConnection by, IOException why) {
        failure = why;
        LockSupport.unpark(waiter);
        if (connected) {
            owner.ended(this, why);
        }
    }

    private final class Asked extends RpcCall {
        private volatile boolean done;
        private Handshake.GetSpecReply reply;
        private Errno errno = Errno.EPROTO;
        private String complaint = "";

        Asked(long startedNanos) {
            super(startedNanos);
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader body) {
            try {
                if (stat == AcceptStat.SUCCESS) {
                    reply = Handshake.GetSpecReply.decode(body);
                } else {
                    complaint = "serves no volfiles: " + stat;
                }
            } catch (XdrException e) {
                complaint = "sends an undecodable volfile: " + e.getMessage();
            }
            finish();
        }

        @Override
        protected void lost(Loss loss) {
            errno = Errno.ENOTCONN;
            complaint = "closed the connection instead of answering";
            finish();
        }

        private void finish() {
            done = true;
            LockSupport.unpark(waiter);
        }
    }
}
