package org.glusterj.performance.writebehind;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.glusterj.core.DataSize;
import org.glusterj.core.FopType;
import org.glusterj.testkit.XlatorContract;

/** What it has in common with others. */
class WriteBehindContractTest extends XlatorContract {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    @Override
    protected String type() {
        return "performance/write-behind";
    }

    @Override
    protected Record defaults() {
        var window = new DataSize(MIB);
        var aggregate = new DataSize(128 * KIB);
        return new WriteBehind.Options(window, aggregate, true, false, false, false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "cache-size", "2MB",
                "aggregate-size", "64KB",
                "trickling-writes", "off",
                "strict-O_DIRECT", "on",
                "strict-write-ordering", "on",
                "pass-through", "on");
    }

    @Override
    protected Record others() {
        var window = new DataSize(2 * MIB);
        var aggregate = new DataSize(64 * KIB);
        return new WriteBehind.Options(window, aggregate, false, true, true, true);
    }

    @Override
    protected Set<FopType> treated() {
        return EnumSet.of(FopType.WRITE);
    }
}
