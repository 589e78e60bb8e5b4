package org.glusterj.benchmarks.jmh;

import org.openjdk.jmh.annotations.Threads;

/** {@link LoopbackBenchmark} with 64 callers on one connection. */
@Threads(64)
public class LoopbackManyCallers extends LoopbackBenchmark {}
