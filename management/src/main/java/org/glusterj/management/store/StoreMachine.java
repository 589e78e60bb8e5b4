package org.glusterj.management.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.glusterj.core.Log;
import org.glusterj.management.WholeFile;

/**
 * Applies Raft's log to the {@link Feed}, and keeps snapshots: a file {@code snapshot.TERM_INDEX} of {@link
 * Table#write} with its MD5 beside it. Ratis calls it on one thread of its own; queries come from others and only
 * read. One for each time that this node is a member.
 */
final class StoreMachine extends BaseStateMachine {
    private static final Log LOG = Log.of(StoreMachine.class);

    private final Feed feed;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();

    StoreMachine(Feed feed) {
        this.feed = feed;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
            throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, group, raftStorage);
                            storage.init(raftStorage);
                            load(storage.loadLatestSnapshot());
                        });
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** A snapshot has come from the leader. */
    @Override
    public void reinitialize() throws IOException {
        load(storage.loadLatestSnapshot());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    private void load(SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            return;
        }
        var file = snapshot.getFile().getPath();
        MD5FileUtil.verifySavedMD5(file.toFile(), snapshot.getFile().getFileDigest());
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            var table = Table.read(in);
            setLastAppliedTermIndex(snapshot.getTermIndex());
            feed.replace(table);
            LOG.say(StoreMessage.SNAPSHOT_LOADED, file.getFileName(), table.revision());
        }
    }

    @Override
    public long takeSnapshot() throws IOException {
        var last = getLastAppliedTermIndex();
        if (last.getIndex() < 0) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        var file = storage.getSnapshotFile(last.getTerm(), last.getIndex()).toPath();
        var table = feed.read(Table::copy);
        WholeFile.replace(
                file,
                out -> {
                    var data = new DataOutputStream(out);
                    table.write(data);
                    data.flush();
                });
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        storage.updateLatestSnapshot(
                new SingleFileSnapshotInfo(
                        new FileInfo(file, digest),
                        TermIndex.valueOf(last.getTerm(), last.getIndex())));
        return last.getIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        try {
            var request =
                    Commands.decodeRequest(
                            entry.getStateMachineLogEntry().getLogData().toByteArray());
            var answer = feed.apply(request);
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            return CompletableFuture.completedFuture(message(answer));
        } catch (IOException e) {
            // Going on would make this node's table another one than the pool's.
            LOG.say(StoreMessage.COMMAND_BUG, e, entry.getIndex(), e.getMessage());
            Thread.ofVirtual().start(this::stopServer);
            throw new UncheckedIOException(e);
        }
    }

    private void stopServer() {
        try {
            getServer().join().close();
        } catch (IOException e) {
            LOG.say(StoreMessage.STORE_CLOSED, e, getId());
        }
    }

    /** Whatever is asked: how far the table is. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(
                message(new Commands.Answer(Table.Outcome.DONE, feed.applied())));
    }

    private static Message message(Commands.Answer answer) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(Commands.encode(answer));
        return Message.valueOf(bytes);
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        LOG.say(StoreMessage.LEADER_CHANGED, member.getPeerId(), leader);
    }
}
