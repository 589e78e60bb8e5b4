package org.glusterj.core;

import java.util.Map;

/** The option texts of one node, on their way into a typed record. */
public final class OptionValues {
    private final String node;
    private final Map<String, String> texts;

    public OptionValues(Volfile.Node node) {
        this.node = node.name();
        this.texts = node.options();
    }

    public <O extends Record> O as(Class<O> record) throws GraphException {
        return as(OptionTable.of(record));
    }

    public <O extends Record> O as(OptionTable<O> table) throws GraphException {
        return table.read(node, texts);
    }

    public Map<String, String> texts() {
        return texts;
    }
}
