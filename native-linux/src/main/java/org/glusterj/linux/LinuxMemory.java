package org.glusterj.linux;

import static org.glusterj.linux.Downcall.INT;
import static org.glusterj.linux.Downcall.LONG;
import static org.glusterj.linux.Downcall.PTR;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Maps and unmaps anonymous pages for {@link PageBuffer}. Stateless, any thread. */
final class LinuxMemory {

    private interface Mmap {
        MethodHandle CALL = Downcall.of("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
    }

    private interface Munmap {
        MethodHandle CALL = Downcall.of("munmap", INT, PTR, LONG);
    }

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private LinuxMemory() {}

    /** The address, or minus errno. */
    static long map(long bytes) {
        Scratch s = Scratch.get();
        try {
            return s.result(
                    (long)
                            Mmap.CALL.invokeExact(
                                    s.errno,
                                    0L,
                                    bytes,
                                    PROT_READ_WRITE,
                                    MAP_PRIVATE_ANONYMOUS,
                                    -1,
                                    0L));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
    }

    static void unmap(MemorySegment pages) {
        Scratch s = Scratch.get();
        int result;
        try {
            result = s.result((int) Munmap.CALL.invokeExact(s.errno, pages, pages.byteSize()));
        } catch (Throwable t) {
            throw Downcall.fault(t);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap: " + LinuxErrno.text(result));
        }
    }
}
