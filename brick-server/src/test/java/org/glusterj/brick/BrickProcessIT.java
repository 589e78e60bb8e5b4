package org.glusterj.brick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Caller;
import org.glusterj.core.Graph;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.linux.Syscalls;
import org.glusterj.rpc.AcceptStat;
import org.glusterj.rpc.Credential;
import org.glusterj.rpc.Programs;
import org.glusterj.transport.RpcBody;
import org.glusterj.transport.RpcCall;
import org.glusterj.transport.RpcClient;
import org.glusterj.transport.RpcConnection;
import org.glusterj.transport.RpcListener;
import org.glusterj.transport.TransportOptions;
import org.glusterj.xdr.XdrReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brick} with a management endpoint in the same process, and what that endpoint answers. Needs root. */
class BrickProcessIT {
    private static final UUID ID = UUID.fromString("b08ed069-1017-4d8e-9e2f-af35a19db063");

    @TempDir private Path temp;
    private final BuiltinManagement management = new BuiltinManagement();
    private final AtomicReference<Volfile> volfile = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int port;
    private Path brick;

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Syscalls.system().geteuid() == 0, "SKIPPED: serving a brick needs root");
    }

    @BeforeEach
    void start() throws IOException, BrickException {
        brick = Files.createDirectory(temp.resolve("brick"));
        new BrickDirectory(Syscalls.system(), brick).adopt(ID, false);
        volfile.set(BrickVolfile.of("v", brick.toString(), ID));
        management.publish("v.host.brick", host -> volfile.get().write());
        port =
                management
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .getPort();
    }

    @AfterEach
    void stop() {
        management.close();
    }

    private BrickProcess brick() throws UsageException, BrickException {
        var args =
                new String[] {
                    "-s",
                    "127.0.0.1:" + port,
                    "--volfile-id",
                    "v.host.brick",
                    "--brick-name",
                    brick.toString(),
                    "--listen",
                    "127.0.0.1"
                };
        return BrickProcess.start(
                BrickOptions.parse(args), SystemEnvironment.get(), stopped::countDown);
    }

    private Graph graph(BrickProcess process) {
        return process.graph(brick.toString());
    }

    private static void eventually(String what, BooleanSupplier holds) {
        var environment = SystemEnvironment.get();
        long deadline = environment.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            if (environment.nanoTime() - deadline > 0) {
                throw new AssertionError("never came true: " + what);
            }
            environment.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void theBrickSignsInAndOut() throws UsageException, BrickException {
        try (var process = brick()) {
            assertThat(management.portOf(brick.toString())).isEqualTo(process.address().getPort());
        }
        assertThat(management.portOf(brick.toString())).isZero();
    }

    @Test
    void aVolfileOfTheSameShapeIsTakenWithoutRestart() throws UsageException, BrickException {
        try (var process = brick()) {
            var nodes = new java.util.ArrayList<>(volfile.get().nodes());
            var top = nodes.removeLast();
            var options = new java.util.LinkedHashMap<>(top.options());
            options.put("auth.addr." + brick + ".reject", "*");
            nodes.add(new Volfile.Node(top.name(), top.type(), options, top.subvolumes()));
            volfile.set(new Volfile(nodes));
            management.volfilesChanged();
            eventually("the option arrived", () -> graph(process).volfile().equals(volfile.get()));
        }
    }

    @Test
    void withoutEndpointOrVolfileTheBrickDoesNotStart() {
        assertThatThrownBy(
                        () ->
                                BrickProcess.start(
                                        BrickOptions.parse(
                                                new String[] {
                                                    "-s", "127.0.0.1:" + port,
                                                    "--volfile-id", "nosuch",
                                                    "--brick-name", "/b"
                                                }),
                                        SystemEnvironment.get(),
                                        stopped::countDown))
                .isInstanceOf(BrickException.class)
                .hasMessageContaining("no volfile nosuch");
        management.close();
        assertThatThrownBy(this::brick)
                .isInstanceOf(BrickException.class)
                .hasMessageContaining("cannot connect to the management endpoint");
        assertThatThrownBy(() -> BrickOptions.parse(new String[] {"-s", "h"}))
                .isInstanceOf(UsageException.class);
    }

    /** Calls the endpoint and returns how it took the call. */
    private AcceptStat statOf(int program, int version, int procedure, RpcBody body)
            throws Exception {
        var connected = new CompletableFuture<RpcConnection>();
        var stat = new CompletableFuture<AcceptStat>();
        try (var client = new RpcClient(TransportOptions.DEFAULT)) {
            client.connect("127.0.0.1", port, new Connected(connected));
            var connection = connected.get(20, TimeUnit.SECONDS);
            connection.call(
                    Credential.v2(Caller.ROOT),
                    new RpcConnection.Procedure(program, version, procedure),
                    body,
                    new RpcCall(0) {
                        @Override
                        protected void replied(AcceptStat got, XdrReader in) {
                            stat.complete(got);
                        }

                        @Override
                        protected void lost(Loss loss) {
                            stat.completeExceptionally(new IOException(loss.toString()));
                        }
                    });
            var answer = stat.get(20, TimeUnit.SECONDS);
            connection.close();
            return answer;
        }
    }

    private record Connected(CompletableFuture<RpcConnection> done) implements RpcListener {
        @Override
        public void connected(RpcConnection connection) {
            done.complete(connection);
        }

        @Override
        public void callback(
                RpcConnection connection,
                org.glusterj.rpc.CallHeader header,
                io.netty.buffer.ByteBuf body) {}

        @Override
        public void closed(RpcConnection connection, IOException why) {
            done.completeExceptionally(why);
        }
    }

    @Test
    void whatTheEndpointLacksIsRefusedAsRpcSays() throws Exception {
        assertThat(statOf(Programs.FOPS, 400, 27, RpcBody.EMPTY))
                .isEqualTo(AcceptStat.PROGRAM_UNAVAILABLE);
        assertThat(statOf(Programs.CLI, 2, 5, RpcBody.EMPTY))
                .isEqualTo(AcceptStat.PROGRAM_UNAVAILABLE);
        assertThat(statOf(Programs.HANDSHAKE, 9, 1, RpcBody.EMPTY))
                .isEqualTo(AcceptStat.PROGRAM_MISMATCH);
        assertThat(statOf(Programs.HANDSHAKE, 2, 77, RpcBody.EMPTY))
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
        assertThat(statOf(Programs.PORTMAP, 1, 3, RpcBody.EMPTY))
                .isEqualTo(AcceptStat.PROCEDURE_UNAVAILABLE);
        assertThat(statOf(Programs.HANDSHAKE, 2, 2, out -> out.int32(0).int32(1 << 30)))
                .isEqualTo(AcceptStat.GARBAGE_ARGUMENTS);
        assertThat(statOf(Programs.DUMP, 1, 2, RpcBody.EMPTY)).isEqualTo(AcceptStat.SUCCESS);
    }
}
