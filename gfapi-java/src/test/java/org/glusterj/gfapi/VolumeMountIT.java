package org.glusterj.gfapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.glusterj.core.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mounts over real sockets a brick on a real directory. */
@Timeout(120)
class VolumeMountIT {
    private ServedVolume served;

    @BeforeEach
    void serve() throws Exception {
        served = ServedVolume.start();
    }

    @AfterEach
    void end() throws Exception {
        if (served != null) {
            served.close();
        }
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GlusterException.class, e -> assertThat(e.errno()).isSameAs(errno));
    }

    @Test
    void bytesReachTheBrickAndComeBack() throws Exception {
        var bytes = new byte[5_000_000];
        new Random(3).nextBytes(bytes);
        try (var volume = served.mounting().mount()) {
            volume.mkdir("/d", 0755);
            try (var file = volume.creat("/d/big", OpenFlags.RDWR, 0644)) {
                file.pwrite(ByteBuffer.wrap(bytes), 0);
                file.fsync();
            }
            assertThat(Files.readAllBytes(served.brick().resolve("d/big"))).isEqualTo(bytes);
        }
        try (var volume = served.mounting().mount();
                var file = volume.open("/d/big", OpenFlags.RDONLY)) {
            var back = ByteBuffer.allocate(bytes.length);
            assertThat(file.pread(back, 0)).isEqualTo(bytes.length);
            assertThat(back.array()).isEqualTo(bytes);
        }
    }

    @Test
    void refusalsSayWhy() {
        assertErrno(Errno.ENOENT, () -> served.mounting().volume("nosuch").mount());
        assertErrno(Errno.ECONNREFUSED, () -> served.mounting().port(1).mount());
        assertErrno(Errno.EHOSTUNREACH, () -> Volume.mount("no-such-host.invalid", "vol"));
        assertThatThrownBy(() -> Volume.builder().mount())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBackupServerIsAskedWhenTheFirstDoesNotAnswer() throws Exception {
        try (var volume = served.mounting().host("no-such-host.invalid").mount()) {
            assertThat(volume.stat("/").isDirectory()).isTrue();
        }
    }

    @Test
    void twoClientsSeeAndLockEachOther() throws Exception {
        try (var one = served.mounting().mount();
                var two = served.mounting().mount();
                var here = one.creat("/f", OpenFlags.RDWR, 0644);
                var there = two.open("/f", OpenFlags.RDWR)) {
            here.pwrite("hello".getBytes(UTF_8), 0, 5, 0);
            here.fsync();
            assertThat(there.size()).isEqualTo(5);
            here.lock(LockKind.EXCLUSIVE, 0, 10);
            assertThat(there.tryLock(LockKind.SHARED, 5, 1)).isFalse();
            assertThat(there.tryLock(LockKind.SHARED, 10, 1)).isTrue();
            assertThat(there.testLock(LockKind.SHARED, 0, 0)).isPresent();
            assertThat(there.testLock(LockKind.SHARED, 20, 1)).isEmpty();
            here.unlock(0, 10);
            there.lock(LockKind.EXCLUSIVE, 0, 0);
            one.rename("/f", "/g");
            assertErrno(Errno.ENOENT, () -> two.stat("/f"));
            assertThat(two.stat("/g").gfid()).isEqualTo(here.gfid());
        }
    }

    @Test
    void callsFailWhileTheServerIsAwayAndWorkAgainAfterwards() throws Exception {
        try (var volume = served.mounting().mount();
                var file = volume.creat("/f", OpenFlags.RDWR, 0644)) {
            file.pwrite(new byte[100], 0, 100, 0);
            file.fsync();
            served.stop();
            assertErrno(Errno.ENOTCONN, () -> awaitFailure(volume));
            served.restart();
            awaitSuccess(volume);
            assertThat(file.size()).isEqualTo(100);
            file.pwrite(new byte[10], 0, 10, 100);
            assertThat(volume.stat("/f").size()).isEqualTo(110);
        }
    }

    @Test
    void aListingGoesOnWhereItWasWhenTheServerStartedAgain() throws Exception {
        try (var volume = served.mounting().mount()) {
            var names = new TreeSet<String>();
            volume.mkdir("/d", 0755);
            for (int i = 0; i < 3000; i++) {
                var name = "a name that is long, so that one reply cannot have them all: " + i;
                Files.createFile(served.brick().resolve("d").resolve(name));
                names.add(name);
            }
            volume.creat("/f", OpenFlags.RDWR, 0644).close();
            var listed = new ArrayList<String>();
            try (var directory = volume.opendir("/d", false)) {
                for (int i = 0; i < 100; i++) {
                    listed.add(directory.read().orElseThrow().name());
                }
                served.stop();
                assertErrno(Errno.ENOTCONN, () -> awaitFailure(volume));
                served.restart();
                awaitSuccess(volume);
                directory.stream().forEach(entry -> listed.add(entry.name()));
            }
            assertThat(listed).hasSize(3000);
            assertThat(new TreeSet<>(listed)).isEqualTo(names);
        }
    }

    /** The connection's end is noticed within moments; until then calls may still be answered. */
    private static void awaitFailure(Volume volume) throws GlusterException {
        while (true) {
            volume.stat("/f");
            Thread.onSpinWait();
        }
    }

    private static void awaitSuccess(Volume volume) throws GlusterException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                volume.stat("/f");
                return;
            } catch (GlusterException e) {
                if (e.errno() != Errno.ENOTCONN || System.nanoTime() > end) {
                    throw e;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Test
    void permissionsAreThoseOfTheUser() throws Exception {
        try (var root = served.mounting().mount();
                var user = served.mounting().user(1000, 1000).umask(022).mount()) {
            root.mkdir("/private", 0700);
            root.mkdir("/open", 0777);
            root.creat("/private/f", OpenFlags.RDWR, 0666).close();
            assertErrno(Errno.EACCES, () -> user.mkdir("/private/d", 0755));
            user.creat("/open/f", OpenFlags.RDWR, 0666).close();
            assertThat(root.stat("/open/f").uid()).isEqualTo(1000);
            assertThat(root.stat("/open/f").mode() & 07777).isEqualTo(0644);
            root.creat("/secret", OpenFlags.RDWR, 0600).close();
            assertErrno(Errno.EACCES, () -> user.open("/secret", OpenFlags.RDONLY));
        }
    }
}
