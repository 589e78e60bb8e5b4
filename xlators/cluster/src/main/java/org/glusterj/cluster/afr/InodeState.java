package org.glusterj.cluster.afr;

import org.glusterj.core.Environment;

/** What is kept for an inode: which copies may be read, and the lock for writing. Guarded by its monitor. */
final class InodeState {
    private View view;
    private WriteLock writes;

    /** Null before the first lookup. */
    synchronized View view() {
        return view;
    }

    synchronized void view(View learned) {
        view = learned;
    }

    synchronized void outdate() {
        if (view != null) {
            view = view.outdated();
        }
    }

    /** These did not take a change of that kind. */
    synchronized void missed(ChangeType type, Copies by) {
        if (view != null) {
            boolean metadata = type == ChangeType.METADATA;
            view =
                    new View(
                            metadata ? view.data() : view.data().minus(by),
                            metadata ? view.metadata().minus(by) : view.metadata(),
                            view.away(),
                            view.generation(),
                            true);
        }
    }

    /** Null while nothing was written. */
    synchronized WriteLock writesIfAny() {
        return writes;
    }

    synchronized WriteLock writes(Environment environment) {
        if (writes == null) {
            writes = new WriteLock(environment);
        }
        return writes;
    }
}
