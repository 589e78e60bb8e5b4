package org.glusterj.management.volgen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.glusterj.management.volgen.Template.AlterStep;
import org.glusterj.management.volgen.Template.Each;
import org.glusterj.management.volgen.Template.NodeStep;
import org.glusterj.management.volgen.Template.PlaceStep;
import org.glusterj.management.volgen.Template.RefuseStep;
import org.glusterj.management.volgen.Template.Setting;
import org.glusterj.management.volgen.Template.Step;

/**
 * Reads templates of graphs, one statement a line:
 *
 * <pre>
 *   node NAME TYPE [each brick|set|subvolume] [beside] [bare] [when TERM...]
 *       set KEY VALUE [when TERM...]          of the node above
 *   place NAME                                where plug-ins may put nodes
 *   alter TYPE KEY VALUE                      on every node of the type, after all options
 *   refuse when TERM... : MESSAGE
 *   include NAME                              the lines of NAME.graph
 * </pre>
 *
 * {@code #} starts a comment line. <code>${NAME}</code> in names and values stands for a fact or an option, see
 * {@link Scope}. Mistakes are mistakes of the program: unchecked exceptions.
 */
final class TemplateParser {
    private final List<Step> steps = new ArrayList<>();
    private NodeStep node;
    private List<Setting> settings;

    private TemplateParser() {}

    static Template load(String name) {
        var parser = new TemplateParser();
        parser.include(name);
        parser.endNode();
        return new Template(parser.steps);
    }

    private void include(String name) {
        try (var in = TemplateParser.class.getResourceAsStream(name + ".graph")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        var text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        var words = List.of(text.split(" +"));
        switch (words.getFirst()) {
            case "include" -> include(words.get(1));
            case "set" -> settings.add(new Setting(words.get(1), words.get(2), when(words)));
            default -> {
                endNode();
                step(words, text);
            }
        }
    }

    private void step(List<String> words, String text) {
        switch (words.getFirst()) {
            case "node" -> startNode(words);
            case "place" -> steps.add(new PlaceStep(words.get(1)));
            case "alter" -> steps.add(new AlterStep(words.get(1), words.get(2), words.get(3)));
            case "refuse" -> {
                int colon = text.indexOf(" : ");
                var terms = List.of(text.substring(0, colon).split(" +"));
                steps.add(new RefuseStep(when(terms), text.substring(colon + 3)));
            }
            default -> throw new IllegalArgumentException("not a statement: " + text);
        }
    }

    private void startNode(List<String> words) {
        int each = words.indexOf("each");
        var kind =
                each > 0
                        ? Each.valueOf(words.get(each + 1).toUpperCase(Locale.ROOT))
                        : words.contains("beside") ? Each.BESIDE : Each.ALL;
        settings = new ArrayList<>();
        node =
                new NodeStep(
                        words.get(1),
                        words.get(2),
                        kind,
                        words.contains("bare"),
                        List.of(),
                        when(words));
    }

    private void endNode() {
        if (node != null) {
            steps.add(
                    new NodeStep(
                            node.name(),
                            node.type(),
                            node.each(),
                            node.bare(),
                            settings,
                            node.when()));
            node = null;
        }
    }

    private static Condition when(List<String> words) {
        int when = words.indexOf("when");
        return when < 0 ? Condition.ALWAYS : new Condition(words.subList(when + 1, words.size()));
    }
}
