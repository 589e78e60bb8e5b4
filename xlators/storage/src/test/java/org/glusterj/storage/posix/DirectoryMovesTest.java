package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.glusterj.core.Fop;
import org.glusterj.core.Gfid;
import org.glusterj.core.Iatt;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.storage.layout.HandlePaths;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Directories stay findable by their gfids at every instant of a move above them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DirectoryMovesTest {
    private Rig rig;
    private Inode moving;
    private Inode below;
    private int moves;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().type("test/faulty-posix").start();
        moving = rig.mkdir(rig.root(), "m0");
        below = rig.mkdir(moving, "below");
    }

    @AfterEach
    void stop() throws Exception {
        FaultyPosix.before(null);
        rig.close();
    }

    private int move() throws Exception {
        rig.rename(rig.root(), "m" + moves % 2, rig.root(), "m" + (moves + 1) % 2);
        return ++moves;
    }

    /** Runs on a thread of its own, as far as it gets: to its end, or until it waits. */
    private static <T> FutureTask<T> asFarAsItGets(Callable<T> work) {
        var task = new FutureTask<>(work);
        var thread = Thread.ofPlatform().start(task);
        while (thread.getState() == Thread.State.RUNNABLE
                || thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void movesWithoutAGapBetweenThemStarveNobody() throws Exception {
        var me = Thread.currentThread();
        var handle = HandlePaths.of(below.gfid());
        var posix = rig.posix();
        posix.brick().dirs.invalidate(below.gfid());
        FaultyPosix.before(
                (call, args) -> {
                    boolean looks =
                            Thread.currentThread() == me
                                    && call.equals("openat")
                                    && handle.equals(args[1]);
                    if (!looks || posix.brick().moves.isPausedByCaller()) {
                        return true;
                    }
                    var mover = asFarAsItGets(this::move);
                    mover.get();
                    return false;
                });
        assertThat(rig.stat(below).gfid()).isEqualTo(below.gfid());
        assertThat(moves).isEqualTo(1);
    }

    @Test
    void aLookupInTheMiddleOfAMoveKeepsTheHandlesBelow() throws Exception {
        var middle = new Middle(() -> nameless(below.gfid()));
        move();
        assertThat(middle.task.get().gfid()).isEqualTo(below.gfid());
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void theMovedDirectoryItselfIsFoundInTheMiddleOfItsMove() throws Exception {
        var middle = new Middle(() -> nameless(moving.gfid()));
        move();
        assertThat(middle.task.get().gfid()).isEqualTo(moving.gfid());
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    private Iatt nameless(Gfid gfid) throws Exception {
        rig.posix().brick().dirs.invalidate(gfid);
        var loc = new Loc(null, "", rig.graph().inodes().blank(), gfid);
        return rig.call(new Fop.Lookup(loc, Xdata.EMPTY)).iatt();
    }

    /** Does something else once the directory stands at its new name and its handle does not say so yet. */
    private final class Middle {
        private FutureTask<Iatt> task;

        Middle(Callable<Iatt> work) {
            var mover = Thread.currentThread();
            FaultyPosix.before(
                    (call, args) -> {
                        boolean moved = rig.directory.resolve("m1").toFile().exists();
                        if (Thread.currentThread() == mover && moved && task == null) {
                            task = asFarAsItGets(work);
                        }
                        return true;
                    });
        }
    }
}
