package org.glusterj.debug.errorgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.GraphException;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;

class ErrorGenTest extends XlatorContract {
    @Override
    protected String type() {
        return "debug/error-gen";
    }

    @Override
    protected Record defaults() {
        return new ErrorGen.Options(0, "", false, "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of(
                "failure", "50%", "error-no", "EIO", "random-failure", "on", "enable", "stat");
    }

    @Override
    protected Record others() {
        return new ErrorGen.Options(50, "EIO", true, "stat");
    }

    private Fop.Stat stat() {
        return new Fop.Stat(Loc.of(fixture.graph().inodes().root()), Xdata.NULL);
    }

    /** Of a thousand calls of STAT, how many failed. */
    private int failures() {
        int failed = 0;
        for (int i = 0; i < 1000; i++) {
            try {
                fixture.call(stat());
            } catch (FopException e) {
                failed++;
            }
        }
        return failed;
    }

    @Test
    void thePercentageOfFopsFails() throws Exception {
        assertThat(failures()).isZero();
        fixture.reconfigure(Map.of("failure", "20"));
        assertThat(failures()).isBetween(140, 260);
        fixture.reconfigure(Map.of("failure", "100"));
        fixture.child().forgetCalls();
        assertThat(failures()).isEqualTo(1000);
        assertThat(fixture.child().calls()).isEmpty();
    }

    @Test
    void onlyEnabledFopsFailAndWithTheErrnoOfTheOption() throws Exception {
        fixture.reconfigure(
                Map.of("failure", "100", "error-no", "ENOSPC", "enable", "writev, STAT"));
        assertThatThrownBy(() -> fixture.call(stat()))
                .isInstanceOfSatisfying(
                        FopException.class, why -> assertThat(why.errno()).isSameAs(Errno.ENOSPC));
        fixture.call(new Fop.Statfs(Loc.of(fixture.graph().inodes().root()), Xdata.NULL));
    }

    @Test
    void randomFailuresComeNowAndThen() throws Exception {
        fixture.reconfigure(Map.of("random-failure", "on"));
        assertThat(failures()).isBetween(1000 / 45, 1000 / 3);
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("error-no", "EFOO")))
                .isInstanceOf(GraphException.class);
        assertThatThrownBy(() -> fixture.reconfigure(Map.of("enable", "foo")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("foo");
    }
}
