package org.glusterj.management.options;

import java.util.Optional;
import java.util.Set;

/**
 * One line of the table of options: a key of {@code volume set} and where its value goes. Keys that go to translators
 * of several types have further lines ({@link #further}).
 *
 * @param further whether an earlier line has the same key; this one adds a target
 * @param initial the default, if there is one
 * @param written whether the default is written into graphs, not left to the translator
 * @param type of the target's values
 * @param rule name of a rule of the manager's own for the value (see {@link Rules}), or null
 * @param opVersion the oldest operating version of the pool that knows the key
 * @param translator whose option it is: a type of the graph, or {@code mgmt/glusterd} and the like
 * @param where name of the translator's option; with {@code brick:}, {@code client:} or {@code heal:} only in such
 *     graphs; {@code -} when no node has it, and templates of graphs ask for the value
 * @param help a sentence, or empty
 */
public record VolumeOption(
        String key,
        boolean further,
        Optional<String> initial,
        boolean written,
        ValueType type,
        Set<Flag> flags,
        String rule,
        int opVersion,
        String translator,
        String where,
        String help) {
    /** What else is known of an option; in the table in lower case. */
    public enum Flag {
        /** Clients of the pool must know its op-version before it is set. */
        CLIENT,
        /** Adds or removes translators. */
        GRAPH,
        /** {@code volume reset} needs {@code force} for it. */
        FORCE,
        /** {@code volume reset} leaves it alone. */
        KEEP,
        /** Of the pool: {@code volume set all}. */
        POOL,
        /** Not in {@code volume set help}. */
        HIDDEN,
        /** Not in {@code volume get all}. */
        UNLISTED
    }

    public VolumeOption {
        flags = Set.copyOf(flags);
    }

    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /** The key without its domain: {@code quorum-type} of {@code cluster.quorum-type}. */
    public String shortKey() {
        return key.substring(key.indexOf('.') + 1);
    }

    /** The translator's name of the option, without the kind of graph; the key where it has the brick's path in it.
     * */
    public String translatorOption() {
        if (where.contains("${")) {
            return key;
        }
        boolean limited =
                where.startsWith("brick:")
                        || where.startsWith("client:")
                        || where.startsWith("heal:");
        return limited ? where.substring(where.indexOf(':') + 1) : where;
    }
}
