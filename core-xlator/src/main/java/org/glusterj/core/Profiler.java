package org.glusterj.core;

/** A translator that keeps a profile of the fops that pass it; management finds it among its graph's translators. */
public interface Profiler {
    /** What top lists count. */
    enum Counter {
        OPEN,
        READ,
        WRITE,
        OPENDIR,
        READDIR
    }

    boolean isProfiling();

    /** The profile since its start and since the last call, as {@code volume profile info} prints it. */
    String profile();

    /** The {@code most} busiest files by {@code counter}, as {@code volume top} prints them. */
    String top(Counter counter, int most);
}
