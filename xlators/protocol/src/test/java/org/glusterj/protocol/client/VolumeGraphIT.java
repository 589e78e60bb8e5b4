package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.dict.OldDict;
import org.glusterj.program.DictReply;
import org.glusterj.protocol.mgmt.ManagementException;
import org.glusterj.protocol.mgmt.VolumeGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a volfile to a root that answers, with bricks that do and do not. */
@Timeout(60)
class VolumeGraphIT {
    private static final String MEMORY = "volume m\n    type test/memory\nend-volume\n";

    private final Environment environment = SystemEnvironment.get();
    private VolumeGraph graph;

    @AfterEach
    void end() {
        if (graph != null) {
            graph.close();
        }
    }

    private void build(String volfile) throws ManagementException {
        graph = new VolumeGraph(environment, "vol", volfile, UnaryOperator.identity(), 1000);
    }

    private static String client(int port) {
        return "volume c\n    type protocol/client\n    option remote-host 127.0.0.1\n"
                + "    option remote-port "
                + port
                + "\n    option remote-subvolume /b\nend-volume\n";
    }

    private void awaitRoot(Duration within) throws ManagementException {
        var deadline = Deadline.after(environment, within);
        graph.awaitRoot(deadline, deadline);
    }

    private static void assertFails(Errno errno, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ManagementException.class, e -> assertThat(e.errno()).isSameAs(errno))
                .hasMessageStartingWith("volume vol: ")
                .hasMessageContaining(words);
    }

    @Test
    void aRootThatAnswersIsAMount() throws Exception {
        build(MEMORY);
        awaitRoot(Duration.ofSeconds(30));
        var before = graph.graph().volfile();
        graph.apply(MEMORY);
        graph.apply("nonsense");
        assertThat(graph.graph().volfile()).isSameAs(before);
    }

    @Test
    void anotherShapeBecomesTheGraph() throws Exception {
        build(MEMORY);
        awaitRoot(Duration.ofSeconds(30));
        var first = graph.graph();
        var root = first.inodes().root();
        graph.apply(
                MEMORY
                        + "volume top\n    type performance/read-ahead\n    subvolumes m\nend-volume\n");
        assertThat(graph.graph()).isNotSameAs(first);
        assertThat(graph.graph().top().name()).isEqualTo("top");
        assertThat(graph.graph().inodes().root()).isSameAs(root);
        assertThat(graph.live().graphs()).isOne();
    }

    @Test
    void aGraphThatDoesNotComeUpLeavesTheOldOne() throws Exception {
        build(MEMORY);
        awaitRoot(Duration.ofSeconds(30));
        var first = graph.graph();
        try (var brick = FakeBrick.start()) {
            brick.setVolumeReply =
                    new DictReply(-1, 13, OldDict.empty().putText("ERROR", "Who are you?"));
            graph.apply(client(brick.port()));
        }
        assertThat(graph.graph()).isSameAs(first);
        graph.apply(MEMORY + "volume top\n    type no/such\n    subvolumes m\nend-volume\n");
        assertThat(graph.graph()).isSameAs(first);
        assertThat(first.inodes().root().table()).isSameAs(graph.live().inodes());
    }

    /** A thread that is told while another one is at it leaves the work to that one, which then looks once more. */
    @Test
    void manyChangesAreTakenOverTogether() throws Exception {
        build(MEMORY);
        awaitRoot(Duration.ofSeconds(30));
        var fetches = new AtomicInteger();
        graph.refresh(
                () -> {
                    if (fetches.incrementAndGet() == 1) {
                        for (int i = 0; i < 5; i++) {
                            graph.refresh(() -> MEMORY);
                        }
                    }
                    return MEMORY;
                });
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aVolfileOfUnknownTypesIsRefused() {
        assertFails(
                Errno.EINVAL, "no/such", () -> build("volume a\n    type no/such\nend-volume\n"));
    }

    /** The wait would be for half an hour. */
    @Test
    void aBrickThatRefusesEndsTheWaitWithItsReason() throws Exception {
        try (var brick = FakeBrick.start()) {
            brick.setVolumeReply =
                    new DictReply(-1, 13, OldDict.empty().putText("ERROR", "Who are you?"));
            build(client(brick.port()));
            assertFails(Errno.EACCES, "Who are you?", () -> awaitRoot(Duration.ofMinutes(30)));
        }
    }

    @Test
    void aBrickThatIsNotThereIsNamedWhenTheTimeIsOver() throws Exception {
        int nobody;
        try (var taken = new ServerSocket(0)) {
            nobody = taken.getLocalPort();
        }
        build(client(nobody));
        assertFails(
                Errno.ETIMEDOUT,
                "connection refused by 127.0.0.1:" + nobody,
                () -> awaitRoot(Duration.ofSeconds(2)));
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (var silent = new ServerSocket(0)) {
            build(client(silent.getLocalPort()));
            Thread.currentThread().interrupt();
            assertFails(Errno.EINTR, "interrupted", () -> awaitRoot(Duration.ofMinutes(30)));
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
