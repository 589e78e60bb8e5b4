package org.glusterj.cluster.dht;

/**
 * How far a rebalance is, as users see it.
 *
 * @param status stock's words: {@code not started}, {@code in progress}, {@code stopped}, {@code completed} or {@code
 *     failed}, with {@code fix-layout} before them where no files are moved
 * @param rebalanced files that were moved
 * @param bytes their size
 * @param lookedUp names that were looked at
 * @param leftSeconds estimate, 0 = none
 */
public record RebalanceStatus(
        String status,
        long rebalanced,
        long bytes,
        long lookedUp,
        long failures,
        long skipped,
        long runSeconds,
        long leftSeconds) {}
