package org.glusterj.debug.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class TraceTest extends XlatorContract {
    @Override
    protected String type() {
        return "debug/trace";
    }

    @Override
    protected Record defaults() {
        return new Trace.Options("", "", 1024, false, false);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "include-ops", "stat",
                "exclude-ops", "open",
                "history-size", "2",
                "log-file", "yes",
                "log-history", "yes");
    }

    @Override
    protected Record others() {
        return new Trace.Options("stat", "open", 2, true, true);
    }

    private void mkdir(String name) throws FopException {
        var root = fixture.graph().inodes().root();
        fixture.call(new Fop.Mkdir(Loc.entry(root, name), 0755, 0, Xdata.NULL));
    }

    @Test
    void theStatedumpShowsTheLastFops() throws Exception {
        fixture.reconfigure(
                Map.of("log-history", "yes", "history-size", "2", "exclude-ops", "stat"));
        fixture.call(new Fop.Stat(Loc.of(fixture.graph().inodes().root()), Xdata.NULL));
        mkdir("one");
        mkdir("two");
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            throw new FopException(Errno.EEXIST);
                        });
        try {
            mkdir("three");
        } catch (FopException expected) {
            assertThat(expected.errno()).isSameAs(Errno.EEXIST);
        }
        var text = fixture.dump().toString();
        assertThat(text).contains("/two ok", "/three EEXIST").doesNotContain("/one", "STAT");
    }

    @Test
    void switchedOffItKeepsNothing() throws Exception {
        mkdir("one");
        assertThat(fixture.dump().toString()).doesNotContain("/one");
    }
}
