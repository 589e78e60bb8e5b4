package org.glusterj.management.volgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;
import org.glusterj.management.options.Options;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each option, and combinations, do to the graphs what they do in stock 10.3: recorded by the script {@code
 * option-effects}, which says how the files are to be read.
 */
class OptionEffectsTest {
    /** One {@code volume set}: what was set, and by graph what diff(1) said. */
    private record Case(
            Map<String, String> settings, Map<String, List<String>> changes, boolean refused) {}

    @ParameterizedTest
    @ValueSource(strings = {"single", "dist", "rep", "arb", "disp", "drep"})
    void graphsChangeAsStocks(String name) throws Exception {
        var volume = StockVolumes.named(name);
        var untouched = new LinkedHashMap<String, List<String>>();
        graphs(volume).keySet().forEach(graph -> untouched.put(graph, lines(name, graph)));
        var wrong = new ArrayList<String>();
        graphs(volume)
                .forEach(
                        (graph, made) -> {
                            if (!made.equals(untouched.get(graph))) {
                                wrong.add(
                                        difference(
                                                "untouched " + graph, untouched.get(graph), made));
                            }
                        });
        int right = 0;
        for (var tried : cases(name)) {
            if (tried.refused()) {
                continue;
            }
            var settings = new TreeMap<>(volume.options());
            tried.settings().forEach((key, value) -> settings.put(whole(key), value));
            int before = wrong.size();
            graphs(volume.withOptions(settings))
                    .forEach(
                            (graph, made) -> {
                                var expected =
                                        Patch.apply(
                                                untouched.get(graph),
                                                tried.changes().getOrDefault(graph, List.of()));
                                if (!made.equals(expected)) {
                                    wrong.add(
                                            difference(
                                                    tried.settings() + " " + graph,
                                                    expected,
                                                    made));
                                }
                            });
            right += before == wrong.size() ? 1 : 0;
        }
        assertThat(wrong).as("%d cases are right", right).isEmpty();
        assertThat(right).isGreaterThan(100);
    }

    private static String whole(String key) {
        return Options.find(key).map(option -> option.key()).orElse(key);
    }

    private static Map<String, List<String>> graphs(Volume volume) throws VolgenException {
        var graphs = new LinkedHashMap<String, List<String>>();
        int last = volume.bricks().size();
        for (int number : last == 1 ? List.of(1) : List.of(1, last)) {
            var brick = volume.bricks().get(number - 1);
            graphs.put("brick" + number, text(Volgen.brick(volume, brick, facts(volume))));
        }
        graphs.put("client", text(Volgen.client(volume, false, Facts.USUAL)));
        graphs.put("client-trusted", text(Volgen.client(volume, true, Facts.USUAL)));
        Volgen.heal(volume, Facts.USUAL).ifPresent(graph -> graphs.put("shd", text(graph)));
        Volgen.rebalance(volume, Facts.USUAL)
                .ifPresent(graph -> graphs.put("rebalance", text(graph)));
        return graphs;
    }

    /** The recording host had all bricks on one file system. */
    private static Facts facts(Volume volume) {
        return Facts.USUAL.withBrickShare(volume.bricks().size());
    }

    private static List<String> text(Volfile graph) {
        return graph.write().lines().toList();
    }

    private static List<String> lines(String name, String graph) {
        return StockVolumes.lines("effects/" + name + "/" + graph + ".vol");
    }

    private static List<Case> cases(String name) {
        var cases = new ArrayList<Case>();
        Map<String, List<String>> changes = Map.of();
        List<String> change = List.of();
        var settings = new LinkedHashMap<String, String>();
        boolean refused = false;
        for (var line : StockVolumes.lines("effects/" + name + "/effects")) {
            if (line.startsWith("= ")) {
                if (!settings.isEmpty()) {
                    cases.add(new Case(settings, changes, refused));
                }
                settings = new LinkedHashMap<>();
                var words = line.substring(2).split(" ");
                for (int i = 0; i < words.length; i += 2) {
                    settings.put(words[i], words[i + 1]);
                }
                changes = new LinkedHashMap<>();
                refused = false;
            } else if (line.startsWith("! ")) {
                refused = true;
            } else if (line.startsWith("@ ")) {
                change = new ArrayList<>();
                changes.put(line.substring(2), change);
            } else {
                change.add(line);
            }
        }
        cases.add(new Case(settings, changes, refused));
        return cases;
    }

    private static String difference(String what, List<String> expected, List<String> made) {
        int same = 0;
        while (same < Math.min(expected.size(), made.size())
                && expected.get(same).equals(made.get(same))) {
            same++;
        }
        return what
                + ", line "
                + (same + 1)
                + ": expected "
                + expected.subList(same, Math.min(same + 3, expected.size()))
                + " but made "
                + made.subList(same, Math.min(same + 3, made.size()))
                + "\n";
    }
}
