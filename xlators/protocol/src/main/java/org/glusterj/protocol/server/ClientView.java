package org.glusterj.protocol.server;

import java.util.List;

/**
 * An attached client as a manager is told of it. Immutable; what it holds changes while it is looked at.
 *
 * @param address {@code ADDRESS:PORT}
 * @param calls that run or wait, at most {@link #MAX_LISTED} and those that wait for locks
 */
public record ClientView(
        String address,
        long bytesReceived,
        long bytesSent,
        Greeting greeting,
        Fds fds,
        List<Call> calls) {
    /** Most calls and fds of a client that are listed. */
    public static final int MAX_LISTED = 1024;

    public ClientView {
        calls = List.copyOf(calls);
    }

    /**
     * What a client says of itself with SETVOLUME.
     *
     * @param process the kind of client: {@code fuse}, {@code gfapi}...
     */
    public record Greeting(String process, int opVersion) {
        static final Greeting NONE = new Greeting("unknown", 0);
    }

    /** @param pid of the process that opened it, as its client numbers it */
    public record OpenFd(int number, int pid, int references, int flags) {}

    /**
     * @param size of the table
     * @param firstFree the lowest number that is free
     * @param count how many are open, of which {@code open} may be a part
     */
    public record Fds(int size, int firstFree, int count, List<OpenFd> open) {
        public Fds {
            open = List.copyOf(open);
        }
    }

    /** @param unique number that the client gave it */
    public record Call(int uid, int gid, int pid, long unique, String fop) {}
}
