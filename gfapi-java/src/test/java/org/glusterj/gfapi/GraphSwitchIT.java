package org.glusterj.gfapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.glusterj.core.Deadline;
import org.glusterj.core.StateDump;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.protocol.mgmt.Endpoint;
import org.glusterj.protocol.mgmt.ManagementClient;
import org.glusterj.protocol.mgmt.VolumeGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A volume that changes its shape while files are open and locked, over real sockets and a brick of ours. */
@Timeout(120)
class GraphSwitchIT {
    private static final String TALLER =
            "volume top\n type performance/read-ahead\n subvolumes vol\nend-volume\n";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SystemEnvironment environment = SystemEnvironment.get();
    private ServedVolume served;
    private String volfile;
    private VolumeGraph graph;
    private Volume volume;

    @BeforeEach
    void mount() throws Exception {
        served = ServedVolume.start();
        var server = new Endpoint(ServedVolume.HOST, served.port());
        try (var management = new ManagementClient(environment, List.of(server), () -> {})) {
            volfile = management.fetch(ServedVolume.VOLUME, PATIENCE);
        }
        graph =
                new VolumeGraph(
                        environment, ServedVolume.VOLUME, volfile, UnaryOperator.identity(), 100);
        var deadline = Deadline.after(environment, PATIENCE);
        graph.awaitRoot(deadline, deadline);
        volume = new Volume(Session.root(new Mount(environment, graph.live(), graph::close)));
    }

    @AfterEach
    void end() throws Exception {
        if (volume != null) {
            volume.close();
        }
        if (served != null) {
            served.close();
        }
    }

    /** With or without a node more on top. */
    private void change(boolean taller) {
        var before = graph.graph();
        graph.apply(taller ? volfile + TALLER : volfile);
        assertThat(graph.graph()).isNotSameAs(before);
    }

    private static String text(GlusterFile file) throws GlusterException {
        var bytes = new byte[100];
        int n = file.pread(bytes, 0, bytes.length, 0);
        return new String(bytes, 0, Math.max(n, 0), UTF_8);
    }

    private static void put(GlusterFile file, String text) throws GlusterException {
        file.pwrite(text.getBytes(UTF_8), 0, text.length(), 0);
    }

    @Test
    void openFilesGoOn() throws Exception {
        try (var named = volume.creat("/named", OpenFlags.RDWR | OpenFlags.EXCL, 0600);
                var removed = volume.creat("/removed", OpenFlags.RDWR, 0600);
                var reader = volume.open("/named", OpenFlags.RDONLY);
                var directory = volume.handle(named.stat().gfid())) {
            volume.unlink("/removed");
            for (int i = 0; i < 10; i++) {
                change(i % 2 == 0);
                put(named, "named " + i);
                put(removed, "removed " + i);
                assertThat(text(named)).isEqualTo("named " + i);
                assertThat(text(reader)).isEqualTo("named " + i);
                assertThat(text(removed)).isEqualTo("removed " + i);
                assertThat(directory.stat().size()).isEqualTo(7);
                volume.mkdir("/d" + i, 0700);
                assertThat(volume.stat("/d" + i).isDirectory()).isTrue();
                assertThat(graph.live().graphs()).isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void locksStayWithTheirHolders() throws Exception {
        try (var other = served.mounting().mount();
                var mine = volume.creat("/f", OpenFlags.RDWR, 0600);
                var waits = volume.open("/f", OpenFlags.RDWR);
                var others = other.open("/f", OpenFlags.RDWR)) {
            mine.lock(LockKind.EXCLUSIVE, 0, 10);
            var waiter =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    waits.lock(LockKind.EXCLUSIVE, 5, 10);
                                } catch (GlusterException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            for (int i = 0; i < 4; i++) {
                change(i % 2 == 0);
                assertThat(others.tryLock(LockKind.SHARED, 0, 1)).isFalse();
                assertThat(mine.tryLock(LockKind.EXCLUSIVE, 0, 10)).isTrue();
                assertThat(waiter).isNotDone();
            }
            mine.unlock(0, 0);
            waiter.get(30, TimeUnit.SECONDS);
            assertThat(others.tryLock(LockKind.EXCLUSIVE, 0, 1)).isTrue();
            assertThat(others.tryLock(LockKind.EXCLUSIVE, 5, 1)).isFalse();
            waits.close();
            assertThat(others.tryLock(LockKind.EXCLUSIVE, 5, 1)).isTrue();
        }
    }

    @Test
    void aBrickThatIsAwayLeavesTheOldGraph() throws Exception {
        var before = graph.graph();
        var elsewhere = volfile.replace("remote-subvolume /", "remote-subvolume /no/such/");
        graph.apply(elsewhere + TALLER);
        assertThat(graph.graph()).isSameAs(before);
        assertThat(volume.stat("/").isDirectory()).isTrue();
        assertThat(StateDump.of(graph.graph(), environment)).contains("connected=1");
    }
}
