package org.glusterj.protocol.server;

import org.glusterj.core.Caller;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.OpTime;
import org.glusterj.rpc.Credential;

/** Turns the credential of a call into the caller and the operation time that the graph sees. Pure. */
final class Callers {
    private Callers() {}

    /** Whether fops may come with this credential: only GlusterFS's own flavors name a caller. */
    static boolean isNamed(Credential credential) {
        return switch (credential) {
            case Credential.GlusterfsV2 v2 -> true;
            case Credential.GlusterfsV3 v3 -> true;
            case Credential.None none -> false;
            case Credential.Unknown unknown -> false;
        };
    }

    static int pidOf(Credential credential) {
        return switch (credential) {
            case Credential.GlusterfsV2 v2 -> v2.pid();
            case Credential.GlusterfsV3 v3 -> v3.pid();
            case Credential.None none -> 0;
            case Credential.Unknown unknown -> 0;
        };
    }

    static int uidOf(Credential credential) {
        return switch (credential) {
            case Credential.GlusterfsV2 v2 -> v2.uid();
            case Credential.GlusterfsV3 v3 -> v3.uid();
            case Credential.None none -> 0;
            case Credential.Unknown unknown -> 0;
        };
    }

    static int gidOf(Credential credential) {
        return switch (credential) {
            case Credential.GlusterfsV2 v2 -> v2.gid();
            case Credential.GlusterfsV3 v3 -> v3.gid();
            case Credential.None none -> 0;
            case Credential.Unknown unknown -> 0;
        };
    }

    /** Means "no id" to the kernel, which would leave the identity as it is: root's. */
    private static final int NO_ID = -1;

    /** The caller after squashing. @throws FopException EINVAL for ids that nobody can have */
    static Caller of(Credential credential, Attachment to) throws FopException {
        var caller =
                switch (credential) {
                    case Credential.GlusterfsV2 v2 -> v2.caller(to.client());
                    case Credential.GlusterfsV3 v3 -> v3.caller(to.client());
                    case Credential.None none -> throw unnamed(credential);
                    case Credential.Unknown unknown -> throw unnamed(credential);
                };
        requirePossible(caller);
        return to.server().squash().apply(caller, to.trusted());
    }

    private static void requirePossible(Caller caller) throws FopException {
        boolean possible = caller.uid() != NO_ID && caller.gid() != NO_ID;
        for (int group : caller.groups()) {
            possible &= group != NO_ID;
        }
        if (!possible) {
            throw new FopException(Errno.EINVAL, "uid, gid or group is -1");
        }
    }

    private static IllegalArgumentException unnamed(Credential credential) {
        return new IllegalArgumentException("no caller in " + credential);
    }

    static OpTime timeOf(Credential credential) {
        return credential instanceof Credential.GlusterfsV3 v3 ? v3.time() : OpTime.NONE;
    }
}
