package org.glusterj.management.volume;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the process that serves a brick, of either make: it keeps {@code .glusterfs} open, or the brick's root, and is
 * called {@code glusterfs...} or {@code java}. Processes that {@code /proc} does not show are missed. One thread.
 */
final class BrickHolders {
    private final Path root;
    private final Path handles;

    BrickHolders(Path brick) {
        Path real;
        try {
            real = brick.toRealPath();
        } catch (IOException gone) {
            real = brick;
        }
        root = real;
        handles = real.resolve(".glusterfs");
    }

    /** Its id, 0 when there is none. */
    long process() {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (isServer(process) && holds(process)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        } catch (IOException | DirectoryIteratorException noProc) {
            return 0;
        }
        return 0;
    }

    private static boolean isServer(Path process) {
        try {
            var name = Files.readString(process.resolve("comm")).strip();
            return name.startsWith("glusterfs") || name.equals("java");
        } catch (IOException ended) {
            return false;
        }
    }

    private boolean holds(Path process) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : descriptors) {
                if (isHeld(descriptor)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException ended) {
            return false;
        }
        return false;
    }

    private boolean isHeld(Path descriptor) {
        try {
            var target = Files.readSymbolicLink(descriptor);
            return target.equals(root) || target.equals(handles);
        } catch (IOException closed) {
            return false;
        }
    }
}
