package org.glusterj.features.bitrot;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of a file: its version, whether the next change must begin a new one, who may write to it, whether it
 * is damaged. Guarded by its monitor; {@link #bumping} is held over the write of a version to the disk.
 *
 * <p>A version goes on after its last writer left, until a signer that was told of it comes again (stock's reopen):
 * only then may it be signed, and only then the next change needs another version.
 */
final class ObjectState {
    private enum Signing {
        NONE,
        /** The last writer left; who signs waits a while. */
        AWAITED,
        /** Who signs has opened the file; when it closes it the version is complete. */
        DUE
    }

    /** Held by the one that writes the next version to the disk. */
    final ReentrantLock bumping = new ReentrantLock();

    private long version;
    private boolean fresh = true;
    private boolean modified;
    private boolean bad;
    private int writers;
    private Signing signing = Signing.NONE;

    ObjectState(long version, boolean bad) {
        this.version = version;
        this.bad = bad;
    }

    synchronized long version() {
        return version;
    }

    synchronized boolean isBad() {
        return bad;
    }

    synchronized void damaged() {
        bad = true;
    }

    /** Whether the next change begins a version. */
    synchronized boolean needsVersion() {
        return fresh;
    }

    /** The next version is on the disk. */
    synchronized void began(long next) {
        version = next;
        fresh = false;
    }

    synchronized void modified() {
        modified = true;
    }

    synchronized void opened() {
        writers++;
    }

    synchronized void released() {
        writers = Math.max(writers - 1, 0);
        if (!modified || writers > 0 || signing == Signing.AWAITED) {
            return;
        }
        if (signing == Signing.NONE) {
            signing = Signing.AWAITED;
        } else {
            signing = Signing.NONE;
            fresh = true;
            modified = false;
        }
    }

    /** Who signs comes again, to sign a version that ended before: after that a change begins another. */
    synchronized void resigned() {
        if (signing == Signing.NONE) {
            fresh = false;
            modified = true;
        }
        signing = Signing.DUE;
    }

    /** Who signs comes to a file it was not told of. */
    synchronized void reopened() {
        signing = Signing.DUE;
    }

    /** Whether a signature of another version than the present one is out of date, or somebody is writing just now. */
    synchronized boolean isIdle() {
        return fresh || signing != Signing.NONE;
    }
}
