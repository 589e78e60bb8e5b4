package org.glusterj.gfapi.examples;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Works with a volume through java.nio.file alone: HOST PORT VOLUME. */
public final class VolumeAsPath {
    private VolumeAsPath() {}

    public static void main(String[] args) throws IOException {
        var uri = URI.create("gluster://" + args[0] + ":" + args[1] + "/" + args[2]);
        try (var volume = FileSystems.newFileSystem(uri, Map.of("timeout", 20, "umask", "022"))) {
            var directory = Files.createDirectories(volume.getPath("/reports/2026"));
            var report = directory.resolve("report.txt");
            Files.writeString(report, "one line\nanother line\n");
            System.out.println("lines: " + Files.readAllLines(report).size());

            Files.setPosixFilePermissions(report, PosixFilePermissions.fromString("rw-r-----"));
            Files.setAttribute(report, "user:author", ByteBuffer.wrap("me".getBytes()));
            System.out.println(
                    "mode: "
                            + Integer.toOctalString((int) Files.getAttribute(report, "unix:mode")));

            try (var channel = FileChannel.open(report, READ, WRITE);
                    var lock = channel.lock(0, 8, false)) {
                channel.write(ByteBuffer.wrap("1st".getBytes()), 0);
                channel.force(false);
                System.out.println("locked: " + lock.isValid() + ", size: " + channel.size());
            }

            var draft = Files.copy(report, directory.resolve("draft.txt"));
            Files.move(draft, directory.resolve("final.txt"), ATOMIC_MOVE);
            Files.createSymbolicLink(directory.resolve("latest"), volume.getPath("final.txt"));
            System.out.println("latest: " + directory.resolve("latest").toRealPath());

            try (var walk = Files.walk(volume.getPath("/reports"))) {
                walk.map(path -> "found: " + path).sorted().forEach(System.out::println);
            }
            var local = Files.createTempFile("report", ".txt");
            Files.delete(local);
            Files.copy(report, local);
            System.out.println("copied out: " + (Files.mismatch(report, local) == -1));
            Files.delete(local);
            try {
                Files.size(directory.resolve("none"));
            } catch (NoSuchFileException e) {
                System.out.println("missing: " + e.getFile());
            }
            System.out.println("free: " + (Files.getFileStore(report).getUsableSpace() > 0));
        }
    }
}
