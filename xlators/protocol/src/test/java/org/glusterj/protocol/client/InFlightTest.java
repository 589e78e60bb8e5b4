package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.OpTime;
import org.glusterj.core.SystemEnvironment;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final Environment environment = SystemEnvironment.get();
    private final InFlight inFlight = new InFlight(100);

    private Frame frame(Deadline deadline, Cancel cancel) {
        return new Frame(0, Caller.ROOT, deadline, OpTime.NONE, cancel);
    }

    @Test
    void whatFitsIsTaken() {
        assertThat(inFlight.tryTake(60)).isTrue();
        assertThat(inFlight.tryTake(41)).isFalse();
        assertThat(inFlight.tryTake(40)).isTrue();
        assertThat(inFlight.bytes()).isEqualTo(100);
    }

    @Test
    void aSingleRequestAlwaysFits() {
        assertThat(inFlight.tryTake(1000)).isTrue();
        assertThat(inFlight.tryTake(1)).isFalse();
        assertThat(inFlight.tryTake(0)).isTrue();
    }

    @Test
    void aWaiterIsAdmittedWhenRoomIsGivenBack() throws Exception {
        assertThat(inFlight.tryTake(100)).isTrue();
        var waiting =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                inFlight.take(50, environment, Frame.internal());
                            } catch (FopException e) {
                                throw new AssertionError(e);
                            }
                        },
                        Thread::startVirtualThread);
        inFlight.give(100);
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(inFlight.bytes()).isEqualTo(50);
    }

    @Test
    void aDeadlineEndsTheWait() {
        inFlight.tryTake(100);
        var soon = frame(Deadline.after(environment, Duration.ofMillis(5)), Cancel.NEVER);
        assertThatThrownBy(() -> inFlight.take(1, environment, soon))
                .hasMessageContaining("ETIMEDOUT");
        inFlight.give(100);
        assertThat(inFlight.bytes()).isZero();
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorMakesItSpin() {
        int[] parks = {0};
        var counting =
                (Environment)
                        java.lang.reflect.Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Environment.class},
                                (proxy, method, arguments) -> {
                                    parks[0] += method.getName().equals("parkUntil") ? 1 : 0;
                                    return method.invoke(environment, arguments);
                                });
        inFlight.tryTake(100);
        var soon = frame(Deadline.after(environment, Duration.ofMillis(50)), Cancel.NEVER);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> inFlight.take(1, counting, soon))
                .hasMessageContaining("ETIMEDOUT");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parks[0]).isLessThan(100);
    }

    @Test
    void aCancellationEndsTheWait() {
        inFlight.tryTake(100);
        var cancel = new Cancel();
        cancel.fire();
        var frame = frame(Deadline.NONE, cancel);
        assertThatThrownBy(() -> inFlight.take(1, environment, frame))
                .hasMessageContaining("EINTR");
    }
}
