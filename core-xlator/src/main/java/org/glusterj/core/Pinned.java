package org.glusterj.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Keeps a virtual thread on its carrier for a moment, so that it waits for a lock as its carrier would. For locks that
 * a carrier takes too ({@link CarriedThreads}): one that is handed over in the order of arrival would go to the virtual
 * thread, which has left and cannot come back while its carrier waits behind it, for ever. Such are the locks of the
 * buffer pool, the log and the timers.
 *
 * <p>What is done meanwhile must be short and must not wait for another virtual thread. Nothing to do on platform
 * threads. Nests. Reached by reflection as {@link CarriedThreads} is, under the same flag.
 */
public final class Pinned implements AutoCloseable {
    private static final Pinned STAYS = new Pinned();
    private static final MethodHandle PIN;
    private static final MethodHandle UNPIN;

    static {
        MethodHandle pin = null;
        MethodHandle unpin = null;
        try {
            var export = Module.class.getDeclaredMethod("implAddExportsToAllUnnamed", String.class);
            export.setAccessible(true);
            export.invoke(Object.class.getModule(), "jdk.internal.vm");
            var type = Class.forName("jdk.internal.vm.Continuation");
            var lookup = MethodHandles.lookup();
            pin = lookup.findStatic(type, "pin", MethodType.methodType(void.class));
            unpin = lookup.findStatic(type, "unpin", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Without the flag there are no carriers of ours either.
        }
        PIN = pin;
        UNPIN = pin == null ? null : unpin;
    }

    private Pinned() {}

    static boolean isPossible() {
        return UNPIN != null;
    }

    /** Until closed; null, which try-with-resources takes, where there is nothing to do. */
    public static Pinned here() {
        if (UNPIN == null || !Thread.currentThread().isVirtual()) {
            return null;
        }
        call(PIN);
        return STAYS;
    }

    /**
     * As {@link #here}, for who cannot nest: true when the thread stays where it is until {@link #end}. False, and
     * nothing to end, where a virtual thread cannot be kept.
     */
    public static boolean begin() {
        return !Thread.currentThread().isVirtual() || here() != null;
    }

    /** After a {@link #begin} that was true, on the same thread. */
    public static void end() {
        if (Thread.currentThread().isVirtual()) {
            call(UNPIN);
        }
    }

    /** On the thread that asked. */
    @Override
    public void close() {
        call(UNPIN);
    }

    private static void call(MethodHandle what) {
        try {
            what.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
