package org.glusterj.fuse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.glusterj.core.Volfile;

/**
 * A mount option {@code xlator-option=NODES.KEY=VALUE}: sets an option of each node of the volume's graph whose name
 * matches, over what the server says. In NODES {@code *} stands for any characters and {@code ?} for one; it ends at
 * the first dot, as with stock.
 *
 * @param text as given, for messages
 */
record XlatorOption(String text, Pattern nodes, String key, String value) {
    static XlatorOption parse(String text) throws MountOptions.UsageException {
        int dot = text.indexOf('.');
        int equals = text.indexOf('=', dot + 1);
        if (dot <= 0 || equals <= dot + 1) {
            throw new MountOptions.UsageException(
                    "option xlator-option must be NODES.KEY=VALUE, as in"
                            + " *-client-*.ping-timeout=10, not "
                            + text);
        }
        var nodes = new StringBuilder();
        for (char c : text.substring(0, dot).toCharArray()) {
            nodes.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return new XlatorOption(
                text,
                Pattern.compile(nodes.toString()),
                text.substring(dot + 1, equals),
                text.substring(equals + 1));
    }

    boolean concerns(Volfile.Node node) {
        return nodes.matcher(node.name()).matches();
    }

    /** The node with all of {@code options} that concern it; of two for one key the later one holds. */
    static Volfile.Node applied(List<XlatorOption> options, Volfile.Node node) {
        if (options.stream().noneMatch(option -> option.concerns(node))) {
            return node;
        }
        var values = new LinkedHashMap<>(node.options());
        for (var option : options) {
            if (option.concerns(node)) {
                values.put(option.key, option.value);
            }
        }
        return new Volfile.Node(node.name(), node.type(), values, node.subvolumes());
    }
}
