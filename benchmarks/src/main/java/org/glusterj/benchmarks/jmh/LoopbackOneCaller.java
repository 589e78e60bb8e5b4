package org.glusterj.benchmarks.jmh;

import org.openjdk.jmh.annotations.Threads;

/** {@link LoopbackBenchmark} with one caller. */
@Threads(1)
public class LoopbackOneCaller extends LoopbackBenchmark {}
