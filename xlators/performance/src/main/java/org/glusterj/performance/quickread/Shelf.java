package org.glusterj.performance.quickread;

import java.util.ArrayDeque;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Slot;
import org.glusterj.core.XlatorContext;

/**
 * Contents of small files, each for a moment. Bounded in bytes: the oldest go first. Thread-safe; all but reading is
 * guarded by the monitor.
 */
final class Shelf {
    /** One file's content; {@code bytes} is never changed. */
    static final class Content {
        final byte[] bytes;
        final Iatt iatt;
        private final long keptAt;
        private final Inode inode;
        private boolean gone;

        Content(byte[] bytes, Iatt iatt, long keptAt, Inode inode) {
            this.bytes = bytes;
            this.iatt = iatt;
            this.keptAt = keptAt;
            this.inode = inode;
        }
    }

    private final Slot<Content> slot;

    /** In the order in which they were kept; those that are gone leave with the others of their age. */
    private final ArrayDeque<Content> byAge = new ArrayDeque<>();

    private long bytes;

    Shelf(XlatorContext context) {
        slot = context.inodeSlot(Content.class, (inode, content) -> forgotten(content));
    }

    /** What is kept of {@code inode} and not older than {@code nanos}, or null. */
    Content find(Inode inode, long now, long nanos) {
        var content = slot.get(inode);
        return content != null && now - content.keptAt < nanos ? content : null;
    }

    /** What is kept of {@code inode}, however old, or null. */
    Content peek(Inode inode) {
        return slot.get(inode);
    }

    synchronized void keep(Content content, long nanos, long mostBytes) {
        var before = slot.set(content.inode, content);
        if (before != null) {
            dropped(before);
        }
        byAge.addLast(content);
        bytes += content.bytes.length;
        while (!byAge.isEmpty()) {
            var oldest = byAge.peekFirst();
            boolean old = content.keptAt - oldest.keptAt >= nanos;
            if (!oldest.gone && !old && bytes <= mostBytes) {
                return;
            }
            byAge.removeFirst();
            slot.replace(oldest.inode, oldest, null);
            dropped(oldest);
        }
    }

    void drop(Inode inode) {
        var content = slot.remove(inode);
        if (content != null) {
            forgotten(content);
        }
    }

    private synchronized void forgotten(Content content) {
        dropped(content);
    }

    /** Monitor held. */
    private void dropped(Content content) {
        if (!content.gone) {
            content.gone = true;
            bytes -= content.bytes.length;
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int size() {
        return byAge.size();
    }
}
