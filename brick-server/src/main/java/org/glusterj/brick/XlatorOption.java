package org.glusterj.brick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.glusterj.core.Volfile;

/**
 * An option for nodes of a volfile, from the command line: {@code NODE.KEY=VALUE}, where NODE may hold {@code *}. It
 * outlives changes of the volfile.
 *
 * @param node name of nodes, or a pattern of it
 */
record XlatorOption(String node, String key, String value) {
    /** A node's name may hold dots and slashes, an option's key dots: the node ends at the first dot. */
    static XlatorOption parse(String text) throws UsageException {
        int equals = text.indexOf('=');
        int dot = text.indexOf('.');
        if (dot <= 0 || equals < dot + 2) {
            throw new UsageException("--xlator-option " + text + ": expected NODE.KEY=VALUE");
        }
        return new XlatorOption(
                text.substring(0, dot),
                text.substring(dot + 1, equals),
                text.substring(equals + 1));
    }

    private boolean isOf(Volfile.Node target) {
        return matches(node, 0, target.name(), 0);
    }

    /** Depth is that of the pattern, which people type. */
    private static boolean matches(String pattern, int p, String name, int n) {
        if (p == pattern.length()) {
            return n == name.length();
        }
        if (pattern.charAt(p) != '*') {
            return n < name.length()
                    && pattern.charAt(p) == name.charAt(n)
                    && matches(pattern, p + 1, name, n + 1);
        }
        for (int rest = n; rest <= name.length(); rest++) {
            if (matches(pattern, p + 1, name, rest)) {
                return true;
            }
        }
        return false;
    }

    static Volfile apply(List<XlatorOption> all, Volfile volfile) {
        if (all.isEmpty()) {
            return volfile;
        }
        var nodes = new ArrayList<Volfile.Node>();
        for (var node : volfile.nodes()) {
            var options = new LinkedHashMap<>(node.options());
            for (var option : all) {
                if (option.isOf(node)) {
                    options.put(option.key(), option.value());
                }
            }
            nodes.add(new Volfile.Node(node.name(), node.type(), options, node.subvolumes()));
        }
        return new Volfile(nodes);
    }
}
