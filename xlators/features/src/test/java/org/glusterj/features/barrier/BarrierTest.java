package org.glusterj.features.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Iatt;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BarrierTest extends XlatorContract {
    @Override
    protected String type() {
        return "features/barrier";
    }

    @Override
    protected Record defaults() {
        return new Barrier.Options(false, Duration.ofSeconds(120));
    }

    @Override
    protected Map<String, String> otherOptions() {
        return Map.of("barrier", "enable", "barrier-timeout", "5");
    }

    @Override
    protected Record others() {
        return new Barrier.Options(true, Duration.ofSeconds(5));
    }

    private void close() throws GraphException {
        fixture.reconfigure(Map.of("barrier", "enable"));
    }

    private Fop.Unlink removal() {
        return new Fop.Unlink(Loc.entry(fixture.graph().inodes().root(), "f"), 0, Xdata.NULL);
    }

    private CompletableFuture<Void> removing() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        fixture.call(removal());
                    } catch (FopException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void awaitHeld(int count) {
        while (!fixture.dump().toString().contains("held=" + count)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRemovalIsCarriedOutAndAcknowledgedLater() throws Exception {
        close();
        var removal = removing();
        awaitHeld(1);
        assertThat(fixture.child().calls(FopType.UNLINK)).hasSize(1);
        assertThat(removal).isNotDone();
        fixture.reconfigure(Map.of("barrier", "disable"));
        removal.get(10, TimeUnit.SECONDS);
        assertThat(fixture.environment().pendingTimers()).isZero();
    }

    @Test
    void theBarrierOpensByItself() throws Exception {
        close();
        var removal = removing();
        awaitHeld(1);
        fixture.environment().advance(Duration.ofSeconds(120));
        removal.get(10, TimeUnit.SECONDS);
        fixture.call(removal());
    }

    @Test
    void theEndOfTheGraphOpensIt() throws Exception {
        close();
        var removal = removing();
        awaitHeld(1);
        fixture.graph().top().notify(new Event.ParentDown());
        removal.get(10, TimeUnit.SECONDS);
    }

    @Test
    void otherFopsPass() throws Exception {
        close();
        var root = fixture.graph().inodes().root();
        fixture.call(new Fop.Mkdir(Loc.entry(root, "d"), 0755, 0, Xdata.NULL));
        fixture.call(new Fop.Stat(Loc.of(root), Xdata.NULL));
    }

    @Test
    void aThreadThatMustNotWaitIsLeftBeforeAnythingHappened() throws Exception {
        close();
        var frame = new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, Cancel.NO_WAITING);
        assertThatThrownBy(() -> fixture.call(frame, removal())).isInstanceOf(MustWait.class);
        assertThat(fixture.child().calls(FopType.UNLINK)).isEmpty();
    }

    @Test
    void enablingWaitsForWhatIsUnderWay() throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        fixture.child()
                .answer(
                        FopType.UNLINK,
                        (frame, op) -> {
                            inside.countDown();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return sample();
                        });
        var removal = removing();
        inside.await();
        var enabled = new AtomicBoolean();
        var enabling =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                close();
                                enabled.set(true);
                            } catch (GraphException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Thread::startVirtualThread);
        while (!fixture.dump().toString().contains("enabled=1")) {
            Thread.onSpinWait();
        }
        assertThat(enabled).isFalse();
        go.countDown();
        removal.get(10, TimeUnit.SECONDS);
        while (!enabling.isDone()) {
            fixture.environment().advance(Duration.ofMillis(1));
        }
        assertThat(enabled).isTrue();
    }

    @Test
    void aRemovalThatOutlastsOneGateWaitsForTheNext() throws Exception {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        fixture.child()
                .answer(
                        FopType.UNLINK,
                        (frame, op) -> {
                            inside.countDown();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return sample();
                        });
        close();
        var removal = removing();
        inside.await();
        fixture.reconfigure(Map.of("barrier", "disable"));
        close();
        go.countDown();
        awaitHeld(1);
        assertThat(removal).isNotDone();
        fixture.reconfigure(Map.of("barrier", "disable"));
        removal.get(10, TimeUnit.SECONDS);
    }

    private static Reply sample() {
        return new Reply.Parent(Iatt.NONE, Iatt.NONE, Xdata.NULL);
    }
}
