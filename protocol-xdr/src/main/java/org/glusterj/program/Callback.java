package org.glusterj.program;

import org.glusterj.core.Gfid;
import org.glusterj.core.UpcallBody;
import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * A call from server to client, never answered (spec wire-protocol 12): a CALL record of program 52743234 with
 * credential AUTH_NULL. Values, any thread.
 */
public sealed interface Callback {
    int FETCHSPEC = 1;
    int INO_FLUSH = 2;
    int EVENT_NOTIFY = 3;
    int GET_SNAPS = 4;
    int CACHE_INVALIDATION = 5;
    int CHILD_UP = 6;
    int CHILD_DOWN = 7;
    int RECALL_LEASE = 8;
    int STATEDUMP = 9;
    int INODELK_CONTENTION = 10;
    int ENTRYLK_CONTENTION = 11;

    /** The procedure number. */
    int procedure();

    /** Writes the body. */
    void encode(XdrWriter out);

    /** The callbacks without a body: FETCHSPEC, INO_FLUSH, GET_SNAPS, CHILD_UP and CHILD_DOWN. */
    record Signal(int procedure) implements Callback {
        @Override
        public void encode(XdrWriter out) {}
    }

    /** An event of the management server; mounts ignore it. */
    record EventNotify(int op, OldDict dict) implements Callback {
        @Override
        public int procedure() {
            return EVENT_NOTIFY;
        }

        @Override
        public void encode(XdrWriter out) {
            out.int32(op);
            dict.encode(out);
        }
    }

    /** Asks the process {@code pid} for a state dump. */
    record Statedump(int pid) implements Callback {
        @Override
        public int procedure() {
            return STATEDUMP;
        }

        @Override
        public void encode(XdrWriter out) {
            out.int32(pid);
        }
    }

    /** What a brick's translators tell a client's. */
    record Upcall(UpcallBody body) implements Callback {
        @Override
        public int procedure() {
            return switch (body) {
                case UpcallBody.CacheInvalidation b -> CACHE_INVALIDATION;
                case UpcallBody.RecallLease b -> RECALL_LEASE;
                case UpcallBody.InodelkContention b -> INODELK_CONTENTION;
                case UpcallBody.EntrylkContention b -> ENTRYLK_CONTENTION;
            };
        }

        @Override
        public void encode(XdrWriter out) {
            switch (body) {
                case UpcallBody.CacheInvalidation b -> encodeInvalidation(out, b);
                case UpcallBody.RecallLease b ->
                        out.gfid(b.gfid()).int32(b.leaseType()).gfid(b.tid());
                case UpcallBody.InodelkContention b -> {
                    LockXdr.encode(out.gfid(b.gfid()), b.flock());
                    out.int32(b.pid()).string(b.domain());
                }
                case UpcallBody.EntrylkContention b -> {
                    out.gfid(b.gfid()).int32(b.type()).int32(b.pid());
                    out.string(b.name()).string(b.domain());
                }
            }
            OldDict.of(body.xdata()).encode(out);
        }
    }

    /** A procedure this release does not know; to be ignored. */
    record Unknown(int procedure) implements Callback {
        @Override
        public void encode(XdrWriter out) {
            throw new IllegalStateException("callback " + procedure + " has no known body");
        }
    }

    /** Reads the body of a callback to its end. */
    static Callback decode(int procedure, XdrReader in) throws XdrException {
        Callback callback =
                switch (procedure) {
                    case FETCHSPEC, INO_FLUSH, GET_SNAPS, CHILD_UP, CHILD_DOWN ->
                            new Signal(procedure);
                    case EVENT_NOTIFY -> {
                        int op = in.int32();
                        yield new EventNotify(op, OldDict.decode(in));
                    }
                    case STATEDUMP -> new Statedump(in.int32());
                    case CACHE_INVALIDATION -> new Upcall(decodeInvalidation(in));
                    case RECALL_LEASE -> new Upcall(decodeRecall(in));
                    case INODELK_CONTENTION -> new Upcall(decodeInodelk(in));
                    case ENTRYLK_CONTENTION -> new Upcall(decodeEntrylk(in));
                    default -> {
                        in.skip(in.remaining());
                        yield new Unknown(procedure);
                    }
                };
        in.end();
        return callback;
    }

    private static void encodeInvalidation(XdrWriter out, UpcallBody.CacheInvalidation body) {
        out.string(body.gfid().toString()).int32(1);
        out.int32(body.flags()).int32(body.expireSeconds());
        OldIattXdr.encode(out, body.iatt());
        OldIattXdr.encode(out, body.parent());
        OldIattXdr.encode(out, body.oldParent());
    }

    private static UpcallBody decodeInvalidation(XdrReader in) throws XdrException {
        var gfid = textGfid(in.string(36));
        int eventType = in.int32();
        if (eventType != 1) {
            throw new XdrException("cache invalidation of event type " + eventType);
        }
        int flags = in.int32();
        int expireSeconds = in.int32();
        var iatt = OldIattXdr.decode(in);
        var parent = OldIattXdr.decode(in);
        var oldParent = OldIattXdr.decode(in);
        var xdata = OldDict.decode(in).toXdata();
        return new UpcallBody.CacheInvalidation(
                gfid, flags, expireSeconds, iatt, parent, oldParent, xdata);
    }

    private static UpcallBody decodeRecall(XdrReader in) throws XdrException {
        var gfid = in.gfid();
        int leaseType = in.int32();
        var tid = in.gfid();
        return new UpcallBody.RecallLease(gfid, leaseType, tid, OldDict.decode(in).toXdata());
    }

    private static UpcallBody decodeInodelk(XdrReader in) throws XdrException {
        var gfid = in.gfid();
        var flock = LockXdr.decode(in);
        int pid = in.int32();
        var domain = in.string();
        var xdata = OldDict.decode(in).toXdata();
        return new UpcallBody.InodelkContention(gfid, flock, pid, domain, xdata);
    }

    private static UpcallBody decodeEntrylk(XdrReader in) throws XdrException {
        var gfid = in.gfid();
        int type = in.int32();
        int pid = in.int32();
        var name = in.string();
        var domain = in.string();
        var xdata = OldDict.decode(in).toXdata();
        return new UpcallBody.EntrylkContention(gfid, type, pid, name, domain, xdata);
    }

    private static Gfid textGfid(String text) throws XdrException {
        try {
            return Gfid.parse(text);
        } catch (IllegalArgumentException notAGfid) {
            throw new XdrException("a gfid of the text '" + text + "'");
        }
    }
}
