package org.glusterj.management.volgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Task;
import org.glusterj.management.model.Volume;
import org.junit.jupiter.api.Test;

class VolgenTest {
    private static final UUID NODE = new UUID(1, 2);

    /** Found by the service loader; adds its node to clients that ask for it. */
    public static final class Audit implements NodeSource {
        @Override
        public List<Volfile.Node> nodesAt(String place, Volume volume, Role role) {
            return role == Role.CLIENT && place.equals(volume.options().get("user.audit"))
                    ? List.of(
                            new Volfile.Node(
                                    "audit", "features/leases", Map.of("level", "7"), List.of()))
                    : List.of();
        }
    }

    @Test
    void aSourceOnTheClassPathIsAsked() throws Exception {
        var graph =
                Volgen.client(
                        with(Map.of("user.audit", "client", "features.leases", "on")),
                        false,
                        Facts.USUAL);
        assertThat(graph.top().subvolumes()).containsExactly("audit");
        assertThat(node(graph, "audit").options())
                .containsEntry("level", "7")
                .containsEntry("leases", "on");
    }

    @Test
    void debugTranslatorsGoAboveTheOneNamed() throws Exception {
        var brick = brick(with(Map.of("debug.error-gen", "locks", "debug.error-failure", "7%")));
        var node = node(brick, "single-error-gen");
        assertThat(node.type()).isEqualTo("debug/error-gen");
        assertThat(node.subvolumes()).containsExactly("single-locks");
        assertThat(node.options()).containsEntry("failure", "7%");
        assertThat(node(brick, "single-worm").subvolumes()).containsExactly("single-error-gen");
    }

    @Test
    void usersTranslatorsGetTheirOptions() throws Exception {
        var brick =
                brick(
                        with(
                                Map.of(
                                        "user.xlator.audit",
                                        "io-stats",
                                        "user.xlator.audit.level",
                                        "7")));
        var node = node(brick, "single-audit");
        assertThat(node.type()).isEqualTo("user/audit");
        assertThat(node.options()).isEqualTo(Map.of("level", "7"));
        assertThat(node.subvolumes()).containsExactly("/srv/single/brick1");
        assertThat(brick.top().subvolumes()).containsExactly("single-audit");
    }

    @Test
    void bricksThatLeaveAreNamedToTheDistribution() throws Exception {
        var task = new Task(NODE, Task.Kind.REMOVE_BRICK, List.of(3, 4, 5), 9, false);
        var volume = StockVolumes.named("drep").withTask(task);
        var graph = Volgen.rebalance(volume, Facts.USUAL).orElseThrow();
        assertThat(node(Volgen.client(volume, false, Facts.USUAL), "drep-dht").options())
                .containsEntry("decommissioned-bricks", "drep-replicate-1");
        var stopped = Volgen.client(volume.withTask(task.stop()), false, Facts.USUAL);
        assertThat(node(stopped, "drep-dht").options()).doesNotContainKey("decommissioned-bricks");
        assertThat(node(graph, "drep-dht").options())
                .containsEntry("decommissioned-bricks", "drep-replicate-1");
        assertThat(node(graph, "drep-replicate-0").options())
                .doesNotContainKey("decommissioned-bricks");
    }

    /** Beside stock's graph that a stock glusterd gives its process: what it passes as options of {@code *dht}. */
    @Test
    void theProcessOfATaskIsToldWhatItIsFor() throws Exception {
        var volume = StockVolumes.named("dist");
        var task = new Task(NODE, Task.Kind.FIX_LAYOUT, List.of(), 0xffff_fff9L, false);
        var graph = Volgen.task(volume.withTask(task), NODE, Facts.USUAL);
        assertThat(node(graph, "dist-dht").options())
                .containsEntry("rebalance-cmd", "4")
                .containsEntry("node-uuid", NODE.toString())
                .containsEntry("commit-hash", "4294967289")
                .containsEntry("assert-no-child-down", "yes")
                .containsEntry("lookup-unhashed", "yes");
        assertThat(Volgen.subvolumes(graph))
                .containsExactly("dist-client-0", "dist-client-1", "dist-client-2");
        assertThat(graph.hasShapeOf(Volgen.rebalance(volume, Facts.USUAL).orElseThrow())).isTrue();
    }

    @Test
    void oneDaemonHealsSeveralVolumes() throws Exception {
        var volumes =
                List.of(
                        StockVolumes.named("rep"),
                        StockVolumes.named("dist"),
                        StockVolumes.named("disp"));
        var graph = Volgen.heal(volumes, Facts.USUAL).orElseThrow();
        assertThat(graph.top().name()).isEqualTo("glustershd");
        assertThat(graph.top().subvolumes()).containsExactly("rep", "disp");
        assertThat(Volfile.parse(graph.write())).isEqualTo(graph);
        assertThat(Volgen.heal(List.of(StockVolumes.named("dist")), Facts.USUAL)).isEmpty();
    }

    @Test
    void noGraphOfWhatIsNeitherOnNorOff() {
        assertThatThrownBy(() -> brick(with(Map.of("features.sdfs", "perhaps"))))
                .isInstanceOf(VolgenException.class)
                .hasMessage("option features.sdfs perhaps: not a valid boolean value");
    }

    private static Volume with(Map<String, String> settings) {
        var all = new TreeMap<>(StockVolumes.named("single").options());
        all.putAll(settings);
        return StockVolumes.named("single").withOptions(all);
    }

    private static Volfile brick(Volume volume) throws VolgenException {
        return Volgen.brick(volume, volume.bricks().getFirst(), Facts.USUAL);
    }

    private static Volfile.Node node(Volfile graph, String name) {
        var found = graph.nodes().stream().filter(node -> node.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return List.copyOf(found).getFirst();
    }
}
