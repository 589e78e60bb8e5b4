package org.glusterj.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Payload;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;

/**
 * One connection of one process to one life of a brick, and what its two ends know of it. When it is cut, messages that
 * have not arrived by a moment of the scheduler's choice are lost, and each end notices at its own time.
 */
final class Connection {
    private final Network network;
    private final Scheduler scheduler;
    private final Link link;
    private final SimProcess client;
    private final BrickNode brick;
    private final SimProcess life;
    private final ClientId id;

    /** Requests without an answer; the client's. */
    private final Map<Long, Waiting<?>> waiting = new LinkedHashMap<>();

    /** Open files by the client's fds; the brick's. */
    final Map<Long, Fd> fds = new LinkedHashMap<>();

    private long requests;
    private long lastThere;
    private long lastBack;
    private long lostFrom = Long.MAX_VALUE;
    private boolean ended;
    private boolean brickEnded;

    private record Waiting<R extends Reply>(Fop<R> op, Sink<R> sink) {}

    Connection(Network network, Link link, SimProcess client, BrickNode brick, long number) {
        this.network = network;
        this.link = link;
        this.client = client;
        this.brick = brick;
        scheduler = network.scheduler();
        life = brick.process();
        id = new ClientId(client.name() + "-" + number, number);
        brick.accept(this);
    }

    ClientId id() {
        return id;
    }

    int memory() {
        return brick.memory();
    }

    boolean isBetween(String process, int index) {
        return client.name().equals(process) && brick.index() == index;
    }

    boolean isOf(SimProcess process) {
        return client == process || life == process;
    }

    /** The brick's end is over: what comes later from this client must not be carried out. */
    boolean isBrickEnded() {
        return brickEnded;
    }

    private String label() {
        return client.name() + ">" + brick.index();
    }

    /** On a thread of the client; {@code sink} gets the one answer. */
    <R extends Reply> void send(Frame frame, Fop<R> op, Sink<R> sink) {
        if (ended) {
            sink.failed(new FopException(Errno.ENOTCONN));
            return;
        }
        long number = ++requests;
        waiting.put(number, new Waiting<>(op, sink));
        byte[] data = op instanceof Fop.Writev write ? write.data().toBytes() : null;
        there(() -> life.spawn("request", () -> carryOut(number, frame, op, data)));
    }

    /** What needs no answer: the brick forgets an fd. */
    void release(long fd) {
        there(() -> life.spawn("release", () -> Wire.release(this, fd)));
    }

    private void there(Runnable arrives) {
        lastThere = Math.max(lastThere + 1, scheduler.nanoTime() + network.delay());
        long at = lastThere;
        scheduler.at(
                at,
                () -> {
                    if (at < lostFrom && !brickEnded && life.isAlive()) {
                        arrives.run();
                    }
                });
    }

    private void back(Runnable arrives) {
        lastBack = Math.max(lastBack + 1, scheduler.nanoTime() + network.delay());
        long at = lastBack;
        scheduler.at(
                at,
                () -> {
                    if (at < lostFrom && !ended && client.isAlive()) {
                        arrives.run();
                    }
                });
    }

    /** On a thread of the brick. */
    private <R extends Reply> void carryOut(long number, Frame frame, Fop<R> op, byte[] data) {
        if (brickEnded) {
            return;
        }
        R reply;
        try {
            reply = Wire.call(this, brick, frame, op, data);
        } catch (FopException why) {
            note(number, op, why.errno().name());
            back(() -> failed(number, why));
            return;
        }
        note(number, op, "ok " + Wire.counters(reply));
        byte[] content = null;
        if (reply instanceof Reply.Readv read) {
            content = read.data().toBytes();
            read.close();
        }
        byte[] bytes = content;
        back(() -> answered(number, reply, bytes));
    }

    private void note(long number, Fop<?> op, String outcome) {
        scheduler.note(label() + " #" + number + " " + Wire.text(op) + " " + outcome);
    }

    private <R extends Reply> void answered(long number, R reply, byte[] content) {
        var full =
                reply instanceof Reply.Readv read
                        ? new Reply.Readv(
                                Payload.copyOf(content), read.iatt(), read.atEnd(), read.xdata())
                        : reply;
        complete(number, full);
    }

    @SuppressWarnings("unchecked")
    private <R extends Reply> void complete(long number, Reply reply) {
        var one = (Waiting<R>) taken(number);
        link.answered(this, one.op());
        one.sink().ok((R) reply);
    }

    private Waiting<?> taken(long number) {
        var one = waiting.remove(number);
        if (one == null) {
            throw new IllegalStateException("a second answer to " + label() + " #" + number);
        }
        return one;
    }

    private void failed(long number, FopException why) {
        taken(number).sink().failed(why);
    }

    /** What the brick says unasked. */
    void tell(Event.Upcall upcall) {
        back(() -> link.heard(upcall));
    }

    /** @param noticed after at most this time by each end */
    void cut(Duration noticed) {
        if (lostFrom != Long.MAX_VALUE) {
            return;
        }
        network.closed(this);
        long last = Math.max(Math.max(lastThere, lastBack), scheduler.nanoTime()) + 1;
        lostFrom = scheduler.random().nextLong(scheduler.nanoTime(), last + 1);
        scheduler.note("cut " + label());
        scheduler.after(some(noticed), this::endOfClient);
        scheduler.after(some(noticed), this::endOfBrick);
    }

    private Duration some(Duration most) {
        return Duration.ofNanos(scheduler.between(Duration.ZERO, most));
    }

    private void endOfClient() {
        ended = true;
        if (!client.isAlive()) {
            return;
        }
        scheduler.note("down " + label());
        var all = List.copyOf(waiting.values());
        waiting.clear();
        link.disconnected(this, () -> all.forEach(Connection::failNotConnected));
    }

    private static void failNotConnected(Waiting<?> one) {
        one.sink().failed(new FopException(Errno.ENOTCONN));
    }

    private void endOfBrick() {
        brickEnded = true;
        if (!life.isAlive()) {
            return;
        }
        scheduler.note("gone " + label());
        life.spawn("farewell", () -> brick.forget(this, new ArrayList<>(fds.values())));
    }

    int waiting() {
        return waiting.size();
    }
}
