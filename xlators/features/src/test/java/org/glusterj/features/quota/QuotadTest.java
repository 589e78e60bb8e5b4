package org.glusterj.features.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.glusterj.core.Gfid;
import org.glusterj.dict.OldDict;
import org.glusterj.rpc.CallHeader;
import org.glusterj.rpc.RecordMark;
import org.glusterj.rpc.ReplyHeader;
import org.glusterj.testkit.ManualEnvironment;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotadTest {
    private static final Gfid DIRECTORY = new Gfid(3, 4);

    @TempDir Path directory;
    private final ManualEnvironment environment = new ManualEnvironment();
    private Path socket;
    private Quotad quotad;

    @BeforeEach
    void make() {
        socket = directory.resolve("q");
        quotad = new Quotad("vol-quota", environment, socket);
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket));
    }

    private static ByteBuffer read(SocketChannel channel, int size) throws IOException {
        var bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return bytes.flip();
    }

    /** Answers one question with {@code size}; the question's dictionary. */
    private static OldDict serve(ServerSocketChannel server, int result, byte[] size)
            throws Exception {
        try (var channel = server.accept()) {
            int length = RecordMark.length(read(channel, 4).getInt());
            var in = new XdrReader(Unpooled.wrappedBuffer(read(channel, length)));
            var call = CallHeader.decode(in);
            assertThat(call.program()).isEqualTo(29_852_134);
            assertThat(call.procedure()).isOne();
            assertThat(in.gfid()).isEqualTo(DIRECTORY);
            in.gfid();
            in.int32();
            assertThat(in.string()).isEmpty();
            var asked = OldDict.ofBytes(in.varOpaque(4096));
            in.end();
            var record = Unpooled.buffer().writeInt(0);
            var out = new XdrWriter(record);
            ReplyHeader.success(call.xid()).encode(out);
            out.int32(result).int32(0).raw(new byte[200]);
            var dict = size == null ? OldDict.empty() : OldDict.empty().put(Keys.SIZE, size);
            out.varOpaque(dict.toBytes());
            record.setInt(0, RecordMark.single(record.readableBytes() - 4));
            channel.write(record.nioBuffer());
            return asked;
        }
    }

    private Usage ask(int result, byte[] size) throws Exception {
        try (var server = listen()) {
            var asked = new CompletableFuture<OldDict>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    asked.complete(serve(server, result, size));
                                } catch (Throwable e) {
                                    asked.completeExceptionally(e);
                                }
                            });
            var usage = quotad.usage("vol", DIRECTORY);
            assertThat(asked.get().text("volume-uuid", "")).isEqualTo("vol");
            assertThat(asked.get().contains(Keys.SIZE)).isTrue();
            return usage;
        }
    }

    @Test
    void withoutASocketNobodyIsAsked() {
        assertThat(quotad.isThere()).isFalse();
        assertThat(quotad.usage("vol", DIRECTORY)).isNull();
    }

    @Test
    void tellsWhatAllBricksUse() throws Exception {
        var size = ByteBuffer.allocate(24).putLong(512).putLong(2).putLong(3).array();
        assertThat(ask(0, size)).isEqualTo(new Usage(512, 2, 3));
    }

    @Test
    void doesNotKnowEveryDirectory() throws Exception {
        assertThat(ask(-1, null)).isNull();
        assertThat(quotad.isThere()).isTrue();
    }

    @Test
    void oneThatFailsIsLeftAloneForAWhile() throws Exception {
        listen().close();
        assertThat(quotad.isThere()).isTrue();
        assertThat(quotad.usage("vol", DIRECTORY)).isNull();
        assertThat(quotad.isThere()).isFalse();
        environment.advance(Duration.ofSeconds(30));
        assertThat(quotad.isThere()).isTrue();
    }
}
