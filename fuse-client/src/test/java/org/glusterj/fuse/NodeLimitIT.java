package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import org.glusterj.fuse.kernel.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that would keep every file it ever saw is asked to forget what nobody uses. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodeLimitIT {
    private static final int LIMIT = 200;
    private static final int FILES = 3000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @TempDir Path temp;

    @Test
    void unusedNodesGo() throws Exception {
        FuseHost.require();
        try (var mounted =
                new MountedMemory(
                        temp, "entry-timeout=600,attribute-timeout=600,lru-limit=" + LIMIT)) {
            var used = Files.createDirectories(mounted.directory().resolve("used"));
            try (var open = Files.newByteChannel(Files.createFile(used.resolve("open")))) {
                fill(mounted.directory().resolve("many"));
                int most = LIMIT + LIMIT / 8 + 64;
                awaitTrue(() -> mounted.session().state().nodes().size() <= most);
                assertThat(open.size()).isZero();
            }
            assertThat(used.resolve("open")).exists();
            assertThat(mounted.directory().resolve("many").resolve("f7")).hasSize(2);
            assertThat(mounted.directory().resolve("many").toFile().list()).hasSize(FILES);
        }
    }

    @Test
    void noneGoWithoutLimit() throws Exception {
        FuseHost.require();
        try (var mounted = new MountedMemory(temp, "entry-timeout=600,lru-limit=0")) {
            fill(mounted.directory().resolve("many"));
            assertThat(mounted.session().state().nodes().size()).isGreaterThanOrEqualTo(FILES);
        }
    }

    @Test
    void oldKernelsAreAskedForFilesByName() throws Exception {
        FuseHost.require();
        try (var mounted = new MountedMemory(temp, "entry-timeout=600,lru-limit=0")) {
            fill(mounted.directory().resolve("many"));
            awaitTrue(() -> mounted.session().state().openHandles() == 0);
            var asked = new ArrayList<Notification>();
            new NodeLimit(mounted.session().state(), null, 44).makeRoom(asked::add);
            assertThat(asked)
                    .hasSize(FILES)
                    .allMatch(one -> one instanceof Notification.InvalidateEntry)
                    .contains(new Notification.InvalidateEntry(2, "f7"));
        }
    }

    private static void fill(Path directory) throws Exception {
        Files.createDirectory(directory);
        for (int i = 0; i < FILES; i++) {
            Files.writeString(directory.resolve("f" + i), "f" + i % 10);
        }
    }

    /** The kernel tells what it forgot, and what it closed, when it gets to it. */
    private static void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
