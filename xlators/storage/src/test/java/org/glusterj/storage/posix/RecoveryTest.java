package org.glusterj.storage.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.Gfid;
import org.glusterj.core.GraphException;
import org.glusterj.core.Inode;
import org.glusterj.core.Loc;
import org.glusterj.core.Xdata;
import org.glusterj.storage.layout.Gfid2Path;
import org.glusterj.storage.layout.HandlePaths;
import org.glusterj.testkit.ManualEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a brick looks for what a crash left, where, and that it does so beside its clients. */
class RecoveryTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig().start();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private Path serving() {
        return rig.path(".glusterfs/" + RunMarker.SERVING);
    }

    private Path stopped() {
        return rig.path(".glusterfs/" + RunMarker.STOPPED);
    }

    /** As a killed process leaves it, which began at {@code time}. */
    private void crashOfARunSince(Instant time) throws Exception {
        rig.stop();
        Files.move(stopped(), serving());
        Files.setLastModifiedTime(serving(), FileTime.from(time));
    }

    private void recover() throws Exception {
        rig.start();
        rig.posix().recovery().finish();
    }

    @Test
    void nothingIsExaminedOnANewBrickOrAfterAnOrderlyEnd() throws Exception {
        assertThat(rig.posix().recovery().isDone()).isTrue();
        assertThat(serving()).exists();
        rig.stop();
        assertThat(serving()).doesNotExist();
        assertThat(stopped()).exists();
        rig.start();
        assertThat(rig.posix().recovery().isDone()).isTrue();
        assertThat(stopped()).doesNotExist();
    }

    @Test
    void afterACrashOnlyChangedDirectoriesAreExamined() throws Exception {
        var d = rig.mkdir(rig.root(), "d");
        var gone = rig.file(d, "f", "x").gfid();
        crashOfARunSince(Instant.now().plus(Duration.ofHours(2)));
        Files.delete(rig.handle(gone));
        recover();
        assertThat(rig.handle(gone)).doesNotExist();
        crashOfARunSince(LONG_AGO);
        recover();
        assertThat(rig.handle(gone)).exists();
        assertThat(Files.getLastModifiedTime(serving()).toInstant()).isAfter(LONG_AGO);
    }

    @Test
    void aBrickOfSomebodyElseIsExaminedAsAWhole() throws Exception {
        var gone = rig.file(rig.root(), "f", "x").gfid();
        rig.stop();
        Files.delete(stopped());
        Files.delete(rig.handle(gone));
        recover();
        assertThat(rig.handle(gone)).exists();
    }

    @Test
    void whatSomebodyElseServedInBetweenIsExamined() throws Exception {
        var gone = rig.file(rig.root(), "f", "x").gfid();
        rig.stop();
        Files.delete(rig.handle(gone));
        Files.setLastModifiedTime(stopped(), FileTime.from(LONG_AGO));
        Files.writeString(rig.path(".glusterfs/health_check"), "now");
        recover();
        assertThat(rig.handle(gone)).exists();
    }

    @Test
    void aRecoveryThatIsInterruptedBeginsAgain() throws Exception {
        var gone = rig.file(rig.root(), "f", "x").gfid();
        crashOfARunSince(LONG_AGO);
        Files.delete(rig.handle(gone));
        rig.start();
        rig.stop();
        assertThat(stopped()).doesNotExist();
        assertThat(Files.getLastModifiedTime(serving()).toInstant()).isEqualTo(LONG_AGO);
        recover();
        assertThat(rig.handle(gone)).exists();
        rig.stop();
        assertThat(stopped()).exists();
    }

    private long fdsOfTheRoot() throws Exception {
        long count = 0;
        try (var fds = Files.list(Path.of("/proc/self/fd"))) {
            for (var fd : fds.toList()) {
                try {
                    count += Files.readSymbolicLink(fd).equals(rig.directory) ? 1 : 0;
                } catch (NoSuchFileException closed) {
                    // the listing's own
                }
            }
        }
        return count;
    }

    @Test
    void aStepThatHungGivesBackWhatItHeldWhenTheWalkWasClosed() throws Exception {
        rig.file(rig.root(), "f", "x");
        crashOfARunSince(LONG_AGO);
        rig.type("test/faulty-posix").environment(new ManualEnvironment()).start();
        long before = fdsOfTheRoot();
        var hangs = new CountDownLatch(1);
        var comesBack = new CountDownLatch(1);
        FaultyPosix.before(
                (call, args) -> {
                    if (call.equals("getdents64")) {
                        hangs.countDown();
                        comesBack.await();
                    }
                    return true;
                });
        try {
            var recovery = rig.posix().recovery();
            var step = Thread.startVirtualThread(recovery::step);
            hangs.await();
            recovery.close();
            comesBack.countDown();
            step.join();
            assertThat(fdsOfTheRoot()).as("one more, of the cache").isLessThan(before + 2);
        } finally {
            FaultyPosix.before(null);
            comesBack.countDown();
        }
    }

    @Test
    void theChoreRecoversByItself() throws Exception {
        var gone = rig.file(rig.root(), "f", "x").gfid();
        crashOfARunSince(LONG_AGO);
        Files.delete(rig.handle(gone));
        rig.start();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!rig.posix().recovery().isDone() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(rig.handle(gone)).exists();
    }

    @Test
    void halfMadeFilesGoAndOthersWaitForALookup() throws Exception {
        crashOfARunSince(LONG_AGO);
        var half = Files.createFile(rig.path("half"));
        var full = Files.writeString(rig.path("full"), "somebody's");
        var empty = Files.createFile(rig.path("empty"));
        for (var path : new Path[] {half, full}) {
            var value = Gfid2Path.value(Gfid.ROOT, path.getFileName().toString());
            rig.sys.setxattr(path.toString(), Gfid2Path.key(value), value, 0);
        }
        recover();
        assertThat(half).doesNotExist();
        assertThat(full).exists();
        assertThat(empty).exists();
    }

    @Test
    void aDirectoryBelowALostOneIsFoundInASecondRound() throws Exception {
        var a = rig.mkdir(rig.root(), "a");
        var b = rig.mkdir(a, "b");
        var gone = rig.file(b, "f", "x").gfid();
        crashOfARunSince(LONG_AGO);
        Files.delete(rig.handle(gone));
        Files.move(rig.path("a"), rig.path("moved"));
        recover();
        assertThat(rig.handle(gone)).exists();
        assertThat(Files.readSymbolicLink(rig.handle(a.gfid())).toString()).endsWith("/moved");
        assertThat(BrickCheck.unpaired(rig.directory.toString())).isEmpty();
    }

    @Test
    void deepDirectoriesAreExamined() throws Exception {
        Inode at = rig.root();
        for (int i = 0; i < 60; i++) {
            at = rig.mkdir(at, "d" + i);
        }
        var gone = rig.file(at, "f", "x").gfid();
        crashOfARunSince(LONG_AGO);
        Files.delete(rig.handle(gone));
        recover();
        assertThat(rig.handle(gone)).exists();
    }

    @Test
    void handlesThatLeadNowhereGo() throws Exception {
        var gfid = rig.newGfid();
        var handle = rig.handle(gfid);
        crashOfARunSince(LONG_AGO);
        Files.createDirectories(handle.getParent());
        Files.createSymbolicLink(handle, Path.of(HandlePaths.target(Gfid.ROOT, "gone")));
        recover();
        assertThat(Files.isSymbolicLink(handle)).isFalse();
    }

    @Test
    void aSecondBrickOnTheSameDirectoryIsRefused() throws Exception {
        assertThatExceptionOfType(GraphException.class)
                .isThrownBy(
                        () ->
                                new BrickSetup(rig.sys, "second", rig.posix().brick().options())
                                        .open())
                .withMessageContaining("being served or checked");
    }

    @Test
    void clientsAreNotDisturbed() throws Exception {
        var directories = new Inode[] {rig.root(), rig.mkdir(rig.root(), "a"), null};
        directories[2] = rig.mkdir(directories[1], "b");
        var surprises = new ConcurrentLinkedQueue<String>();
        var over = new AtomicBoolean();
        var threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            var random = new SplittableRandom(1_000_003 + i);
            threads[i] =
                    Thread.ofPlatform().start(() -> work(directories, random, over, surprises));
        }
        var marker = new RunMarker(rig.sys, rig.posix().brick().handles, "test");
        for (int i = 0; i < 100; i++) {
            new Recovery(rig.posix().brick(), marker, 0).finish();
        }
        over.set(true);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(surprises).isEmpty();
        assertThat(BrickCheck.problems(rig.directory.toString())).isEmpty();
    }

    private void work(
            Inode[] directories,
            SplittableRandom random,
            AtomicBoolean over,
            ConcurrentLinkedQueue<String> surprises) {
        var ordinary =
                Set.of(
                        Errno.ENOENT,
                        Errno.ESTALE,
                        Errno.EEXIST,
                        Errno.ENOTEMPTY,
                        Errno.EISDIR,
                        Errno.ENOTDIR,
                        Errno.EINVAL);
        while (!over.get()) {
            var from = directories[random.nextInt(3)];
            var to = directories[random.nextInt(3)];
            var name = "n" + random.nextInt(6);
            var other = "n" + random.nextInt(6);
            try {
                switch (random.nextInt(6)) {
                    case 0, 1 -> call(new Crowd(from, name).create(random));
                    case 2 -> rig.unlink(from, name);
                    case 3 -> rig.rename(from, name, to, other);
                    case 4 -> call(new Crowd(from, name).mkdir(random));
                    default -> call(new Crowd(from, name).rmdir());
                }
            } catch (FopException e) {
                if (!ordinary.contains(e.errno())) {
                    surprises.add(e.toString());
                }
            } catch (RuntimeException e) {
                surprises.add(e.toString());
            }
        }
    }

    private void call(Fop<?> op) throws FopException {
        rig.graph().top().call(rig.frame, op);
    }

    /** Fops of many threads, whose inodes nobody keeps. */
    private record Crowd(Inode parent, String name) {
        private static Xdata request(SplittableRandom random) {
            return Xdata.EMPTY.withGfid("gfid-req", Gfid.random(random));
        }

        Fop<?> create(SplittableRandom random) {
            return new Fop.Mknod(Loc.entry(parent, name), 0100644, 0, 0, request(random));
        }

        Fop<?> mkdir(SplittableRandom random) {
            return new Fop.Mkdir(Loc.entry(parent, name), 0755, 0, request(random));
        }

        Fop<?> rmdir() {
            return new Fop.Rmdir(Loc.entry(parent, name), 0, Xdata.NULL);
        }
    }
}
