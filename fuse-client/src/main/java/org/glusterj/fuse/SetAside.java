package org.glusterj.fuse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.glusterj.core.Payload;
import org.glusterj.linux.AnonymousFile;
import org.glusterj.linux.LinuxErrno;

/**
 * Content of WRITEs that wait for their turn, kept in the kernel's memory instead of the process's: a reader
 * cannot leave a WRITE in the kernel's queue, for what must not wait (RELEASE, unlocks) may be behind it, and it
 * must not wait itself. One place of the largest WRITE per request; a free place holds no memory. Its monitor
 * guards the places; bounded by the requests in flight.
 */
final class SetAside implements AutoCloseable {
    private final AnonymousFile file;
    private final int placeBytes;
    private final BitSet taken = new BitSet();

    /** @throws IOException when the kernel refuses such a file */
    SetAside(int placeBytes) throws IOException {
        file = new AnonymousFile("glusterj-waiting-writes");
        this.placeBytes = placeBytes;
    }

    /** Copies {@code data} out: the place it is in now, or minus errno. */
    int put(MemorySegment data) {
        int place;
        synchronized (this) {
            place = taken.nextClearBit(0);
            taken.set(place);
        }
        int result = file.write(data, offset(place));
        if (result < 0) {
            free(place);
            return result;
        }
        return place;
    }

    /** Brings {@code length} bytes back and frees their place. */
    Payload take(int place, int length) {
        var buffer = Payload.allocateBuffer(length);
        try {
            int result =
                    file.read(MemorySegment.ofBuffer(buffer.nioBuffer(0, length)), offset(place));
            if (result < 0) {
                throw new IllegalStateException("content set aside: " + LinuxErrno.text(result));
            }
            return Payload.of(buffer.writerIndex(length).retain());
        } finally {
            buffer.release();
            free(place);
        }
    }

    private void free(int place) {
        file.discard(offset(place), placeBytes);
        synchronized (this) {
            taken.clear(place);
        }
    }

    private long offset(int place) {
        return (long) place * placeBytes;
    }

    /** Places in use. */
    synchronized int size() {
        return taken.cardinality();
    }

    @Override
    public void close() {
        file.close();
    }
}
