package org.glusterj.cli.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.glusterj.cli.gluster.command.HealReport;
import org.glusterj.cluster.afr.heal.CrawlStatus;
import org.glusterj.core.Volfile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/** What a manager and a self-heal daemon say to each other, how it is shown, and what of a volfile is healed. */
class SelfHealControlTest {
    private static final String VOLFILE =
            """
            volume v-client-0
                type protocol/client
            end-volume
            volume v-client-1
                type protocol/client
            end-volume
            volume v-client-2
                type protocol/client
            end-volume
            volume v-client-3
                type protocol/client
            end-volume
            volume v-replicate-0
                type cluster/replicate
                option volume-id a30523d0-4247-4a69-9f58-32c3fc96fc6f
                subvolumes v-client-0 v-client-1
            end-volume
            volume v-replicate-1
                type cluster/replicate
                subvolumes v-client-2 v-client-3
            end-volume
            volume v-dht
                type cluster/distribute
                subvolumes v-replicate-0 v-replicate-1
            end-volume
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> asked = new ArrayList<>();

    private final SelfHealControl control =
            new SelfHealControl(
                    new SelfHealControl.Work() {
                        @Override
                        public List<CrawlStatus> status() {
                            return List.of(
                                    new CrawlStatus(
                                            "v-client-0",
                                            "INDEX",
                                            false,
                                            1_500_000_000L,
                                            2_500_000_000L,
                                            4,
                                            2,
                                            2,
                                            1));
                        }

                        @Override
                        public ArrayNode info(HealReport kind) {
                            asked.add(kind.name());
                            return bricks();
                        }

                        @Override
                        public void request(boolean full) {
                            asked.add(full ? "full" : "lists");
                        }

                        @Override
                        public void stop() {
                            asked.add("stop");
                        }
                    });

    private ArrayNode bricks() {
        var bricks = json.createArrayNode();
        var here = bricks.addObject().put("name", "server1:/b0").put("host-id", "h0");
        here.put("status", "Connected").put("entries", 2);
        var files = here.putArray("file-gfid");
        files.addObject().put("gfid", "g1").put("filename", "/dir");
        files.addObject().put("gfid", "g2").put("filename", "/f").put("state", "split-brain");
        bricks.addObject()
                .put("name", "server1:/b1")
                .put("status", "Transport endpoint is not connected");
        return bricks;
    }

    @Test
    void questionsAndWishes() {
        assertThat(control.answer("{\"op\":\"status\"}"))
                .isEqualTo(
                        "[{\"brick\":\"v-client-0\",\"type\":\"INDEX\",\"running\":false,"
                                + "\"started\":1.5,\"ended\":2.5,\"checked\":4,\"healed\":2,"
                                + "\"failed\":2,\"split-brain\":1}]");
        control.answer("{\"op\":\"info\"}");
        control.answer("{\"op\":\"info\",\"kind\":\"summary\"}");
        control.answer("{\"op\":\"heal\"}");
        control.answer("{\"op\":\"full\"}");
        control.answer("{\"op\":\"stop\"}");
        assertThat(asked).containsExactly("ENTRIES", "SUMMARY", "lists", "full", "stop");
        assertThat(control.answer("{\"op\":\"fly\"}")).contains("error", "fly");
        assertThat(control.answer("no json")).contains("error");
    }

    /** The lines of golden captures of 10.3, blanks at their ends included. */
    @Test
    void shownAsStockShowsIt() {
        var lines = new ArrayList<String>();
        HealReport.ENTRIES.text(bricks(), lines::add);
        assertThat(lines)
                .containsExactly(
                        "Brick server1:/b0",
                        "/dir ",
                        "/f - Is in split-brain",
                        "Status: Connected",
                        "Number of entries: 2",
                        "",
                        "Brick server1:/b1",
                        "Status: Transport endpoint is not connected",
                        "Number of entries: -",
                        "");
    }

    @Test
    void eachReplicateIsHealedForItself() throws Exception {
        var all = HealVolfiles.of(Volfile.parse(VOLFILE), Set.of());
        assertThat(all).hasSize(2);
        var first = all.getFirst();
        assertThat(first.top().type()).isEqualTo("cluster/self-heal");
        assertThat(first.top().options()).containsKey("volume-id");
        assertThat(first.nodes()).hasSize(3);
        var mine = HealVolfiles.of(Volfile.parse(VOLFILE), Set.of("v-client-3"));
        assertThat(mine).hasSize(1);
        assertThat(mine.getFirst().top().options()).containsEntry("local-subvolumes", "v-client-3");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> SelfHealOptions.parse(new String[] {"--once"}))
                .hasMessageContaining("--volfile");
        assertThatThrownBy(() -> SelfHealOptions.parse(new String[] {"--socket"}))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> SelfHealOptions.parse(new String[] {"--volfile=/v", "--x=1"}))
                .hasMessageContaining("--x");
    }
}
