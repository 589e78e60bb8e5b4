package org.glusterj.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Puts real files through a volume, reads them back and compares; the volume is a mounted directory or a path of the
 * {@code gluster} provider, the steps are the same. Throws when anything differs.
 */
final class Demo {
    private final Path volume;
    private final List<Path> bricks;
    private final PrintStream out;

    Demo(Path volume, List<Path> bricks, PrintStream out) {
        this.volume = volume;
        this.bricks = bricks;
        this.out = out;
    }

    void run() throws IOException {
        long start = System.nanoTime();
        out.println("4. Writing and reading through " + volume.toUri());
        var directory = Files.createDirectories(volume.resolve("demo"));
        var hello = directory.resolve("hello.txt");
        var text = "Hello from a GlusterFS volume served by Java.\n";
        Files.writeString(hello, text, StandardCharsets.UTF_8);
        require(Files.readString(hello).equals(text), "hello.txt reads back differently");
        out.println("   hello.txt: " + Files.size(hello) + " bytes written, read back equal");
        copyDistribution(directory.resolve("lib"));
        var link = directory.resolve("hello.link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, volume.getFileSystem().getPath("hello.txt"));
        require(Files.readString(link).equals(text), "the symlink leads elsewhere");
        var renamed = directory.resolve("renamed.txt");
        Files.copy(hello, directory.resolve("copy.txt"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(directory.resolve("copy.txt"), renamed, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(renamed, PosixFilePermissions.fromString("rw-r-----"));
        require(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(renamed))
                        .equals("rw-r-----"),
                "the mode did not stick");
        out.println("   symlink, rename and chmod work");
        showBricks(hello);
        out.printf("   done in %d ms%n", (System.nanoTime() - start) / 1_000_000);
    }

    /** Copies the jars of this distribution: real files of some size. */
    private void copyDistribution(Path target) throws IOException {
        var lib = Path.of(System.getProperty("glusterj.home", "."), "lib");
        Files.createDirectories(target);
        int files = 0;
        long bytes = 0;
        try (var jars = Files.newDirectoryStream(lib, "*.jar")) {
            for (var jar : jars) {
                var copy = target.resolve(jar.getFileName().toString());
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                require(Files.mismatch(jar, copy) < 0, copy + " differs from " + jar);
                files++;
                bytes += Files.size(copy);
            }
        }
        out.printf(
                "   %d files (%.1f MB) copied in, byte-equal when read back%n", files, bytes / 1e6);
    }

    /** A file is on one brick, as it is; its directory is on all. */
    private void showBricks(Path hello) throws IOException {
        boolean found = false;
        for (var brick : bricks) {
            int files = 0;
            try (var all =
                    Files.newDirectoryStream(brick.resolve("demo/lib"), Files::isRegularFile)) {
                for (var file : all) {
                    files += Files.size(file) > 0 ? 1 : 0;
                }
            }
            var here = brick.resolve("demo/hello.txt");
            boolean isHere = Files.exists(here) && Files.mismatch(hello, here) < 0;
            out.println(
                    "   "
                            + brick
                            + " has "
                            + files
                            + " of them"
                            + (isHere ? ", and hello.txt" : ""));
            found |= isHere;
        }
        require(found, "no brick holds hello.txt as it was written");
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
