package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.Fd;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.linux.Syscalls;
import org.glusterj.storage.check.Finding;
import org.glusterj.storage.check.Kind;
import org.glusterj.storage.check.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ends the process at the n-th system call of a fop, for each n. After the next start and its recovery the brick is
 * whole but for new objects without gfid; after one lookup of each name those have gfid and handle, too.
 */
class CrashTest {
    private static final int MOST_CALLS = 100;

    private Rig rig;
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

    private void eachCrash(Setting setting) throws Exception {
        boolean hit = true;
        int n = 1;
        for (; hit && n < MOST_CALLS; n++) {
            var clock = new ShiftedClock();
            rig = new Rig().type("test/faulty-posix").environment(clock).start();
            var step = setting.prepare();
            FaultyPosix.crashAtCall(n);
            try {
                step.run();
            } catch (FopException unanswered) {
                // Nobody hears of it: the process has ended.
            }
            var what = "crash at call " + n + " (" + FaultyPosix.failed() + ")";
            hit = FaultyPosix.failed() != null;
            if (opened != null) {
                opened.close();
                opened = null;
            }
            rig.stop();
            FaultyPosix.failCall(0);
            clock.shift(Duration.ofHours(1));
            rig.start();
            rig.posix().recovery().finish();
            new Janitor(rig.posix().brick()).clean();
            rig.stop();
            assertThat(findings(rig.directory)).as(what + ", recovered").isEmpty();
            rig.start();
            assertThat(rig.posix().recovery().isDone()).as(what + ", second start").isTrue();
            lookupAll(rig.directory, rig.root());
            assertThat(BrickCheck.unpaired(rig.directory.toString())).as(what).isEmpty();
            rig.close();
            rig = null;
        }
        assertThat(n).as("system calls of the fop").isBetween(4, MOST_CALLS - 1);
    }

    /** What a check finds but for objects without gfid, which wait for a lookup. */
    private static List<Finding> findings(Path directory) throws Exception {
        var found = new ArrayList<Finding>();
        new org.glusterj.storage.check.BrickCheck(Syscalls.system(), directory.toString())
                .run(
                        false,
                        finding -> {
                            if (finding.kind().severity() != Severity.HARMLESS
                                    && finding.kind() != Kind.GFID_MISSING) {
                                found.add(finding);
                            }
                        });
        return found;
    }

    private void lookupAll(Path directory, Inode inode) throws Exception {
        for (var path : entries(directory)) {
            var name = path.getFileName().toString();
            if (name.equals(".glusterfs")) {
                continue;
            }
            var loc = Loc.entry(inode, name);
            var iatt = rig.call(new Fop.Lookup(loc, rig.request())).iatt();
            if (iatt.isDirectory()) {
                lookupAll(path, rig.link(loc, iatt));
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void create() throws Exception {
        eachCrash(() -> () -> rig.create(rig.root(), "f", 0102, 0644).close());
    }

    @Test
    void mkdir() throws Exception {
        eachCrash(() -> () -> rig.mkdir(rig.root(), "d"));
    }

    @Test
    void link() throws Exception {
        eachCrash(
                () -> {
                    var f = rig.file(rig.root(), "f", "x");
                    var op = new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL);
                    return () -> rig.call(op);
                });
    }

    @Test
    void unlinkOfTheLastName() throws Exception {
        eachCrash(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void unlinkOfTheLastNameOfAnOpenFile() throws Exception {
        eachCrash(
                () -> {
                    opened = rig.create(rig.root(), "f", 0102, 0644);
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void renameOverAFile() throws Exception {
        eachCrash(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    rig.file(rig.root(), "victim", "y");
                    return () -> rig.rename(rig.root(), "f", rig.root(), "victim");
                });
    }

    @Test
    void renameOverAnOpenFile() throws Exception {
        eachCrash(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    opened = rig.create(rig.root(), "victim", 0102, 0644);
                    return () -> rig.rename(rig.root(), "f", rig.root(), "victim");
                });
    }

    @Test
    void renameOfADirectoryWithDirectoriesBelow() throws Exception {
        eachCrash(
                () -> {
                    Inode a = rig.mkdir(rig.root(), "a");
                    Inode b = rig.mkdir(a, "b");
                    rig.file(rig.mkdir(b, "c"), "f", "x");
                    return () -> rig.rename(a, "b", rig.root(), "moved");
                });
    }

    @Test
    void rmdir() throws Exception {
        eachCrash(
                () -> {
                    rig.mkdir(rig.mkdir(rig.root(), "a"), "d");
                    var op =
                            new Fop.Rmdir(Loc.entry(rig.find(rig.root(), "a"), "d"), 0, Xdata.NULL);
                    return () -> rig.call(op);
                });
    }

    @Test
    void rmdirOfAFullDirectory() throws Exception {
        eachCrash(
                () -> {
                    rig.file(rig.mkdir(rig.root(), "d"), "f", "x");
                    var op = new Fop.Rmdir(Loc.entry(rig.root(), "d"), 1, Xdata.NULL);
                    return () -> {
                        rig.call(op);
                        new Janitor(rig.posix().brick()).clean();
                    };
                });
    }

    @Test
    void renameOverADirectory() throws Exception {
        eachCrash(
                () -> {
                    rig.mkdir(rig.root(), "a");
                    rig.mkdir(rig.root(), "victim");
                    return () -> rig.rename(rig.root(), "a", rig.root(), "victim");
                });
    }

    @Test
    void renameOfAFileToAnotherDirectory() throws Exception {
        eachCrash(
                () -> {
                    rig.file(rig.root(), "f", "x");
                    var d = rig.mkdir(rig.root(), "d");
                    return () -> rig.rename(rig.root(), "f", d, "g");
                });
    }

    @Test
    void unlinkOfOneOfSeveralNames() throws Exception {
        eachCrash(
                () -> {
                    var f = rig.file(rig.root(), "f", "x");
                    rig.call(new Fop.Link(Loc.of(f), Loc.entry(rig.root(), "g"), Xdata.NULL));
                    return () -> rig.unlink(rig.root(), "f");
                });
    }

    @Test
    void symlink() throws Exception {
        eachCrash(
                () -> {
                    var op = new Fop.Symlink(Loc.entry(rig.root(), "s"), "t", 0, rig.request());
                    return () -> rig.call(op);
                });
    }
}
