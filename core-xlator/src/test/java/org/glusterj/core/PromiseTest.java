package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PromiseTest {
    private final Environment environment = SystemEnvironment.get();

    @Test
    void theFirstOutcomeWins() throws FopException {
        var promise = new Promise<Reply.Ok>();
        promise.ok(Reply.Ok.PLAIN);
        promise.failed(new FopException(Errno.EIO));
        assertThat(promise.await(environment, Frame.internal())).isSameAs(Reply.Ok.PLAIN);
    }

    @Test
    void anotherThreadWakesTheWaiter() throws FopException {
        var promise = new Promise<Reply.Ok>();
        environment.spawn("answer", () -> promise.ok(Reply.Ok.PLAIN));
        assertThat(promise.await(environment, Frame.internal())).isSameAs(Reply.Ok.PLAIN);
    }

    @Test
    void failuresAreThrown() {
        var promise = new Promise<Reply.Ok>();
        promise.failed(new FopException(Errno.ENOENT));
        assertThatThrownBy(() -> promise.await(environment, Frame.internal()))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.ENOENT));
    }

    @Test
    void theDeadlineEndsTheWait() {
        var frame = Frame.internal().until(Deadline.after(environment, Duration.ofMillis(20)));
        assertThatThrownBy(() -> new Promise<Reply.Ok>().await(environment, frame))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.ETIMEDOUT));
    }

    @Test
    void cancellingEndsTheWait() {
        var cancel = new Cancel();
        var frame = new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, cancel);
        environment.spawn("interrupt", cancel::fire);
        assertThatThrownBy(() -> new Promise<Reply.Ok>().await(environment, frame))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.EINTR));
    }

    @Test
    void aLateReadIsReleased() {
        var promise = new Promise<Reply.Readv>();
        promise.failed(new FopException(Errno.ETIMEDOUT));
        var data = Payload.copyOf(new byte[10]);
        var view = data.duplicate();
        promise.ok(new Reply.Readv(data, Iatt.NONE, false, Xdata.NULL));
        assertThat(view.refCnt()).isZero();
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
        var frame = Frame.internal().until(Deadline.after(environment, Duration.ofMillis(50)));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Promise<Reply.Ok>().await(counting, frame))
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(Errno.ETIMEDOUT));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(parks[0]).isLessThan(100);
    }
}
