package org.glusterj.features.quota;

import java.nio.ByteBuffer;
import org.glusterj.core.Xdata;

/**
 * How many bytes, or objects, a directory's tree may have. On disk two 64-bit big-endian words: the limit, and the
 * percentage of it from which to warn, -1 for the volume's (captured from 10.3).
 *
 * @param hard 0: no limit
 */
record Limit(long hard, long softPercent) {
    static final String BYTES = "trusted.glusterfs.quota.limit-set";
    static final String OBJECTS = "trusted.glusterfs.quota.limit-objects";

    static final Limit NONE = new Limit(0, -1);

    static Limit of(Xdata dict, String key) {
        var value = dict.bytes(key).orElse(null);
        if (value == null || value.length < 8) {
            return NONE;
        }
        var words = ByteBuffer.wrap(value);
        long hard = words.getLong();
        return new Limit(Math.max(0, hard), value.length < 16 ? -1 : words.getLong());
    }

    boolean isSet() {
        return hard > 0;
    }

    /** From where to warn; {@link Long#MAX_VALUE} for never. */
    long soft(int defaultPercent) {
        long percent = softPercent < 0 ? defaultPercent : softPercent;
        return percent == 0 ? Long.MAX_VALUE : Math.round(hard * (percent / 100.0));
    }
}
