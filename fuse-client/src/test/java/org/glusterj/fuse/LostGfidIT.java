package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A power cut took the gfid of a name that this mount knows: the brick gives it another one when it is offered. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LostGfidIT {
    @TempDir Path temp;

    @Test
    void aKnownNameIsUsableAndRemovable() throws Exception {
        FuseHost.require();
        try (var mounted =
                new MountedMemory(
                        temp,
                        "entry-timeout=0,attribute-timeout=0",
                        " volume lost type test/gfid-is-lost subvolumes locks end-volume")) {
            var file = mounted.directory().resolve("f");
            Files.writeString(file, "content");
            assertThat(Files.readString(file)).isEqualTo("content");
            Files.delete(file);
            assertThat(file).doesNotExist();
        }
    }
}
