package org.glusterj.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes unix sockets that only their owner may use, from their first moment on. */
public final class OwnersSocket {
    private OwnersSocket() {}

    /** Binds a socket to a name. */
    @FunctionalInterface
    public interface Binding {
        void bind(Path unnamed) throws IOException;
    }

    /**
     * Has {@code how} bind to a name in a directory of mode 0700, makes that mode 0600 and gives it the name {@code
     * path}; whatever was there is replaced.
     *
     * @throws IOException when the path is too long for a socket or its directory cannot be written
     */
    public static void bind(Path path, Binding how) throws IOException {
        var shelter = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".");
        var unnamed = shelter.resolve("s");
        try {
            how.bind(unnamed);
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-------"));
            Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unnamed);
            Files.delete(shelter);
        }
    }
}
