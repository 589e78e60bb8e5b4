package org.glusterj.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A one-shot slot for an outcome that one thread waits for and any other fills: the reply of a request, the grant of a
 * lock. The first completion wins. Storing and waking is all that {@link #ok} and {@link #failed} do, so event loops
 * may
 * call them.
 */
public class Promise<R extends Reply> implements Sink<R> {
    private static final VarHandle RESULT;

    static {
        try {
            RESULT = MethodHandles.lookup().findVarHandle(Promise.class, "result", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Object result;
    private volatile Thread waiter;

    @Override
    public void ok(R reply) {
        if (!complete(reply) && reply instanceof Reply.Readv late) {
            late.close();
        }
    }

    @Override
    public void failed(FopException why) {
        complete(why);
    }

    /** Stores the outcome; false when there is one already (the caller then still owns what it brought). */
    public final boolean complete(Object outcome) {
        if (!RESULT.compareAndSet(this, null, outcome)) {
            return false;
        }
        var thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    public final boolean isDone() {
        return result != null;
    }

    /**
     * Waits for the outcome, until the frame's deadline (ETIMEDOUT) or its cancellation (EINTR). After such a failure a
     * later completion returns false to its caller. An interrupt does not end the wait and is still set after it.
     */
    public final R await(Environment environment, Frame frame) throws FopException {
        if (result == null) {
            waitFor(environment, frame);
        }
        return unwrap(result);
    }

    @SuppressWarnings("unchecked")
    private R unwrap(Object outcome) throws FopException {
        if (outcome instanceof FopException why) {
            throw why;
        }
        return (R) outcome;
    }

    private void waitFor(Environment environment, Frame frame) {
        waiter = Thread.currentThread();
        var cancel = frame.cancel();
        Runnable onCancel = () -> complete(new FopException(Errno.EINTR));
        cancel.onFire(onCancel);
        boolean interrupted = false;
        try {
            long deadline = frame.deadline().nanoTime();
            while (result == null) {
                environment.parkUntil(deadline);
                // An interrupted thread does not park: left set, the flag would make this loop
                // spin.
                interrupted |= Thread.interrupted();
                if (result == null
                        && deadline != Long.MAX_VALUE
                        && environment.nanoTime() - deadline >= 0) {
                    complete(new FopException(Errno.ETIMEDOUT));
                }
            }
        } finally {
            cancel.forget(onCancel);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
