package org.glusterj.features.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Caller;
import org.glusterj.core.Cancel;
import org.glusterj.core.ClientId;
import org.glusterj.core.Deadline;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.Reply;
import org.glusterj.core.Xdata;
import org.glusterj.testkit.GraphFixture;

/** Short words for lock tests: who locks what on one file, now or on a thread that waits. */
final class LockRig {
    static final String DOMAIN = "v-replicate-0";

    /** Numbers requests as a connection does. */
    private static final AtomicLong REQUESTS = new AtomicLong(0xffff_f000L);

    final GraphFixture fixture;
    final Inode file;
    final Fd fd;

    LockRig(GraphFixture fixture) {
        this.fixture = fixture;
        file = fixture.file("locked");
        fd = fixture.graph().inodes().newFd(file, 2);
    }

    /** A request of connection {@code client} under owner {@code owner}. */
    static Frame by(int client, int owner) {
        return by(client, owner, Cancel.NEVER, Deadline.NONE);
    }

    static Frame by(int client, int owner, Cancel cancel, Deadline deadline) {
        var caller =
                new Caller(
                        0,
                        0,
                        new int[0],
                        100 + owner,
                        LkOwner.of((long) owner),
                        new ClientId("client-" + client, client));
        return new Frame(REQUESTS.incrementAndGet(), caller, deadline, OpTime.NONE, cancel);
    }

    static Flock flock(int type, long start, long length) {
        return new Flock(type, 0, start, length, 5, LkOwner.NONE);
    }

    Fop.Lk posix(int cmd, int type, long start, long length) {
        return new Fop.Lk(fd, cmd, flock(type, start, length), Xdata.NULL);
    }

    Fop.Inodelk range(int cmd, int type, long start, long length) {
        return range(DOMAIN, cmd, type, start, length);
    }

    Fop.Inodelk range(String domain, int cmd, int type, long start, long length) {
        return new Fop.Inodelk(domain, Loc.of(file), cmd, flock(type, start, length), Xdata.NULL);
    }

    /** @param name null = the whole directory */
    Fop.Entrylk name(int cmd, int type, String name) {
        return new Fop.Entrylk(
                DOMAIN,
                Loc.of(file),
                name == null ? "" : name,
                name == null,
                cmd,
                type,
                Xdata.NULL);
    }

    <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        return fixture.call(frame, op);
    }

    /** The errno of a call that fails. */
    Errno errno(Frame frame, Fop<?> op) {
        try {
            call(frame, op);
        } catch (FopException why) {
            return why.errno();
        }
        throw new AssertionError("succeeded: " + op);
    }

    /** Starts a call that has to wait and returns when it does. */
    <R extends Reply> CompletableFuture<R> waiting(Frame frame, Fop<R> op) {
        int before = waiters();
        var outcome = new CompletableFuture<R>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                outcome.complete(call(frame, op));
                            } catch (FopException | RuntimeException why) {
                                outcome.completeExceptionally(why);
                            }
                        });
        until(() -> waiters() > before || outcome.isDone());
        assertThat(outcome).as("has to wait").isNotDone();
        return outcome;
    }

    /** The answer of a call that waited. */
    static <R extends Reply> R granted(CompletableFuture<R> waiter) throws Exception {
        return waiter.get(10, TimeUnit.SECONDS);
    }

    /** The errno with which a call that waited has failed. */
    static Errno refused(CompletableFuture<?> waiter) throws Exception {
        try {
            waiter.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            return ((FopException) e.getCause()).errno();
        }
        throw new AssertionError("was granted");
    }

    private int waiters() {
        var text = fixture.dump().toString();
        return text.split("\\(BLOCKED\\)", -1).length - 1;
    }

    /** Held locks in the statedump. */
    int held() {
        return fixture.dump().toString().split("\\(ACTIVE\\)", -1).length - 1;
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within 10 s");
            }
            Thread.yield();
        }
    }

    void close() {
        fd.close();
    }
}
