package org.glusterj.management.store.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/** The beginning of a connection, from both sides; see the package for its bytes. */
final class Greeting {
    static final int MODE_MEMBER = 1;
    static final int MODE_STRANGER = 2;

    /** Of a question or answer between strangers. */
    static final int STRANGER_BYTES_MAX = 256 << 10;

    private static final int MAGIC = 'G' << 24 | 'J' << 16 | 'W' << 8 | '1';
    private static final SecureRandom RANDOM = new SecureRandom();

    private Greeting() {}

    /** Blocks until the called side has proved itself and accepted us. */
    static void call(DataInputStream in, DataOutputStream out, Pass pass, String to)
            throws IOException {
        var nonce = nonce();
        out.writeInt(MAGIC);
        out.writeByte(MODE_MEMBER);
        out.writeUTF(pass.pool().toString());
        out.writeUTF(pass.name());
        out.writeUTF(to);
        out.write(nonce);
        out.flush();
        expectYes(in);
        var calledNonce = in.readNBytes(Pass.NONCE_BYTES);
        var proof = in.readNBytes(Pass.PROOF_BYTES);
        if (!MessageDigest.isEqual(
                proof, pass.proof("called", pass.name(), to, nonce, calledNonce))) {
            throw new IOException(to + " does not know the secret of the pool");
        }
        out.write(pass.proof("caller", pass.name(), to, nonce, calledNonce));
        out.flush();
        expectYes(in);
    }

    static byte[] knock(DataInputStream in, DataOutputStream out, byte[] question)
            throws IOException {
        out.writeInt(MAGIC);
        out.writeByte(MODE_STRANGER);
        writeBounded(out, question);
        expectYes(in);
        return readBounded(in);
    }

    /** @return the mode */
    static int mode(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a manager");
        }
        return in.readUnsignedByte();
    }

    /** After {@link #MODE_MEMBER}; the caller is told why it is refused. */
    static void accept(DataInputStream in, DataOutputStream out, Optional<Pass> own)
            throws IOException {
        var pool = UUID.fromString(in.readUTF());
        var from = in.readUTF();
        var to = in.readUTF();
        var callerNonce = in.readNBytes(Pass.NONCE_BYTES);
        var pass = own.orElse(null);
        if (pass == null || !pass.pool().equals(pool)) {
            refuse(out, "this node is not in pool " + pool);
        }
        if (!pass.name().equals(to)) {
            refuse(out, "this node is " + pass.name() + " and not " + to);
        }
        var nonce = nonce();
        out.writeByte(0);
        out.write(nonce);
        out.write(pass.proof("called", from, to, callerNonce, nonce));
        out.flush();
        var proof = in.readNBytes(Pass.PROOF_BYTES);
        if (!MessageDigest.isEqual(proof, pass.proof("caller", from, to, callerNonce, nonce))) {
            refuse(out, "the secret is wrong");
        }
        out.writeByte(0);
        out.flush();
    }

    static void refuse(DataOutputStream out, String why) throws IOException {
        out.writeByte(1);
        out.writeUTF(why);
        out.flush();
        throw new IOException(why);
    }

    static void writeBounded(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes.length > STRANGER_BYTES_MAX) {
            throw new IOException("a message of " + bytes.length + " bytes");
        }
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    static byte[] readBounded(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > STRANGER_BYTES_MAX) {
            throw new IOException("a message of " + length + " bytes");
        }
        var bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void expectYes(DataInputStream in) throws IOException {
        if (in.readByte() != 0) {
            throw new CallFailed(in.readUTF());
        }
    }

    private static byte[] nonce() {
        var nonce = new byte[Pass.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }
}
