package org.glusterj.features.sdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.Loc;
import org.glusterj.core.MustWait;
import org.glusterj.core.OpTime;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.Samples;
import org.glusterj.testkit.XlatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SdfsTest extends XlatorContract {
    private static final Map<String, String> ON = Map.of("pass-through", "off");
    private static final Frame HURRIED =
            new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, Cancel.NO_WAITING);

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    protected String type() {
        return "features/sdfs";
    }

    @Override
    protected Record defaults() {
        return new Sdfs.Options(true);
    }

    @Override
    protected Map<String, String> otherOptions() {
        return ON;
    }

    @Override
    protected Record others() {
        return new Sdfs.Options(false);
    }

    private Loc name(String name) {
        return Loc.entry(fixture.graph().inodes().root(), name);
    }

    private Fop.Mkdir mkdir(String name) {
        return new Fop.Mkdir(name(name), 0755, 0, Xdata.NULL);
    }

    /** A MKDIR of "a" that stays below until {@code go}. */
    private CompletableFuture<Void> slowMkdir() throws InterruptedException {
        fixture.child()
                .answer(
                        FopType.MKDIR,
                        (frame, op) -> {
                            if (inside.getCount() > 0) {
                                inside.countDown();
                                try {
                                    go.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                            return Samples.reply(FopType.MKDIR);
                        });
        var slow = calling(mkdir("a"));
        inside.await();
        return slow;
    }

    private CompletableFuture<Void> calling(Fop<?> op) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        fixture.call(op);
                    } catch (FopException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void fopsOnOneNameWaitForEachOther() throws Exception {
        fixture.reconfigure(ON);
        var slow = slowMkdir();
        var lookup = calling(new Fop.Lookup(name("a"), Xdata.NULL));
        fixture.call(mkdir("b"));
        assertThatThrownBy(() -> fixture.call(HURRIED, new Fop.Rmdir(name("a"), 0, Xdata.NULL)))
                .isInstanceOf(MustWait.class);
        assertThatThrownBy(
                        () ->
                                fixture.call(
                                        HURRIED, new Fop.Rename(name("b"), name("a"), Xdata.NULL)))
                .isInstanceOf(MustWait.class);
        assertThat(fixture.child().calls(FopType.LOOKUP)).isEmpty();
        go.countDown();
        slow.get(10, TimeUnit.SECONDS);
        lookup.get(10, TimeUnit.SECONDS);
        fixture.call(HURRIED, new Fop.Rename(name("b"), name("a"), Xdata.NULL));
    }

    @Test
    void aWaitEndsWithItsRequest() throws Exception {
        fixture.reconfigure(ON);
        var slow = slowMkdir();
        var cancel = new Cancel();
        var frame = new Frame(1, Caller.ROOT, Deadline.NONE, OpTime.NONE, cancel);
        var waits = new CompletableFuture<Errno>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        fixture.call(frame, new Fop.Rmdir(name("a"), 0, Xdata.NULL));
                        waits.complete(null);
                    } catch (FopException e) {
                        waits.complete(e.errno());
                    }
                });
        cancel.fire();
        assertThat(waits.get(10, TimeUnit.SECONDS)).isSameAs(Errno.EINTR);
        assertThat(fixture.child().calls(FopType.RMDIR)).isEmpty();
        var next = calling(new Fop.Lookup(name("a"), Xdata.NULL));
        go.countDown();
        slow.get(10, TimeUnit.SECONDS);
        next.get(10, TimeUnit.SECONDS);
        fixture.call(HURRIED, mkdir("a"));
    }

    @Test
    void whileItIsOffNothingWaits() throws Exception {
        var slow = slowMkdir();
        fixture.call(HURRIED, mkdir("a"));
        go.countDown();
        slow.get(10, TimeUnit.SECONDS);
    }
}
