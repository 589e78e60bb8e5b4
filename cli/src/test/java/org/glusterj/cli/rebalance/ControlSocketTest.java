package org.glusterj.cli.rebalance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.cluster.dht.RebalanceStatus;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a manager and a rebalance say to each other. */
@Timeout(120)
class ControlSocketTest {
    private static final String STATUS =
            "{\"status\":\"in progress\",\"rebalanced-files\":1,\"size\":2,\"lookedup-files\":3,"
                    + "\"failures\":4,\"skipped\":5,\"run-time\":6,\"time-left\":7}";

    @TempDir Path directory;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private final Control control =
            new Control(
                    SystemEnvironment.get(),
                    new Control.Work() {
                        @Override
                        public RebalanceStatus status() {
                            var word = stopped.get() ? "stopped" : "in progress";
                            return new RebalanceStatus(word, 1, 2, 3, 4, 5, 6, 7);
                        }

                        @Override
                        public void stop() {
                            stopped.set(true);
                        }
                    });

    @Test
    void linesAreAnsweredInOrder() throws Exception {
        var path = directory.resolve("socket");
        Files.writeString(path, "left by an earlier process");
        try (var socket = ControlSocket.listen(SystemEnvironment.get(), path, control::answer);
                var manager = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var in =
                        new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(manager), UTF_8))) {
            assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
            var lines = "{\"op\":\"status\"}\n{\"op\":\"fly\"}\nno json\n{\"op\":\"stop\"}\n";
            manager.write(ByteBuffer.wrap(lines.getBytes(UTF_8)));
            assertThat(in.readLine()).isEqualTo(STATUS);
            assertThat(in.readLine()).contains("error", "fly");
            assertThat(in.readLine()).contains("error", "JSON");
            assertThat(in.readLine()).isEqualTo(STATUS.replace("in progress", "stopped"));
            assertThat(stopped).isTrue();
        }
        assertThat(path).doesNotExist();
    }
}
