package org.glusterj.core;

import java.util.List;
import org.slf4j.event.Level;

/**
 * One kind of log line. Families keep theirs in an enum; an id is never reused, also not after its message is gone, so
 * that operators can search for it. Number ranges: core 100000, posix 113000, rpc 115000, client 114000, server 115500,
 * fuse 110000, locks 101000, brick 120000, management 106000, gfapi 104000, other features 102000, debug
 * 105000, meta 107000, replicate 108002, distribute 109000.
 */
public interface Message {
    /**
     * What an enum constant stands for.
     *
     * @param sentence what happened, without values
     * @param fields the names of the values, in the order {@link Log#say} gets them
     */
    record Text(int id, Level level, String sentence, List<String> fields) {
        public Text(int id, Level level, String sentence, String... fields) {
            this(id, level, sentence, List.of(fields));
        }
    }

    Text text();

    default int id() {
        return text().id();
    }

    default Level level() {
        return text().level();
    }

    default String sentence() {
        return text().sentence();
    }

    default List<String> fields() {
        return text().fields();
    }
}
