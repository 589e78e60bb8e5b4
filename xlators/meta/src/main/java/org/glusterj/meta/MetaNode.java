package org.glusterj.meta;

import java.util.Map;
import java.util.function.Supplier;

/** A file of the tree; immutable but for what a supplier returns. */
sealed interface MetaNode {
    /** Number within the tree, from which the gfid is made; never 0. */
    int id();

    /** Id of the directory above, 0 for the top. */
    int parent();

    /** @param children by name, in the order of readdir */
    record Directory(int id, int parent, Map<String, MetaNode> children) implements MetaNode {}

    /** @param content the text at this moment, UTF-8 when it leaves */
    record File(int id, int parent, Supplier<String> content) implements MetaNode {}

    /** @param target byte string */
    record Link(int id, int parent, String target) implements MetaNode {}
}
