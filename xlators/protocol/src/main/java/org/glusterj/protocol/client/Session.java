package org.glusterj.protocol.client;

import java.util.Set;
import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Log;
import org.glusterj.core.OpTime;
import org.glusterj.core.OwnKeys;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xdata;
import org.glusterj.program.FdNumbers;
import org.glusterj.program.FopCodec;
import org.glusterj.program.Release;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcConnection.Procedure;
import org.glusterj.xdr.XdrReader;

/**
 * A connection on which SETVOLUME succeeded: sends fops and knows fds by their numbers on it. Any thread sends; event
 * loops bring replies. Holds no state of its own that changes.
 */
final class Session implements FdNumbers {
    private static final Log LOG = Log.of(Session.class);
    private static final int[] NO_GROUPS = {};

    private static final Procedure[] PROCEDURES = new Procedure[FopType.values().length];
    private static final Procedure RELEASE = fop(Release.RELEASE);
    private static final Procedure RELEASEDIR = fop(Release.RELEASEDIR);

    /** A 10.3 brick serves none of them; two crash it (spec wire-protocol 18.21). Those of ours serve all. */
    private static final Set<FopType> NOT_FOR_STOCK =
            Set.of(FopType.PUT, FopType.NAMELINK, FopType.SETACTIVELK, FopType.ICREATE);

    /** These go by the gfid alone while their fd is not re-opened (spec wire-protocol 8.3). */
    private static final Set<FopType> FALL_BACK =
            Set.of(
                    FopType.READ,
                    FopType.WRITE,
                    FopType.FSYNC,
                    FopType.FINODELK,
                    FopType.FXATTROP,
                    FopType.COPY_FILE_RANGE);

    static {
        for (var type : FopType.values()) {
            PROCEDURES[type.ordinal()] = fop(type.wireProcedure());
        }
    }

    private final ProtocolClient client;
    private final RpcConnection connection;
    private final int memory;
    private final SetVolume.Verdict.Accepted terms;

    /**
     * @param memory number of the brick's memory in this graph, 0 for a brick that does not name it
     * @param terms what the brick said at SETVOLUME
     */
    Session(
            ProtocolClient client,
            RpcConnection connection,
            int memory,
            SetVolume.Verdict.Accepted terms) {
        this.terms = terms;
        this.client = client;
        this.connection = connection;
        this.memory = memory;
    }

    private static Procedure fop(int procedure) {
        return new Procedure(Programs.FOPS, Programs.FOPS_VERSION, procedure);
    }

    ProtocolClient client() {
        return client;
    }

    /** Number of the brick's memory, over all graphs; 0 for a brick that does not name it. */
    int memory() {
        return memory == 0 ? 0 : client.memoriesBefore() + memory;
    }

    RpcConnection connection() {
        return connection;
    }

    /** Sends {@code op}; {@code weight} has been taken and is given back with the outcome. */
    <R extends Reply> void start(Frame frame, Fop<R> op, long weight, Sink<R> sink) {
        Credential credential;
        try {
            requireSendable(op);
            credential = credentialOf(frame);
        } catch (FopException why) {
            client.landed(weight);
            sink.failed(why);
            return;
        }
        if (op instanceof Fop.Flush flush) {
            if (client.fds().hasNothingToFlush(flush)) {
                client.landed(weight);
                sink.ok(Session.<R>flushed());
                return;
            }
            sink = learningFlush(frame, flush, sink);
        }
        switch (op) {
            case Fop.Lk lk -> client.fds().mayLock(lk);
            case Fop.Fsetxattr set -> client.fds().mayTakeLocks(set);
            default -> {}
        }
        FopCodec<Fop<R>, R> codec = FopCodec.of(op);
        var call =
                new FopCall<>(
                        this,
                        codec,
                        op,
                        weight,
                        watched(op, sink),
                        client.environmentOf().nanoTime());
        connection.call(
                credential, PROCEDURES[op.type().ordinal()], call, codec.requestPayload(op), call);
        client.submitted();
    }

    /** A sync that succeeds settles what was changed before it was sent. */
    private <R extends Reply> Sink<R> watched(Fop<R> op, Sink<R> sink) {
        return memory != 0 && op instanceof Fop.OnFd<?> on && isSync(op.type())
                ? client.unsynced().settling(on.fd().inode(), sink)
                : sink;
    }

    private static boolean isSync(FopType type) {
        return type == FopType.FSYNC || type == FopType.FSYNCDIR;
    }

    /** FLUSH is the only fop asked about, and {@link Reply.Ok} its reply. */
    @SuppressWarnings("unchecked")
    private static <R extends Reply> R flushed() {
        return (R) Reply.Ok.PLAIN;
    }

    private Credential credentialOf(Frame frame) throws FopException {
        var caller = frame.caller();
        if (caller.groups().length > 0 && !client.options().sendGids()) {
            caller =
                    new Caller(
                            caller.uid(),
                            caller.gid(),
                            NO_GROUPS,
                            caller.pid(),
                            caller.lkOwner(),
                            caller.client());
        }
        return Credential.v3(caller, frame.time());
    }

