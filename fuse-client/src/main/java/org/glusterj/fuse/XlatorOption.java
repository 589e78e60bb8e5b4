package org.glusterj.fuse;

import java.util.LinkedHashMap;
import java.util.List;
import org.glusterj.core.Fnmatch;
import org.glusterj.core.Volfile;

/**
 * A mount option {@code xlator-option=NODES.KEY=VALUE}: sets an option of each node of the volume's graph whose name
 * matches, over what the server says. NODES is a pattern of {@link Fnmatch} and ends at the first dot, as with stock.
 *
 * @param text as given, for messages
 */
record XlatorOption(String text, String nodes, String key, String value) {
    static XlatorOption parse(String text) throws MountOptions.UsageException {
        int dot = text.indexOf('.');
        int equals = text.indexOf('=', dot + 1);
        if (dot <= 0 || equals <= dot + 1) {
            throw new MountOptions.UsageException(
                    "option xlator-option must be NODES.KEY=VALUE, as in"
                            + " *-client-*.ping-timeout=10, not "
                            + text);
        }
        return new XlatorOption(
                text,
                text.substring(0, dot),
                text.substring(dot + 1, equals),
                text.substring(equals + 1));
    }

    boolean concerns(Volfile.Node node) {
        return Fnmatch.matches(nodes, node.name());
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
