package org.glusterj.gfapi.nio;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.glusterj.gfapi.OpenFlags;

/**
 * The options of an open as flags.
 *
 * @param flags {@link OpenFlags}
 */
record Options(int flags, boolean read, boolean write, boolean append, boolean deleteOnClose) {
    /** Whether a symlink in the last place is followed. */
    boolean follow() {
        return (flags & OpenFlags.NOFOLLOW) == 0;
    }

    static final String PERMISSIONS = "posix:permissions";

    static boolean followLinks(LinkOption... options) {
        boolean follow = true;
        for (var option : options) {
            if (option == null) {
                throw new NullPointerException();
            }
            follow = false;
        }
        return follow;
    }

    /**
     * @throws IllegalArgumentException for options that exclude each other
     * @throws UnsupportedOperationException for options of other file systems
     */
    static Options of(Set<? extends OpenOption> options) {
        for (var option : options) {
            if (!(option instanceof StandardOpenOption) && option != LinkOption.NOFOLLOW_LINKS) {
                if (option == null) {
                    throw new NullPointerException();
                }
                throw new UnsupportedOperationException(option + " not supported");
            }
        }
        boolean append = options.contains(StandardOpenOption.APPEND);
        boolean write = append || options.contains(StandardOpenOption.WRITE);
        boolean read = options.contains(StandardOpenOption.READ) || !write;
        if (append && options.contains(StandardOpenOption.READ)) {
            throw new IllegalArgumentException("READ + APPEND not allowed");
        }
        if (append && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
        }
        boolean deleteOnClose = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
        int flags = read && write ? OpenFlags.RDWR : write ? OpenFlags.WRONLY : OpenFlags.RDONLY;
        if (write) {
            flags |= flag(options, StandardOpenOption.CREATE, OpenFlags.CREAT);
            flags |= flag(options, StandardOpenOption.CREATE_NEW, OpenFlags.CREAT | OpenFlags.EXCL);
            flags |= flag(options, StandardOpenOption.TRUNCATE_EXISTING, OpenFlags.TRUNC);
            flags |= flag(options, StandardOpenOption.APPEND, OpenFlags.APPEND);
        }
        flags |= flag(options, StandardOpenOption.SYNC, OpenFlags.SYNC);
        flags |= flag(options, StandardOpenOption.DSYNC, OpenFlags.DSYNC);
        flags |= flag(options, LinkOption.NOFOLLOW_LINKS, OpenFlags.NOFOLLOW);
        flags |= flag(options, StandardOpenOption.DELETE_ON_CLOSE, OpenFlags.NOFOLLOW);
        return new Options(flags, read, write, append, deleteOnClose);
    }

    private static int flag(Set<? extends OpenOption> options, OpenOption option, int bits) {
        return options.contains(option) ? bits : 0;
    }

    /** The mode for a new object: of the one attribute that can be given at creation, else {@code usual}. */
    static int mode(int usual, FileAttribute<?>... attributes) {
        int mode = usual;
        for (var attribute : attributes) {
            if (!attribute.name().equals(PERMISSIONS)) {
                throw new UnsupportedOperationException(
                        "'" + attribute.name() + "' not supported as initial attribute");
            }
            mode = 0;
            for (var permission : (Set<?>) attribute.value()) {
                mode |= Permissions.bit((PosixFilePermission) permission);
            }
        }
        return mode;
    }
}
