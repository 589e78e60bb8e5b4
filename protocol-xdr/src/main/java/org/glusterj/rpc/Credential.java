package org.glusterj.rpc;

import java.util.Arrays;
import org.glusterj.core.Caller;
import org.glusterj.core.ClientId;
import org.glusterj.core.Errno;
import org.glusterj.core.FopException;
import org.glusterj.core.LkOwner;
import org.glusterj.core.OpTime;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Who calls, as the call header says (spec wire-protocol 3.3). Immutable; group arrays are not written to.
 *
 * <p>The body has at most 400 bytes, so auxiliary groups are cut to {@value #V2_WORDS} (v2) or {@value #V3_WORDS} (v3)
 * minus the owner's length in bytes: stock's arithmetic, which counts owner bytes against a budget of words.
 */
public sealed interface Credential {
    int NONE_FLAVOR = 0;
    int GLUSTERFS_V2_FLAVOR = 390039;
    int GLUSTERFS_V3_FLAVOR = 390040;

    /** Groups plus owner bytes that fit into a v2 credential; also its longest owner in bytes. */
    int V2_WORDS = 95;

    /** Groups plus owner bytes that fit into a v3 credential; also its longest owner in bytes. */
    int V3_WORDS = 91;

    int flavor();

    /** Writes flavor, length and body. */
    void encode(XdrWriter out);

    /** AUTH_NULL: callbacks from server to client. */
    record None() implements Credential {
        @Override
        public int flavor() {
            return NONE_FLAVOR;
        }

        @Override
        public void encode(XdrWriter out) {
            out.int32(NONE_FLAVOR).int32(0);
        }
    }

    None NONE = new None();

    /** AUTH_GLUSTERFS_v2: all calls to glusterd, and to a brick before its DUMP was answered. */
    record GlusterfsV2(int pid, int uid, int gid, int[] groups, LkOwner lkOwner)
            implements Credential {
        @Override
        public int flavor() {
            return GLUSTERFS_V2_FLAVOR;
        }

        @Override
        public void encode(XdrWriter out) {
            out.int32(GLUSTERFS_V2_FLAVOR);
            int length = out.mark();
            out.int32(0).int32(pid).int32(uid).int32(gid);
            encodeGroupsAndOwner(out, groups, lkOwner, V2_WORDS);
            out.patch(length, out.since(length) - 4);
        }

        public Caller caller(ClientId client) {
            return new Caller(uid, gid, groups, pid, lkOwner, client);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof GlusterfsV2 that
                    && pid == that.pid
                    && uid == that.uid
                    && gid == that.gid
                    && Arrays.equals(groups, that.groups)
                    && lkOwner.equals(that.lkOwner);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * pid + uid) + gid) + lkOwner.hashCode();
        }
    }

    /**
     * AUTH_GLUSTERFS_v3: everything to a brick from SETVOLUME on.
     *
     * @param time the client's operation time; nanoseconds travel before seconds
     */
    record GlusterfsV3(int pid, int uid, int gid, OpTime time, int[] groups, LkOwner lkOwner)
            implements Credential {
        @Override
        public int flavor() {
            return GLUSTERFS_V3_FLAVOR;
        }

        @Override
        public void encode(XdrWriter out) {
            out.int32(GLUSTERFS_V3_FLAVOR);
            int length = out.mark();
            out.int32(0).int32(pid).int32(uid).int32(gid);
            out.int32(time.flags()).int32(time.nanos()).int64(time.seconds());
            encodeGroupsAndOwner(out, groups, lkOwner, V3_WORDS);
            out.patch(length, out.since(length) - 4);
        }

        public Caller caller(ClientId client) {
            return new Caller(uid, gid, groups, pid, lkOwner, client);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof GlusterfsV3 that
                    && pid == that.pid
                    && uid == that.uid
                    && gid == that.gid
                    && time.equals(that.time)
                    && Arrays.equals(groups, that.groups)
                    && lkOwner.equals(that.lkOwner);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * pid + uid) + gid) + 31 * time.hashCode() + lkOwner.hashCode();
        }
    }

    /** A flavor that is not served, AUTH_SYS and v1 among them: the call must be denied. */
    record Unknown(int flavor, byte[] body) implements Credential {
        @Override
        public void encode(XdrWriter out) {
            out.int32(flavor).varOpaque(body);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Unknown that
                    && flavor == that.flavor
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * flavor + Arrays.hashCode(body);
        }
    }

    /**
     * The v2 credential of {@code caller}; its pid stands in for a missing lock owner.
     *
     * @throws FopException EINVAL when the owner is longer than {@value #V2_WORDS} bytes
     */
    static GlusterfsV2 v2(Caller caller) throws FopException {
        return new GlusterfsV2(
                caller.pid(), caller.uid(), caller.gid(), caller.groups(), owner(caller, V2_WORDS));
    }

    /**
     * The v3 credential of {@code caller}; its pid stands in for a missing lock owner.
     *
     * @throws FopException EINVAL when the owner is longer than {@value #V3_WORDS} bytes
     */
    static GlusterfsV3 v3(Caller caller, OpTime time) throws FopException {
        return new GlusterfsV3(
                caller.pid(),
                caller.uid(),
                caller.gid(),
                time,
                caller.groups(),
                owner(caller, V3_WORDS));
    }

    /** Reads flavor, length and body; a body that does not fill its length exactly is malformed. */
    static Credential decode(XdrReader in) throws XdrException {
        int flavor = in.int32();
        int length = in.int32();
        if (length < 0 || length > RpcHeader.MAX_AUTH_BYTES || length > in.remaining()) {
            throw new XdrException("a credential of " + length + " bytes");
        }
        int start = in.mark();
        var credential =
                switch (flavor) {
                    case NONE_FLAVOR -> {
                        in.skip(length);
                        yield NONE;
                    }
                    case GLUSTERFS_V2_FLAVOR -> decodeV2(in);
                    case GLUSTERFS_V3_FLAVOR -> decodeV3(in);
                    default -> new Unknown(flavor, in.opaque(length));
                };
        if (in.since(start) != (length + 3 & ~3)) {
            throw new XdrException("a credential claims to have " + length + " bytes");
        }
        return credential;
    }

    private static GlusterfsV2 decodeV2(XdrReader in) throws XdrException {
        int pid = in.int32();
        int uid = in.int32();
        int gid = in.int32();
        var groups = decodeGroups(in);
        return new GlusterfsV2(pid, uid, gid, groups, decodeOwner(in));
    }

    private static GlusterfsV3 decodeV3(XdrReader in) throws XdrException {
        int pid = in.int32();
        int uid = in.int32();
        int gid = in.int32();
        int flags = in.int32();
        int nanos = in.int32();
        long seconds = in.int64();
        boolean timeless = flags == 0 && nanos == 0 && seconds == 0;
        var time = timeless ? OpTime.NONE : new OpTime(flags, seconds, nanos);
        var groups = decodeGroups(in);
        return new GlusterfsV3(pid, uid, gid, time, groups, decodeOwner(in));
    }

    private static int[] decodeGroups(XdrReader in) throws XdrException {
        int n = in.count(4);
        if (n > V2_WORDS) {
            throw new XdrException(n + " auxiliary groups");
        }
        if (n == 0) {
            return Caller.ROOT.groups();
        }
        var groups = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = in.int32();
        }
        return groups;
    }

    private static LkOwner decodeOwner(XdrReader in) throws XdrException {
        return LkOwner.of(in.varOpaque(RpcHeader.MAX_AUTH_BYTES));
    }

    private static void encodeGroupsAndOwner(
            XdrWriter out, int[] groups, LkOwner owner, int budget) {
        int n = Math.min(groups.length, Math.max(0, budget - owner.length()));
        out.int32(n);
        for (int i = 0; i < n; i++) {
            out.int32(groups[i]);
        }
        encodeOwner(out, owner);
    }

    /** Word by word: asking an owner for its bytes copies them. */
    private static void encodeOwner(XdrWriter out, LkOwner owner) {
        int length = owner.length();
        out.int32(length);
        for (int at = 0; at < length; at += 4) {
            int word = 0;
            for (int i = at; i < at + 4; i++) {
                word = word << 8 | (i < length ? owner.at(i) & 0xff : 0);
            }
            out.int32(word);
        }
    }

    private static LkOwner owner(Caller caller, int mostBytes) throws FopException {
        var owner = caller.effectiveOwner();
        if (owner.length() > mostBytes) {
            throw new FopException(
                    Errno.EINVAL, "a lock owner of " + owner.length() + " bytes does not fit");
        }
        return owner;
    }
}
