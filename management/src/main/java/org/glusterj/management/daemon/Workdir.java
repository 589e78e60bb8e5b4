package org.glusterj.management.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * The manager's directory: its lock, the node's id ({@code glusterd.info}, as stock writes it) and the secret of tokens
 * ({@code auth}, 64 hex digits, readable for root). Open as long as the manager runs.
 */
final class Workdir implements AutoCloseable {
    private static final String ID = "UUID=";
    private static final int SECRET_BYTES = 32;
    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private final FileChannel lock;

    private Workdir(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws IOException also when another manager has it */
    static Workdir open(Path path) throws IOException {
        Files.createDirectories(path);
        var channel =
                FileChannel.open(
                        path.resolve("glusterjd.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            mine = channel.tryLock() != null;
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        if (!mine) {
            throw new IOException("another manager uses " + path);
        }
        return new Workdir(path, channel);
    }

    Path path() {
        return path;
    }

    Path store() {
        return path.resolve("store.json");
    }

    /** Made with the first start, then the same for ever. */
    UUID node() throws IOException {
        var file = path.resolve("glusterd.info");
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                if (line.startsWith(ID)) {
                    return UUID.fromString(line.substring(ID.length()).strip());
                }
            }
            throw new IOException(file + " has no line " + ID + "...");
        }
        var id = UUID.randomUUID();
        write(file, ID + id + "\noperating-version=100000\n");
        return id;
    }

    byte[] secret() throws IOException {
        var file = path.resolve("auth");
        if (!Files.exists(file)) {
            var bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, HexFormat.of().formatHex(bytes));
        }
        return Files.readString(file, US_ASCII).strip().getBytes(US_ASCII);
    }

    private static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE));
        Files.writeString(fresh, text, US_ASCII, StandardOpenOption.SYNC);
        Files.move(fresh, file);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
