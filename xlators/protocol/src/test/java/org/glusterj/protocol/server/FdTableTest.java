package org.glusterj.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.FopException;
import org.glusterj.core.InodeTable;
import org.junit.jupiter.api.Test;

/** Numbers and references of {@link FdTable}. */
class FdTableTest {
    private final InodeTable inodes = new InodeTable(16);

    private Fd fd() {
        return inodes.newFd(inodes.root(), 0);
    }

    private static void assertErrno(
            Errno errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FopException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void numbersStartAtZeroAndTheLowestFreeOneComesNext() throws FopException {
        var table = new FdTable(new FdTotal(100));
        for (int i = 0; i < 40; i++) {
            assertThat(table.add(fd())).isEqualTo(i);
        }
        table.remove(7).close();
        table.remove(3).close();
        assertThat(table.add(fd())).isEqualTo(3);
        assertThat(table.add(fd())).isEqualTo(7);
        assertThat(table.add(fd())).isEqualTo(40);
        assertThat(table.size()).isEqualTo(41);
    }

    @Test
    void unknownNumbersAreBadDescriptors() throws FopException {
        var table = new FdTable(new FdTotal(100));
        table.add(fd());
        for (long number : new long[] {1, -1, -2, 99, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertErrno(Errno.EBADF, () -> table.get(number));
            assertThat(table.remove(number)).isNull();
        }
    }

    @Test
    void aRequestKeepsItsFdAliveAfterRelease() throws FopException {
        var table = new FdTable(new FdTotal(100));
        var fd = fd();
        table.add(fd);
        var used = table.get(0);
        table.remove(0).close();
        assertThat(fd.isClosed()).isFalse();
        used.close();
        assertThat(fd.isClosed()).isTrue();
    }

    @Test
    void aFullTableRefuses() throws FopException {
        var table = new FdTable(new FdTotal(3));
        table.add(fd());
        table.add(fd());
        assertErrno(Errno.EMFILE, () -> table.add(fd()));
        table.remove(0).close();
        assertThat(table.add(fd())).isZero();
    }

    @Test
    void allTablesTogetherAreBoundedAndOneCannotTakeAll() throws FopException {
        var total = new FdTotal(6);
        var greedy = new FdTable(total);
        for (int i = 0; i < 4; i++) {
            greedy.add(fd());
        }
        assertErrno(Errno.EMFILE, () -> greedy.add(fd()));
        var other = new FdTable(total);
        other.add(fd());
        other.add(fd());
        assertErrno(Errno.EMFILE, () -> other.add(fd()));
        greedy.close();
        assertThat(other.add(fd())).isEqualTo(2);
    }

    @Test
    void closingHandsOutEveryFdOnceAndTakesNoMore() throws FopException {
        var table = new FdTable(new FdTotal(100));
        var first = fd();
        var second = fd();
        table.add(first);
        table.add(second);
        assertThat(table.close()).containsExactly(first, second);
        assertThat(table.close()).isEmpty();
        assertErrno(Errno.ENOTCONN, () -> table.add(fd()));
        assertErrno(Errno.EBADF, () -> table.get(0));
    }
}
