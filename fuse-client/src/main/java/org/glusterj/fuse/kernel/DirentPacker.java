package org.glusterj.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Packs directory entries into a READDIR or READDIRPLUS reply. dirent: u64 ino 0, u64 off 8, u32 namelen 16, u32 type
 * 20, name 24 without NUL, zeros up to a multiple of 8; direntplus: entry_out 0, dirent 128.
 */
public final class DirentPacker {
    private static final int DIRENT_BYTES = 24;

    private final MemorySegment to;
    private final boolean plus;
    private int used;

    /** @param to as large as the kernel's size; written from its start */
    public DirentPacker(MemorySegment to, boolean plus) {
        this.to = to;
        this.plus = plus;
    }

    public int used() {
        return used;
    }

    /** Whether an entry with a name of {@code nameBytes} still fits. */
    public boolean fits(int nameBytes) {
        return used + sizeOf(nameBytes) <= to.byteSize();
    }

    private int sizeOf(int nameBytes) {
        return (plus ? KernelReply.ENTRY_BYTES : 0) + (DIRENT_BYTES + nameBytes + 7) / 8 * 8;
    }

    /**
     * Adds an entry that {@link #fits}.
     *
     * @param attributes ignored for READDIR; null = without attributes
     * @param cookie from which to continue after this entry
     */
    public void add(String name, long ino, long cookie, int type, NodeAttributes attributes) {
        int size = sizeOf(name.length());
        to.asSlice(used, size).fill((byte) 0);
        long at = used;
        if (plus) {
            if (attributes != null) {
                attributes.putEntry(to, at);
            }
            at += KernelReply.ENTRY_BYTES;
        }
        to.set(JAVA_LONG_UNALIGNED, at, ino == 0 ? 1 : ino);
        to.set(JAVA_LONG_UNALIGNED, at + 8, cookie);
        to.set(JAVA_INT_UNALIGNED, at + 16, name.length());
        to.set(JAVA_INT_UNALIGNED, at + 20, type);
        for (int i = 0; i < name.length(); i++) {
            to.set(JAVA_BYTE, at + DIRENT_BYTES + i, (byte) name.charAt(i));
        }
        used += size;
    }
}
