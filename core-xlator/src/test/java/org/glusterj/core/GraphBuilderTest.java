package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphBuilderTest {
    private final GraphBuilder builder = new GraphBuilder(SystemEnvironment.get());

    private static String leafAnd(String rest) {
        return "volume leaf type test/leaf option size 2KB end-volume " + rest;
    }

    private Graph build(String text) throws GraphException {
        return builder.build(Volfile.parse(text));
    }

    @Test
    void fopsReachTheLeafThroughPassThroughNodes() throws Exception {
        try (var graph =
                build(leafAnd("volume top type performance/io-cache subvolumes leaf end-volume"))) {
            var reply = graph.top().call(Frame.internal(), new Fop.Ipc(3, Xdata.NULL));
            assertThat(reply.xdata().number("op", 0)).isEqualTo(3);
            assertThatThrownBy(
                            () ->
                                    graph.top()
                                            .call(
                                                    Frame.internal(),
                                                    new Fop.Stat(
                                                            Loc.of(graph.inodes().root()),
                                                            Xdata.NULL)))
                    .isInstanceOfSatisfying(
                            FopException.class,
                            e -> assertThat(e.errno()).isSameAs(Errno.EOPNOTSUPP));
        }
    }

    @Test
    void anUnknownTypeIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(
                        () ->
                                build(
                                        leafAnd(
                                                "volume t type cluster/replicate subvolumes leaf end-volume")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("cluster/replicate")
                .hasMessageContaining("test/leaf");
    }

    @Test
    void aRefusalDuringInitEndsWhatWasInitialised() {
        TestLeaf.lives.clear();
        assertThatThrownBy(
                        () ->
                                build(
                                        leafAnd(
                                                "volume bad type test/leaf option size 1 end-volume "
                                                        + "volume t type performance/nl-cache"
                                                        + " subvolumes leaf end-volume")))
                .hasMessageContaining("size 1 is refused");
        assertThat(TestLeaf.lives).containsExactly("init leaf", "fini leaf");
    }

    @Test
    void eventsTravelBothWaysAndLeaveAtTheTop() throws Exception {
        TestLeaf.lives.clear();
        var heard = new ArrayList<Event>();
        try (var graph =
                build(leafAnd("volume top type performance/nl-cache subvolumes leaf end-volume"))) {
            graph.listen(heard::add);
            graph.activate();
            assertThat(heard).containsExactly(new Event.ChildUp("leaf"));
        }
        assertThat(TestLeaf.lives)
                .containsExactly("init leaf", "up leaf", "down leaf", "fini leaf");
    }

    @Test
    void reconfigureReachesOnlyChangedNodesAndRemembers() throws Exception {
        TestLeaf.lives.clear();
        var text = leafAnd("volume top type performance/nl-cache subvolumes leaf end-volume");
        try (var graph = build(text)) {
            builder.reconfigure(graph, Volfile.parse(text));
            builder.reconfigure(graph, Volfile.parse(text.replace("2KB", "3KB")));
            builder.reconfigure(graph, Volfile.parse(text.replace("2KB", "3KB")));
            builder.reconfigure(graph, Volfile.parse(text));
            assertThat(TestLeaf.lives).containsExactly("init leaf", "size 3072", "size 2048");
        }
    }

    @Test
    void edgesCountWhileSomebodyWantsIt() throws Exception {
        try (var graph =
                build(leafAnd("volume top type performance/nl-cache subvolumes leaf end-volume"))) {
            var edge = graph.top().children().getFirst();
            var metrics = edge.measure();
            graph.top().call(Frame.internal(), new Fop.Ipc(3, Xdata.NULL));
            edge.stopMeasuring();
            graph.top().call(Frame.internal(), new Fop.Ipc(3, Xdata.NULL));
            assertThat(metrics.calls(FopType.IPC)).isEqualTo(1);
            assertThat(metrics.failures(FopType.IPC)).isZero();
            assertThat(metrics.maxNanos(FopType.IPC))
                    .isPositive()
                    .isGreaterThanOrEqualTo(metrics.minNanos(FopType.IPC));
        }
    }

    @Test
    void statedumpHasSectionsOfEveryTranslator() throws Exception {
        try (var graph =
                build(leafAnd("volume top type performance/nl-cache subvolumes leaf end-volume"))) {
            assertThat(StateDump.of(graph, SystemEnvironment.get()))
                    .startsWith("DUMP-START-TIME: ")
                    .contains("[xlator.test.leaf.leaf.priv]\nsize=2048\n")
                    .contains("DUMP-END-TIME: ");
        }
    }

    @Test
    void statedumpFilesAreNamedAsStockNamesThem(@TempDir Path directory) throws Exception {
        try (var graph =
                build(leafAnd("volume top type performance/nl-cache subvolumes leaf end-volume"))) {
            var file =
                    StatedumpFiles.write(directory, SystemEnvironment.get(), List.of(graph, graph));
            assertThat(file.getFileName().toString())
                    .matches("glusterdump\\." + ProcessHandle.current().pid() + "\\.dump\\.\\d+");
            assertThat(Files.readString(file))
                    .containsSubsequence("DUMP-START", "DUMP-END", "DUMP-START", "DUMP-END");
        }
    }
}
