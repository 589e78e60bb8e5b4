package org.glusterj.gfapi.nio;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits and {@link PosixFilePermission}s. Pure. */
final class Permissions {
    private Permissions() {}

    /** OWNER_READ is 0400, OTHERS_EXECUTE 1: the constants stand in the order of the bits. */
    static int bit(PosixFilePermission permission) {
        return 0400 >> permission.ordinal();
    }

    static int bits(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (var permission : permissions) {
            bits |= bit(permission);
        }
        return bits;
    }

    static Set<PosixFilePermission> of(int mode) {
        var set = EnumSet.noneOf(PosixFilePermission.class);
        for (var permission : PosixFilePermission.values()) {
            if ((mode & bit(permission)) != 0) {
                set.add(permission);
            }
        }
        return set;
    }
}
