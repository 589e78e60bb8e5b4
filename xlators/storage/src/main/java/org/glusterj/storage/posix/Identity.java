package org.glusterj.storage.posix;

import org.glusterj.core.Caller;
import org.glusterj.core.Pinned;
import org.glusterj.linux.Syscalls;

/**
 * Lends the calling thread the file-system identity of a caller, so that the kernel does the permission checks and sets
 * owners. Wraps only the user-visible system call of a fop: handles and {@code trusted.*} attributes need root.
 *
 * <p>{@link #enter} changes raw per-thread state of the kernel. A virtual thread (of a request that had to wait) is
 * kept on its carrier until {@link #leave}, or it would leave the identity to others; nothing in between may block on
 * a Java lock. Immutable.
 */
final class Identity {
    /** No id: the call changes nothing and returns the present one. */
    private static final int ASK = -1;

    private final Syscalls sys;
    private final int[] ownGroups;

    Identity(Syscalls sys) {
        this.sys = sys;
        int count = Math.max(sys.getgroups(new int[0]), 0);
        ownGroups = new int[count];
        sys.getgroups(ownGroups);
    }

    /** Whether {@code caller} is somebody else than this process. */
    static boolean differs(Caller caller) {
        return caller.uid() != 0 || caller.gid() != 0;
    }

    /** Whether the kernel would check permissions for {@code caller}. */
    static boolean isChecked(Caller caller) {
        return caller.uid() != 0;
    }

    /**
     * Pairs with {@link #leave} in {@code finally}. The kernel does not say when it refuses an id, for instance one
     * that the user namespace of this process does not map, so it is asked afterwards; then nothing has changed.
     *
     * @throws IllegalStateException when the thread would go on as root
     */
    void enter(Caller caller) {
        if (!differs(caller)) {
            return;
        }
        if (!Pinned.begin()) {
            throw new IllegalStateException(
                    "a fop of uid "
                            + caller.uid()
                            + " on a virtual thread, whose carrier it would change");
        }
        boolean lent = caller.uid() == 0 || sys.setgroups(caller.groups()) >= 0;
        sys.setfsgid(caller.gid());
        lent &= sys.setfsgid(ASK) == caller.gid();
        if (caller.uid() != 0) {
            sys.setfsuid(caller.uid());
            lent &= sys.setfsuid(ASK) == caller.uid();
        }
        if (!lent) {
            leave(caller);
            throw new IllegalStateException("the kernel refuses the identity " + caller);
        }
    }

    void leave(Caller caller) {
        if (!differs(caller)) {
            return;
        }
        if (caller.uid() != 0) {
            sys.setfsuid(0);
        }
        sys.setfsgid(0);
        if (caller.uid() != 0) {
            sys.setgroups(ownGroups);
        }
        Pinned.end();
    }
}
