package org.glusterj.cluster.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.glusterj.cluster.dht.Layout.State;
import org.junit.jupiter.api.Test;

class LayoutPlanTest {
    private static final HexFormat HEX = HexFormat.of();

    private static List<String> names(String volume, int bricks) {
        var names = new ArrayList<String>();
        for (int i = 0; i < bricks; i++) {
            names.add(volume + "-client-" + i);
        }
        return names;
    }

    private static State[] all(int n, State state) {
        var states = new State[n];
        Arrays.fill(states, state);
        return states;
    }

    @Test
    void everyCapturedDirectoryGetsStocksLayout() throws Exception {
        var hashing = new NameHashing("", "");
        LayoutPlan plan = null;
        boolean weighted = false;
        int compared = 0;
        for (var line : Golden.lines("layouts.txt")) {
            var words = line.split(" ");
            if (words[0].equals("volume")) {
                var names = names(words[1], Integer.parseInt(words[2]));
                plan = LayoutPlan.equal(names);
                weighted = words.length > 3;
                if (weighted) {
                    long[] weights =
                            Arrays.stream(words[3].split(",")).mapToLong(Long::parseLong).toArray();
                    plan = new LayoutPlan(plan.byName(), weights, 0);
                }
                continue;
            }
            var path = Golden.bytes(words[0]);
            var xattrs = words[2].split(",");
            boolean root = path.equals("/");
            if (xattrs[0].equals("-")) {
                continue;
            }
            int commit = HEX.parseHex(xattrs[0])[3];
            var hash = hashing.of(path);
            var made = plan.fresh(all(xattrs.length, State.PRESENT), hash, commit);
            for (int i = 0; i < xattrs.length; i++) {
                assertThat(HEX.formatHex(made.bytes(i))).as(line).isEqualTo(xattrs[i]);
            }
            assertThat(made.anomalies().none()).as(line).isTrue();
            assertThat(commit).isEqualTo(root ? Layout.COMMIT_INVALID : 0);
            compared++;
        }
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void everyCapturedNameLivesWhereStockPutIt() throws Exception {
        var hashing = new NameHashing("", "");
        var parts = new byte[12][];
        var names = new ArrayList<String[]>();
        for (var line : Golden.lines("placement.txt")) {
            var words = line.split(" ");
            if (words[0].equals("layout")) {
                parts[Integer.parseInt(words[1])] =
                        HEX.parseHex("0000000000000000" + words[2] + words[3]);
            } else {
                names.add(words);
            }
        }
        var layout = Layout.of(all(12, State.PRESENT), parts);
        assertThat(names).hasSize(2384);
        for (var name : names) {
            assertThat(layout.search(hashing.of(Golden.bytes(name[0]))))
                    .as(name[0])
                    .isEqualTo(Integer.parseInt(name[1]));
        }
    }

    @Test
    void fullSubvolumesGetNothingUnlessAllAre() {
        var plan = LayoutPlan.equal(names("v", 3));
        var states = all(3, State.PRESENT);
        states[1] = State.FULL;
        var layout = plan.fresh(states, 0, 0);
        assertThat(layout.part(1).hasRange()).isFalse();
        assertThat(layout.anomalies().ring()).isFalse();
        assertThat(plan.fresh(all(3, State.FULL), 0, 0).inRingOrder()).hasSize(3);
    }

    @Test
    void leavingSubvolumesNeverGetARange() {
        var plan = LayoutPlan.equal(names("v", 2));
        var layout = plan.fresh(new State[] {State.LEAVING, State.PRESENT}, 5, 0);
        assertThat(layout.part(0).hasRange()).isFalse();
        assertThat(layout.part(1).start()).isZero();
        assertThat(layout.part(1).stop()).isEqualTo(-1);
    }

    @Test
    void spreadLimitsTheSubvolumes() {
        var names = names("v", 5);
        var plan = new LayoutPlan(LayoutPlan.orderOf(names), new long[5], 2);
        var layout = plan.fresh(all(5, State.PRESENT), 3, 0);
        assertThat(layout.inRingOrder()).containsExactly(3, 4);
        assertThat(layout.anomalies().ring()).isFalse();
    }

    @Test
    void aMissingWeightMakesAllEqual() {
        var names = names("v", 2);
        var plan = new LayoutPlan(LayoutPlan.orderOf(names), new long[] {7, 0}, 0);
        assertThat(plan.fresh(all(2, State.PRESENT), 0, 0).part(0).stop()).isEqualTo(0x7ffffffe);
    }

    /** Whatever subvolumes, weights and paths there are, each hash value has one owner. */
    @Test
    void theRingIsAlwaysCoveredOnce() {
        var random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            int n = 1 + random.nextInt(40);
            var names = names("v", n);
            long[] weights = random.longs(n, 1, 1L << random.nextInt(1, 20)).toArray();
            var plan = new LayoutPlan(LayoutPlan.orderOf(names), weights, random.nextInt(n + 1));
            var states = new State[n];
            Arrays.setAll(states, i -> State.values()[random.nextInt(5)]);
            states[random.nextInt(n)] = State.PRESENT;
            var layout = plan.fresh(states, random.nextInt(), 0);
            assertThat(layout.anomalies().holes()).as("seed 7 round " + round).isZero();
        }
    }

    /** Golden rebalance 3: three bricks become four; most names stay. */
    @Test
    void fixingKeepsMostNamesInPlace() throws Exception {
        var hashing = new NameHashing("", "");
        var before = new byte[4][];
        var after = new String[4];
        for (var line : Golden.lines("fix-layout.txt")) {
            var words = line.split(" ");
            for (int i = 0; i < 4; i++) {
                before[i] = words[1 + i].equals("-") ? null : HEX.parseHex(words[1 + i]);
                after[i] = words[5 + i];
            }
            var plan = LayoutPlan.equal(names("rb", 4));
            var old = Layout.of(all(4, State.PRESENT), before);
            var fixed =
                    plan.fixed(
                            old,
                            all(4, State.PRESENT),
                            hashing.of(words[0]),
                            HEX.parseHex(after[0])[3]);
            for (int i = 0; i < 4; i++) {
                assertThat(HEX.formatHex(fixed.bytes(i)).substring(8))
                        .as(line)
                        .isEqualTo(after[i].substring(8));
            }
        }
    }
}
