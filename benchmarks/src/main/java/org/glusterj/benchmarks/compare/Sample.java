package org.glusterj.benchmarks.compare;

/**
 * What one run of one workload on one cell gave.
 *
 * @param round from 1
 * @param p50Nanos 0 where operations were not timed one by one, likewise {@code p99Nanos}
 * @param clientCpuMillis CPU of the process behind the mount, likewise {@code serverCpuMillis} of all bricks
 */
record Sample(
        Workload workload,
        int threads,
        Cell cell,
        int round,
        long ops,
        long wallNanos,
        long p50Nanos,
        long p99Nanos,
        long clientCpuMillis,
        long serverCpuMillis) {

    /** Reads the answer of a {@link Driver} to {@code run}. */
    static Sample of(Workload workload, int threads, Cell cell, int round, String answer) {
        var words = answer.split(" ");
        return new Sample(
                workload,
                threads,
                cell,
                round,
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    /** Wall time by operations: with several callers it is the inverse of their common throughput. */
    double microsPerOp() {
        return wallNanos / 1e3 / ops;
    }
}
