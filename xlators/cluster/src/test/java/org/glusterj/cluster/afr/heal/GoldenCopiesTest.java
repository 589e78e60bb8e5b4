package org.glusterj.cluster.afr.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.glusterj.cluster.afr.Answers;
import org.glusterj.cluster.afr.ChangeType;
import org.glusterj.cluster.afr.Copies;
import org.glusterj.cluster.afr.PendingKeys;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions on copies that stock's clients left, against what stock's heal info says of them. */
class GoldenCopiesTest {
    private static final HealState STATES = new HealState("domain", "domain:self-heal");

    private static List<String[]> lines(String kind, String state) throws IOException {
        try (var in = GoldenCopiesTest.class.getResourceAsStream("/golden/afr/copies.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals(kind) && words[1].equals(state))
                    .toList();
        }
    }

    private static PendingKeys keys(String volume, int size) {
        var names = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            names.add("trusted.afr." + volume + "-client-" + i);
        }
        return new PendingKeys(names, "trusted.afr.dirty");
    }

    private static HealSettings settings(int quorum, int arbiter, int size) {
        return new HealSettings(
                quorum,
                arbiter,
                HealSettings.Algorithm.DYNAMIC,
                HealSettings.BLOCK,
                true,
                null,
                Favourite.NONE,
                true,
                false,
                Copies.first(size));
    }

    private static Reply.Lookup reply(String[] words) {
        var gfid = Gfid.of(HexFormat.of().parseHex(words[4]));
        var iatt =
                new Iatt.Builder()
                        .gfid(gfid)
                        .mode(Integer.parseInt(words[5], 8))
                        .uid(Integer.parseInt(words[6]))
                        .gid(Integer.parseInt(words[7]))
                        .size(Long.parseLong(words[8]))
                        .build();
        var xdata = Xdata.EMPTY;
        for (int i = 9; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            var value = HexFormat.of().parseHex(words[i].substring(equals + 1));
            xdata = xdata.withBytes(words[i].substring(0, equals), value);
        }
        return new Reply.Lookup(iatt, Iatt.NONE, xdata);
    }

    /** What a lookup by the gfid of each copy's object finds; who is down does not answer. */
    private static Sight sight(PendingKeys keys, List<String[]> copies, String gfid, int down) {
        var asked = down < 0 ? Copies.first(keys.size()) : Copies.first(keys.size()).without(down);
        var answers = new Answers<Reply.Lookup>(keys.size());
        for (int i = asked.lowest(); i >= 0; i = asked.next(i)) {
            String[] has = null;
            for (var words : copies) {
                if (Integer.parseInt(words[2]) == i && words[4].equals(gfid)) {
                    has = words;
                }
            }
            if (has == null) {
                answers.failed(i, new FopException(Errno.ESTALE));
            } else {
                answers.ok(i, reply(has));
            }
        }
        return new Sight(keys, answers);
    }

    @ParameterizedTest
    @CsvSource({
        "missed, r3, 3, 2, -1, -1",
        "clean, r3, 3, 2, -1, -1",
        "healed, r3, 3, 2, -1, -1",
        "crash, r3, 3, 2, -1, -1",
        "split, r2, 2, 0, -1, -1",
        "arbiter, arb2, 3, 2, 2, 0"
    })
    void listsAreStocks(String state, String volume, int size, int quorum, int arbiter, int down)
            throws Exception {
        var keys = keys(volume, size);
        var copies = lines("copy", state);
        var ours = new TreeSet<String>();
        for (var words : copies) {
            boolean listed = !words[2].equals(Integer.toString(down)) && isPending(keys, words);
            if (!listed) {
                continue;
            }
            var sight = sight(keys, copies, words[4], down);
            var shown = STATES.state(sight, settings(quorum, arbiter, size), false);
            if (shown != null) {
                boolean split = shown == HealEntry.State.SPLIT_BRAIN;
                ours.add(words[2] + " " + words[3] + (split ? " split-brain" : " pending"));
            }
        }
        var stocks = new TreeSet<String>();
        for (var words : lines("list", state)) {
            stocks.add(words[2] + " " + words[3] + " " + words[4]);
        }
        assertThat(ours).isEqualTo(stocks);
    }

    /** Then the index has it. */
    private static boolean isPending(PendingKeys keys, String[] words) {
        for (int j = 0; j < keys.size(); j++) {
            if (!keys.of(j, reply(words).xdata()).isZero()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whoMissedChangesIsHealedFromWhoDidNot() throws Exception {
        var keys = keys("r3", 3);
        var copies = lines("copy", "missed");
        var plans = new TreeMap<String, Copies>();
        for (var words : copies) {
            var sight = sight(keys, copies, words[4], -1);
            if (words[2].equals("0") && sight.isComplete()) {
                var all = Copies.first(3);
                var settings = settings(2, -1, 3);
                if (sight.iatt(0).isRegular()) {
                    plans.put("data " + words[3], DataChoice.of(sight, all, settings).heal());
                }
                plans.put("meta " + words[3], MetadataChoice.of(sight, all, settings).heal());
                plans.put("entry " + words[3], EntryChoice.of(sight, all, settings).heal());
            }
        }
        var sink = Copies.of(2);
        assertThat(plans).containsEntry("data /data", sink).containsEntry("data /trunc", sink);
        assertThat(plans).containsEntry("data /meta", Copies.NONE);
        assertThat(plans).containsEntry("meta /meta", sink).containsEntry("meta /both", sink);
        assertThat(plans).containsEntry("meta /data", Copies.NONE);
        assertThat(plans).containsEntry("entry /", sink).containsEntry("entry /dir", sink);
    }

    @Test
    void aSplitBrainHasNoPlanButForNames() throws Exception {
        var keys = keys("r2", 2);
        var copies = lines("copy", "split");
        for (var words : copies) {
            var sight = sight(keys, copies, words[4], -1);
            var all = Copies.first(2);
            var settings = settings(0, -1, 2);
            if (words[3].equals("/sbdir")) {
                assertThat(EntryChoice.of(sight, all, settings).merges()).isTrue();
            } else if (words[3].equals("/sbdata")) {
                var direction = sight.matrix(ChangeType.DATA).direction(ChangeType.DATA, all, 0);
                assertThat(direction.splitBrain()).isTrue();
            }
        }
    }
}
