package org.glusterj.brick;

import static org.glusterj.linux.LinuxErrno.EACCES;
import static org.glusterj.linux.LinuxErrno.ENODATA;
import static org.glusterj.linux.LinuxErrno.EOPNOTSUPP;
import static org.glusterj.linux.LinuxErrno.EPERM;
import static org.glusterj.linux.LinuxErrno.EROFS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.glusterj.core.Errno;
import org.glusterj.core.Name;
import org.glusterj.linux.Syscalls;
import org.glusterj.linux.XattrSyscalls;

/**
 * A directory that is to be a brick, and the volume-id on it: the attribute {@value #VOLUME_ID}, sixteen raw bytes
 * (spec
 * brick-format 1). Used while a command starts, on its thread. Owns nothing.
 */
final class BrickDirectory {
    static final String VOLUME_ID = "trusted.glusterfs.volume-id";

    private static final String GFID = "trusted.gfid";
    private static final int UUID_BYTES = 16;

    private final Syscalls syscalls;
    private final Path path;

    BrickDirectory(Syscalls syscalls, Path path) {
        this.syscalls = syscalls;
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    /**
     * The id of the brick's volume: the one it carries, or a new one written to an empty directory.
     *
     * @param fresh the id to write when there is none
     * @param force also take a directory that has content but no volume-id
     * @throws BrickException saying what is wrong with the directory
     */
    UUID adopt(UUID fresh, boolean force) throws BrickException {
        requireDirectory();
        var present = read(path, VOLUME_ID);
        if (present != null) {
            return present;
        }
        requireOutsideOtherBricks();
        if (!force) {
            requireEmpty();
        }
        write(fresh);
        return fresh;
    }

    private void requireDirectory() throws BrickException {
        if (!Files.exists(path)) {
            throw new BrickException("brick directory " + path + " does not exist");
        }
        if (!Files.isDirectory(path)) {
            throw new BrickException("brick " + path + " is not a directory");
        }
    }

    private void requireOutsideOtherBricks() throws BrickException {
        for (var above = path.getParent(); above != null; above = above.getParent()) {
            if (read(above, VOLUME_ID) != null || read(above, GFID) != null) {
                throw new BrickException(
                        "brick directory " + path + " lies inside the brick " + above);
            }
        }
    }

    private void requireEmpty() throws BrickException {
        try (var entries = Files.list(path)) {
            boolean hasContent =
                    entries.anyMatch(entry -> !entry.getFileName().toString().equals("lost+found"));
            if (hasContent) {
                throw new BrickException(
                        "brick directory "
                                + path
                                + " has content but no volume-id: it is not a brick;"
                                + " give an empty directory, or --force to take it as it is");
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BrickException("brick directory " + path + " cannot be read: " + e, e);
        }
    }

    /** The uuid under {@code name}, or null when the directory has no such attribute. */
    private UUID read(Path directory, String name) throws BrickException {
        var value = new byte[UUID_BYTES];
        int result = syscalls.lgetxattr(bytesOf(directory), name, value);
        if (result == -ENODATA) {
            return null;
        }
        if (result < 0) {
            throw failed(directory, -result);
        }
        if (result != UUID_BYTES) {
            throw new BrickException(
                    name + " of " + directory + " has " + result + " bytes instead of 16");
        }
        var buffer = ByteBuffer.wrap(value);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private void write(UUID id) throws BrickException {
        var value =
                ByteBuffer.allocate(UUID_BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        int result =
                syscalls.lsetxattr(bytesOf(path), VOLUME_ID, value, XattrSyscalls.XATTR_CREATE);
        if (result < 0) {
            throw failed(path, -result);
        }
    }

    private static BrickException failed(Path directory, int errno) {
        return new BrickException(
                switch (errno) {
                    case EOPNOTSUPP ->
                            "the file system of "
                                    + directory
                                    + " has no trusted extended attributes; a brick needs them"
                                    + " (xfs, ext4 or btrfs have them)";
                    case EPERM, EACCES ->
                            "no permission for trusted attributes of "
                                    + directory
                                    + ": a brick must be served by root";
                    case EROFS -> "the file system of " + directory + " is read-only";
                    default ->
                            "extended attributes of "
                                    + directory
                                    + " cannot be used: "
                                    + Errno.of(errno).text();
                });
    }

    private static String bytesOf(Path directory) {
        return Name.ofText(directory.toString());
    }
}
