package org.glusterj.storage.posix;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.glusterj.linux.LinkTarget;
import org.glusterj.linux.StatBuf;
import org.glusterj.linux.StatvfsBuf;
import org.glusterj.linux.XattrBuf;

/**
 * The native memory one fop works with: two stat buffers, a link target, attribute values. Taken from a {@link Pool} at
 * the start of a fop and given back by {@link #close}; used by one thread between.
 */
final class Pad implements AutoCloseable {
    final StatBuf st = new StatBuf();

    /** For looks aside (parents, handles) while {@link #st} still counts. */
    final StatBuf aside = new StatBuf();

    final StatvfsBuf volume = new StatvfsBuf();
    final LinkTarget link = new LinkTarget();
    final XattrBuf xattrs = new XattrBuf();
    final XattrBuf names = new XattrBuf();

    /** Room for a gfid or mdata: 64 bytes. */
    final MemorySegment small = link.segment().asSlice(0, 64);

    private final Pool pool;

    private Pad(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void close() {
        pool.giveBack(this);
    }

    /** Keeps at most {@value #SIZE} pads for reuse; more concurrent fops make pads of their own. Lock-free. */
    static final class Pool {
        private static final int SIZE = 64;
        private static final int PROBES = 4;

        private final AtomicReferenceArray<Pad> pads = new AtomicReferenceArray<>(SIZE);

        Pad take() {
            int home = home();
            for (int i = 0; i < PROBES; i++) {
                int at = home + i & SIZE - 1;
                if (pads.getPlain(at) != null) {
                    var pad = pads.getAndSet(at, null);
                    if (pad != null) {
                        return pad;
                    }
                }
            }
            return new Pad(this);
        }

        private void giveBack(Pad pad) {
            int home = home();
            for (int i = 0; i < PROBES; i++) {
                if (pads.compareAndSet(home + i & SIZE - 1, null, pad)) {
                    return;
                }
            }
        }

        private static int home() {
            return (int) Thread.currentThread().threadId() * PROBES;
        }
    }
}