    private void requireSendable(Fop<?> op) throws FopException {
        if (!terms.allFops() && NOT_FOR_STOCK.contains(op.type())) {
            throw new FopException(Errno.EOPNOTSUPP);
        }
        switch (op) {
            case Fop.CopyFileRange copy -> {
                requireUsable(copy.fdIn(), op.type());
                requireUsable(copy.fdOut(), op.type());
            }
            case Fop.OnFd<?> onFd -> requireUsable(onFd.fd(), op.type());
            case Fop.Rename rename -> requireKnownFlags(rename.xdata());
            default -> {}
        }
    }

    /** A brick that does not know a flag would rename without it. */
    private void requireKnownFlags(Xdata xdata) throws FopException {
        if ((xdata.number(OwnKeys.RENAME_FLAGS, 0) & ~terms.renameFlags()) != 0) {
            throw new FopException(Errno.EINVAL, "the brick knows no such flags of RENAME");
        }
    }

    /** An fd that the last reconnect could not re-open: tries again, for the next one who comes. */
    private void requireUsable(Fd fd, FopType type) throws FopException {
        var remote = client.fds().of(fd);
        if (memory != 0 && isSync(type) && client.unsynced().isLost(fd.inode(), remote, memory())) {
            throw new FopException(Errno.EIO, "the brick lost what had not been synced");
        }
        if (remote == null || remote.isOpenOn(this)) {
            return;
        }
        boolean hopeless = remote.isLocked() && client.options().strictLocks();
        if (!hopeless) {
            client.fds().reopen(remote, this, success -> {});
        }
        if (remote.isLocked() || !FALL_BACK.contains(type)) {
            throw new FopException(Errno.EBADFD, "the connection the file was opened on is gone");
        }
    }

    @Override
    public long numberOf(Fd fd) {
        var remote = client.fds().of(fd);
        var place = remote == null ? null : remote.place();
        return place != null && place.session() == this ? place.number() : ANONYMOUS;
    }

    @Override
    public void assigned(Fd fd, long number) {
        client.fds().opened(fd, new RemoteFd.Place(this, number));
    }

    /** Keeps the books of POSIX locks, of what is not synced and of types, after a success. */
    void learn(Fop<?> op) {
        if (memory != 0 && op.type().modifies()) {
            client.unsynced().changed(op, memory());
        }
        if (op instanceof Fop.Opendir opened) {
            // Whoever opens it again, here or on another graph, must know.
            opened.inode().learnType(FileType.DIRECTORY);
        }
        if (op instanceof Fop.Fsetxattr set && set.dict().contains(Flock.LOCKINFO)) {
            learnTaken(set);
        }
        if (op instanceof Fop.Lk lk && lk.cmd() != Flock.GETLK) {
            var flock = lk.flock();
            var remote = client.fds().of(lk.fd());
            if (remote == null) {
                return;
            }
            if (flock.type() != Flock.UNLOCK) {
                remote.lockedBy(flock.owner());
            } else if (flock.start() == 0 && flock.len() == 0) {
                remote.unlockedBy(flock.owner());
            }
        }
    }

    /** Whose locks came along with an fd nobody says here, so it counts as locked until it is closed. */
    private void learnTaken(Fop.Fsetxattr set) {
        var remote = client.fds().of(set.fd());
        if (remote != null) {
            remote.lockedBy(LkOwner.NONE);
        }
    }

    /** As {@link #learn}, for FLUSH, which only its frame names an owner for. */
    private <R extends Reply> Sink<R> learningFlush(Frame frame, Fop.Flush flush, Sink<R> sink) {
        var owner = frame.caller().effectiveOwner();
        return new Sink<>() {
            @Override
            public void ok(R reply) {
                var remote = client.fds().of(flush.fd());
                if (remote != null) {
                    remote.unlockedBy(owner);
                }
                sink.ok(reply);
            }

            @Override
            public void failed(FopException why) {
                sink.failed(why);
            }
        };
    }

    /** Gives a number back; whatever comes of it. */
    void release(RemoteFd remote, long number) {
        var release = new Release(remote.fd().gfid(), number, Xdata.EMPTY);
        connection.call(
                new Credential.GlusterfsV3(
                        0, 0, 0, OpTime.NONE, NO_GROUPS, Caller.ROOT.effectiveOwner()),
                remote.isDirectory() ? RELEASEDIR : RELEASE,
                release::encode,
                new Forgotten(client.environmentOf().nanoTime()));
    }

    void undecodable(FopType type, Exception e) {
        LOG.say(ClientMessage.REPLY_UNDECODABLE, e, client.name(), type, e.getMessage());
        connection.close();
    }

    void rejected(FopType type, AcceptStat stat) {
        LOG.say(ClientMessage.CALL_REJECTED, client.name(), type, stat);
    }

    /** A call whose outcome nobody waits for. */
    private static final class Forgotten extends RpcCall {
        Forgotten(long startedNanos) {
            super(startedNanos);
        }

        @Override
        protected boolean isPatient() {
            return true;
        }

        @Override
        protected void replied(AcceptStat stat, XdrReader body) {}

        @Override
        protected void lost(Loss loss) {}
    }
}
