package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanOutTest {
    private final Environment environment = SystemEnvironment.get();

    /** A child whose answer the test gives by hand. */
    private static final class Manual implements Subvolume {
        private final String name;
        private Sink<Reply> sink;

        Manual(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
            throw new FopException(name.equals("bad") ? Errno.EIO : Errno.ENOENT);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> to) {
            sink = (Sink<Reply>) to;
        }
    }

    private final Manual a = new Manual("a");
    private final Manual b = new Manual("b");
    private final Manual c = new Manual("c");
    private final List<Manual> children = List.of(a, b, c);

    private FanOut<Reply.Ok> start(Frame frame) {
        return FanOut.start(environment, frame, children, child -> new Fop.Ipc(1, Xdata.NULL));
    }

    @Test
    void awaitAllReturnsEveryOutcomeInChildOrder() {
        var fan = start(Frame.internal());
        c.sink.ok(Reply.Ok.PLAIN);
        a.sink.failed(new FopException(Errno.EIO));
        environment.spawn("late", () -> b.sink.ok(Reply.Ok.PLAIN));
        var outcomes = fan.awaitAll();
        assertThat(outcomes)
                .extracting(outcome -> outcome.child().name())
                .containsExactly("a", "b", "c");
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aQuorumReturnsEarlyAndTheRestIsLate() {
        var late = new CopyOnWriteArrayList<Outcome<Reply.Ok>>();
        var fan = start(Frame.internal());
        a.sink.ok(Reply.Ok.PLAIN);
        b.sink.ok(Reply.Ok.PLAIN);
        var outcomes = fan.awaitQuorum(2, outcome -> outcome instanceof Outcome.Ok, late::add);
        assertThat(outcomes).hasSize(2);
        assertThat(late).isEmpty();
        c.sink.failed(new FopException(Errno.ENOTCONN));
        assertThat(late).singleElement().isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void silentChildrenCountAsFailedAtTheDeadline() {
        var fan = start(Frame.internal().until(Deadline.after(environment, Duration.ofMillis(20))));
        a.sink.ok(Reply.Ok.PLAIN);
        var outcomes = fan.awaitAll();
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.get(2))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why().errno()).isSameAs(Errno.ETIMEDOUT));
    }

    @Test
    void aWritesPayloadLivesUntilTheLastChildAnswered() {
        var data = Payload.copyOf(new byte[100]);
        var view = data.duplicate();
        var table = new InodeTable(10);
        var fd = Fd.anonymous(table.root(), 2);
        var fan =
                FanOut.start(
                        environment,
                        Frame.internal(),
                        children,
                        child -> new Fop.Writev(fd, 0, data, 0, Xdata.NULL));
        data.close();
        var reply = new Reply.Writev(100, Iatt.NONE, Iatt.NONE, Xdata.NULL);
        a.sink.ok(reply);
        b.sink.ok(reply);
        assertThat(view.refCnt()).isEqualTo(1);
        c.sink.ok(reply);
        assertThat(view.refCnt()).isZero();
        assertThat(fan.awaitAll()).hasSize(3);
        fd.close();
    }

    @Test
    void inOrderStopsWhereItIsTold() {
        var asked = new ArrayList<String>();
        var outcomes =
                FanOut.<Reply.Ok>inOrder(
                        Frame.internal(),
                        List.of(a, new Manual("bad"), c),
                        child -> {
                            asked.add(child.name());
                            return new Fop.Ipc(1, Xdata.NULL);
                        },
                        outcome ->
                                !(outcome instanceof Outcome.Failed<Reply.Ok> failed
                                        && failed.why().errno() == Errno.EIO));
        assertThat(asked).containsExactly("a", "bad");
        assertThat(outcomes).hasSize(2);
    }
}
