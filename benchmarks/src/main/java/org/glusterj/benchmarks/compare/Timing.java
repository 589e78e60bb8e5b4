package org.glusterj.benchmarks.compare;

/**
 * How long one run took: as a whole, and its single operations.
 *
 * @param p50Nanos median of the operations' times, 0 where they were not timed one by one; likewise {@code p99Nanos}
 */
record Timing(long ops, long wallNanos, long p50Nanos, long p99Nanos) {}
