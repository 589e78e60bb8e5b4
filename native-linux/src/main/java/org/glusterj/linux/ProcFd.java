package org.glusterj.linux;

/**
 * Paths through {@code /proc/self/fd}, for calls that want a path where the caller holds a descriptor: attributes of
 * {@code O_PATH} descriptors, of names below a directory, and of symbolic links. Pure.
 */
public final class ProcFd {

    private static final String PREFIX = "/proc/self/fd/";

    private ProcFd() {}

    /** The object itself; use it with the link-following form of a call. A symbolic link is not reachable so. */
    public static String path(int fd) {
        return PREFIX.concat(Integer.toString(fd));
    }

    /** {@code name} below the directory {@code fd}. */
    public static String path(int fd, String name) {
        return PREFIX + fd + '/' + name;
    }
}
