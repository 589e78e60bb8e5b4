package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.glusterj.core.Errno;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.OpTime;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Lets the n-th system call of a fop fail, for each n: a fop that reports failure has changed nothing, one that reports
 * success has left no object without gfid, handle or remembered name.
 */
class FailingDiskTest {
    private static final int MOST_CALLS = 100;

    private Rig rig;

    /** A file that stays open during the fop under test. */
    private Fd opened;

    @AfterEach
    void disarm() throws Exception {
        FaultyPosix.failCall(0);
        if (rig != null) {
            rig.close();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Setting {
        /** Prepares the brick; the step is the fop under test. */
        Step prepare() throws Exception;
    }

    private void eachFailure(Setting setting) throws Exception {
        int n = 1;
        boolean hit = true;
        int refused = 0;
        while (hit && n < MOST_CALLS) {
            rig = new Rig().type("test/faulty-posix").start();
            rig.at(1_800_000_000, 0, OpTime.CTIME | OpTime.MTIME | OpTime.PARENT_MTIME);
            var step = setting.prepare();
            var before = BrickDump.of(rig.directory.toString());
            FaultyPosix.failCall(n);
            boolean failed = fails(step);
            hit = FaultyPosix.failed() != null;
            var what = "call " + n + " (" + FaultyPosix.failed() + ")";
            FaultyPosix.failCall(0);
            assertThat(failed && !hit).as("failed by itself").isFalse();
            if (failed) {
                refused++;
                assertThat(BrickDump.of(rig.directory.toString()))
                        .as(what)
                        .containsExactlyInAnyOrderEntriesOf(before);
            }
            assertThat(BrickCheck.damage(rig.directory.toString())).as(what).isEmpty();
            if (opened != null) {
                opened.close();
                opened = null;
                assertThat(rig.path(".glusterfs/unlink")).as(what).isEmptyDirectory();
            }
            rig.close();
            rig = null;
            n++;
        }
        assertThat(n).as("system calls of the fop").isBetween(4, MOST_CALLS - 1);
        assertThat(refused).as("failures reported").isPositive();
    }

    private static boolean fails(Step step) throws Exception {
        try {
            step.run();
            return false;
        } catch (FopException e) {
            assertThat(e.errno()).isSameAs(Errno.EIO);
            return true;
        }
    }

    @Test
    void createIsAllOrNothing() throws Exception {
        eachFailure(() -> () -> rig.create(rig.root(), "f", 0102, 0644).close());
    }

    @Test
    void mkdirIsAllOrNothing() throws Exception {
        eachFailure(() -> () -> rig.mkdir(rig.root(), "d"));
    }

    @Test
    void symlinkIsAllOrNothing() throws Exception {
        eachFailure(
                () ->
                        () -> {
                            var loc = Loc.entry(rig.root(), "s");
                            rig.call(new Fop.Symlink(loc, "target", 0, rig.request()));
                        });
    }

    @Test
    void linkIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    var f = rig.file(rig.root(), "f", "x");
                    var op = new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL);
                    return () -> rig.call(op);
                });
    }

    @Test
    void unlinkIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    var f = rig.file(rig.root(), "f", "x");
                    rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void renameOfAFileIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    rig.file(rig.root(), "victim", "y");
                    Inode d = rig.mkdir(rig.root(), "d");
                    return () -> rig.rename(rig.root(), "f", d, "g");
                });
    }

    @Test
    void unlinkOfTheLastNameIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void unlinkOfTheLastNameOfAnOpenFileIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    opened = rig.create(rig.root(), "f", 0102, 0644);
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void renameOverAFileIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    rig.file(rig.root(), "victim", "y");
                    return () -> rig.rename(rig.root(), "f", rig.root(), "victim");
                });
    }

    @Test
    void renameOfADirectoryIsAllOrNothing() throws Exception {
        eachFailure(
                () -> {
                    Inode a = rig.mkdir(rig.root(), "a");
                    rig.mkdir(a, "b");
                    return () -> rig.rename(a, "b", rig.root(), "c");
                });
    }
}
