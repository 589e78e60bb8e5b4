package org.glusterj.core;

/** Writes a {@link Volfile} as glusterd lays it out: four spaces, one option a line, a blank line after each node. */
final class VolfileWriter {
    private VolfileWriter() {}

    static String write(Volfile volfile) {
        var out = new StringBuilder();
        for (var node : volfile.nodes()) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            out.append("volume ").append(quoted(node.name())).append('\n');
            out.append("    type ").append(quoted(node.type())).append('\n');
            node.options()
                    .forEach(
                            (key, value) ->
                                    out.append("    option ")
                                            .append(quoted(key))
                                            .append(' ')
                                            .append(quoted(value))
                                            .append('\n'));
            if (!node.subvolumes().isEmpty()) {
                out.append("    subvolumes");
                node.subvolumes().forEach(name -> out.append(' ').append(quoted(name)));
                out.append('\n');
            }
            out.append("end-volume\n");
        }
        return out.toString();
    }

    private static String quoted(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            plain &= c > ' ' && c != '"' && c != '\\' && c != '#';
        }
        return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
