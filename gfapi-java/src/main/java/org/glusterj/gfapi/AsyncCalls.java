package org.glusterj.gfapi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.glusterj.core.Cancel;
import org.glusterj.core.Environment;
import org.glusterj.core.Errno;

/**
 * Runs blocking calls on virtual threads for futures. At most {@code limit} run at a time, at most {@link #MAX_WAITING}
 * wait for their turn, further ones fail with EAGAIN at once. Completing a future from outside (cancel, orTimeout)
 * cancels its fop; what the fop still brings is closed. Thread-safe.
 */
final class AsyncCalls {
    static final int DEFAULT_LIMIT = 256;
    private static final int MAX_WAITING = 65_536;

    private final Environment environment;
    private final Semaphore turns;
    private final AtomicInteger pending = new AtomicInteger();
    private final int most;

    AsyncCalls(Environment environment, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a limit of " + limit + " lets nothing run");
        }
        this.environment = environment;
        turns = new Semaphore(limit);
        most = limit + MAX_WAITING;
    }

    /** A call that ends early, with EINTR, when {@code cancel} is fired. */
    @FunctionalInterface
    interface Call<T> {
        T run(Cancel cancel) throws GlusterException;
    }

    <T> CompletableFuture<T> start(Call<T> call) {
        return start(call, true);
    }

    /** For calls that may wait for other users, who may need a turn to let go. */
    <T> CompletableFuture<T> startWaiting(Call<T> call) {
        return start(call, false);
    }

    private <T> CompletableFuture<T> start(Call<T> call, boolean takesTurn) {
        var future = new CompletableFuture<T>();
        if (pending.incrementAndGet() > most) {
            pending.decrementAndGet();
            future.completeExceptionally(
                    new GlusterException(Errno.EAGAIN, "", "too many calls are under way"));
            return future;
        }
        var cancel = new Cancel();
        future.whenComplete((value, failure) -> cancel.fire());
        environment.spawn("gfapi-async", () -> run(call, takesTurn, future, cancel));
        return future;
    }

    private <T> void run(
            Call<T> call, boolean takesTurn, CompletableFuture<T> future, Cancel cancel) {
        if (takesTurn) {
            turns.acquireUninterruptibly();
        }
        try {
            if (!future.isDone()) {
                deliver(call.run(cancel), future);
            }
        } catch (GlusterException | RuntimeException | Error e) {
            future.completeExceptionally(e);
        } finally {
            pending.decrementAndGet();
            if (takesTurn) {
                turns.release();
            }
        }
    }

    private static <T> void deliver(T value, CompletableFuture<T> future) throws GlusterException {
        if (future.complete(value)) {
            return;
        }
        switch (value) {
            case null -> {}
            case AsyncFile file -> file.close();
            case org.glusterj.core.Payload payload -> payload.close();
            default -> {}
        }
    }
}
