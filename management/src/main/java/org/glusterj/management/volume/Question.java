package org.glusterj.management.volume;

import java.util.Map;

/**
 * What a manager wants to know of a brick that is served, or have done by it; the answer is JSON as the REST interface
 * shows it.
 *
 * @param details of the kind; empty when there are none
 */
public record Question(Kind kind, Map<String, String> details) {
    /** Kinds of questions. */
    public enum Kind {
        /** The clients that are connected. */
        CLIENTS,
        /** Memory of the process. */
        MEM,
        /** Inode tables. */
        INODE,
        /** Open files by connection. */
        FD,
        /** Requests that are under way. */
        CALLPOOL,
        /** The profile; {@link #INFO} and {@link #PEEK}. */
        PROFILE,
        /** The list {@link #LIST}, {@link #COUNT} lines; with {@link #BLOCK_SIZE} the disk is measured. */
        TOP,
        /** Begins all lists anew. */
        CLEAR_TOP,
        /** Nothing but whether it runs with {@link #VERSION} of its volume, which is waited for. */
        SETTLED,
        /** Clears locks of {@link #PATH} by the virtual attribute {@link #ATTRIBUTE}. */
        CLEAR_LOCKS
    }

    /** {@code all}, {@code incremental}, {@code cumulative} or {@code clear}. */
    public static final String INFO = "info";

    /** {@code true}: the interval goes on. */
    public static final String PEEK = "peek";

    /** The number of a version of the volume; it or a later one. */
    public static final String VERSION = "version";

    /** The number of a top list, from 1. */
    public static final String LIST = "list";

    public static final String COUNT = "count";

    /** In bytes. */
    public static final String BLOCK_SIZE = "block-size";

    public static final String BLOCK_COUNT = "block-count";

    public static final String PATH = "path";
    public static final String ATTRIBUTE = "attribute";

    public Question {
        details = Map.copyOf(details);
    }

    public static Question of(Kind kind) {
        return new Question(kind, Map.of());
    }
}
