package org.glusterj.cluster.dht;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.glusterj.core.Cancel;
import org.glusterj.core.Deadline;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.Log;
import org.glusterj.core.Reply;
import org.glusterj.core.Sink;
import org.glusterj.core.Xdata;

/**
 * The locks that clients of one volume agree on (spec dht 6; domains and order as in 10.3, so both kinds of client
 * exclude each other). Taken one after the other, waiting; given back without waiting for the answers. Any thread.
 */
final class Locks {
    private static final String LAYOUT_DOMAIN = "dht.layout.heal";
    private static final String ENTRY_DOMAIN = "dht.entry.sync";
    private static final String MIGRATE_DOMAIN = "dht.file.migrate";
    private static final int ENTRYLK_LOCK = 0;
    private static final int ENTRYLK_UNLOCK = 1;
    private static final int ENTRYLK_WRITE = 1;
    private static final Log LOG = Log.of(Locks.class);

    private final Children children;
    private final AtomicLong nextOwner;

    Locks(Children children, Environment environment) {
        this.children = children;
        nextOwner = new AtomicLong(environment.random().nextLong());
    }

    /** A directory and a name in it, to be protected on one subvolume. */
    record Name(int on, Inode parent, String name) {
        static Name of(int on, Loc loc) {
            return new Name(on, loc.parent(), loc.name());
        }
    }

    /** A file's data on one subvolume. */
    record FileOn(int on, Loc loc) {}

    /** Locks in the hands of one operation; used by its thread. */
    final class Held implements AutoCloseable {
        private record Lock(int on, Frame frame, Fop<Reply.Ok> unlock) {}

        private final Deque<Lock> locks = new ArrayDeque<>();
        private final Frame frame;

        Held(Frame frame) {
            var root = Whereabouts.asRoot(frame);
            var owner = LkOwner.of(nextOwner.getAndIncrement());
            this.frame = root.as(root.caller().withLkOwner(owner));
        }

        private void inodelk(int on, String domain, Loc loc, int type) throws FopException {
            children.call(on, frame, inodelk(domain, loc, Flock.SETLKW, type));
            locks.push(new Lock(on, frame, inodelk(domain, loc, Flock.SETLK, Flock.UNLOCK)));
        }

        private Fop.Inodelk inodelk(String domain, Loc loc, int cmd, int type) {
            var owner = frame.caller().lkOwner();
            var all = new Flock(type, 0, 0, 0, frame.caller().pid(), owner);
            return new Fop.Inodelk(domain, loc, cmd, all, Xdata.NULL);
        }

        private void entrylk(int on, Loc parent, String name) throws FopException {
            children.call(on, frame, entrylk(parent, name, ENTRYLK_LOCK));
            locks.push(new Lock(on, frame, entrylk(parent, name, ENTRYLK_UNLOCK)));
        }

        private Fop.Entrylk entrylk(Loc parent, String name, int cmd) {
            return new Fop.Entrylk(
                    ENTRY_DOMAIN, parent, name, false, cmd, ENTRYLK_WRITE, Xdata.NULL);
        }

        /** Gives the last taken back first. */
        @Override
        public void close() {
            while (!locks.isEmpty()) {
                var lock = locks.pop();
                var patient =
                        new Frame(
                                lock.frame().unique(),
                                lock.frame().caller(),
                                Deadline.NONE,
                                lock.frame().time(),
                                Cancel.NEVER);
                children.at(lock.on()).start(patient, lock.unlock(), new Unlocked(lock.on()));
            }
        }
    }

    /** A brick drops the locks of a client that it lost, so ENOTCONN is no reason to worry. */
    private final class Unlocked implements Sink<Reply.Ok> {
        private final int on;

        Unlocked(int on) {
            this.on = on;
        }

        @Override
        public void ok(Reply.Ok reply) {}

        @Override
        public void failed(FopException why) {
            if (why.errno() != Errno.ENOTCONN) {
                LOG.say(DhtMessage.UNLOCK_FAILED, children.name(on), why.errno());
            }
        }
    }

    /** No locks yet. */
    Held none(Frame frame) {
        return new Held(frame);
    }

    /** Keeps others from changing what {@code name} is, and the parent's layout from changing meanwhile. */
    Held name(Frame frame, Name name) throws FopException {
        return names(frame, List.of(), List.of(name));
    }

    /** Files against migration first, then names, each in the order all clients keep. */
    Held names(Frame frame, List<FileOn> files, List<Name> names) throws FopException {
        var held = new Held(frame);
        boolean done = false;
        try {
            for (var file : sorted(files, FileOn::on, one -> one.loc().inode())) {
                held.inodelk(file.on(), MIGRATE_DOMAIN, file.loc(), Flock.WRITE);
            }
            Name before = null;
            for (var name : sorted(names, Name::on, Name::parent)) {
                var parent = Loc.of(name.parent());
                if (before == null
                        || before.on() != name.on()
                        || before.parent() != name.parent()) {
                    held.inodelk(name.on(), LAYOUT_DOMAIN, parent, Flock.READ);
                }
                before = name;
                held.entrylk(name.on(), parent, name.name());
            }
            done = true;
            return held;
        } finally {
            if (!done) {
                held.close();
            }
        }
    }

    private <T> List<T> sorted(List<T> of, ToIntFunction<T> on, Function<T, Inode> inode) {
        var order = new ArrayList<>(of);
        order.sort(
                Comparator.comparing((T one) -> children.name(on.applyAsInt(one)))
                        .thenComparing(one -> inode.apply(one).gfid().toString())
                        .thenComparing(one -> one instanceof Name name ? name.name() : ""));
        return order;
    }

    /**
     * Keeps others from moving or renaming a file while it is moved: its data on {@code from}, and its name where that
     * belongs. Those who change the directory's layout are not kept waiting, as a large file takes its time.
     */
    Held move(Frame frame, int from, Loc file, Name name) throws FopException {
        var held = new Held(frame);
        boolean done = false;
        try {
            held.inodelk(from, MIGRATE_DOMAIN, file, Flock.WRITE);
            held.entrylk(name.on(), Loc.of(name.parent()), name.name());
            done = true;
            return held;
        } finally {
            if (!done) {
                held.close();
            }
        }
    }

    /** As {@link #layout(Frame, Loc, int)} on some subvolumes. */
    Held layout(Frame frame, Loc directory, List<Integer> on) throws FopException {
        var held = new Held(frame);
        boolean done = false;
        try {
            for (int each : children.byName()) {
                if (on.contains(each)) {
                    held.inodelk(each, LAYOUT_DOMAIN, directory, Flock.WRITE);
                }
            }
            done = true;
            return held;
        } finally {
            if (!done) {
                held.close();
            }
        }
    }

    /** The right to write a directory's layout: on {@code on} alone for a new one, else on all subvolumes. */
    Held layout(Frame frame, Loc directory, int on) throws FopException {
        var held = new Held(frame);
        boolean done = false;
        try {
            if (on != Known.NOWHERE) {
                held.inodelk(on, LAYOUT_DOMAIN, directory, Flock.WRITE);
            } else {
                for (int each : children.byName()) {
                    held.inodelk(each, LAYOUT_DOMAIN, directory, Flock.WRITE);
                }
            }
            done = true;
            return held;
        } finally {
            if (!done) {
                held.close();
            }
        }
    }
}
