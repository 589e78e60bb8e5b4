package org.glusterj.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Option;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * The child below a translator under test, volfile type {@code test/recording}: keeps every fop with its frame and
 * answers with what the test scripted, by default with {@link Samples#reply}. Thread-safe; keeps everything it
 * hears, so
 * it is for tests only.
 */
public final class RecordingChild extends LeafXlator {
    /** One fop as it arrived. */
    public record Call(Frame frame, Fop<?> op) {}

    /** A started fop that waits until the test has it answered. */
    public static final class Held<R extends Reply> {
        private final RecordingChild child;
        private final Frame frame;
        private final Fop<R> op;
        private final Sink<R> sink;

        private Held(RecordingChild child, Frame frame, Fop<R> op, Sink<R> sink) {
            this.child = child;
            this.frame = frame;
            this.op = op;
            this.sink = sink;
        }

        public Fop<R> op() {
            return op;
        }

        /** Answers as the script says, on the calling thread. */
        @SuppressWarnings("unchecked")
        public void answer() {
            child.held.remove(this);
            R reply;
            try {
                reply = (R) child.script.answer(frame, op);
            } catch (FopException why) {
                sink.failed(why);
                return;
            }
            sink.ok(reply);
        }

        public void fail(Errno errno) {
            child.held.remove(this);
            sink.failed(new FopException(errno));
        }
    }

    /** Answers fops; may block, count or fail. */
    @FunctionalInterface
    public interface Script {
        Reply answer(Frame frame, Fop<?> op) throws FopException;
    }

    record Options(@Option(key = "unused", def = "off", help = "Has no effect.") boolean unused) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Held<?>> held = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile boolean atOnce;
    private volatile boolean down;
    private volatile Script script = (frame, op) -> Samples.reply(op.type());

    RecordingChild(XlatorContext context, Options options) {
        super(context);
    }

    /** Answers every further fop with {@code script}. */
    public void answer(Script newScript) {
        script = newScript;
    }

    /** Answers every further fop of {@code type} with {@code newScript}, others as before. */
    public void answer(FopType type, Script newScript) {
        var before = script;
        script =
                (frame, op) ->
                        op.type() == type ? newScript.answer(frame, op) : before.answer(frame, op);
    }

    /** From now on what is started waits for {@link Held#answer}; what is called does not. */
    public void holdStarted() {
        holding = true;
    }

    /** From now on what is started is answered before {@code start} returns. */
    public void answerAtOnce() {
        holding = false;
        atOnce = true;
    }

    /** What was started and waits, in order. */
    public List<Held<?>> held() {
        return List.copyOf(held);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (holding) {
            calls.add(new Call(frame, op));
            held.add(new Held<>(this, frame, op, sink));
        } else if (atOnce) {
            calls.add(new Call(frame, op));
            new Held<>(this, frame, op, sink).answer();
        } else {
            super.start(frame, op, sink);
        }
    }

    /** Everything heard so far, in order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(FopType type) {
        return calls.stream().filter(call -> call.op().type() == type).toList();
    }

    /** The last fop heard. */
    public Call last() {
        return calls.getLast();
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** The events that came down. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Has a connection from now on, or none; says so upwards. */
    public void connected(boolean now) {
        down = !now;
        raise(now ? new Event.ChildUp(name()) : new Event.ChildDown(name()));
    }

    @Override
    public boolean isUp() {
        return !down;
    }

    /** Sends an event up, as a brick connection does. */
    public void raise(Event.Up event) {
        context().forward(event);
    }

    @Override
    public void notify(Event event) {
        events.add(event);
        super.notify(event);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        calls.add(new Call(frame, op));
        return (R) script.answer(frame, op);
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("test/recording", Options.class, RecordingChild::new);
        }
    }
}
