package org.glusterj.tests.compat.api;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages on the socket, big-endian: u32 length of the rest, then values: {@code 'i'} and 8 bytes, or {@code 's'}, u32
 * length and bytes. Paths are byte strings. Reading and writing may go on at the same time, each by one thread.
 */
final class Wire {
    /** Longest message; a write of a case is far shorter. */
    private static final int MAX = 64 << 20;

    private final SocketChannel channel;

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** The values of a message, taken from the front. Not thread-safe. */
    static final class Values {
        private final ByteBuffer bytes;

        Values(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        boolean isEmpty() {
            return !bytes.hasRemaining();
        }

        long number() {
            expect('i');
            return bytes.getLong();
        }

        int integer() {
            return (int) number();
        }

        ByteBuffer bytes() {
            expect('s');
            int length = bytes.getInt();
            var slice = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            return slice;
        }

        /** One char per byte. */
        String raw() {
            return StandardCharsets.ISO_8859_1.decode(bytes()).toString();
        }

        String text() {
            return StandardCharsets.UTF_8.decode(bytes()).toString();
        }

        private void expect(char tag) {
            char found = (char) bytes.get();
            if (found != tag) {
                throw new IllegalArgumentException("expected " + tag + ", got " + found);
            }
        }
    }

    /** The next message; null when the other side has gone. */
    Values read() throws IOException {
        var head = ByteBuffer.allocate(4);
        if (!fill(head)) {
            return null;
        }
        int length = head.flip().getInt();
        if (length < 0 || length > MAX) {
            throw new IOException("a message of " + length + " bytes");
        }
        var body = ByteBuffer.allocate(length);
        if (!fill(body)) {
            throw new EOFException();
        }
        return new Values(body.flip());
    }

    private boolean fill(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                return false;
            }
        }
        return true;
    }

    /** @param values Long, Integer, String (one char per byte) or ByteBuffer */
    void write(List<?> values) throws IOException {
        var parts = new ArrayList<ByteBuffer>();
        int length = 0;
        for (var value : values) {
            var part = encoded(value);
            parts.add(part);
            length += part.remaining();
        }
        var message = ByteBuffer.allocate(4 + length).putInt(length);
        parts.forEach(message::put);
        message.flip();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    private static ByteBuffer encoded(Object value) {
        if (value instanceof Number number) {
            return ByteBuffer.allocate(9).put((byte) 'i').putLong(number.longValue()).flip();
        }
        var bytes =
                value instanceof ByteBuffer given
                        ? given
                        : ByteBuffer.wrap(value.toString().getBytes(StandardCharsets.ISO_8859_1));
        int length = bytes.remaining();
        return ByteBuffer.allocate(5 + length).put((byte) 's').putInt(length).put(bytes).flip();
    }
}
