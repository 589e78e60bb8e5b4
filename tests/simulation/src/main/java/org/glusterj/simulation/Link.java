package org.glusterj.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glusterj.core.Errno;
import org.glusterj.core.Event;
import org.glusterj.core.Fd;
import org.glusterj.core.FileType;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Gfid;
import org.glusterj.core.LeafXlator;
import org.glusterj.core.Loc;
import org.glusterj.core.Option;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Slot;
import org.glusterj.core.Xdata;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * What protocol/client is to the translators above, volfile type {@code sim/link}: connects as long as it has no
 * connection, opens again what was open, says when the brick comes and goes, fails a sync when the brick lost its
 * memory since the writes. On the scheduler's thread and on those of its process, one step at a time.
 */
public final class Link extends LeafXlator {
    record Options(@Option(key = "brick", def = "0", help = "Which brick.") int brick) {}

    private static final int O_CREAT_EXCL_TRUNC = 01300;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofMillis(1500);

    private final SimProcess process;
    private final int brick;
    private final Slot<Fd> opened;
    private final Map<Long, Fd> fds = new LinkedHashMap<>();

    /** The memory of the brick that took unsynced writes of a file. */
    private final Map<Gfid, Integer> unsynced = new HashMap<>();

    private Connection connection;
    private boolean up;

    Link(XlatorContext context, Options options) {
        super(context);
        process = (SimProcess) context.environment();
        brick = options.brick();
        opened = context.fdSlot(Fd.class, (fd, same) -> released(fd));
    }

    @Override
    public void notify(Event event) {
        if (event instanceof Event.ParentUp) {
            process.spawn("connect", this::connect);
        } else {
            super.notify(event);
        }
    }

    private void connect() {
        var made = process.network().connect(this, process, brick);
        if (made == null) {
            var why = new Event.ChildFailed(name(), Errno.ECONNREFUSED, "not there", false);
            context().forward(why);
            connectLater();
            return;
        }
        connection = made;
        reopen(made);
        if (connection == made) {
            up = true;
            process.scheduler().note("up " + process.name() + ">" + brick);
            context().forward(new Event.ChildUp(name()));
        }
    }

    private void connectLater() {
        long pause = process.scheduler().between(SOON, LATER);
        process.schedule(Duration.ofNanos(pause), "connect", this::connect);
    }

    private void reopen(Connection on) {
        for (var fd : List.copyOf(fds.values())) {
            if (fd.isClosed()) {
                continue;
            }
            var loc = Loc.of(fd.inode());
            boolean directory = fd.inode().type() == FileType.DIRECTORY;
            Fop<Reply.Ok> op =
                    directory
                            ? new Fop.Opendir(loc, fd, Xdata.NULL)
                            : new Fop.Open(loc, fd.flags() & ~O_CREAT_EXCL_TRUNC, fd, Xdata.NULL);
            var promise = new Promise<Reply.Ok>();
            on.send(Frame.internal(), op, promise);
            try {
                promise.await(process, Frame.internal());
            } catch (FopException why) {
                process.scheduler().note(name() + " cannot open again: " + why.errno());
            }
        }
    }

    private void released(Fd fd) {
        fds.remove(fd.id());
        if (connection != null) {
            connection.release(fd.id());
        }
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var promise = new Promise<R>();
        start(frame, op, promise);
        return promise.await(process, frame);
    }

    @Override
    public <R extends Reply> void start(Frame frame, Fop<R> op, Sink<R> sink) {
        if (!up) {
            sink.failed(new FopException(Errno.ENOTCONN));
        } else if (op instanceof Fop.Fsync sync && hasForgotten(sync.fd().gfid())) {
            sink.failed(new FopException(Errno.EIO, "the brick has lost what was written"));
        } else {
            connection.send(frame, op, sink);
        }
    }

    private boolean hasForgotten(Gfid file) {
        var memory = unsynced.get(file);
        boolean forgotten = memory != null && memory != connection.memory();
        if (forgotten) {
            unsynced.remove(file);
        }
        return forgotten;
    }

    /** An answer is there, which its sink gets next. */
    void answered(Connection from, Fop<?> op) {
        switch (op) {
            case Fop.Open open -> opened(open.fd());
            case Fop.Opendir open -> opened(open.fd());
            case Fop.Create create -> opened(create.fd());
            case Fop.Writev write -> unsynced.putIfAbsent(write.fd().gfid(), from.memory());
            case Fop.Fsync sync -> unsynced.remove(sync.fd().gfid());
            default -> {}
        }
    }

    private void opened(Fd fd) {
        if (!fd.isClosed()) {
            fds.put(fd.id(), fd);
            opened.set(fd, fd);
        }
    }

    void heard(Event.Upcall upcall) {
        process.spawn("upcall", () -> context().forward(upcall));
    }

    /** @param failWaiting fails all requests that had no answer */
    void disconnected(Connection from, Runnable failWaiting) {
        process.spawn(
                "disconnected",
                () -> {
                    boolean was = connection == from && up;
                    if (connection == from) {
                        connection = null;
                        up = false;
                    }
                    failWaiting.run();
                    if (was) {
                        context().forward(new Event.ChildDown(name()));
                    }
                    connectLater();
                });
    }

    /** Registered for {@link java.util.ServiceLoader}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("sim/link", Options.class, Link::new);
        }
    }
}
