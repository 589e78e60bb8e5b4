package org.glusterj.management.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.glusterj.core.Errno;
import org.glusterj.core.Name;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;
import org.glusterj.management.model.Brick;
import org.glusterj.management.transaction.ActionException;

/**
 * Whose brick a directory is: its attribute {@value #VOLUME_ID}, sixteen raw bytes (spec brick-format 1). A directory
 * that was made for a volume carries {@value #MADE} until then, so that undoing knows what to remove; it goes with the
 * directory or stays without meaning.
 */
final class BrickMark {
    static final String VOLUME_ID = "trusted.glusterfs.volume-id";

    /** The volume for which the directory was made. */
    static final String MADE = "trusted.glusterj.made-for";

    /** Of replicate: changes of data, attributes and names that are under way, big-endian 32 bits each. */
    private static final String DIRTY = "trusted.afr.dirty";

    private static final String GFID = "trusted.gfid";
    private static final int UUID_BYTES = 16;

    private final Syscalls syscalls = Syscalls.system();
    private final Brick brick;

    BrickMark(Brick brick) {
        this.brick = brick;
    }

    /** The volume it belongs to, or null. */
    UUID volume() throws ActionException {
        return read(Path.of(brick.path()), VOLUME_ID);
    }

    /** Neither the directory nor one above it may belong to a volume, whether the pool knows that or not. */
    void requireUnused() throws ActionException {
        var directory = Path.of(brick.path());
        if (isMarked(directory)) {
            throw new ActionException(brick.path() + " is already part of a volume");
        }
        for (var above = directory.getParent(); above != null; above = above.getParent()) {
            if (isMarked(above)) {
                throw new ActionException(
                        "parent directory " + above + " is already part of a volume");
            }
        }
    }

    private boolean isMarked(Path directory) throws ActionException {
        return read(directory, VOLUME_ID) != null || read(directory, GFID) != null;
    }

    void madeHere(UUID volume) throws ActionException {
        set(MADE, volume);
    }

    void write(UUID volume) throws ActionException {
        set(VOLUME_ID, volume);
    }

    /**
     * Says of the empty directory that its names are not what they should be, as stock does before it serves a new copy
     * (spec afr 1): where nobody who is up accuses it, all names are merged.
     */
    void writeEmpty() throws ActionException {
        set(DIRTY, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }

    private void set(String name, UUID value) throws ActionException {
        set(
                name,
                ByteBuffer.allocate(UUID_BYTES)
                        .putLong(value.getMostSignificantBits())
                        .putLong(value.getLeastSignificantBits())
                        .array());
    }

    private void set(String name, byte[] bytes) throws ActionException {
        int result = syscalls.setxattr(Name.ofText(brick.path()), name, bytes, 0);
        if (result < 0) {
            throw new ActionException(
                    "Glusterfs is not supported on brick: "
                            + brick.name()
                            + ".\nSetting extended attributes failed, reason: "
                            + text(-result)
                            + ".");
        }
    }

    /** Takes the volume's mark away, and the directory too if it was made for the volume and is empty. */
    void remove(UUID volume) throws ActionException {
        var directory = Path.of(brick.path());
        if (!Files.isDirectory(directory)) {
            return;
        }
        if (volume.equals(read(directory, MADE))) {
            try {
                Files.delete(directory);
                return;
            } catch (IOException filled) {
                drop(MADE);
            }
        }
        if (volume.equals(read(directory, VOLUME_ID))) {
            drop(VOLUME_ID);
        }
    }

    private void drop(String name) throws ActionException {
        int result = syscalls.removexattr(Name.ofText(brick.path()), name);
        if (result < 0) {
            throw new ActionException(name + " was not removed: " + text(-result));
        }
    }

    /** Null without such an attribute, or where there are none at all. */
    private UUID read(Path directory, String name) throws ActionException {
        var value = new byte[UUID_BYTES];
        int result = syscalls.getxattr(Name.ofText(directory.toString()), name, value);
        if (result == UUID_BYTES) {
            var buffer = ByteBuffer.wrap(value);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
        if (result == -LinuxErrno.ENODATA || result == -LinuxErrno.EOPNOTSUPP) {
            return null;
        }
        throw new ActionException(
                "Failed to get extended attribute "
                        + name
                        + " for brick dir "
                        + directory
                        + ". Reason : "
                        + (result < 0 ? text(-result) : "it has " + result + " bytes"));
    }

    private static String text(int errno) {
        return Errno.of(errno).text();
    }

    /** As strerror(3) says it, where Java's exception tells. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
