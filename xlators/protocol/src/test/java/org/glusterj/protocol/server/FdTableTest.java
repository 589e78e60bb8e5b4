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
            assertThat(table.add(fd(), 7)).isEqualTo(i);
        }
        table.remove(7).close();
        table.remove(3).close();
        assertThat(table.add(fd(), 7)).isEqualTo(3);
        assertThat(table.add(fd(), 7)).isEqualTo(7);
        assertThat(table.add(fd(), 7)).isEqualTo(40);
        assertThat(table.size()).isEqualTo(41);
    }

    @Test
    void unknownNumbersAreBadDescriptors() throws FopException {
        var table = new FdTable(new FdTotal(100));
        table.add(fd(), 7);
        for (long number : new long[] {1, -1, -2, 99, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertErrno(Errno.EBADF, () -> table.get(number));
            assertThat(table.remove(number)).isNull();
        }
    }

    @Test
    void aRequestKeepsItsFdAliveAfterRelease() throws FopException {
        var table = new FdTable(new FdTotal(100));
        var fd = fd();
        table.add(fd, 7);
        var used = table.get(0);
        table.remove(0).close();
        assertThat(fd.isClosed()).isFalse();
        used.close();
        assertThat(fd.isClosed()).isTrue();
    }

    @Test
    void aFullTableRefuses() throws FopException {
        var table = new FdTable(new FdTotal(3));
        table.add(fd(), 7);
        table.add(fd(), 7);
        assertErrno(Errno.EMFILE, () -> table.add(fd(), 7));
        table.remove(0).close();
        assertThat(table.add(fd(), 7)).isZero();
    }

    @Test
    void allTablesTogetherAreBoundedAndOneCannotTakeAll() throws FopException {
        var total = new FdTotal(6);
        var greedy = new FdTable(total);
        for (int i = 0; i < 4; i++) {
            greedy.add(fd(), 7);
        }
        assertErrno(Errno.EMFILE, () -> greedy.add(fd(), 7));
        var other = new FdTable(total);
        other.add(fd(), 7);
        other.add(fd(), 7);
        assertErrno(Errno.EMFILE, () -> other.add(fd(), 7));
        greedy.close();
        assertThat(other.add(fd(), 7)).isEqualTo(2);
    }

    @Test
    void closingHandsOutEveryFdOnceAndTakesNoMore() throws FopException {
        var table = new FdTable(new FdTotal(100));
        var first = fd();
        var second = fd();
        table.add(first, 7);
        table.add(second, 7);
        assertThat(table.close()).containsExactly(first, second);
        assertThat(table.close()).isEmpty();
        assertErrno(Errno.ENOTCONN, () -> table.add(fd(), 7));
        assertErrno(Errno.EBADF, () -> table.get(0));
    }

    @Test
    void tellsWhatIsOpenAndByWhom() throws Exception {
        var table = new FdTable(new FdTotal(100));
        table.add(fd(), 5);
        table.add(fd(), 6);
        table.add(fd(), 7);
        table.remove(1).close();
        try (var held = table.get(2)) {
            var view = table.view(10);
            assertThat(view.firstFree()).isEqualTo(1);
            assertThat(view.count()).isEqualTo(2);
            assertThat(view.size()).isEqualTo(16);
            assertThat(view.open())
                    .containsExactly(
                            new ClientView.OpenFd(0, 5, 1, held.flags()),
                            new ClientView.OpenFd(2, 7, 2, held.flags()));
            assertThat(table.view(1).open()).hasSize(1);
        }
    }
}
