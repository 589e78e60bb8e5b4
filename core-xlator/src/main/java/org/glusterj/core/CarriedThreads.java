package org.glusterj.core;

import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Virtual threads carried by an executor of ours instead of the JDK's scheduler: an event loop that wants to run the
 * blocking code of translators without handing it to another thread, or a seeded run-queue. The JDK 25 offers this to
 * nobody but itself, so its constructor is reached by reflection, which needs {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}; without that flag, or on a JDK that has changed, there is none.
 *
 * <p>A carrier must not get in line for a lock behind a thread that it carries: for locks of both see {@link Pinned}.
 */
public final class CarriedThreads {
    private static final Constructor<?> BUILDER = find();

    private CarriedThreads() {}

    /** Builds threads whose every step {@code carrier} executes; empty where the JDK does not allow it. */
    public static Optional<Thread.Builder.OfVirtual> on(Executor carrier) {
        if (BUILDER == null || !Pinned.isPossible()) {
            return Optional.empty();
        }
        try {
            return Optional.of((Thread.Builder.OfVirtual) BUILDER.newInstance(carrier));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static Constructor<?> find() {
        try {
            var builder =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
