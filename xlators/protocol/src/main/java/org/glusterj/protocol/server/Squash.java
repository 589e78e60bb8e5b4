package org.glusterj.protocol.server;

import org.glusterj.core.Caller;

/**
 * Which callers act as nobody. Pure.
 *
 * @param root whether uid and gid 0 are replaced
 * @param all whether everybody is replaced
 */
record Squash(boolean root, boolean all, int anonUid, int anonGid) {
    static final Squash NONE = new Squash(false, false, 65534, 65534);

    /**
     * @param trusted whether the client proved to have the trusted volfile; its internal daemons are exempt
     */
    Caller apply(Caller caller, boolean trusted) {
        if ((!root && !all) || (trusted && caller.isInternal())) {
            return caller;
        }
        if (all) {
            return replace(caller, anonUid, anonGid, new int[0]);
        }
        var groups = caller.groups().clone();
        for (int i = 0; i < groups.length; i++) {
            groups[i] = groups[i] == 0 ? anonGid : groups[i];
        }
        return replace(
                caller,
                caller.uid() == 0 ? anonUid : caller.uid(),
                caller.gid() == 0 ? anonGid : caller.gid(),
                groups);
    }

    private static Caller replace(Caller caller, int uid, int gid, int[] groups) {
        return new Caller(uid, gid, groups, caller.pid(), caller.lkOwner(), caller.client());
    }
}
