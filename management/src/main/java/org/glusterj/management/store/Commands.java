package org.glusterj.management.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;

/**
 * Commits and their answers as bytes of the Raft log. All numbers big-endian, texts as of {@link
 * DataOutputStream#writeUTF}.
 *
 * <pre>
 * commit:  byte version = 1, UUID request,
 *          int conditions, {text key, long revision}…,
 *          int writes, {text key, int length or -1, bytes}…
 * answer:  byte {@link Table.Outcome}, long revision
 * </pre>
 */
final class Commands {
    private static final int VERSION = 1;
    private static final Table.Outcome[] OUTCOMES = Table.Outcome.values();

    private Commands() {}

    /** What the state machine answered. {@code revision} is the table's after it. */
    record Answer(Table.Outcome outcome, long revision) {
        /** As {@link ClusterStore#commit} answers it. */
        Optional<Long> committed() throws StoreException {
            return switch (outcome) {
                case DONE -> Optional.of(revision);
                case CONDITION_FAILED -> Optional.empty();
                case FULL -> throw new StoreException("the store is full", null, true);
            };
        }
    }

    /** A commit in the log. {@code request} is the same in all attempts to get it there. */
    record Request(UUID request, Commit commit) {}

    static byte[] encode(Request request) {
        var commit = request.commit();
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(request.request().getMostSignificantBits());
            out.writeLong(request.request().getLeastSignificantBits());
            out.writeInt(commit.conditions().size());
            for (var condition : commit.conditions()) {
                out.writeUTF(condition.key());
                out.writeLong(condition.revision());
            }
            out.writeInt(commit.writes().size());
            for (var write : commit.writes()) {
                out.writeUTF(write.key());
                out.writeInt(write.value() == null ? -1 : write.value().length);
                if (write.value() != null) {
                    out.write(write.value());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Request decodeRequest(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("commit of version " + version + ", a newer manager's");
        }
        var request = new UUID(in.readLong(), in.readLong());
        List<Condition> conditions = new ArrayList<>();
        for (int left = bounded(in.readInt(), Table.CONDITIONS_MAX); left > 0; left--) {
            conditions.add(new Condition(in.readUTF(), in.readLong()));
        }
        List<Write> writes = new ArrayList<>();
        for (int left = bounded(in.readInt(), Table.WRITES_MAX); left > 0; left--) {
            var key = in.readUTF();
            int length = in.readInt();
            writes.add(new Write(key, length < 0 ? null : in.readNBytes(length)));
        }
        return new Request(request, new Commit(conditions, writes));
    }

    static byte[] encode(Answer answer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(answer.outcome().ordinal());
            out.writeLong(answer.revision());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Answer decodeAnswer(byte[] bytes) throws IOException {
        return readAnswer(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    static Answer readAnswer(DataInputStream in) throws IOException {
        int outcome = in.readByte();
        if (outcome < 0 || outcome >= OUTCOMES.length) {
            throw new IOException("answer of the store with outcome " + outcome);
        }
        return new Answer(OUTCOMES[outcome], in.readLong());
    }

    private static int bounded(int count, int max) throws IOException {
        if (count < 0 || count > max) {
            throw new IOException("commit with a count of " + count);
        }
        return count;
    }
}
