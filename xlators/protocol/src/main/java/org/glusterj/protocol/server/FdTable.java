package org.glusterj.protocol.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FopException;

/**
 * The open fds of one connection by the numbers it knows them by: the lowest free one from 0 on, as stock hands them
 * out. Owns one reference of each fd. Guarded by its monitor, under which no fd is closed.
 */
final class FdTable {
    private final FdTotal total;
    private final BitSet used = new BitSet();
    private Fd[] fds = new Fd[16];
    private int[] pids = new int[16];
    private int count;
    private int lowestFree;
    private boolean closed;

    /** @param total says how many there may be; beyond that opening fails with EMFILE */
    FdTable(FdTotal total) {
        this.total = total;
    }

    /**
     * Takes over the caller's reference.
     *
     * @param pid of the process that opened it, as its client numbers it
     * @throws FopException EMFILE when there are too many, ENOTCONN when the connection is gone; the caller then still
     *     owns the fd
     */
    synchronized int add(Fd fd, int pid) throws FopException {
        if (closed) {
            throw new FopException(Errno.ENOTCONN);
        }
        if (!total.take(count)) {
            throw new FopException(Errno.EMFILE);
        }
        count++;
        int number = used.nextClearBit(lowestFree);
        if (number >= fds.length) {
            fds = Arrays.copyOf(fds, fds.length * 2);
            pids = Arrays.copyOf(pids, fds.length);
        }
        used.set(number);
        fds[number] = fd;
        pids[number] = pid;
        lowestFree = number + 1;
        return number;
    }

    /** The fd with a reference for the caller. @throws FopException EBADF when nothing has that number */
    synchronized Fd get(long number) throws FopException {
        if (number < 0 || number >= fds.length || fds[(int) number] == null) {
            throw new FopException(Errno.EBADF);
        }
        return fds[(int) number].retain();
    }

    /** Gives the number free and the table's reference to the caller; null when nothing has that number. */
    synchronized Fd remove(long number) {
        if (number < 0 || number >= fds.length || fds[(int) number] == null) {
            return null;
        }
        int index = (int) number;
        var fd = fds[index];
        fds[index] = null;
        used.clear(index);
        count--;
        total.give(1);
        lowestFree = Math.min(lowestFree, index);
        return fd;
    }

    synchronized int size() {
        return count;
    }

    /** What it holds. @param most that are listed */
    synchronized ClientView.Fds view(int most) {
        var open = new ArrayList<ClientView.OpenFd>();
        for (int i = used.nextSetBit(0); i >= 0 && open.size() < most; ) {
            open.add(new ClientView.OpenFd(i, pids[i], fds[i].references(), fds[i].flags()));
            i = used.nextSetBit(i + 1);
        }
        return new ClientView.Fds(fds.length, used.nextClearBit(lowestFree), count, open);
    }

    /** Takes no more fds and hands all open ones, with the table's references, to the caller. */
    synchronized List<Fd> close() {
        closed = true;
        var open = new ArrayList<Fd>(count);
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            open.add(fds[i]);
        }
        used.clear();
        total.give(count);
        count = 0;
        fds = new Fd[0];
        return open;
    }
}
