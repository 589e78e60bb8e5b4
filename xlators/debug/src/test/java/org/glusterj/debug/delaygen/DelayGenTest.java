package org.glusterj.debug.delaygen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.OpTime;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DelayGenTest extends XlatorContract {
    @Override
    protected String type() {
        return "debug/delay-gen";
    }

    @Override
    protected Record defaults() {
        return new DelayGen.Options(10, 100_000, "");
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("delay-percentage", "100%", "delay-duration", "5", "enable", "seek");
    }

    @Override
    protected Record others() {
        return new DelayGen.Options(100, 5, "seek");
    }

    @Override
    protected Map<String, String> liveOptions() {
        return Map.of("delay-percentage", "100", "enable", "seek");
    }

    private Fop.Stat stat() {
        return new Fop.Stat(Loc.of(fixture.graph().inodes().root()), Xdata.NULL);
    }

    @Test
    void enabledFopsTakeLonger() throws Exception {
        fixture.reconfigure(Map.of("delay-percentage", "100", "enable", "stat"));
        var done =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                fixture.call(stat());
                            } catch (FopException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Thread::startVirtualThread);
        fixture.environment().advance(Duration.ofMillis(99));
        assertThat(fixture.child().calls()).isEmpty();
        while (!done.isDone()) {
            fixture.environment().advance(Duration.ofMillis(100));
        }
        done.get();
        fixture.call(new Fop.Statfs(Loc.of(fixture.graph().inodes().root()), Xdata.NULL));
    }

    @Test
    void aThreadThatMustNotWaitIsLeft() throws Exception {
        fixture.reconfigure(Map.of("delay-percentage", "100", "enable", "stat"));
        var frame = new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, Cancel.NO_WAITING);
        assertThatThrownBy(() -> fixture.call(frame, stat())).isInstanceOf(MustWait.class);
    }
}
