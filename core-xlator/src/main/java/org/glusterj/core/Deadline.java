package org.glusterj.core;

/**
 * Until when a request may wait, on the clock of {@link Environment#nanoTime()}. Enforced where waiting happens.
 *
 * @param nanoTime absolute; {@link Long#MAX_VALUE} = no deadline
 */
public record Deadline(long nanoTime) {
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

    public static Deadline after(Environment environment, java.time.Duration duration) {
        return new Deadline(environment.nanoTime() + duration.toNanos());
    }

    public boolean isNone() {
        return nanoTime == Long.MAX_VALUE;
    }

    /** Nanoseconds left, negative when passed; {@link Long#MAX_VALUE} without deadline. */
    public long remainingNanos(Environment environment) {
        return isNone() ? Long.MAX_VALUE : nanoTime - environment.nanoTime();
    }

    /** The earlier of both. */
    public Deadline min(Deadline other) {
        return nanoTime <= other.nanoTime ? this : other;
    }
}
