package org.glusterj.fuse;

import java.nio.file.Path;

/** Mounts a memory file system below a directory until it is unmounted; for trying things by hand. */
final class MemoryMount {
    private MemoryMount() {}

    /** @param args directory and options */
    public static void main(String[] args) throws Exception {
        try (var mounted = new MountedMemory(Path.of(args[0]), args.length > 1 ? args[1] : "")) {
            System.out.println("READY " + mounted.directory());
            mounted.session().awaitEnd();
        }
    }
}
