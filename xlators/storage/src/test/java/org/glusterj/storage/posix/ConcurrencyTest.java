package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads make, link, move and remove the same few names; afterwards handles and names must be whole. */
class ConcurrencyTest {
    private static final int THREADS = 8;

    /** Unlike those of the crowd and of {@link Rig}: the same seed would choose the same gfids. */
    private static final long SEED = 1_000_003;

    private static final int STEPS = 1500;
    private static final Set<Errno> ORDINARY =
            Set.of(
                    Errno.ENOENT,
                    Errno.ESTALE,
                    Errno.EEXIST,
                    Errno.ENOTEMPTY,
                    Errno.EISDIR,
                    Errno.ENOTDIR,
                    Errno.EINVAL);

    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
    private Rig rig;
    private Inode[] directories;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
        var a = rig.mkdir(rig.root(), "a");
        directories = new Inode[] {rig.root(), a, rig.mkdir(a, "b")};
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void handlesAndNamesSurviveCrowds() throws Exception {
        var threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            var random = new SplittableRandom(i);
            threads[i] = Thread.ofPlatform().start(() -> work(random));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(surprises).isEmpty();
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    @Test
    void fopsBelowADirectoryOnTheMoveNeverLoseIt() throws Exception {
        var moving = rig.mkdir(rig.root(), "m0");
        var below = rig.mkdir(moving, "below");
        var mover = Thread.ofPlatform().start(() -> move(below));
        var random = new SplittableRandom(SEED);
        int done = 0;
        while (mover.isAlive()) {
            var loc = Loc.entry(below, "f" + done++);
            rig.posix().brick().dirs.invalidate(below.gfid());
            create(random, loc);
            rig.stat(moving);
        }
        mover.join();
        assertThat(done).isPositive();
        assertThat(surprises).isEmpty();
    }

    /** Each file has a size of its own: attributes and gfid of a lookup are of one and the same. */
    @Test
    void aNameThatRenamesReplaceIsAlwaysOneOfTheFiles() throws Exception {
        var sizes = new ConcurrentHashMap<Gfid, Long>();
        make("f", 0, sizes);
        var replacer = Thread.ofPlatform().start(() -> replace(sizes));
        int seen = 0;
        while (replacer.isAlive()) {
            var iatt = rig.lookup(rig.root(), "f").iatt();
            assertThat(iatt.size()).isEqualTo(sizes.get(iatt.gfid()));
            seen++;
        }
        replacer.join();
        assertThat(seen).isPositive();
        assertThat(surprises).isEmpty();
    }

    private void make(String name, int size, ConcurrentHashMap<Gfid, Long> sizes)
            throws FopException {
        sizes.put(rig.file(rig.root(), name, "x".repeat(size)).gfid(), (long) size);
    }

    private void replace(ConcurrentHashMap<Gfid, Long> sizes) {
        for (int i = 1; i < 1000; i++) {
            try {
                make("t", i, sizes);
                rig.rename(rig.root(), "t", rig.root(), "f");
            } catch (FopException e) {
                surprises.add(e.toString());
            }
        }
    }

    private void move(Inode below) {
        for (int i = 0; i < 1000; i++) {
            try {
                rig.rename(rig.root(), "m" + i % 2, rig.root(), "m" + (i + 1) % 2);
                rig.posix().brick().dirs.invalidate(below.gfid());
            } catch (FopException e) {
                surprises.add(e.toString());
            }
        }
    }

    private void work(SplittableRandom random) {
        for (int i = 0; i < STEPS; i++) {
            try {
                step(random);
            } catch (FopException e) {
                if (!ORDINARY.contains(e.errno())) {
                    surprises.add(e.toString());
                }
            } catch (RuntimeException | AssertionError e) {
                surprises.add(e.toString());
            }
        }
    }

    private void step(SplittableRandom random) throws FopException {
        var from = entry(random, "f");
        var to = entry(random, "f");
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> create(random, from);
            case 3 -> rig.call(new Fop.Unlink(from, 0, Xdata.NULL));
            case 4 -> rig.call(new Fop.Rename(from, to, Xdata.NULL));
            case 5 -> link(from, to);
            case 6 -> rig.call(new Fop.Mkdir(entry(random, "d"), 0755, 0, request(random)));
            case 7 -> rig.call(new Fop.Rmdir(entry(random, "d"), 0, Xdata.NULL));
            default -> rig.call(new Fop.Rename(entry(random, "d"), entry(random, "d"), Xdata.NULL));
        }
    }

    private Loc entry(SplittableRandom random, String kind) {
        var parent = directories[random.nextInt(directories.length)];
        return Loc.entry(parent, kind + random.nextInt(3));
    }

    private static Xdata request(SplittableRandom random) {
        return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(random));
    }

    private void create(SplittableRandom random, Loc loc) throws FopException {
        try (var fd = rig.graph().inodes().newFd(loc.inode(), 2)) {
            rig.call(new Fop.Create(loc, 0102, 0100644, 0, fd, request(random)));
        }
    }

    private void link(Loc from, Loc to) throws FopException {
        var iatt = rig.call(new Fop.Lookup(from, Xdata.NULL)).iatt();
        var inode = rig.graph().inodes().linkPinned(from.inode(), null, "", iatt);
        try {
            rig.call(new Fop.Link(Loc.of(inode), to, Xdata.NULL));
        } finally {
            inode.unpin();
        }
    }
}
