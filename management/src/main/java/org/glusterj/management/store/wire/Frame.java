package org.glusterj.management.store.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What goes over a line after its beginning.
 *
 * @param call which call a reply answers
 * @param kind of a call: the service's; of a reply: {@link #ANSWER} or {@link #FAILURE}
 */
record Frame(int call, int kind, byte[] body) {
    /** Bounds what a member can make another allocate: entries of 4 MiB and what is around them. */
    static final int BODY_BYTES_MAX = 8 << 20;

    static final int ANSWER = 0;
    static final int FAILURE = 1;

    private static final int HEAD_BYTES = 5;

    void write(DataOutputStream out) throws IOException {
        if (body.length > BODY_BYTES_MAX) {
            throw new IOException("a message of " + body.length + " bytes");
        }
        out.writeInt(HEAD_BYTES + body.length);
        out.writeInt(call);
        out.writeByte(kind);
        out.write(body);
        out.flush();
    }

    static Frame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < HEAD_BYTES || length > HEAD_BYTES + BODY_BYTES_MAX) {
            throw new IOException("a message of " + length + " bytes");
        }
        int call = in.readInt();
        int kind = in.readUnsignedByte();
        var body = new byte[length - HEAD_BYTES];
        in.readFully(body);
        return new Frame(call, kind, body);
    }
}
