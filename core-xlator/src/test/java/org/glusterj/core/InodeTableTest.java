package org.glusterj.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InodeTableTest {
    private final GraphSlots slots = new GraphSlots();
    private final InodeTable table = new InodeTable(100);

    private static Gfid gfid(int n) {
        return new Gfid(7, n);
    }

    private static Iatt iatt(int n, FileType type) {
        return new Iatt.Builder().gfid(gfid(n)).mode(type.bits() | 0644).build();
    }

    @Test
    void rootIsAlwaysThere() {
        assertThat(table.findPinned(Gfid.ROOT)).isSameAs(table.root());
        assertThat(table.pathOf(table.root())).isEqualTo("/");
    }

    @Test
    void linkingGivesABlankInodeItsIdentity() {
        var blank = table.blank();
        var linked = table.linkPinned(blank, table.root(), "f", iatt(2, FileType.REGULAR));
        assertThat(linked).isSameAs(blank);
        assertThat(linked.gfid()).isEqualTo(gfid(2));
        assertThat(linked.type()).isEqualTo(FileType.REGULAR);
        assertThat(table.pathOf(linked)).isEqualTo("/f");
        linked.unpin();
    }

    @Test
    void linkingAKnownGfidReturnsTheKnownInode() {
        var first = table.linkPinned(table.blank(), table.root(), "a", iatt(2, FileType.REGULAR));
        var second = table.linkPinned(table.blank(), table.root(), "b", iatt(2, FileType.REGULAR));
        assertThat(second).isSameAs(first);
        assertThat(first.pins()).isEqualTo(2);
        first.unpin(2);
    }

    @Test
    void renameAndUnlinkMoveNames() {
        var f = table.linkPinned(table.blank(), table.root(), "f", iatt(2, FileType.REGULAR));
        var d = table.linkPinned(table.blank(), table.root(), "d", iatt(3, FileType.DIRECTORY));
        table.rename(table.root(), "f", d, "g");
        assertThat(table.childPinned(table.root(), "f")).isNull();
        assertThat(table.childPinned(d, "g")).isSameAs(f);
        assertThat(table.pathOf(f)).isEqualTo("/d/g");
        table.unlink(d, "g");
        assertThat(table.childPinned(d, "g")).isNull();
    }

    @Test
    void theBoundHoldsForUnusedInodesAndSparesPinnedOnes() {
        var pinned = table.obtainPinned(gfid(1_000_000));
        for (int i = 2; i < 5000; i++) {
            table.obtainPinned(gfid(i)).unpin();
        }
        assertThat(table.size()).isLessThanOrEqualTo(100 + 100 / 8 + 17);
        assertThat(table.findPinned(gfid(1_000_000))).isSameAs(pinned);
    }

    @Test
    void aTableGrownByPinnedInodesShrinksWhenTheyAreLetGo() {
        var pinned = new ArrayList<Inode>();
        for (int i = 2; i < 100_000; i++) {
            pinned.add(table.obtainPinned(gfid(i)));
        }
        assertThat(table.size()).isEqualTo(pinned.size() + 1);
        pinned.forEach(Inode::unpin);
        for (int i = 0; i < 20_000; i++) {
            table.obtainPinned(gfid(1_000_000 + i)).unpin();
        }
        assertThat(table.size()).isLessThan(20_000);
    }

    @Test
    void evictionTellsTheSlotOwner() {
        var dropped = new ArrayList<Object>();
        Slot<String> slot =
                slots.inodes().register(String.class, (inode, value) -> dropped.add(value));
        var inode = table.obtainPinned(gfid(2));
        slot.set(inode, "context");
        assertThat(table.evict(inode)).isFalse();
        inode.unpin();
        assertThat(table.evict(inode)).isTrue();
        assertThat(dropped).containsExactly("context");
        assertThat(table.findPinned(gfid(2))).isNull();
    }

    @Test
    void closingTheLastReferenceOfAnFdReleasesItOnce() {
        var released = new AtomicInteger();
        Slot<Integer> slot =
                slots.fds().register(Integer.class, (fd, value) -> released.incrementAndGet());
        var inode = table.obtainPinned(gfid(2));
        var fd = table.newFd(inode, 2);
        slot.set(fd, 17);
        fd.retain();
        fd.close();
        assertThat(released).hasValue(0);
        assertThat(inode.pins()).isEqualTo(2);
        fd.close();
        assertThat(released).hasValue(1);
        assertThat(inode.pins()).isEqualTo(1);
        assertThatThrownBy(fd::retain).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fd::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void racingThreadsAgreeOnOneInodePerGfid() throws InterruptedException {
        int threads = 4;
        var start = new CountDownLatch(1);
        var wrong = new AtomicInteger();
        var all = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            all.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        await(start);
                                        for (int i = 2; i < 3000; i++) {
                                            var mine =
                                                    table.linkPinned(
                                                            table.blank(),
                                                            table.root(),
                                                            "n" + i,
                                                            iatt(i, FileType.REGULAR));
                                            var again = table.findPinned(gfid(i));
                                            if (again != mine) {
                                                wrong.incrementAndGet();
                                            }
                                            again.unpin();
                                            mine.unpin();
                                        }
                                    }));
        }
        start.countDown();
        for (var thread : all) {
            thread.join();
        }
        assertThat(wrong).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
