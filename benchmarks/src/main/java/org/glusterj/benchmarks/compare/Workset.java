package org.glusterj.benchmarks.compare;

import java.io.IOException;

/** The files of some workloads on one mount, and what those workloads do with them. One thread. */
interface Workset {
    /** Makes what must be there before {@code workload} runs; not measured. */
    void prepare(Workload workload) throws IOException;

    Timing measure(Workload workload) throws IOException;
}
