package org.glusterj.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.Payload;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class GraphFixtureTest {
    @Test
    void everyFopHasASampleOfItsOwnType() throws Exception {
        try (var fixture = GraphFixture.of("test/recording-parent");
                var data = Payload.copyOf(new byte[1])) {
            var root = fixture.graph().inodes().root();
            var file = fixture.file("f");
            try (var fd = fixture.graph().inodes().newFd(file, 2)) {
                for (var type : FopType.values()) {
                    var op = Samples.request(type, root, file, fd, data);
                    assertThat(op.type()).isSameAs(type);
                    assertThat(op.xdata().number("sample", 0)).isOne();
                }
            }
        }
    }

    @Test
    void theChildRecordsAndAnswersAsScripted() throws Exception {
        try (var fixture = GraphFixture.of("test/recording-parent")) {
            var stat = new Fop.Stat(Loc.of(fixture.file("f")), Xdata.NULL);
            assertThat(fixture.call(stat).iatt()).isEqualTo(Samples.FILE);
            fixture.child()
                    .answer(
                            FopType.STAT,
                            (frame, op) -> {
                                throw new FopException(Errno.EIO);
                            });
            assertThatThrownBy(() -> fixture.call(stat)).isInstanceOf(FopException.class);
            assertThat(fixture.child().calls(FopType.STAT)).hasSize(2);
        }
    }

    @Test
    void timersRunWhenTheClockReachesThem() {
        var environment = new ManualEnvironment();
        var order = new ArrayList<String>();
        environment.schedule(Duration.ofSeconds(2), "b", () -> order.add("b"));
        environment.schedule(Duration.ofSeconds(1), "a", () -> order.add("a"));
        var never = environment.schedule(Duration.ofSeconds(1), "never", () -> order.add("never"));
        assertThat(never.cancel()).isTrue();
        environment.advance(Duration.ofMillis(999));
        assertThat(order).isEmpty();
        environment.advance(Duration.ofSeconds(2));
        assertThat(order).containsExactly("a", "b");
    }

    @Test
    void aWaitEndsWhenTheClockReachesItsDeadline() throws Exception {
        var environment = new ManualEnvironment();
        var frame = Frame.internal().until(Deadline.after(environment, Duration.ofSeconds(5)));
        var promise = new Promise<Reply.Ok>();
        var failure = new ArrayList<FopException>();
        var done = new CountDownLatch(1);
        environment.spawn(
                "waiter",
                () -> {
                    try {
                        promise.await(environment, frame);
                    } catch (FopException why) {
                        failure.add(why);
                    }
                    done.countDown();
                });
        environment.advance(Duration.ofSeconds(6));
        done.await();
        assertThat(failure.getFirst().errno()).isSameAs(Errno.ETIMEDOUT);
    }
}
