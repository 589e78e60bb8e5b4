package org.glusterj.fuse;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.glusterj.core.DirEntry;
import org.glusterj.core.Fd;

/** An open file or directory, named to the kernel by number until RELEASE. Owns its fd. */
sealed interface Handle {
    Fd fd();

    /** An open file. */
    final class OfFile implements Handle {
        private final Fd fd;

        OfFile(Fd fd) {
            this.fd = fd;
        }

        @Override
        public Fd fd() {
            return fd;
        }
    }

    /**
     * An open directory and what the brick sent beyond what the kernel took so far. The batch is guarded by {@link
     * #lock}, which is held while the brick is asked: the kernel reads one handle from one thread at a time anyway.
     */
    final class OfDirectory implements Handle {
        private final Fd fd;
        final ReentrantLock lock = new ReentrantLock();
        private List<DirEntry> batch = List.of();
        private int next;
        private long cookie;
        private boolean atEnd;
        private boolean plus;
        private long version;
        private long expiresNanos;

        OfDirectory(Fd fd) {
            this.fd = fd;
        }

        @Override
        public Fd fd() {
            return fd;
        }

        /** Keeps what the brick answered for {@code offset}. */
        void keep(
                List<DirEntry> entries,
                boolean end,
                boolean withAttributes,
                long offset,
                long atVersion,
                long untilNanos) {
            batch = entries;
            next = 0;
            cookie = offset;
            atEnd = end;
            plus = withAttributes;
            version = atVersion;
            expiresNanos = untilNanos;
        }

        /**
         * Whether the batch continues at {@code offset} and is still true: nothing was changed through this mount since
         * it came ({@code nowVersion}), and it is not older than attributes may be.
         */
        boolean continuesAt(long offset, boolean withAttributes, long nowVersion, long nowNanos) {
            if (version != nowVersion || nowNanos - expiresNanos >= 0 || withAttributes && !plus) {
                return false;
            }
            if (offset == cookie) {
                return next < batch.size() || atEnd && offset != 0;
            }
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i).offset() == offset) {
                    next = i + 1;
                    cookie = offset;
                    return next < batch.size() || atEnd;
                }
            }
            return false;
        }

        /** The next entry, or null when the batch is used up. */
        DirEntry peek() {
            return next < batch.size() ? batch.get(next) : null;
        }

        void take() {
            cookie = batch.get(next).offset();
            next++;
        }
    }
}
