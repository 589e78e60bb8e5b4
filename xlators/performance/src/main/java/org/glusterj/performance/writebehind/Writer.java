package org.glusterj.performance.writebehind;

import org.glusterj.core.Errno;

/**
 * What an fd that wrote has to hear. Lives in the fd's slot; guarded by the monitor of the file's {@link Ledger}.
 */
final class Writer {
    /** A write through the fd was answered and failed afterwards; null = nothing to tell. */
    Errno failed;

    /** Failures of the file that its user knows of, or that were told before it came. */
    long seen;
}
