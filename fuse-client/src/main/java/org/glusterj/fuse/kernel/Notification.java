package org.glusterj.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * What the daemon tells the kernel unasked; the header is a reply's with unique 0 and the code in place of the
 * error.
 */
public sealed interface Notification {
    /** Longest notification: {@link Prune} with as many nodes as it takes. */
    int MAX_BYTES = KernelReply.HEADER_BYTES + 16 + Long.BYTES * Prune.MAX_NODES;

    /** Writes header and body; the part to send. */
    MemorySegment putInto(MemorySegment memory);

    /** Drops attributes and, from {@code offset} on, pages; a negative offset means attributes only. */
    record InvalidateInode(long nodeId, long offset, long length) implements Notification {
        @Override
        public MemorySegment putInto(MemorySegment memory) {
            memory.set(JAVA_LONG_UNALIGNED, 16, nodeId);
            memory.set(JAVA_LONG_UNALIGNED, 24, offset);
            memory.set(JAVA_LONG_UNALIGNED, 32, length);
            return finish(memory, 2, 24);
        }
    }

    /** Drops a name. */
    record InvalidateEntry(long parent, String name) implements Notification {
        @Override
        public MemorySegment putInto(MemorySegment memory) {
            memory.set(JAVA_LONG_UNALIGNED, 16, parent);
            memory.set(JAVA_INT_UNALIGNED, 24, name.length());
            memory.set(JAVA_INT_UNALIGNED, 28, 0);
            return finish(memory, 3, 16 + putName(memory, 32, name));
        }
    }

    /**
     * Has a name looked up again on next use; open files, mounts and working directories below it stay. Kernels before
     * 7.38 drop the name, as {@link InvalidateEntry}.
     */
    record ExpireEntry(long parent, String name) implements Notification {
        private static final int EXPIRE_ONLY = 1;

        @Override
        public MemorySegment putInto(MemorySegment memory) {
            memory.set(JAVA_LONG_UNALIGNED, 16, parent);
            memory.set(JAVA_INT_UNALIGNED, 24, name.length());
            memory.set(JAVA_INT_UNALIGNED, 28, EXPIRE_ONLY);
            return finish(memory, 3, 16 + putName(memory, 32, name));
        }
    }

    /** Drops a name because it was removed; tells inotify too. */
    record Delete(long parent, long child, String name) implements Notification {
        @Override
        public MemorySegment putInto(MemorySegment memory) {
            memory.set(JAVA_LONG_UNALIGNED, 16, parent);
            memory.set(JAVA_LONG_UNALIGNED, 24, child);
            memory.set(JAVA_INT_UNALIGNED, 32, name.length());
            memory.set(JAVA_INT_UNALIGNED, 36, 0);
            return finish(memory, 6, 24 + putName(memory, 40, name));
        }
    }

    /** Every name is looked up again on next use; kernels from 7.44 on. */
    record IncrementEpoch() implements Notification {
        /** The first minor version that knows it. */
        public static final int SINCE_MINOR = 44;

        @Override
        public MemorySegment putInto(MemorySegment memory) {
            return finish(memory, 8, 0);
        }
    }

    /** Has the kernel forget those of {@code nodeIds} that nothing there uses; kernels from 7.45 on. */
    record Prune(long[] nodeIds) implements Notification {
        /** The first minor version that knows it. */
        public static final int SINCE_MINOR = 45;

        public static final int MAX_NODES = 512;

        @Override
        public MemorySegment putInto(MemorySegment memory) {
            memory.asSlice(16, 16).fill((byte) 0);
            memory.set(JAVA_INT_UNALIGNED, 16, nodeIds.length);
            for (int i = 0; i < nodeIds.length; i++) {
                memory.set(JAVA_LONG_UNALIGNED, 32 + Long.BYTES * i, nodeIds[i]);
            }
            return finish(memory, 9, 16 + Long.BYTES * nodeIds.length);
        }
    }

    private static int putName(MemorySegment memory, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            memory.set(JAVA_BYTE, at + i, (byte) name.charAt(i));
        }
        memory.set(JAVA_BYTE, at + name.length(), (byte) 0);
        return name.length() + 1;
    }

    private static MemorySegment finish(MemorySegment memory, int code, int bodyBytes) {
        memory.set(JAVA_INT_UNALIGNED, 0, KernelReply.HEADER_BYTES + bodyBytes);
        memory.set(JAVA_INT_UNALIGNED, 4, code);
        memory.set(JAVA_LONG_UNALIGNED, 8, 0);
        return memory.asSlice(0, KernelReply.HEADER_BYTES + bodyBytes);
    }
}
