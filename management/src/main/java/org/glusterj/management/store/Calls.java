package org.glusterj.management.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * What a node asks the leader for, and the answer, as bytes between managers. Numbers big-endian.
 *
 * <pre>
 * ask:    UUID client, long call, boolean read, content
 * reply:  byte {@link Fate}, text (the leader's name, or why), content
 * </pre>
 */
final class Calls {
    private static final Fate[] FATES = Fate.values();

    private Calls() {}

    /** @param call a number that {@code client} uses once; the same again is not done again */
    record Ask(UUID client, long call, boolean read, byte[] content) {}

    enum Fate {
        DONE,
        /** Nothing was done; the text names the leader, or is empty. */
        NOT_LEADER,
        /** It may be done yet, or not. */
        UNKNOWN,
        /** Nothing was done, and it would be the same again. */
        REFUSED
    }

    record Reply(Fate fate, String text, byte[] content) {
        private static final byte[] NOTHING = {};

        static Reply without(Fate fate, String text) {
            return new Reply(fate, text, NOTHING);
        }
    }

    static byte[] encode(Ask ask) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(ask.client().getMostSignificantBits());
            out.writeLong(ask.client().getLeastSignificantBits());
            out.writeLong(ask.call());
            out.writeBoolean(ask.read());
            out.write(ask.content());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Ask decodeAsk(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var client = new UUID(in.readLong(), in.readLong());
        return new Ask(client, in.readLong(), in.readBoolean(), in.readAllBytes());
    }

    static byte[] encode(Reply reply) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(reply.fate().ordinal());
            out.writeUTF(reply.text());
            out.write(reply.content());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Reply decodeReply(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        int fate = in.readByte();
        if (fate < 0 || fate >= FATES.length) {
            throw new IOException("reply of the store with fate " + fate);
        }
        return new Reply(FATES[fate], in.readUTF(), in.readAllBytes());
    }
}
