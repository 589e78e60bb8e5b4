package org.glusterj.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Fd;
import org.glusterj.core.Flock;
import org.glusterj.core.Fop;
import org.glusterj.core.Graph;
import org.glusterj.core.GraphBuilder;
import org.glusterj.core.Inode;
import org.glusterj.core.LkOwner;
import org.glusterj.core.Loc;
import org.glusterj.core.SystemEnvironment;
import org.glusterj.core.Volfile;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.Test;

class LatePromiseTest {
    private static Flock flock(int type) {
        return new Flock(type, 0, 5, 7, 9, LkOwner.of(3));
    }

    @Test
    void waitingLocksAreUndoneByUnlockingTheSameRange() throws Exception {
        try (var memory = Inodes.open()) {
            var fd = memory.fd();
            var undo =
                    LatePromise.unlockOf(
                            new Fop.Lk(fd, Flock.SETLKW, flock(Flock.WRITE), Xdata.NULL));
            assertThat(undo)
                    .isEqualTo(new Fop.Lk(fd, Flock.SETLK, flock(Flock.UNLOCK), Xdata.NULL));
            var loc = Loc.of(memory.root());
            assertThat(
                            LatePromise.unlockOf(
                                    new Fop.Entrylk("d", loc, "n", false, 0, 1, Xdata.NULL)))
                    .isEqualTo(new Fop.Entrylk("d", loc, "n", false, 1, 1, Xdata.NULL));
            assertThat(
                            LatePromise.unlockOf(
                                    new Fop.Inodelk(
                                            "d", loc, Flock.SETLKW, flock(Flock.READ), Xdata.NULL)))
                    .isEqualTo(
                            new Fop.Inodelk(
                                    "d", loc, Flock.SETLK, flock(Flock.UNLOCK), Xdata.NULL));
            fd.close();
        }
    }

    @Test
    void whatDoesNotWaitNeedsNoUndoing() throws Exception {
        try (var memory = Inodes.open()) {
            var fd = memory.fd();
            assertThat(
                            LatePromise.unlockOf(
                                    new Fop.Lk(fd, Flock.SETLK, flock(Flock.WRITE), Xdata.NULL)))
                    .isNull();
            assertThat(
                            LatePromise.unlockOf(
                                    new Fop.Lk(fd, Flock.SETLKW, flock(Flock.UNLOCK), Xdata.NULL)))
                    .isNull();
            assertThat(LatePromise.unlockOf(new Fop.Statfs(Loc.of(memory.root()), Xdata.NULL)))
                    .isNull();
            fd.close();
        }
    }

    /** Inodes of a graph that is never activated. */
    private record Inodes(Graph graph) implements AutoCloseable {
        static Inodes open() throws Exception {
            var text =
                    "volume c\n type protocol/client\n option remote-host h\n"
                            + " option remote-subvolume /b\nend-volume\n";
            return new Inodes(new GraphBuilder(SystemEnvironment.get()).build(Volfile.parse(text)));
        }

        Inode root() {
            return graph.inodes().root();
        }

        Fd fd() {
            return graph.inodes().newFd(root(), 0);
        }

        @Override
        public void close() {
            graph.close();
        }
    }
}
