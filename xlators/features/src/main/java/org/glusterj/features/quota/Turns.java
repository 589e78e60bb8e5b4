package org.glusterj.features.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.glusterj.core.Cancel;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.MustWait;

/**
 * Near a limit writes go one after the other, from admission until they are counted: else those under way at once were
 * all admitted for the same rest. A write that has to wait below, for a lock or lease of another client, does it
 * without its turn: that client may have to write before it gives the lock back. Used by one thread, which closes it.
 */
final class Turns implements AutoCloseable {
    /** As much as the writes hold that a brick carries out at once. */
    private static final long NEAR_BYTES = 64L << 20;

    private final List<Limited> near = new ArrayList<>(0);
    private int held;

    private Turns() {}

    /** Waits for those before it, if the frame may. */
    static Turns take(Frame frame, List<Limited> limits) throws FopException {
        var turns = new Turns();
        boolean taken = false;
        try {
            turns.takeAll(frame, limits);
            taken = true;
            return turns;
        } finally {
            if (!taken) {
                turns.close();
            }
        }
    }

    private void takeAll(Frame frame, List<Limited> limits) throws FopException {
        for (var limit : limits) {
            if (limit.room() < NEAR_BYTES) {
                near.add(limit);
            }
        }
        if (near.size() > 1) {
            // in one order for all
            near.sort(Comparator.comparing(limit -> limit.gfid.toString()));
        }
        for (var limit : near) {
            if (!limit.writing.tryLock()) {
                MustWait.unlessAllowed(frame);
                limit.writing.lock();
            }
            held++;
        }
    }

    /** With which a write goes down that has its turn: it is left ({@link MustWait}) before it waits. */
    Frame below(Frame frame) {
        return near.isEmpty()
                ? frame
                : new Frame(
                        frame.unique(),
                        frame.caller(),
                        frame.deadline(),
                        frame.time(),
                        Cancel.NO_WAITING);
    }

    @Override
    public void close() {
        while (held > 0) {
            near.get(--held).writing.unlock();
        }
    }
}
