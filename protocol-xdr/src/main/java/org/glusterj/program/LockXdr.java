package org.glusterj.program;

import java.util.ArrayList;
import java.util.List;
import org.glusterj.core.ActiveLock;
import org.glusterj.core.Flock;
import org.glusterj.core.LeaseArgs;
import org.glusterj.core.LkOwner;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** flock, lease and locklist (spec wire-protocol 5.4). Stateless, any thread. */
final class LockXdr {
    private LockXdr() {}

    static void encode(XdrWriter out, Flock flock) {
        out.int32(flock.type()).int32(flock.whence());
        out.int64(flock.start()).int64(flock.len());
        out.int32(flock.pid()).varOpaque(flock.owner().toBytes());
    }

    static Flock decode(XdrReader in) throws XdrException {
        int type = in.int32();
        int whence = in.int32();
        long start = in.int64();
        long len = in.int64();
        int pid = in.int32();
        return new Flock(
                type, whence, start, len, pid, LkOwner.of(in.varOpaque(LkOwner.MAX_BYTES)));
    }

    static void encodeLease(XdrWriter out, LeaseArgs lease) {
        out.int32(lease.cmd()).int32(lease.type()).gfid(lease.leaseId()).int32(lease.flags());
    }

    static LeaseArgs decodeLease(XdrReader in) throws XdrException {
        int cmd = in.int32();
        int type = in.int32();
        var leaseId = in.gfid();
        return new LeaseArgs(cmd, type, leaseId, in.int32());
    }

    static void encodeList(XdrWriter out, List<ActiveLock> locks) {
        for (int i = 0; i < locks.size(); i++) {
            var lock = locks.get(i);
            out.int32(1);
            encode(out, lock.flock());
            out.string(lock.clientUid()).int32(lock.flags());
        }
        out.int32(0);
    }

    /** The chain of locks; bounded by the record, since every lock takes bytes of it. */
    static List<ActiveLock> decodeList(XdrReader in) throws XdrException {
        var locks = new ArrayList<ActiveLock>();
        while (in.bool()) {
            var flock = decode(in);
            var clientUid = in.string();
            locks.add(new ActiveLock(flock, clientUid, in.int32()));
        }
        return locks;
    }
}
