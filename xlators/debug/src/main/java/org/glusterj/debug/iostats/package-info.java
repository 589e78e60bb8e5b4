/**
 * {@code debug/io-stats}: the profile of a graph, read from the counters of the edge below its node, plus sizes and
 * busiest files, which it counts itself. Runs on the caller's thread; counting uses striped adders. All of it is owned
 * by one {@link org.glusterj.debug.iostats.Measuring} object that exists only while profiling is on.
 */
package org.glusterj.debug.iostats;
