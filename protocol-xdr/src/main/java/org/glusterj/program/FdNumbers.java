package org.glusterj.program;

import org.glusterj.core.Fd;

/**
 * The numbers that stand for fds on one connection. On a client: what the server assigned. On a server: what it hands
 * out with OPEN, OPENDIR and CREATE replies. Implementations are thread-safe.
 */
public interface FdNumbers {
    /** The number of an fd that was never opened: the server goes by the gfid alone. */
    long ANONYMOUS = -2;

    /** No fd anywhere: number 0 in failures, assignments ignored. */
    FdNumbers NONE =
            new FdNumbers() {
                @Override
                public long numberOf(Fd fd) {
                    return 0;
                }

                @Override
                public void assigned(Fd fd, long number) {}
            };

    /** The number to send for {@code fd}; {@link #ANONYMOUS} if it has none and may go without. */
    long numberOf(Fd fd);

    /** A server gave {@code fd} this number. */
    void assigned(Fd fd, long number);
}
