package org.glusterj.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of an options record: boolean, int, long, double, String, {@link DataSize}, {@link
 * java.time.Duration} or an enum.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {
    /** The key in the volfile; a component of type {@code Map<String, String>} with key "*" takes all other options. */
    String key();

    /** Default as volfile text; durations without a unit are seconds, sizes bytes. */
    String def() default "";

    /** Whether {@code volume set} offers it. */
    boolean settable() default false;

    /** Smallest and largest value of numbers, sizes (bytes) and durations (seconds). */
    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;

    int opVersion() default 1;

    /** One sentence, ending with a period. */
    String help();
}
