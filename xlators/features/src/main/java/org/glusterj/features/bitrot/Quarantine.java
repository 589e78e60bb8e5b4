package org.glusterj.features.bitrot;

import java.nio.charset.StandardCharsets;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Log;
import org.glusterj.linux.At;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.OpenFlags;
import org.glusterj.linux.Syscalls;

/**
 * The directory {@code .glusterfs/quarantine}: a link for each damaged file, named by its gfid, to an empty file. One
 * that cannot be made is logged: the file is shut out all the same. Stateless; runs on the caller's thread.
 */
final class Quarantine {
    private static final Log LOG = Log.of(Quarantine.class);
    private static final String STUB = "/stub-00000000-0000-0000-0000-000000000008";

    /** Of the directory, as of stock's. */
    private static final int DIRECTORY_MODE = 0600;

    private final Syscalls sys;
    private final String node;
    private final String directory;

    /** @param export the brick's directory, a byte string */
    Quarantine(Syscalls sys, String node, String export) {
        this.sys = sys;
        this.node = node;
        directory = export + "/.glusterfs/quarantine";
    }

    void prepare() throws GraphException {
        int result = sys.mkdirat(At.AT_FDCWD, directory, DIRECTORY_MODE);
        if (result == 0 || result == -LinuxErrno.EEXIST) {
            int flags = OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC;
            flags |= OpenFlags.O_NOFOLLOW;
            result = sys.openat(At.AT_FDCWD, directory + STUB, flags, 0);
            if (result >= 0) {
                sys.close(result);
            }
        }
        if (result < 0) {
            throw new GraphException(
                    node + ": quarantine " + directory + ": " + LinuxErrno.text(result));
        }
    }

    void add(Gfid gfid) {
        int result =
                sys.linkat(At.AT_FDCWD, directory + STUB, At.AT_FDCWD, directory + "/" + gfid, 0);
        say(gfid, result, -LinuxErrno.EEXIST);
    }

    void remove(Gfid gfid) {
        say(gfid, sys.unlinkat(At.AT_FDCWD, directory + "/" + gfid, 0), -LinuxErrno.ENOENT);
    }

    private void say(Gfid gfid, int result, int expected) {
        if (result < 0 && result != expected) {
            LOG.say(BitrotMessage.QUARANTINE, node, gfid, LinuxErrno.text(result));
        }
    }

    static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.ISO_8859_1);
    }
}
