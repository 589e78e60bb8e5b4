package org.glusterj.management.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.glusterj.management.store.wire.Pass;
import org.glusterj.management.store.wire.Sockets;
import org.glusterj.management.store.wire.Wire;
import org.junit.jupiter.api.Test;

class RaftWireTest {
    private static final UUID POOL = new UUID(3, 4);
    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 0);

    private static Membership member(int number) {
        return new Membership(
                POOL, new byte[Pass.SECRET_BYTES], new UUID(1, number), 1, false, Map.of());
    }

    private static Wire wire(int number, Wire.Service service) throws IOException {
        return new Wire(
                Sockets.plain(),
                ANY,
                () -> Optional.of(member(number).pass()),
                service,
                (question, from) -> question);
    }

    /** Ratis' sender to a member ends by an InterruptedIOException, and with it the member's part in the pool. */
    @Test
    void aMemberThatIsSilentDoesNotLookLikeAnInterrupt() throws Exception {
        var over = new CountDownLatch(1);
        Wire.Service silent =
                (kind, body) -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return body;
                };
        try (var there = wire(2, silent);
                var here = wire(1, silent)) {
            var address = "127.0.0.1:" + there.address().getPort();
            var raft = new RaftWire(here, name -> Optional.of(address), Duration.ofSeconds(1));
            var head =
                    RaftRpcRequestProto.newBuilder()
                            .setReplyId(ByteString.copyFromUtf8(member(2).name()));
            var request = AppendEntriesRequestProto.newBuilder().setServerRequest(head);

            assertThatThrownBy(() -> raft.appendEntries(request.build()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(InterruptedIOException.class);
            over.countDown();
        }
    }
}
